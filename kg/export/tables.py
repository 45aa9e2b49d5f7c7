"""Property graph → nodes.csv and edges.csv, as Gephi and as Neo4j read them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Triple

from kg.projection import interval, project

_NODE_FACTS = (
    ("statements", "int"),
    ("meeting_kind", "string"),
    ("status", "string"),
    ("earliest", "date"),
    ("latest", "date"),
)
_EDGE_FACTS = (
    ("former", "boolean"),
    ("weight", "int"),
    ("confidence", "double"),
    ("attested_from", "date"),
    ("attested_until", "date"),
)
_TYPES = {"role": "HAS_ROLE_IN", "participation": "TAKES_PART_IN", "place": "TAKES_PLACE_IN", "venue": "TAKES_PLACE_AT"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def gephi(triples: Iterable[Triple]) -> dict[str, str]:
    """Tables for Gephi's "Import spreadsheet"; days are intervals of its timeline."""
    graph = project(triples)
    facts = [name for name, _ in _NODE_FACTS]
    nodes = ([iri, d["label"], d["kind"], *(d.get(f) for f in facts), _timeset(d)] for iri, d in graph.nodes(data=True))
    facts_of_edges = [name for name, _ in _EDGE_FACTS if name != "weight"]
    edges = (
        [
            s,
            t,
            "Directed",
            d["relation"],
            d["link"],
            d.get("weight", 1),
            *(d.get(f) for f in facts_of_edges),
            _timeset(d),
        ]
        for s, t, d in graph.edges(data=True)
    )
    return {
        "nodes.csv": _csv(["Id", "Label", "Kind", *facts, "Timeset"], nodes),
        "edges.csv": _csv(["Source", "Target", "Type", "Label", "Link", "Weight", *facts_of_edges, "Timeset"], edges),
    }


def neo4j(triples: Iterable[Triple]) -> dict[str, str]:
    """Tables for `neo4j-admin database import`, whose header lines hold the types."""
    graph = project(triples)
    nodes = (
        [iri, d["label"], *(d.get(f) for f, _ in _NODE_FACTS), str(d["kind"]).title()]
        for iri, d in graph.nodes(data=True)
    )
    edges = (
        [s, t, _TYPES[d["link"]], d["relation"], *(d.get(f) for f, _ in _EDGE_FACTS)]
        for s, t, d in graph.edges(data=True)
    )
    return {
        "nodes.csv": _csv(["iri:ID", "label", *(f"{f}:{kind}" for f, kind in _NODE_FACTS), ":LABEL"], nodes),
        "edges.csv": _csv(
            [":START_ID", ":END_ID", ":TYPE", "relation", *(f"{f}:{kind}" for f, kind in _EDGE_FACTS)], edges
        ),
    }


def _timeset(facts: dict[str, object]) -> str | None:
    days = interval(facts)
    return f"<[{days[0]}, {days[1]}]>" if days else None


def _csv(header: Sequence[str], rows: Iterator[list[object]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    """A value on one line; text that a spreadsheet would run as a formula begins with an apostrophe.

    >>> _cell("=1+1"), _cell("two" + chr(10) + "lines"), _cell(True), _cell(None)
    ("'=1+1", 'two lines', 'true', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return str(value)
    text = " ".join(value.splitlines())
    return f"'{text}" if value.startswith(_FORMULA) else text
