"""`kg export`: store → file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.source import endpoint_options, graph_options, open_graph

if TYPE_CHECKING:
    from kg.store.endpoint import Endpoint

_HELP = """Write the graph to a file.

turtle, ntriples, rdfxml and jsonld hold one graph; nquads and trig put what one article says in a graph of its own.
gexf, graphml and cytoscape are the network of people, bodies, places and meetings for viewers; gephi and neo4j are
the same network as a folder of nodes.csv and edges.csv. --no-mentions, --no-evidence and --ontology are about RDF:
the network has neither mentions nor claims.

\b
Examples:
  kg export --output graph.ttl
  kg export --output graph.gexf
  kg export --format neo4j --output tables
  kg export --no-mentions --ontology --output for-protege.ttl
  kg export --format ntriples | wc -l
"""

_FORMATS = (
    "turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld", "gexf", "graphml", "cytoscape", "gephi", "neo4j",
)  # fmt: skip


@click.command(name="export", help=_HELP, short_help="Write the graph to a file.")
@graph_options
@endpoint_options
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    help="Form of the file; if not given, what the ending of --output tells, or else turtle.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The file, for gephi and neo4j the folder; standard output if not given.",
)
@click.option("--no-mentions", is_flag=True, help="Leave out the names in the texts.")
@click.option("--no-evidence", is_flag=True, help="Leave out the claims and the sentences they stand in.")
@click.option("--ontology", is_flag=True, help="Add the terms of the graph, as Protégé wants them.")
def export(
    store: Path,
    graph: Path | None,
    endpoint: Endpoint | None,
    format_: str | None,
    output: Path | None,
    no_mentions: bool,
    no_evidence: bool,
    ontology: bool,
) -> None:
    """Write the graph."""
    from kg.export import Parts
    from kg.export import export as write

    parts = Parts(mentions=not no_mentions, evidence=not no_evidence, ontology=ontology)
    with open_graph(store, graph, endpoint) as source:
        write(source, format_, output, parts)
