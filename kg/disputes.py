"""Graph → what its articles do not agree on: each value with its sources, the best supported first.

Nothing is decided: every value stays in the graph. A hint tells where a closed list knows better than a value.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.lexicon import places
from kg.store import Store

_CLAIMS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/newskg/ns#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?claim ?against ?fact ?factLabel ?predicate ?object ?objectLabel ?title ?source ?origin ?evidence
                ?asOf ?begin WHERE {
  {
    ?disputed kg:contradicts ?other ; rdf:subject ?fact ; rdf:predicate ?predicate .
  } UNION {
    ?meeting kg:venue ?anything .
    BIND(?meeting AS ?fact)
    BIND(kg:venue AS ?predicate)
  }
  ?claim rdf:subject ?fact ; rdf:predicate ?predicate ; rdf:object ?object ; kg:inArticle ?article ; kg:evidence ?sentence .
  ?sentence nif:anchorOf ?evidence ; nif:beginIndex ?begin .
  ?article dcterms:source ?source ; kg:origin ?origin .
  ?fact rdfs:label ?factLabel .
  OPTIONAL { ?claim kg:contradicts ?against }
  OPTIONAL { ?claim kg:asOf ?asOf }
  OPTIONAL { ?claim kg:roleText ?title }
  OPTIONAL { ?object skos:prefLabel ?objectLabel }
} ORDER BY ?fact ?predicate ?source ?claim ?against
"""
_PLACES = """
PREFIX kg: <https://w3id.org/newskg/ns#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?fact ?place WHERE { ?fact a kg:Meeting ; schema:location/skos:prefLabel ?place }
"""
_WORDS = {"startDate": "date", "location": "place", "role": "title"}
"""What a reader calls a predicate."""

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """An article that tells a value."""

    source: str
    evidence: str
    as_of: str | None


@dataclass(frozen=True, slots=True)
class Value:
    """What some articles tell, in all their wordings."""

    names: tuple[str, ...]
    origins: int  # independent ones
    reports: tuple[Report, ...]
    hint: str | None  # why it can hardly be so


@dataclass(frozen=True, slots=True)
class Dispute:
    """A fact with values that cannot both hold, or with one that can hardly be so."""

    fact: str  # IRI
    label: str
    what: str  # "venue", "place", "date", "duration", "status", "title"
    values: tuple[Value, ...]  # the best supported first


def disputes(store: Store) -> list[Dispute]:
    """Everything that the articles of a graph do not agree on, and venues that can hardly be right, by label."""
    claims: dict[str, list[Row]] = defaultdict(list)
    for row in store.query(_CLAIMS):
        claims[row["claim"]].append(row)
    towns: dict[str, set[str]] = defaultdict(set)
    for row in store.query(_PLACES):
        towns[row["fact"]].add(row["place"])
    found = []
    for group in _together(claims):
        rows = [claims[c] for c in group]
        fact, predicate = rows[0][0]["fact"], _local(rows[0][0]["predicate"])
        values = _values(rows, towns[fact] if predicate == "venue" else set())
        if any("against" in r[0] for r in rows) or any(v.hint for v in values):
            found.append(Dispute(fact, rows[0][0]["factLabel"], _WORDS.get(predicate, predicate), values))
    return sorted(found, key=lambda d: (d.label, d.what, d.fact))


def _together(claims: Mapping[str, list[Row]]) -> Iterator[list[str]]:
    """Claims on one fact and predicate, and those on other facts that they contradict."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for claim, rows in claims.items():
        groups[rows[0]["fact"], rows[0]["predicate"]].append(claim)
    done: set[str] = set()
    for key in groups:
        open_, group = list(groups[key]), []
        while open_:
            claim = open_.pop(0)
            if claim not in done and claim in claims:
                done.add(claim)
                group.append(claim)
                open_ += [r["against"] for r in claims[claim] if "against" in r]
        if group:
            yield group


def _values(claims: list[list[Row]], towns: set[str]) -> tuple[Value, ...]:
    """The values of claims: those that contradict the same others are one in several wordings."""
    told = {rows[0]["claim"]: rows[0]["object"] for rows in claims}
    camps: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for rows in claims:
        against = tuple(sorted({told[r["against"]] for r in rows if r.get("against") in told}))
        camps[against or (rows[0]["object"],)].append(rows[0])
    values = []
    for rows in camps.values():
        names = tuple(dict.fromkeys(r.get("title") or r.get("objectLabel") or _shown(r["object"]) for r in rows))
        hint = next((h for name in names if (h := _hint(name, towns))), None)
        reports = dict.fromkeys(Report(r["source"], _folded(r["evidence"]), r.get("asOf")) for r in rows)
        values.append(Value(names, len({r["origin"] for r in rows}), tuple(reports), hint))
    return tuple(sorted(values, key=lambda v: (v.hint is not None, -v.origins, -len(v.reports), v.names)))


def _shown(value: str) -> str:
    """A value as a reader has it.

    >>> _shown("PT7H30M"), _shown("PT45M"), _shown("2024-05-13")
    ('7 h 30 min', '45 min', '2024-05-13')
    """
    lasting = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?", value)
    if lasting is None:
        return value
    return " ".join(f"{n} {unit}" for n, unit in zip(lasting.groups(), ("h", "min"), strict=True) if n)


def _hint(venue: str, towns: Iterable[str]) -> str | None:
    """Why a meeting in some towns can hardly be at a venue: the headquarters of the body are elsewhere.

    >>> _hint("the African Union headquarters", ["Nairobi"])
    'the African Union has its headquarters in Addis Ababa, not in Nairobi'
    >>> _hint("the African Union headquarters", ["Addis Ababa"]), _hint("the African Union headquarters", ["Kenya"])
    (None, None)
    """
    found = places.headquarters(venue)
    cities = sorted(t for t in towns if places.city(t) is not None)
    if found is None or not cities or set(cities) & set(found.cities):
        return None
    return f"the {found.body} has its headquarters in {found.cities[0]}, not in {' or '.join(cities)}"


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _local(iri: str) -> str:
    return iri.replace("#", "/").rsplit("/", 1)[-1]
