"""Store → files: the RDF syntaxes, property graphs for viewers, tables for Gephi and Neo4j.

Every format is deterministic: the same graph gives the same bytes. Graphs of other people may hold what ours
do not, blank nodes and literals with a language among it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import OutputError
from kg.export.parts import Parts, select
from kg.export.rdf import jsonld, nquads, ntriples, rdfxml, trig
from kg.export.tables import gephi, neo4j
from kg.export.turtle import turtle
from kg.export.viewers import cytoscape, gexf, graphml
from kg.files import write_whole

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from kg.store import Store

FORMATS: dict[str, Callable[[Iterable[Triple]], str]] = {
    "turtle": turtle,
    "ntriples": ntriples,
    "nquads": nquads,
    "trig": trig,
    "rdfxml": rdfxml,
    "jsonld": jsonld,
    "gexf": gexf,
    "graphml": graphml,
    "cytoscape": cytoscape,
}
"""Formats of one file."""

TABLES: dict[str, Callable[[Iterable[Triple]], dict[str, str]]] = {"gephi": gephi, "neo4j": neo4j}
"""Formats of a folder: names and contents of its files."""

ENDINGS = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".trig": "trig",
    ".rdf": "rdfxml",
    ".owl": "rdfxml",
    ".xml": "rdfxml",
    ".jsonld": "jsonld",
    ".gexf": "gexf",
    ".graphml": "graphml",
    ".cyjs": "cytoscape",
}
"""The format that the ending of a file's name tells."""

__all__ = [
    "ENDINGS",
    "FORMATS",
    "TABLES",
    "Parts",
    "cytoscape",
    "export",
    "gephi",
    "gexf",
    "graphml",
    "jsonld",
    "neo4j",
    "nquads",
    "ntriples",
    "rdfxml",
    "select",
    "trig",
    "turtle",
]


def export(store: Store, format: str | None, path: Path | None, parts: Parts = Parts()) -> None:  # noqa: B008 (frozen)
    """Write the graph of a store, or parts of it; every file whole or not at all.

    A format of one file goes to standard output where no path is given; tables go to a folder. Without a format it
    is that of the path's ending, or else Turtle.
    """
    if format is None:
        format = ENDINGS.get(path.suffix.lower() if path else "", "turtle")
    if format in TABLES:
        if path is None:
            raise OutputError("standard output", f"{format} is a folder of files; name one with --output")
        for name, text in TABLES[format](select(store.triples(), parts)).items():
            _write(path / name, text)
        return
    if format not in FORMATS:
        known = ", ".join([*FORMATS, *TABLES])
        raise OutputError(path or "standard output", f"unknown format '{format}'; known are {known}")
    text = FORMATS[format](select(store.triples(), parts))
    if path is None:
        sys.stdout.buffer.write(text.encode())
    else:
        _write(path, text)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        reason = "a file has its name" if isinstance(e, FileExistsError) else e.strerror
        raise OutputError(path, f"cannot be written: its folder '{path.parent}' cannot be made: {reason}") from e
    try:
        write_whole(path, text)
    except OSError as e:
        raise OutputError(path, f"cannot be written: {e.strerror}") from e
