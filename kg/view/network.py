"""Store → the network that a page shows: things, how facts connect them, and the evidence of every fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.graph.vocab import FOAF, KG, ORG, SCHEMA
from kg.store import Store

KINDS = {
    FOAF.Person.value: "person",
    SCHEMA.Country.value: "country",
    ORG.Organization.value: "organization",
    SCHEMA.Place.value: "place",
    KG.Meeting.value: "meeting",
    ORG.Role.value: "role",
}
"""Types of things → what a page calls them, the first that fits."""
_MOST_SENTENCES = 4  # of a fact
_MOST_FACTS = 40  # of a thing

_THINGS = """
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX itsrdf: <http://www.w3.org/2005/11/its/rdf#>
PREFIX kg: <https://w3id.org/newskg/ns#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
SELECT ?thing ?type ?label (COUNT(DISTINCT ?mention) AS ?mentions) WHERE {
  VALUES ?type { foaf:Person schema:Country org:Organization schema:Place kg:Meeting org:Role }
  ?thing a ?type ; rdfs:label ?label .
  OPTIONAL { ?mention itsrdf:taIdentRef ?thing }
  FILTER(isIRI(?thing))
} GROUP BY ?thing ?type ?label ORDER BY ?thing ?type ?label
"""
_NAMES = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing ?name WHERE { ?thing skos:altLabel ?name } ORDER BY ?thing ?name
"""
_MEETINGS = """
PREFIX kg: <https://w3id.org/newskg/ns#>
SELECT ?thing ?kind ?status ?earliest ?latest WHERE {
  ?thing a kg:Meeting ; kg:kind ?kind ; kg:status ?status .
  OPTIONAL { ?thing kg:earliest ?earliest ; kg:latest ?latest }
} ORDER BY ?thing
"""
_TIES = """
PREFIX kg: <https://w3id.org/newskg/ns#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
SELECT DISTINCT ?fact ?factLabel ?from ?to ?tie ?former ?rank WHERE {
  {
    ?fact a org:Membership ; org:member ?from ; org:role ?role ; kg:former ?former .
    ?role rdfs:label ?tie .
    OPTIONAL { ?fact org:organization ?body }
    BIND(COALESCE(?body, ?role) AS ?to) BIND(1 AS ?rank)
  } UNION {
    ?fact a kg:Participation ; kg:participant ?from ; kg:meeting ?to .
    BIND("takes part in" AS ?tie) BIND(3 AS ?rank)
  } UNION {
    ?fact a kg:Meeting ; schema:location ?to .
    BIND(?fact AS ?from) BIND("in" AS ?tie) BIND(2 AS ?rank)
  } UNION {
    ?fact a kg:Meeting ; kg:venue ?to .
    BIND(?fact AS ?from) BIND("at" AS ?tie) BIND(2 AS ?rank)
  } UNION {
    ?fact a schema:Quotation ; schema:spokenByCharacter ?from .
    BIND(4 AS ?rank)
  } UNION {
    ?fact a kg:Meeting .
    BIND(?fact AS ?from) BIND(2 AS ?rank)
  }
  ?fact rdfs:label ?factLabel .
} ORDER BY ?rank ?factLabel ?fact ?from ?to ?tie
"""
_EVIDENCE = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/newskg/ns#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?fact ?sentence ?source (MAX(?sure) AS ?confidence) WHERE {
  ?claim rdf:subject ?fact ; kg:evidence ?place ; kg:confidence ?sure ; kg:inArticle/dcterms:source ?source .
  ?place nif:anchorOf ?sentence .
} GROUP BY ?fact ?sentence ?source ORDER BY ?fact DESC(?confidence) ?source ?sentence
"""


@dataclass(frozen=True, slots=True)
class Thing:
    """A person, organization, country, place, meeting or role, with the numbers of its facts."""

    iri: str
    label: str
    kind: str
    names: tuple[str, ...]
    note: str
    weight: int
    facts: tuple[int, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Tie:
    """What connects two things, both by number, and the numbers of the facts that say so."""

    start: int
    end: int
    label: str
    former: bool
    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that supports a fact."""

    text: str
    source: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with some of its sentences, and how many more there are."""

    iri: str
    label: str
    sentences: tuple[Sentence, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Network:
    """What a page shows, and how many things it leaves out: for want of room, or of any fact."""

    things: tuple[Thing, ...]
    ties: tuple[Tie, ...]
    facts: tuple[Fact, ...]
    crowded_out: int
    without_facts: int


def network(store: Store, most: int) -> Network:
    """The most mentioned things of a graph that some fact is about."""
    rows = list(store.query(_TIES))
    about: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        about[row["from"]].append(row["fact"])
        if "to" in row:
            about[row["to"]].append(row["fact"])
    weights, labels, kinds = _weighed(store, about)
    told = sorted((t for t in weights if t in about), key=lambda t: (-weights[t], t))
    shown = sorted(told[:most])
    ties = [r for r in rows if r["from"] in weights and r.get("to", r["from"]) in weights]
    facts = _facts(store, dict.fromkeys(f for t in shown for f in about[t]), {r["fact"]: r["factLabel"] for r in ties})
    number = {fact.iri: n for n, fact in enumerate(facts)}
    names, notes = _names(store), _notes(store)
    things = []
    for iri in shown:
        own = [number[f] for f in dict.fromkeys(about[iri]) if f in number]
        kept, more = tuple(own[:_MOST_FACTS]), max(0, len(own) - _MOST_FACTS)
        things.append(
            Thing(iri, labels[iri], kinds[iri], tuple(names[iri]), notes.get(iri, ""), weights[iri], kept, more)
        )
    place = {thing.iri: n for n, thing in enumerate(things)}
    return Network(
        tuple(things), tuple(_ties(ties, place, number)), tuple(facts), len(told) - len(shown), len(weights) - len(told)
    )


def _weighed(store: Store, about: dict[str, list[str]]) -> tuple[dict[str, int], dict[str, str], dict[str, str]]:
    """Weight, label and kind of every thing; what is not mentioned by name weighs by its facts."""
    weights: dict[str, int] = {}
    labels: dict[str, str] = {}
    kinds: dict[str, str] = {}
    order = list(KINDS.values())
    for row in store.query(_THINGS):
        thing, kind = row["thing"], KINDS[row["type"]]
        weights[thing] = int(row["mentions"]) or len(about.get(thing, ()))
        labels.setdefault(thing, row["label"])
        kinds[thing] = min(kind, kinds.get(thing, kind), key=order.index)
    linked = {thing for thing in weights if kinds[thing] != "role" or thing in about}
    return {t: weights[t] for t in weights if t in linked}, labels, kinds


def _facts(store: Store, wanted: Iterable[str], labels: dict[str, str]) -> list[Fact]:
    """The facts of the things that are shown."""
    wanted = [iri for iri in wanted if iri in labels]
    known = set(wanted)
    sentences: dict[str, list[Sentence]] = defaultdict(list)
    for row in store.query(_EVIDENCE):
        if row["fact"] in known:
            sentences[row["fact"]].append(Sentence(row["sentence"], row["source"], float(row["confidence"])))
    return [
        Fact(
            iri,
            labels[iri],
            tuple(sentences[iri][:_MOST_SENTENCES]),
            max(0, len(sentences[iri]) - _MOST_SENTENCES),
        )
        for iri in wanted
    ]


def _ties(rows: Iterable[dict[str, str]], place: dict[str, int], number: dict[str, int]) -> Iterable[Tie]:
    """One tie a pair of things, whatever number of facts connects them."""
    pairs: dict[tuple[int, int], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        start, end = place.get(row["from"]), place.get(row.get("to", ""))
        if start is not None and end is not None and start != end:
            pairs[start, end].append(row)
    for (start, end), between in sorted(pairs.items()):
        label = ", ".join(dict.fromkeys(_tie(row) for row in between))
        former = all(row.get("former") == "true" for row in between)
        yield Tie(start, end, label, former, tuple(dict.fromkeys(number[row["fact"]] for row in between)))


def _tie(row: dict[str, str]) -> str:
    return f"former {row['tie']}" if row.get("former") == "true" else row["tie"]


def _names(store: Store) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for row in store.query(_NAMES):
        names[row["thing"]].append(row["name"])
    return names


def _notes(store: Store) -> dict[str, str]:
    """Kind, status and days of every meeting, in words."""
    notes = {}
    for row in store.query(_MEETINGS):
        days = list(dict.fromkeys(row[k] for k in ("earliest", "latest") if k in row))
        notes[row["thing"]] = ", ".join([row["kind"], row["status"], *([" to ".join(days)] if days else [])])
    return notes
