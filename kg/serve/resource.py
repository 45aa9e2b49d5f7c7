"""IRI → what the graph says about a thing: as RDF, or as what its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from kg.explain import Explanation, explain, local_name
from kg.graph.terms import DEFAULT_BASE
from kg.query import Parameter, Query, bind
from kg.store import Rows, Store

_MOST_LINKS = 500
_MOST_FACTS = 200
_ANY_ARTICLE = """
PREFIX schema: <https://schema.org/>
SELECT ?article WHERE { ?article a schema:NewsArticle . FILTER(CONTAINS(STR(?article), "/article/")) } LIMIT 1
"""
_GRAPH = """
PREFIX kg: <https://w3id.org/newskg/ns#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema: <https://schema.org/>
CONSTRUCT { ?s ?p ?o } WHERE {
  VALUES ?thing { UNDEF }
  { ?thing ?p ?o . BIND(?thing AS ?s) }
  UNION {
    ?s org:member|org:organization|org:role|kg:participant|kg:meeting|schema:location|kg:venue|schema:spokenByCharacter ?thing ;
       ?p ?o .
  }
  UNION { ?s rdf:subject ?thing ; ?p ?o }
  UNION { ?claim rdf:subject ?thing ; kg:evidence ?s . ?s ?p ?o }
}
"""
_PROPERTIES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?predicate ?object ?label WHERE {
  VALUES ?thing { UNDEF }
  ?thing ?predicate ?object .
  OPTIONAL { ?object rdfs:label ?label }
} ORDER BY ?predicate ?label ?object
"""
_LINKS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?predicate ?object ?label WHERE {
  VALUES ?thing { UNDEF }
  ?object ?predicate ?thing ; rdfs:label ?label .
  FILTER(isIRI(?object))
} ORDER BY ?predicate ?label ?object
"""


@dataclass(frozen=True, slots=True)
class Link:
    """A property of a thing and its values: texts, or labels with the IRIs that they stand for."""

    predicate: str
    values: tuple[tuple[str, str | None], ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing: its label, what is said of it directly, what points at it, and the facts with their sentences."""

    iri: str
    label: str
    properties: tuple[Link, ...]
    links: tuple[Link, ...]
    facts: tuple[Explanation, ...]
    more: bool


def base(store: Store) -> str:
    """The IRI that those of a graph begin with, as its articles show it."""
    found = next(iter(store.query(_ANY_ARTICLE)), None)
    return DEFAULT_BASE if found is None else found["article"].rpartition("article/")[0]


def triples(store: Store, iri: str) -> Rows:
    """A thing, the facts about it, the claims on it and their sentences."""
    return store.query(_bound(_GRAPH, iri))


def resource(store: Store, iri: str) -> Resource | None:
    """What the page of a thing shows; None if the graph knows no such thing."""
    properties = _links(store.query(_bound(_PROPERTIES, iri)))
    if not properties:
        return None
    label = next((text for p in properties if p.predicate.endswith("#label") for text, _ in p.values), iri)
    links = _links(store.query(_bound(_LINKS, iri)))
    facts = tuple(islice(explain(store, iri), _MOST_FACTS + 1))
    return Resource(iri, label, properties, links, facts[:_MOST_FACTS], more=len(facts) > _MOST_FACTS)


def _links(rows: Rows) -> tuple[Link, ...]:
    """Properties with their values; what types only the model of the graph is left out."""
    values: dict[str, list[tuple[str, str | None]]] = {}
    for row, (_, target, _) in zip(rows, rows.rows, strict=True):
        text = row["object"]
        iri = text if target is not None and str(target).startswith("<") else None
        shown = row.get("label") or (local_name(text) if iri else text)
        values.setdefault(row["predicate"], []).append((shown, iri))
    return tuple(Link(p, tuple(v[:_MOST_LINKS]), max(0, len(v) - _MOST_LINKS)) for p, v in values.items())


def _bound(text: str, iri: str) -> str:
    return bind(Query("resource", "", "", text, (Parameter("thing", "iri", "what is shown"),)), {"thing": iri})
