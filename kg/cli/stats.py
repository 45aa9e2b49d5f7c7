"""`kg stats`: how much the graph holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.source import endpoint_options, graph_options, open_graph

if TYPE_CHECKING:
    from kg.store.endpoint import Endpoint

_HELP = """Count what the graph holds, by kind of thing.

\b
Examples:
  kg stats
  kg stats --graph demo/graph.ttl --format json
"""


@click.command(name="stats", help=_HELP, short_help="Count what the graph holds.")
@graph_options
@endpoint_options
@click.option(
    "--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True, help="Form."
)
def stats(store: Path, graph: Path | None, endpoint: Endpoint | None, format_: str) -> None:
    """Print one kind a line, or one JSON object."""
    from kg.stats import stats as count

    with open_graph(store, graph, endpoint) as source:
        counted = count(source)
    if format_ == "json":
        click.echo(json.dumps(counted, indent=1))
    else:
        click.echo("\n".join(f"{kind:<14} {number:>10}" for kind, number in counted.items()))
