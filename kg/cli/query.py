"""`kg query`: a question → rows."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.source import endpoint_options, graph_options, open_graph

if TYPE_CHECKING:
    from kg.store import Store
    from kg.store.endpoint import Endpoint

_HELP = """Ask the graph.

NAME is a bundled query (--list shows them), or a file with a SPARQL 1.1 query. Parameters of bundled
queries are given as --param NAME=VALUE. Queries that fetch from elsewhere or change the graph are refused.
A query that takes longer than --timeout is stopped, as Ctrl-C stops it.

\b
Examples:
  kg query who-holds-which-role
  kg query person-roles --param person="Ann Lee" --format csv
  kg query my-question.rq --graph demo/graph.ttl --format json
  kg query meetings --endpoint http://localhost:3030/news/query --graph-iri https://example.org/news
"""


@click.command(name="query", help=_HELP, short_help="Ask the graph: bundled queries or your own SPARQL.")
@click.argument("name", required=False)
@graph_options
@endpoint_options
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json", "csv", "tsv", "xml", "markdown"]),
    default="table",
    show_default=True,
    help="Form of the rows; CONSTRUCT queries always give Turtle.",
)
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; may be repeated.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Print at most N rows.")
@click.option("--offset", type=click.IntRange(min=0), metavar="N", default=0, help="Leave out the first N rows.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    default=60,
    show_default=True,
    help="Stop the query after this time.",
)
@click.option(
    "--list", "list_", is_flag=True, help="List the bundled queries and stop; with --format markdown as a page."
)
def query(
    name: str | None,
    store: Path,
    graph: Path | None,
    endpoint: Endpoint | None,
    format_: str,
    params: tuple[str, ...],
    limit: int | None,
    offset: int,
    timeout: float,
    list_: bool,
) -> None:
    """Run a query and print its rows."""
    if list_:
        click.echo(listing(markdown=format_ == "markdown"), nl=False)
        return
    if name is None:
        raise click.UsageError("name a query, or see the bundled ones with --list")
    given = {}
    for param in params:
        key, separator, value = param.partition("=")
        if not separator:
            raise click.UsageError(f"--param takes NAME=VALUE, not '{param}'")
        given[key] = value
    from kg.formats import visible
    from kg.worker import Worker

    page = slice(offset, None if limit is None else offset + limit)
    with Worker(partial(open_graph, store, graph, endpoint)) as worker:
        text = worker.run(partial(_answer, name, given, format_, page), timeout)
    click.echo(visible(text) if sys.stdout.isatty() else text.encode(), nl=False)  # click takes colours out of pipes


def _answer(name: str, params: dict[str, str], format_: str, page: slice, source: Store) -> str:
    """The rows of a query that are on a page, as text."""
    from kg.formats import write_rows
    from kg.query import run

    return write_rows(run(name, params, source).page(page), format_)


def listing(*, markdown: bool) -> str:
    """The bundled queries with summaries and examples."""
    from kg.query import catalogue

    if not markdown:
        queries = list(catalogue())
        width = max(len(q.name) for q in queries)
        return "".join(f"{q.name:{width}}  {q.summary}\n" for q in queries)
    lines = [
        "# Bundled queries",
        "",
        "Each file runs unchanged in any SPARQL 1.1 engine on the exported Turtle.",
        "",
        "| query | what it answers | parameters | example |",
        "|---|---|---|---|",
    ]
    for q in catalogue():
        params = "<br>".join(
            f"`{p.name}` ({p.type}{', required' if p.required else ''}): {p.meaning}" for p in q.params
        )
        lines.append(f"| [{q.name}]({q.name}.rq) | {q.summary} | {params} | `{q.example}` |")
    return "\n".join(lines) + "\n"
