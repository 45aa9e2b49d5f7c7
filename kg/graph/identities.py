"""Resolution → what the graph tells of identity: the places of the gazetteer, and the decisions on names."""

from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode, Triple

from kg.graph.terms import Mint, decimal, degrees, digest, text
from kg.graph.vocab import GEO, KG, OWL, RDF, RDFS, SCHEMA
from kg.lexicon.places import UNION, City, Region, country_by_code
from kg.resolve import JUDGED, Decision, Entity, Outcome, Resolution

_SIGNS = {Outcome.SAME: "is", Outcome.UNSURE: "may be", Outcome.DIFFERENT: "is not"}


def gazetteer(iri: NamedNode, entity: Entity) -> Iterator[Triple]:
    """The GeoNames id, the coordinates and the ISO 3166 code of a country, city or region, where it is linked."""
    ident = country_by_code(entity.code).geonames if entity.code else entity.site.geonames if entity.site else ""
    if ident:
        yield Triple(iri, OWL.sameAs, NamedNode(f"https://sws.geonames.org/{ident}/"))
    if entity.code and entity.code != UNION:
        yield Triple(iri, KG.countryCode, text(entity.code))
    if isinstance(entity.site, City):
        yield Triple(iri, KG.countryCode, text(entity.site.country))
        yield Triple(iri, GEO.lat, degrees(entity.site.latitude))
        yield Triple(iri, GEO.long, degrees(entity.site.longitude))
    elif isinstance(entity.site, Region):
        yield Triple(iri, KG.countryCode, text(entity.site.country))
        yield Triple(iri, SCHEMA.identifier, text(entity.site.code))


def decisions(resolution: Resolution, mint: Mint, iris: Sequence[NamedNode]) -> Iterator[Triple]:
    """Why names are one thing, once for each pair of names of it; and why others were not taken for one."""
    kept: dict[tuple[str, ...], tuple[Decision, list[NamedNode]]] = {}
    for decision in resolution.decisions:
        about = [iris[resolution.entity_of[m]] for m in (decision.first, decision.second)]
        if (decision.outcome is Outcome.SAME) != (about[0] == about[1]):
            continue  # what a later decision has overruled
        names = sorted(resolution.local(*m).name for m in (decision.first, decision.second))
        if decision.outcome is Outcome.SAME:
            key = (about[0].value, decision.stage, *names)
        else:
            key = tuple(sorted(iri.value for iri in about))
        if key not in kept or _weight(decision) > _weight(kept[key][0]):
            kept[key] = (decision, about)
    for key, (decision, about) in kept.items():
        yield from _decision(mint.iri("identity", digest(*key)), decision, resolution, about)


def _weight(decision: Decision) -> tuple[bool, float]:
    """Judgements before scores."""
    return decision.stage == JUDGED, decision.score


def _decision(
    iri: NamedNode, decision: Decision, resolution: Resolution, about: Sequence[NamedNode]
) -> Iterator[Triple]:
    names = [resolution.local(*m).name for m in (decision.first, decision.second)]
    sources = [resolution.articles[m[0]].document.source for m in (decision.first, decision.second)]
    shown = [f"{name} ({source})" for name, source in zip(names, sources, strict=True)]
    yield Triple(iri, RDF.type, KG.IdentityDecision)
    yield Triple(iri, RDFS.label, text(f" {_SIGNS[decision.outcome]} ".join(shown)))
    for entity in about:
        yield Triple(iri, KG.decides, entity)
    yield Triple(iri, KG.outcome, text(decision.outcome.value))
    yield Triple(iri, KG.stage, text(decision.stage))
    yield Triple(iri, KG.score, decimal(decision.score))
    yield Triple(iri, KG.reason, text(decision.reason))
    if decision.stage == JUDGED and decision.outcome is Outcome.DIFFERENT:
        yield Triple(about[0], OWL.differentFrom, about[1])
