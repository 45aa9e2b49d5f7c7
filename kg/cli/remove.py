"""`kg remove`: articles leave the store."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import click

from kg.cli.build import held, report
from kg.cli.source import store_option

_HELP = """Take articles out of the store, with everything that only they said.

SOURCE is the source of an article (`kg query articles` lists them), a folder that articles were read from, or
a JSON lines file. What other articles say as well stays, with fewer sources. No language model is loaded.

\b
Examples:
  kg remove articles/river-court.txt
  kg remove articles/ --store talks
"""
_SOURCES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX schema: <https://schema.org/>
SELECT ?source { ?article a schema:NewsArticle ; dcterms:source ?source }
"""


@click.command(name="remove", help=_HELP, short_help="Take articles out of the store.")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@store_option()
@click.option("--quiet", is_flag=True, help="No summary; problems are still reported.")
def remove(sources: tuple[str, ...], store: Path, quiet: bool) -> None:
    """Forget the articles, then make the graph of the others: a removal that is cut off is completed by the next."""
    from kg.analyses import forget
    from kg.formats import count, plain
    from kg.pipeline import remove as without
    from kg.store import ARTICLES, Settings, open_store

    folder = store / ARTICLES
    with open_store(store, must_exist=True) as target:
        target.check_articles()
        graph = [row["source"] for row in target.query(_SOURCES)]
        left = without(sources, folder, target.settings or Settings(), graph)
        if left.sources:
            forget(folder, left.sources)
            target.replace(left.triples)
    known = sorted({a.document.source for a in left.resolution.articles})
    for name in left.unknown:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "`kg query articles` lists them"
        click.echo(plain(f"kg: no article of the store has the source '{name}'; {hint}"), err=True)
    report("lost", left.lost)
    if not left.sources:
        sys.exit(2)
    if not quiet:
        click.echo(f"{count(len(left.sources), 'article')} removed\n{held(left.triples)}", err=True)
    if left.unknown or left.lost:
        sys.exit(1)
