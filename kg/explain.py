"""Text or IRI → why the graph says what it says: facts with their sentences, rules and sources."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import CONTENT, Document, Refusal, Segment
from kg.names import fold
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
  ?fact org:member|org:organization|org:role|kg:participant|kg:meeting|schema:location|kg:venue|schema:spokenByCharacter ?thing ;
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
SELECT ?fact ?factLabel ?predicate ?object ?objectLabel ?title ?speaker ?evidence ?source ?rule ?confidence ?articles ?origins WHERE {
  VALUES ?fact { UNDEF }
  VALUES ?article { UNDEF }
  VALUES ?claim { UNDEF }
  ?claim rdf:subject ?fact ; rdf:predicate ?predicate ; rdf:object ?object ; kg:inArticle ?article ;
         kg:evidence ?sentence ; kg:rule ?rule ; kg:confidence ?confidence .
  ?article dcterms:source ?source .
  ?sentence nif:anchorOf ?evidence ; nif:beginIndex ?begin .
  ?fact rdfs:label ?factLabel ; kg:documents ?articles ; kg:origins ?origins .
  OPTIONAL { ?object rdfs:label ?objectLabel }
  OPTIONAL { ?claim kg:roleText ?title }
  OPTIONAL { ?claim kg:accordingTo/rdfs:label ?speaker }
} ORDER BY ?source ?begin ?factLabel ?fact ?predicate ?object
"""
_WORDINGS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/newskg/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema: <https://schema.org/>
SELECT DISTINCT ?text ?other ?source WHERE {
  VALUES ?fact { UNDEF }
  ?fact kg:variantOf ?variant ; schema:text ?text .
  ?variant schema:text ?other .
  ?claim rdf:subject ?variant ; rdf:predicate schema:text ; kg:inArticle/dcterms:source ?source .
} ORDER BY ?other ?source
"""
_MENTIONS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX itsrdf: <http://www.w3.org/2005/11/its/rdf#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?label ?source ?begin ?evidence WHERE {
  VALUES ?thing { UNDEF }
  ?thing rdfs:label ?label .
  ?mention itsrdf:taIdentRef ?thing ; nif:sentence ?sentence ; nif:referenceContext/dcterms:source ?source .
  ?sentence nif:beginIndex ?begin ; nif:anchorOf ?evidence .
} ORDER BY ?label ?source ?begin
"""
_IDENTITY = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX kg: <https://w3id.org/newskg/ns#>
SELECT ?label ?outcome ?stage ?score ?reason WHERE {
  VALUES ?thing { UNDEF }
  ?decision kg:decides ?thing ; rdfs:label ?label ; kg:outcome ?outcome ; kg:stage ?stage ; kg:score ?score ; kg:reason ?reason .
} ORDER BY ?outcome DESC(?score) ?label
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
    speaker: str | None  # where the article has it only in somebody's words


@dataclass(frozen=True, slots=True)
class Wording:
    """The same utterance as other articles print it, and the words in which the two differ."""

    text: str
    sources: tuple[str, ...]
    here: tuple[str, ...]  # stretches that only this statement has
    there: tuple[str, ...]  # stretches that only the other wording has


@dataclass(frozen=True, slots=True)
class Explanation:
    """A fact and the claims that carry it."""

    iri: str
    label: str
    articles: int
    origins: int
    claims: tuple[Claim, ...]
    wordings: tuple[Wording, ...] = ()  # of a statement, elsewhere


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence that names a thing."""

    label: str  # of the thing
    source: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Why two names are one thing, or why they are not."""

    label: str
    outcome: str
    stage: str
    score: str
    reason: str


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
    """The fact of an IRI and every fact about the thing of an IRI; what an article says, or what a claim says."""
    about = [row["fact"] for row in store.query(_bound(_ABOUT, thing=iri))]
    for fact in dict.fromkeys([iri, *about]):
        yield from _explanations(store, fact=fact)
    yield from _explanations(store, article=iri)
    yield from _explanations(store, claim=iri)


def mentions(store: Store, iri: str) -> Iterator[Mention]:
    """The sentences that name a thing, in the order of the texts."""
    for row in store.query(_bound(_MENTIONS, thing=iri)):
        yield Mention(row["label"], row["source"], row["evidence"])


def identities(store: Store, iri: str) -> Iterator[Identity]:
    """The decisions that made a thing out of several mentions, then those that kept others apart from it."""
    for row in store.query(_bound(_IDENTITY, thing=iri)):
        yield Identity(row["label"], row["outcome"], row["stage"], row["score"], row["reason"])


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


def _explanations(store: Store, **given: str) -> Iterator[Explanation]:
    """The claims on a fact, of an article, or one of them alone: by fact, in the order of the texts."""
    facts: dict[str, list[dict[str, str]]] = {}
    for row in store.query(_bound(_CLAIMS, **given)):
        facts.setdefault(row["fact"], []).append(row)
    for fact, rows in facts.items():
        label, articles, origins = (rows[0][k] for k in ("factLabel", "articles", "origins"))
        claims = tuple(dict.fromkeys(map(_claim, rows)))
        yield Explanation(fact, label, int(articles), int(origins), claims, tuple(_wordings(store, fact)))


def _wordings(store: Store, fact: str) -> Iterator[Wording]:
    """How other articles print the utterance of a statement."""
    sources: dict[tuple[str, str], list[str]] = {}
    for row in store.query(_bound(_WORDINGS, fact=fact)):
        sources.setdefault((row["text"], row["other"]), []).append(row["source"])
    for (text, other), told in sources.items():
        yield Wording(other, tuple(told), *differing(text, other))


def differing(first: str, second: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stretches of words in which two wordings differ; case and marks are no difference.

    >>> differing("an open, frank exchange", "an open and honest exchange")
    (('frank',), ('and honest',))
    """
    if first > second:  # the comparison depends on the order
        there, here = differing(second, first)
        return here, there
    mine, theirs = first.split(), second.split()
    matcher = difflib.SequenceMatcher(None, [fold(w) for w in mine], [fold(w) for w in theirs], autojunk=False)
    changed = [op[1:] for op in matcher.get_opcodes() if op[0] != "equal"]
    return (
        tuple(" ".join(mine[a:b]) for a, b, _, _ in changed if a < b),
        tuple(" ".join(theirs[c:d]) for _, _, c, d in changed if c < d),
    )


def _claim(row: dict[str, str]) -> Claim:
    """A claim of a row; its value is a title as printed, the name of a thing, or a literal."""
    value = row.get("title") or row.get("objectLabel") or row["object"]
    predicate, told = local_name(row["predicate"]), (row["source"], row["evidence"], row["rule"], row["confidence"])
    return Claim(predicate, value, *told, row.get("speaker"))


def _bound(text: str, **given: str) -> str:
    """A query with some of its parameters filled in."""
    slots = re.findall(r"VALUES \?(\w+)", text)
    return bind(Query("explain", "", "", text, tuple(Parameter(s, "iri", "what to explain") for s in slots)), given)


def by_place(explanation: Explanation) -> Iterator[tuple[tuple[str, str], list[Claim]]]:
    """The claims on a fact by source and sentence."""
    places: dict[tuple[str, str], list[Claim]] = {}
    for claim in explanation.claims:
        places.setdefault((claim.source, claim.evidence), []).append(claim)
    yield from places.items()


def local_name(iri: str) -> str:
    """The last part of a predicate's IRI.

    >>> local_name("http://www.w3.org/ns/org#role")
    'role'
    """
    return iri.replace("#", "/").rsplit("/", 1)[-1]
