"""`kg view`: the graph as one HTML page."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.source import graph_options, open_graph

_HELP = """Write the graph as one HTML page to look at: people, organizations, places, meetings and what connects them.

The page works without a network and can be sent to others. A click on a thing shows the sentences that support
each fact about it.

\b
Examples:
  kg view --output graph.html
  kg view --graph graph.ttl > graph.html
"""


@click.command(name="view", help=_HELP, short_help="Write the graph as an HTML page to look at.")
@graph_options
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file; standard output if not given."
)
@click.option(
    "--most",
    type=click.IntRange(min=1),
    default=2000,
    show_default=True,
    help="Show this many things, the most mentioned.",
)
def view(store: Path, graph: Path | None, output: Path | None, most: int) -> None:
    """Write the page."""
    from kg.errors import OutputError
    from kg.files import write_whole
    from kg.view import view as page

    with open_graph(store, graph) as source:
        text = page(source, most=most)
    if output is None:
        sys.stdout.buffer.write(text.encode())
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        write_whole(output, text)
    except OSError as e:
        raise OutputError(output, f"cannot be written: {e.strerror}") from e
