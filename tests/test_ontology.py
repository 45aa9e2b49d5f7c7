"""The ontology is complete, its vocabulary closed, and the shapes find what is wrong."""

from collections.abc import Callable

import pytest
from pyoxigraph import Literal, NamedNode, Triple
from rdflib import OWL, RDF, RDFS, SKOS, Graph

from kg.graph import vocab
from kg.graph.vocab import FOAF, KG, NIF, ORG, PREFIXES, PROV, SCHEMA
from kg.graph.vocab import RDF as KG_RDF
from kg.pipeline import Built
from kg.resources import resource_path
from kg.validate import validate

ONTOLOGY = Graph().parse(resource_path("ontology", "kg.ttl"))
OWN = [
    s
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    for s in ONTOLOGY.subjects(RDF.type, kind)
    if str(s).startswith(PREFIXES["kg"])
]


@pytest.mark.parametrize("term", OWN, ids=lambda t: str(t).rsplit("#", 1)[1])
def test_every_term_is_documented(term) -> None:
    for predicate in (RDFS.label, RDFS.comment, SKOS.example):
        assert ONTOLOGY.value(term, predicate), f"{term} lacks {predicate}"
    if (term, RDF.type, OWL.Class) not in ONTOLOGY:
        assert ONTOLOGY.value(term, RDFS.domain)
        assert ONTOLOGY.value(term, RDFS.range)


def test_a_typo_fails() -> None:
    with pytest.raises(AttributeError):
        KG.Meetng  # noqa: B018


def test_the_graph_uses_declared_terms_only(built: Built) -> None:
    known = {
        v.value
        for name in dir(vocab)
        if name.isupper() and isinstance(getattr(vocab, name), type)
        for v in vars(getattr(vocab, name)).values()
        if isinstance(v, NamedNode)
    }
    used = {t.predicate.value for t in built.triples} | {
        t.object.value for t in built.triples if t.predicate == KG_RDF.type
    }
    assert used <= known
    own = {str(t) for t in OWN}
    assert own - {u for u in used if u in own} <= {KG.side.value, KG.contradicts.value}


def drop(predicate: NamedNode) -> Callable[[Triple], list[Triple]]:
    return lambda t: [] if t.predicate == predicate else [t]


def value(predicate: NamedNode, literal: Literal) -> Callable[[Triple], list[Triple]]:
    return lambda t: [Triple(t.subject, t.predicate, literal)] if t.predicate == predicate else [t]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (drop(KG.evidence), "needs exactly one sentence as evidence"),
        (drop(KG.inArticle), "needs exactly one article"),
        (drop(KG.rule), "needs one rule with its version"),
        (value(KG.rule, Literal("guess")), "needs one rule with its version"),
        (drop(ORG.member), "needs exactly one person"),
        (drop(KG.former), "needs exactly one kg:former"),
        (value(KG.status, Literal("happened")), "must be one of planned, held"),
        (value(KG.kind, Literal("match")), "must be one of talks"),
        (value(KG.directness, Literal("loud")), "must be direct or indirect"),
        (drop(NIF.anchorOf), "needs exactly one nif:anchorOf"),
        (drop(KG.origin), "needs exactly one kg:origin"),
        (drop(SCHEMA.text), "needs exactly one text"),
        (value(KG.documents, Literal("0", datatype=NamedNode(PREFIXES["xsd"] + "integer"))), "at least 1"),
        (drop(PROV.wasGeneratedBy), "needs exactly one run"),
        (lambda t: [] if t.object == FOAF.Person else [t], "needs exactly one person"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_the_shapes_find_what_is_wrong(change: Callable[[Triple], list[Triple]], message: str, built: Built) -> None:
    report = validate([new for t in built.triples for new in change(t)])
    assert not report.conforms
    assert any(message in v.message for v in report.violations)
