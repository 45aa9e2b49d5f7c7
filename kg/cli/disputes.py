"""`kg disputes`: what do the articles not agree on?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.source import graph_options, listing_option, open_graph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.disputes import Dispute

_HELP = """Show what the articles do not agree on: each value with its sources, the best supported first.

Support is counted in independent origins: articles that share wire copy are one voice. A hint tells where a value
can hardly be right, such as the headquarters of a body in a city where it has none.

\b
Examples:
  kg disputes
  kg disputes --graph demo/graph.ttl --format json
"""


@click.command(name="disputes", help=_HELP, short_help="Show what the articles do not agree on.")
@graph_options
@listing_option
def disputes(store: Path, graph: Path | None, format_: str) -> None:
    """Print the disputes."""
    import json
    from dataclasses import asdict

    from kg.disputes import disputes as found

    with open_graph(store, graph) as source:
        every = found(source)
    if format_ == "json":
        click.echo(json.dumps([asdict(d) for d in every], ensure_ascii=False, indent=1))
        return
    for dispute in every:
        click.echo("\n".join(_lines(dispute)) + "\n")
    if not every:
        click.echo("the articles agree", err=True)


def _lines(dispute: Dispute) -> Iterator[str]:
    """A dispute: what it is about, then every value with its sources."""
    from kg.formats import count, plain

    yield f"{plain(dispute.label)}: {dispute.what}"
    for value in dispute.values:
        support = f"[{count(len({r.source for r in value.reports}), 'article')}, {count(value.origins, 'origin')}]"
        yield f"  {plain(' / '.join(value.names))}  {support}"
        if value.hint:
            yield f"    hint: {plain(value.hint)}"
        for report in value.reports:
            dated = f" ({report.as_of})" if report.as_of else ""
            yield f"    {plain(report.source)}{dated}: “{plain(report.evidence)}”"
