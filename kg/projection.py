"""Triples → property graph: what a graph viewer shows.

Nodes are people, organizations, countries, places and meetings; edges are roles, participations and
places of meetings. Mentions, claims and offsets stay out: they would be nine tenths of the picture.
`docs/export.md` says what becomes node, edge, attribute and interval.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from kg.graph.vocab import FOAF, KG, ORG, RDF, RDFS, SCHEMA
from kg.store import as_text

if TYPE_CHECKING:
    import networkx as nx

_KINDS = (
    (FOAF.Person, "person"),
    (SCHEMA.Country, "country"),
    (ORG.Organization, "organization"),
    (SCHEMA.Place, "place"),
    (KG.Meeting, "meeting"),
)
_MEMBERSHIP = {ORG.member, ORG.organization, RDFS.label, KG.former, KG.documents, KG.confidence}
_PARTICIPATION = {KG.participant, KG.meeting, KG.documents}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

Facts = Mapping[NamedNode, list[str]]
"""Values of one thing by predicate."""


def project(triples: Iterable[Triple]) -> nx.MultiDiGraph:
    """The property graph; nodes are IRIs, or labels of blank nodes, with `label` and `kind`.

    Edges have a `relation`, which is the role or what links two things, and a `link`: role, participation, place, venue.
    """
    import networkx as nx

    about: dict[str, dict[NamedNode, list[str]]] = defaultdict(lambda: defaultdict(list))
    for t in triples:
        about[as_text(t.subject)][t.predicate].append(_clean(as_text(t.object)))  # type: ignore[arg-type]
    graph = nx.MultiDiGraph()
    for iri in sorted(about):
        kind = next((k for t, k in _KINDS if t.value in about[iri].get(RDF.type, ())), None)
        if kind is not None:
            graph.add_node(
                iri, label=min(about[iri].get(RDFS.label, ()), default=iri), kind=kind, **_meeting_facts(about[iri])
            )
    for iri in sorted(about):
        _add_edges(graph, iri, about[iri])
    spoken: dict[str, int] = defaultdict(int)
    for facts in about.values():
        for speaker in facts.get(SCHEMA.spokenByCharacter, ()):
            if speaker in graph:
                spoken[speaker] += 1
    for speaker, count in spoken.items():
        graph.nodes[speaker]["statements"] = count
    return graph


def _add_edges(graph: nx.MultiDiGraph, iri: str, facts: Facts) -> None:
    def edge(link: str, source: str, target: str, relation: str, **more: str | float | bool) -> None:
        if source in graph and target in graph:
            graph.add_edge(
                source, target, key=f"{relation} {iri}", link=link, relation=relation, label=relation, **more
            )

    types = facts.get(RDF.type, ())
    if ORG.Membership.value in types and facts.keys() >= _MEMBERSHIP:
        edge(
            "role",
            facts[ORG.member][0],
            facts[ORG.organization][0],
            facts[RDFS.label][0].partition(", ")[2].partition(", ")[0],
            former=facts[KG.former][0] == "true",
            **_weight(facts),
            **_attested(facts),
        )
    elif KG.Participation.value in types and facts.keys() >= _PARTICIPATION:
        edge("participation", facts[KG.participant][0], facts[KG.meeting][0], "takes part in", **_weight(facts))
    elif KG.Meeting.value in types:
        for place in sorted(facts.get(SCHEMA.location, ())):
            edge("place", iri, place, "in")
        for venue in sorted(facts.get(KG.venue, ())):
            edge("venue", iri, venue, "at")


def _weight(facts: Facts) -> dict[str, float]:
    """The number of articles, and the confidence; what graphs of others have there may be no number."""
    out: dict[str, float] = {}
    if re.fullmatch("[0-9]{1,9}", documents := facts[KG.documents][0]):
        out["weight"] = int(documents)
    if re.fullmatch(r"[0-9]?\.?[0-9]{1,9}", confidence := facts.get(KG.confidence, [""])[0]):
        out["confidence"] = float(confidence)
    return out


def _meeting_facts(facts: Facts) -> dict[str, str]:
    """Kind, status and days of a meeting; nothing for other nodes."""
    keys = (("meeting_kind", KG.kind), ("status", KG.status), ("earliest", KG.earliest), ("latest", KG.latest))
    return {name: facts[p][0] for name, p in keys if p in facts}


def _attested(facts: Facts) -> dict[str, str]:
    keys = (("attested_from", KG.attestedFrom), ("attested_until", KG.attestedUntil))
    return {name: facts[p][0] for name, p in keys if p in facts}


def interval(facts: Mapping[str, object]) -> tuple[str, str] | None:
    """First and last day of a node or edge of the property graph, where both are known and real days.

    >>> interval({"earliest": "2024-05-14", "latest": "2024-05-15"}), interval({"label": "Oslo"})
    (('2024-05-14', '2024-05-15'), None)
    """
    for first, last in (("earliest", "latest"), ("attested_from", "attested_until")):
        days = (str(facts.get(first, "")), str(facts.get(last, "")))
        if all(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day) for day in days):
            return days
    return None


def _clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _CONTROL.sub("", text)
