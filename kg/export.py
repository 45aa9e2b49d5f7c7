"""Store → files: Turtle, N-Triples, N-Quads, TriG, JSON-LD, and GEXF for graph viewers.

Every format is deterministic: the same graph gives the same bytes. Graphs of other people may hold what ours
do not, blank nodes and literals with a language among it.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import OutputError
from kg.files import write_whole
from kg.graph.vocab import FOAF, KG, NIF, ORG, PREFIXES, PROV, RDF, SCHEMA, XSD
from kg.projection import gexf
from kg.resources import resource_path
from kg.store import Store, as_text

Node = NamedNode | BlankNode
SECTIONS: tuple[tuple[str, NamedNode], ...] = (
    ("Articles", SCHEMA.NewsArticle),
    ("People", FOAF.Person),
    ("Organizations", ORG.Organization),
    ("Countries", SCHEMA.Country),
    ("Places", SCHEMA.Place),
    ("Roles", ORG.Role),
    ("Memberships", ORG.Membership),
    ("Meetings", KG.Meeting),
    ("Participations", KG.Participation),
    ("Statements", SCHEMA.Quotation),
    ("Origins", KG.Origin),
    ("Claims", KG.Claim),
    ("Sentences", NIF.Sentence),
    ("Mentions", NIF.Phrase),
    ("Runs", PROV.Activity),
)
"""The order in which Turtle lists the things of a graph, by type."""


def _key(t: Triple) -> tuple[str, bool, str, str]:
    """Sort key within a subject: its types first, then by predicate and object."""
    return (str(t.subject), t.predicate != RDF.type, str(t.predicate), str(t.object))


def turtle(triples: Iterable[Triple]) -> str:
    """Sorted, prefixed Turtle, one section a kind of thing."""
    by_subject: dict[Node, list[Triple]] = defaultdict(list)
    types: dict[Node, set[NamedNode]] = defaultdict(set)
    for t in sorted(triples, key=_key):
        by_subject[t.subject].append(t)  # type: ignore[index]
        if t.predicate == RDF.type:
            types[t.subject].add(t.object)  # type: ignore[index, arg-type]
    sections: dict[str, list[Node]] = {name: [] for name, _ in (*SECTIONS, ("Other", RDF.type))}
    for subject in by_subject:
        name = next((n for n, kind in SECTIONS if kind in types[subject]), "Other")
        sections[name].append(subject)
    out = [f"@prefix {prefix}: <{base}> ." for prefix, base in PREFIXES.items()]
    for name, subjects in sections.items():
        if subjects:
            out += ["", f"# {name}"]
        for subject in sorted(subjects, key=_natural):
            out += ["", _block(subject, by_subject[subject])]
    return "\n".join(out) + "\n"


def _natural(node: Node) -> tuple[str, tuple[int, ...], str]:
    """Spans of one article in text order; everything else by IRI."""
    base, _, span = node.value.partition("#char=")
    numbers = span.split(",") if re.fullmatch("[0-9]+(,[0-9]+)*", span) else ()
    return (base, tuple(map(int, numbers)), node.value)


def _block(subject: Node, triples: list[Triple]) -> str:
    by_predicate: dict[NamedNode, list[str]] = defaultdict(list)
    for t in triples:
        by_predicate[t.predicate].append(_term(t.object))  # type: ignore[arg-type]
    lines = [f"{'a' if p == RDF.type else _term(p)} {', '.join(objects)}" for p, objects in by_predicate.items()]
    return f"{_term(subject)} " + " ;\n    ".join(lines) + " ."


_SHORT = {base: prefix for prefix, base in PREFIXES.items()}
_BARE = {"xsd:boolean": r"true|false", "xsd:integer": r"[+-]?[0-9]+", "xsd:decimal": r"[+-]?[0-9]*\.[0-9]+"}


def _term(term: Node | Literal) -> str:
    """A term in Turtle, with a prefix or without quotation marks where Turtle allows it."""
    if isinstance(term, NamedNode):
        name = _name(term)
        return str(term) if name == term.value else name
    if isinstance(term, BlankNode) or term.language or term.datatype == XSD.string:
        return str(term)
    datatype = _term(term.datatype)
    if re.fullmatch(_BARE.get(datatype, r"(?!)"), term.value):
        return term.value
    return f"{Literal(term.value)}^^{datatype}"


def _name(node: Node) -> str:
    """The prefixed name of an IRI, or the whole IRI; the label of a blank node.

    >>> _name(RDF.type), _name(NamedNode("http://example.org/a")), _name(BlankNode("b"))
    ('rdf:type', 'http://example.org/a', '_:b')
    """
    if isinstance(node, BlankNode):
        return str(node)
    cut = max(node.value.rfind("#"), node.value.rfind("/")) + 1
    prefix, local = _SHORT.get(node.value[:cut]), node.value[cut:]
    return f"{prefix}:{local}" if prefix and local.isascii() and local.isidentifier() else node.value


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
    ordered: list[Triple] = sorted(triples, key=_key)
    return _serialize(ordered, ox.RdfFormat.N_TRIPLES)


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


FORMATS: dict[str, Callable[[Iterable[Triple]], str]] = {
    "turtle": turtle,
    "ntriples": ntriples,
    "nquads": nquads,
    "trig": trig,
    "jsonld": jsonld,
    "gexf": gexf,
}


def export(store: Store, format: str, path: Path | None) -> None:
    """Write the graph of a store to a file, whole or not at all; to standard output where no path is given."""
    if format not in FORMATS:
        raise OutputError(path or "standard output", f"unknown format '{format}'; known are {', '.join(FORMATS)}")
    text = FORMATS[format](store.triples())
    if path is None:
        sys.stdout.buffer.write(text.encode())
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
    except OSError as e:
        raise OutputError(path, f"cannot be written: {e.strerror}") from e
