"""Graph file → a store in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import GraphFileError
from kg.store.embedded import Local, MemoryStore, open_store

_SYNTAXES = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_ENTITY = re.compile(rb"""<!ENTITY\s[^"'>]*(?P<value>"[^"]*"|'[^']*')""")
_LONGEST_ENTITY = 200  # bytes; the namespaces for which RDF/XML uses entities are shorter


def open_path(path: Path | str) -> Local:
    """The store or the graph file of a path, to be read; what is no folder and ends like a graph file is one."""
    path = Path(path)
    is_file = path.is_file() or (path.suffix.lower() in _SYNTAXES and not path.is_dir())
    return load_graph_file(path) if is_file else open_store(path, read_only=True)


def load_graph_file(path: Path | str) -> MemoryStore:
    """A graph file (Turtle, N-Triples, N-Quads, TriG, RDF/XML, JSON-LD) as a store in memory.

    The triples of named graphs join the default graph: together they are the one graph that was exported.
    Blank nodes are numbered in the order of reading, so that the same file always gives the same bytes.
    """
    path = Path(path)
    syntax = _SYNTAXES.get(path.suffix.lower())
    if syntax is None:
        raise GraphFileError(path, f"unknown kind of graph file; known are {', '.join(sorted(_SYNTAXES))}")
    try:
        if syntax == ox.RdfFormat.RDF_XML:
            _refuse_bombs(path)
        triples = list(_numbered(ox.parse(path=str(path), format=syntax)))
    except FileNotFoundError as e:
        raise GraphFileError(path, "no such file") from e
    except (SyntaxError, ValueError) as e:
        raise GraphFileError(path, f"not valid {syntax.name}: {e}") from e
    except OSError as e:
        raise GraphFileError(path, f"cannot be read: {e.strerror}") from e
    if any(isinstance(t.object, ox.Triple) for t in triples):
        raise GraphFileError(path, "holds triples as values of others (RDF 1.2); only RDF 1.1 is read")
    store = MemoryStore()
    store.replace(triples)
    return store


def _refuse_bombs(path: Path) -> None:
    """GraphFileError if the entities of an XML file can make a large text of a small one; Oxigraph has no limit."""
    for entity in _ENTITY.finditer(path.read_bytes().replace(b"\0", b"")):  # zeros: UTF-16
        if b"&" in entity["value"] or len(entity["value"]) > _LONGEST_ENTITY:
            raise GraphFileError(path, "declares entities that hold others or long texts, which is refused")


def _numbered(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """The triples of quads, with blank nodes called b0, b1 and so on."""
    names: dict[object, ox.BlankNode] = {}
    for quad in quads:
        ends = [
            names.setdefault(t, ox.BlankNode(f"b{len(names)}")) if isinstance(t, ox.BlankNode) else t
            for t in (quad.subject, quad.object)
        ]
        yield ox.Triple(ends[0], quad.predicate, ends[1])  # type: ignore[arg-type]
