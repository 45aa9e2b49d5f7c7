"""Which layers of a graph an export holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import pyoxigraph as ox
from pyoxigraph import NamedNode, Triple

from kg.graph.vocab import ITSRDF, KG, NIF, RDF
from kg.resources import resource_path

_OF_MENTIONS = frozenset({ITSRDF.taIdentRef, NIF.sentence, KG.metonym})
_OWL = "http://www.w3.org/2002/07/owl#"
_UNDECLARED = (RDF.subject, RDF.predicate, RDF.object)  # of RDF itself; OWL allows them as annotations


@dataclass(frozen=True, slots=True)
class Parts:
    """The layers of an export."""

    mentions: bool = True  # names in the texts
    evidence: bool = True  # claims, and the sentences that they stand in
    ontology: bool = False  # the terms of the graph, declared as OWL editors want them


def select(triples: Iterable[Triple], parts: Parts) -> Iterable[Triple]:
    """The triples of some layers.

    A stretch of text that is both a name and a sentence stays as the one that is kept. A link to something
    that is left out is left out too.
    """
    chosen = triples
    if not (parts.mentions and parts.evidence):
        chosen = _without(
            list(triples),
            ({NIF.Phrase} if not parts.mentions else set())
            | ({KG.Claim, NIF.Sentence} if not parts.evidence else set()),
        )
    return chain(chosen, ontology()) if parts.ontology else chosen


def _without(triples: list[Triple], kinds: set[NamedNode]) -> Iterator[Triple]:
    """The triples without the things of some kinds."""
    hit = {t.subject for t in triples if t.predicate == RDF.type and t.object in kinds}
    kept = {t.subject for t in triples if t.predicate == RDF.type and t.object not in kinds}
    gone = hit - kept
    for t in triples:
        if t.subject in gone or t.object in gone or (t.predicate == RDF.type and t.object in kinds):
            continue
        if NIF.Phrase in kinds and t.predicate in _OF_MENTIONS:
            continue
        yield t


def ontology() -> Iterator[Triple]:
    """The header and the declarations that Protégé and other OWL editors look for."""
    for quad in ox.parse(path=str(resource_path("ontology", "kg.ttl")), format=ox.RdfFormat.TURTLE):
        yield quad.triple
    for term in _UNDECLARED:
        yield Triple(term, RDF.type, NamedNode(f"{_OWL}AnnotationProperty"))
