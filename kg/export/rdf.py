"""Triples → N-Triples, N-Quads, TriG, RDF/XML, JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import OutputError
from kg.export.names import prefixed
from kg.export.turtle import lines
from kg.graph.vocab import KG, NIF, PREFIXES, RDF, SCHEMA
from kg.resources import resource_path
from kg.store import as_text

Node = NamedNode | BlankNode
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_NAME = re.compile(r"[^\W\d][\w.-]*\Z")


def _key(t: Triple) -> tuple[str, bool, str, str]:
    """Sort key: by subject, its types first, then by predicate and object."""
    return (str(t.subject), t.predicate != RDF.type, str(t.predicate), str(t.object))


def _quads(triples: Iterable[Triple]) -> list[Quad]:
    """Triples of an article, its mentions and its claims in the article's graph, the rest in the default graph."""
    triples = list(triples)
    within = (t for t in triples if t.predicate in {KG.inArticle, NIF.referenceContext})
    home: dict[object, object] = {t.subject: t.object for t in within if isinstance(t.object, NamedNode)}
    home |= {t.subject: t.subject for t in triples if t.predicate == RDF.type and t.object == SCHEMA.NewsArticle}
    quads = [Quad(t.subject, t.predicate, t.object, home.get(t.subject, ox.DefaultGraph())) for t in triples]  # type: ignore[arg-type]
    return sorted(quads, key=lambda q: (str(q.graph_name), *_key(q.triple)))


def _serialize(
    items: list[Triple] | list[Quad], syntax: ox.RdfFormat, *, prefixes: dict[str, str] | None = None
) -> str:
    data = ox.serialize(items, format=syntax, prefixes=prefixes)
    return data.decode() if data is not None else ""


def nquads(triples: Iterable[Triple]) -> str:
    """N-Quads with one named graph an article."""
    return _serialize(_quads(triples), ox.RdfFormat.N_QUADS)


def trig(triples: Iterable[Triple]) -> str:
    """TriG with one named graph an article."""
    return _serialize(_quads(triples), ox.RdfFormat.TRIG, prefixes=PREFIXES)


def ntriples(triples: Iterable[Triple]) -> str:
    """Sorted N-Triples."""
    return "".join(f"{line}\n" for line in lines(triples))


def rdfxml(triples: Iterable[Triple]) -> str:
    """RDF/XML; characters that XML cannot hold become U+FFFD.

    Predicates are element names here: OutputError for one that cannot be.
    """
    ordered = sorted(triples, key=_key)
    for predicate in {t.predicate.value for t in ordered}:
        if not _XML_NAME.search(predicate):
            raise OutputError("RDF/XML", f"cannot write the predicate <{predicate}>, which ends in no XML name")
    text = _serialize(ordered, ox.RdfFormat.RDF_XML, prefixes=PREFIXES)
    return _NO_XML.sub("\ufffd", text).replace("\r", "&#13;")  # a bare one is read as a line feed


def jsonld(triples: Iterable[Triple]) -> str:
    """JSON-LD: one object a thing, the context inside, so that no reader fetches anything."""
    context = json.loads(resource_path("ontology", "context.jsonld").read_text(encoding="utf-8"))["@context"]
    nodes: dict[str, dict[str, object]] = {}
    for t in sorted(triples, key=_key):
        subject = as_text(t.subject)  # type: ignore[arg-type]
        node = nodes.setdefault(subject, {"@id": subject})
        if t.predicate == RDF.type and not isinstance(t.object, Literal):
            node.setdefault("@type", []).append(_name(t.object))  # type: ignore[attr-defined, arg-type]
            continue
        key = _name(t.predicate)
        node.setdefault(key, []).append(_json_value(t.object, context.get(key)))  # type: ignore[attr-defined, arg-type]
    for node in nodes.values():
        for key, value in node.items():
            if isinstance(value, list) and len(value) == 1:
                node[key] = value[0]
    return json.dumps({"@context": context, "@graph": list(nodes.values())}, ensure_ascii=False, indent=1) + "\n"


def _name(node: Node) -> str:
    """The prefixed name of an IRI, or the whole IRI; the label of a blank node."""
    return str(node) if isinstance(node, BlankNode) else prefixed(node.value) or node.value


def _json_value(term: Node | Literal, declared: object) -> object:
    """A value, bare where the context types it."""
    kind = declared.get("@type") if isinstance(declared, dict) else None
    if not isinstance(term, Literal):
        return as_text(term) if kind == "@id" else {"@id": as_text(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = _name(term.datatype)
    if datatype == (kind or "xsd:string"):
        return term.value
    return {"@value": term.value} if datatype == "xsd:string" else {"@value": term.value, "@type": datatype}
