"""Property graph → GEXF (Gephi), GraphML (yEd, Cytoscape, igraph), Cytoscape JSON."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable

from pyoxigraph import Triple

from kg.projection import interval, project


def gexf(triples: Iterable[Triple]) -> str:
    """GEXF 1.2 with the days of roles and meetings as intervals."""
    import networkx as nx

    graph = project(triples)
    things = [d for _, d in graph.nodes(data=True)] + [d for _, _, d in graph.edges(data=True)]
    for thing in things:
        if (days := interval(thing)) is not None:
            thing["start"], thing["end"] = days
    out = io.BytesIO()
    nx.write_gexf(graph, out, version="1.2draft")
    return re.sub(r' lastmodifieddate="[^"]*"', "", out.getvalue().decode())  # the same graph, the same bytes


def graphml(triples: Iterable[Triple]) -> str:
    """GraphML."""
    import networkx as nx

    lines = nx.generate_graphml(project(triples))
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *lines, ""])


def cytoscape(triples: Iterable[Triple]) -> str:
    """Cytoscape JSON, for cytoscape.js and, named `.cyjs`, for Cytoscape."""
    graph = project(triples)
    nodes = [{"data": {"id": iri, "name": data["label"], **data}} for iri, data in graph.nodes(data=True)]
    edges = [
        {"data": {"id": f"e{n}", "source": source, "target": target, "interaction": data["relation"], **data}}
        for n, (source, target, data) in enumerate(graph.edges(data=True))
    ]
    document = {
        "format_version": "1.0",
        "generated_by": "kg",
        "target_cytoscapejs_version": "~3",
        "data": {"name": "kg"},
        "elements": {"nodes": nodes, "edges": edges},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
