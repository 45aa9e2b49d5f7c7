"""`kg build`: articles → store."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.source import endpoint_options, store_option
from kg.errors import KGError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from pyoxigraph import Triple

    from kg.pipeline import Built
    from kg.read import Rejection
    from kg.store import Settings
    from kg.store.endpoint import Endpoint

_HELP = """Build a graph from news articles.

INPUT is a text, Markdown, HTML or PDF file, a folder, a JSON lines file (one article a line, with "text" and
perhaps "url", "title", "date"), or - for standard input. Articles join those already in the store; one with the
same source replaces the older one. An input that is no readable English article is reported, the rest is
built, and the exit code is 1; if there is none at all, nothing is changed, and it is 2. Files of other types
in a folder are counted and passed over.

With --endpoint the graph of the store is also put in the place of the graph there; --update-endpoint or
--data-endpoint say how it is written. An upload that is cut off is completed by the next build; the exit code is 1.

\b
Examples:
  kg build articles/
  kg build articles/ --store talks --output talks.ttl
  cat article.txt | kg build -
"""


def _checked_base(_: click.Context, __: click.Parameter, base: str | None) -> str | None:
    """The value of --base; a usage error if no IRIs can be made of it."""
    from kg.errors import OptionError
    from kg.pipeline import check_base

    try:
        if base is not None:
            check_base(base)
    except OptionError as e:
        raise click.BadParameter(e.reason) from e
    return base


@click.command(name="build", help=_HELP, short_help="Build a graph from news articles.")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@store_option("Folder of the store; made if it does not exist.")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="Also write the graph to a Turtle file."
)
@click.option("--model", metavar="NAME", help="Another installed spaCy pipeline instead of the shipped one.")
@click.option(
    "--base",
    metavar="IRI",
    callback=_checked_base,
    help="IRI base of people, meetings and the like, such as https://example.org/kg/; the store remembers it.",
)
@click.option(
    "--keep-text/--no-keep-text",
    default=None,
    help="Store the texts of the articles in the graph, or not; the store remembers it.",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    help="Leave out facts below this confidence, of every article of the store; the store remembers it.  [default: 0]",
)
@endpoint_options
@click.option("--quiet", is_flag=True, help="No progress and no summary; problems are still reported.")
def build(
    inputs: tuple[str, ...],
    store: Path,
    output: Path | None,
    model: str | None,
    base: str | None,
    keep_text: bool | None,
    min_confidence: float | None,
    quiet: bool,
    endpoint: Endpoint | None,
) -> None:
    """Run the pipeline and write the store."""
    from kg.export import export
    from kg.formats import plain
    from kg.pipeline import build as build_graph
    from kg.read import count_files
    from kg.store import ARTICLES, RemoteStore, open_store

    remote = RemoteStore(endpoint, writable=True) if endpoint is not None else None
    files, others = count_files(inputs)
    with open_store(store) as target:
        target.check_articles()
        before = target.settings
        settings = _settings(before, base, keep_text, min_confidence)
        shown = sys.stderr.isatty() and not quiet
        with click.progressbar(length=files, label="reading", file=sys.stderr) if shown else nullcontext() as bar:
            built = build_graph(
                inputs,
                model=model,
                base=settings.base,
                keep_text=settings.keep_text,
                min_confidence=settings.min_confidence,
                folder=store / ARTICLES,
                progress=(lambda _: bar.update(1)) if bar is not None else None,
            )
        if built.added:
            target.replace(built.triples, settings)
        unwritten = _fault(partial(export, target, "turtle", output)) if output is not None and built.added else None
        failure = _fault(partial(remote.replace, built.triples)) if remote is not None and built.added else None
    report("skipped", built.rejections)
    report("lost", built.lost)
    if not built.added:
        click.echo("kg: no article could be read; nothing is changed", err=True)
        sys.exit(2)
    for change in settings.changes(before or settings):
        click.echo(f"kg: {change}", err=True)
    if not quiet:
        click.echo(summary(built, store, None if unwritten else output, others), err=True)
        if remote is not None and failure is None:
            click.echo(f"also at {remote.endpoint}", err=True)
    if unwritten is not None:
        click.echo(f"kg: {plain(str(unwritten))}; the store is built, and `kg export` writes its graph", err=True)
    if failure is not None:
        click.echo(f"kg: {plain(str(failure))}; the store is built, and the next build puts it there", err=True)
    if built.rejections or built.lost or unwritten is not None or failure is not None:
        sys.exit(1)


def report(what: str, articles: Iterable[Rejection]) -> None:
    """A line for every article that is not in the graph, and why."""
    from kg.formats import plain

    for article in articles:
        click.echo(plain(f"{what} {article.source}: {article.reason}"), err=True)


def _fault(write: Callable[[], None]) -> KGError | None:
    """Write the graph elsewhere as well; what went wrong, since the store is built all the same."""
    try:
        write()
    except KGError as e:
        return e
    return None


def _settings(
    before: Settings | None, base: str | None, keep_text: bool | None, min_confidence: float | None
) -> Settings:
    """What the store remembers, with what is given now in its place."""
    from kg.store import Settings

    kept = before or Settings()
    return Settings(
        base=kept.base if base is None else base,
        keep_text=kept.keep_text if keep_text is None else keep_text,
        min_confidence=kept.min_confidence if min_confidence is None else min_confidence,
    )


def summary(built: Built, store: Path, output: Path | None, others: int) -> str:
    """What a build did, in a few lines; `others` is the number of files that were passed over."""
    from kg.formats import count
    from kg.pipeline import skipped

    lines = [
        f"{count(built.added, 'article')} read"
        + (f", {count(len(built.rejections), 'input')} skipped" if built.rejections else "")
        + (f", {count(others, 'file')} of other types passed over" if others else "")
    ]
    lines.append(held(built.triples))
    reasons: Counter[str] = skipped(built.resolution.articles)
    if reasons:
        total = sum(reasons.values())
        named = ", ".join(f"{reason} {n}" for reason, n in reasons.most_common(6))
        lines.append(f"{total} characters of the pages were not read as article text ({named})")
    lines.append(f"store: {store}" + (f", graph: {output}" if output else ""))
    if built.aged:
        were = "were" if len(built.aged) != 1 else "was"
        lines.append(
            f"{count(len(built.aged), 'article')} {were} read by another model or other rules; "
            "build again what should be read alike"
        )
    return "\n".join(lines)


def held(triples: Collection[Triple]) -> str:
    """What a graph holds, in a line."""
    from kg.formats import count
    from kg.stats import told

    kinds = ", ".join(count(n, one, many) for (one, many), n in told(triples).items())
    return f"the graph holds {kinds} in {count(len(triples), 'triple')}"
