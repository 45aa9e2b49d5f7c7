"""`kg explain`: why does the graph say this?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.source import graph_options, open_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.explain import Explanation, Identity, Mention
    from kg.model import Document, Span

_WIDTH = 90  # characters of a skipped region that are shown
_HELP = """Show each fact about something with its sentence, rule and source.

WHAT is a name ("Ann Lee", "Oslo"), part of the label of a fact, or an IRI: of a thing, a fact, an article (all
that it says) or a claim. Of a thing it is also shown which names were taken for it, and which were nearly, and where
it is only mentioned. With --skipped or --not it is an article file: each region that no fact is read from is shown
with the reason, or each stretch that looked like a fact with the rule that refused it.

\b
Examples:
  kg explain "Ann Lee"
  kg explain --skipped article.html
  kg explain --not article.txt
  kg explain https://w3id.org/newskg/id/organization/harbour-authority
"""


@click.command(name="explain", help=_HELP, short_help="Show why the graph says something.")
@click.argument("what")
@click.option("--skipped", is_flag=True, help="WHAT is an article: show what of it is not read, and why.")
@click.option(
    "--not", "refused", is_flag=True, help="WHAT is an article: show what looked like a fact and was refused."
)
@graph_options
def explain(what: str, skipped: bool, refused: bool, store: Path, graph: Path | None) -> None:
    """Print the explanations."""
    if skipped or refused:
        _show_article(what, _skipped if skipped else _refused)
        return
    from kg.explain import explain as reasons
    from kg.explain import find, identities, mentions, near
    from kg.formats import plain

    shown: set[str] = set()
    with open_graph(store, graph) as source:
        for iri in find(source, what):
            explained = list(reasons(source, iri))
            for explanation in explained:
                if explanation.iri not in shown:
                    shown.add(explanation.iri)
                    click.echo("\n".join(_lines(explanation)) + "\n")
            named = [] if explained else list(mentions(source, iri))
            if named:
                shown.add(iri)
                click.echo("\n".join(_named(iri, named)) + "\n")
            decided = list(identities(source, iri))
            if decided:
                shown.add(iri)
                click.echo("\n".join(_decided(iri, decided)) + "\n")
        hints = [] if shown else near(source, what)
    if not shown:
        hint = f"; did you mean {' or '.join(hints)}?" if hints else ""
        click.echo(plain(f"kg: the graph knows no '{what}'{hint}"), err=True)
        sys.exit(2)


def _show_article(name: str, regions: Callable[[Document], Iterator[tuple[str, Span, str]]]) -> None:
    """One line a region: article, offsets, kind, reason or rule, and the text."""
    from kg.formats import plain
    from kg.read import Rejection, read_inputs

    rejected = False
    for document in read_inputs([name]):
        if isinstance(document, Rejection):
            click.echo(f"kg: {plain(document.source)}: {document.reason}", err=True)
            rejected = True
            continue
        for kind, span, reason in regions(document):
            text = plain(" ".join(span.of(document.text).split()))
            shown = text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"
            click.echo(f"{plain(document.source)}\t{span.start}-{span.end}\t{kind}\t{reason}\t{shown}")
    if rejected:
        sys.exit(2)


def _skipped(document: Document) -> Iterator[tuple[str, Span, str]]:
    from kg.explain import skipped

    return ((s.kind.value, s.span, s.reason or s.kind.value) for s in skipped(document))


def _refused(document: Document) -> Iterator[tuple[str, Span, str]]:
    from kg.explain import refused

    return ((r.kind, r.span, r.rule) for r in refused(document))


def _lines(explanation: Explanation) -> list[str]:
    """One fact: its label, then every sentence with what is claimed from it."""
    from kg.explain import by_place
    from kg.formats import count, plain

    lines = [
        f"{plain(explanation.label)}  [{count(explanation.articles, 'article')}, {count(explanation.origins, 'origin')}]",
        f"  {explanation.iri}",
    ]
    for (source, evidence), claims in by_place(explanation):
        lines.append(f"  {plain(source)}: “{plain(evidence)}”")
        told = ", ".join(f"{c.predicate} {plain(c.value)}" for c in claims)
        speakers = sorted({c.speaker for c in claims if c.speaker})
        told += f", according to {plain(' and '.join(speakers))}" if speakers else ""
        lines.append(f"    says {told}; read by {plain(claims[0].rule)}, confidence {claims[0].confidence}")
    for wording in explanation.wordings:
        lines.append(f"  in other words: “{plain(wording.text)}” ({plain(', '.join(wording.sources))})")
        apart = [("only here", wording.here), ("only there", wording.there)]
        told = "; ".join(f"{where}: {plain(' | '.join(words))}" for where, words in apart if words)
        lines.append(f"    {told or 'they differ in marks alone'}")
    return lines


def _named(iri: str, named: list[Mention]) -> Iterator[str]:
    """A thing on which there is no fact: every sentence that names it."""
    from kg.formats import plain

    yield f"{plain(named[0].label)}  [only mentioned: no fact is about it]"
    yield f"  {iri}"
    yield from (f"  {plain(m.source)}: “{plain(m.evidence)}”" for m in named)


def _decided(iri: str, decided: list[Identity]) -> Iterator[str]:
    """Which names are one thing, which nearly were, and why."""
    from kg.formats import plain

    yield f"who or what it is: {iri}"
    for d in decided:
        score = "" if d.stage == "judgement" else f" ({float(d.score):+.1f} bits)"
        yield f"  {d.outcome}: {plain(d.label)}"
        yield f"    {d.stage}{score}; {plain(d.reason)}"
