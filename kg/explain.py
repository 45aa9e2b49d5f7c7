"""Text or IRI → why the graph says what it says: facts with their sentences, rules and sources."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import CONTENT, Document, Refusal, Segment
from kg.query import Parameter, Query, bind
from kg.segment import segment
from kg.store import Store

_LABELS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX kg: <https://w3id.org/newskg/ns#>
SELECT DISTINCT ?thing ?label ?form WHERE {
  ?thing rdfs:label ?label ; rdfs:label|skos:altLabel ?form .
  { ?thing skos:prefLabel ?any } UNION { ?thing kg:documents ?many }
  FILTER(isIRI(?thing))
} ORDER BY ?label ?thing ?form
"""
_ABOUT = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX kg: <https://w3id.org/newskg/ns#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX schema: <https://schema.org/>
SELECT DISTINCT ?fact ?label WHERE {
  VALUES ?thing { UNDEF }
  ?fact org:member|org:organization|org:role|kg:participant|schema:location|kg:venue|schema:spokenByCharacter ?thing ;
        rdfs:label ?label .
  FILTER(isIRI(?fact))
} ORDER BY ?label ?fact
"""
_CLAIMS = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX kg: <https://w3id.org/newskg/ns#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?factLabel ?predicate ?object ?objectLabel ?evidence ?source ?rule ?confidence ?articles ?origins WHERE {
  VALUES ?fact { UNDEF }
  ?fact rdfs:label ?factLabel ; kg:documents ?articles ; kg:origins ?origins .
  ?claim rdf:subject ?fact ; rdf:predicate ?predicate ; rdf:object ?object ; kg:inArticle/dcterms:source ?source ;
         kg:evidence/nif:anchorOf ?evidence ; kg:rule ?rule ; kg:confidence ?confidence .
  OPTIONAL { ?object rdfs:label ?objectLabel }
} ORDER BY ?source ?predicate ?object
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """One triple as one article says it."""

    predicate: str
    value: str
    source: str
    evidence: str
    rule: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A fact and the claims that carry it."""

    iri: str
    label: str
    articles: int
    origins: int
    claims: tuple[Claim, ...]


def find(store: Store, text: str) -> list[str]:
    """The IRIs of what a text names: an IRI itself, else whole labels, else labels that contain it."""
    if "://" in text:
        return [text]
    wanted = text.casefold()
    rows = list(store.query(_LABELS))
    whole = [r["thing"] for r in rows if r["form"].casefold() == wanted]
    part = [r["thing"] for r in rows if wanted in r["form"].casefold()]
    return list(dict.fromkeys(whole or part))


def near(store: Store, text: str) -> list[str]:
    """Labels that look like a text, for a hint."""
    return difflib.get_close_matches(text, sorted({r["form"] for r in store.query(_LABELS)}), n=3, cutoff=0.5)


def explain(store: Store, iri: str) -> Iterator[Explanation]:
    """The fact of an IRI, and every fact about the thing of an IRI."""
    about = [row["fact"] for row in store.query(_bound(_ABOUT, "thing", iri))]
    for fact in dict.fromkeys([iri, *about]):
        rows = list(store.query(_bound(_CLAIMS, "fact", fact)))
        if rows:
            claims = tuple(
                dict.fromkeys(
                    Claim(
                        _local(r["predicate"]),
                        r.get("objectLabel", r["object"]),
                        r["source"],
                        r["evidence"],
                        r["rule"],
                        r["confidence"],
                    )
                    for r in rows
                )
            )
            yield Explanation(fact, rows[0]["factLabel"], int(rows[0]["articles"]), int(rows[0]["origins"]), claims)


def skipped(document: Document) -> list[Segment]:
    """The regions of an article that no fact is read from, in text order."""
    return [s for s in segment(document) if s.kind not in CONTENT]


def refused(document: Document) -> tuple[Refusal, ...]:
    """What of an article looked like a fact and was refused by a rule, in text order."""
    from kg.extract import refusals
    from kg.nlp.pipeline import annotate, load

    segments = segment(document)
    (doc,) = annotate(load(), [(document, segments)])
    return refusals(document, segments, doc)


def _bound(text: str, name: str, iri: str) -> str:
    """A query with its one parameter filled in."""
    return bind(
        Query("explain", "", "", text, (Parameter(name, "iri", "what to explain", required=True),)), {name: iri}
    )


def _local(iri: str) -> str:
    """The last part of a predicate's IRI.

    >>> _local("http://www.w3.org/ns/org#role")
    'role'
    """
    return iri.replace("#", "/").rsplit("/", 1)[-1]
