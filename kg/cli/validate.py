"""`kg validate`: is the graph complete and well-formed?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.source import graph_options, open_graph

_HELP = """Check the graph against the SHACL shapes of the ontology.

Prints one line a violation and exits with 1 if there are any.

\b
Example:
  kg validate --graph demo/graph.ttl
"""


@click.command(name="validate", help=_HELP, short_help="Check the graph against its shapes.")
@graph_options
@click.option(
    "--shapes", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Other shapes than the bundled ones."
)
def validate(store: Path, graph: Path | None, shapes: Path | None) -> None:
    """Print the violations."""
    from kg.formats import count, plain
    from kg.validate import validate as check

    with open_graph(store, graph) as source:
        report = check(source.triples(), shapes=shapes)
    for v in report.violations:
        click.echo(plain(f"{v.focus}: {v.message}" + (f" ({v.path} {v.value})" if v.path else "")))
    click.echo("the graph conforms" if report.conforms else count(len(report.violations), "violation"), err=True)
    if not report.conforms:
        sys.exit(1)
