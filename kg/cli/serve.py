"""`kg serve`: the graph over HTTP."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from kg.cli.source import graph_options, open_local

_HELP = """Serve the graph over HTTP, for reading: pages to look at, and a SPARQL 1.1 endpoint at /sparql.

Only this machine can reach it unless --host says otherwise; there is no login. A build into the store is seen
by the next query.

\b
Examples:
  kg serve
  kg serve --graph graph.ttl --port 9000
  curl http://127.0.0.1:8000/sparql --data-urlencode query@question.rq -H 'Accept: text/csv'
"""


@click.command(name="serve", help=_HELP, short_help="Serve the graph: pages and a SPARQL endpoint.")
@graph_options
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port to listen at.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    default=30,
    show_default=True,
    help="Stop a query after this time.",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Queries that run at the same time."
)
@click.option(
    "--allow-origin", "origins", multiple=True, metavar="ORIGIN", help="Let pages of this origin ask; may be repeated."
)
def serve(
    store: Path, graph: Path | None, host: str, port: int, timeout: float, workers: int, origins: tuple[str, ...]
) -> None:
    """Serve until stopped."""
    from kg.serve.app import Service
    from kg.serve.listen import listen
    from kg.store.settings import FILE

    opener = partial(open_local, store, graph)
    opener().close()  # what cannot be opened is said now, not to the first who asks
    service = Service(opener, watched=graph or store / FILE, origins=origins, workers=workers, seconds=timeout)
    listen(service, host, port, lambda url: click.echo(f"serving {url} (stop with Ctrl-C)", err=True))
