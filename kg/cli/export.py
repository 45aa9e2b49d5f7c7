"""`kg export`: store → file."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.source import graph_options, open_graph

_HELP = """Write the graph to a file.

turtle and ntriples hold one graph; nquads and trig put what one article says in a graph of its own; jsonld
carries its context; gexf is the network of people, bodies, places and meetings for Gephi and other viewers.

\b
Examples:
  kg export --output graph.ttl
  kg export --format gexf --output graph.gexf
  kg export --format ntriples | sort | uniq | wc -l
"""


@click.command(name="export", help=_HELP, short_help="Write the graph to a file.")
@graph_options
@click.option(
    "--format",
    "format_",
    type=click.Choice(["turtle", "ntriples", "nquads", "trig", "jsonld", "gexf"]),
    default="turtle",
    show_default=True,
    help="Form of the file.",
)
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file; standard output if not given."
)
def export(store: Path, graph: Path | None, format_: str, output: Path | None) -> None:
    """Write the graph."""
    from kg.export import export as write

    with open_graph(store, graph) as source:
        write(source, format_, output)
