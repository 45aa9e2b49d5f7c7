"""`kg same` and `kg different`: a person judges who is who."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.build import report
from kg.cli.source import store_option

if TYPE_CHECKING:
    from kg.meanings import Meanings
    from kg.resolve.judgements import Anchor, Judgement

    Change = Callable[[Meanings, tuple[Judgement, ...]], tuple[Judgement, ...]]

_HELP = """Judge that A and B are {judgement}.

A and B are names of people, organizations or places; NAME@SOURCE, the name in one article; or IRIs. The judgement
counts more than any rule, stays when articles come and go, and needs no language model. It can be taken back.

\b
Examples:
  kg {command} "{first}" "{second}"
  kg {command} --list
  kg {command} --undo "{first}" "{second}"
"""


def judging(name: str, short: str, *, same: bool, **words: str) -> click.Command:
    """The command that judges two names the same, or different."""

    @click.command(name=name, help=_HELP.format(command=name, **words), short_help=short)
    @click.argument("names", metavar="[A B]", nargs=-1)
    @click.option("--list", "listed", is_flag=True, help="List all judgements of the store, of both kinds.")
    @click.option("--undo", is_flag=True, help="Take back what was judged on A and B.")
    @store_option()
    def command(names: tuple[str, ...], listed: bool, undo: bool, store: Path) -> None:
        if listed:
            _list(store)
        elif len(names) != 2:
            raise click.UsageError("give two names, or --list")
        elif undo:
            _change(store, lambda meanings, before: _without(meanings, before, *names), "judgement taken back")
        else:
            _change(store, lambda meanings, before: _with(meanings, before, *names, same=same), "judged")

    return command


same = judging(
    "same",
    "Judge two names the same person, body or place.",
    same=True,
    judgement="the same thing",
    first="Sergei Orlov",
    second="S. Orloff",
)
"""`kg same A B`."""


def _list(store: Path) -> None:
    """One judgement a line."""
    from kg.formats import plain
    from kg.store import open_store
    from kg.store.judgements import load_judgements

    with open_store(store, read_only=True):
        for j in load_judgements(store):
            kind = "same" if j.same else "different"
            click.echo(f"{kind}\t{plain(str(j.first))}\t{plain(str(j.second))}")


def _change(store: Path, change: Change, done: str) -> None:
    """Keep other judgements, then make the graph of the kept articles anew: who is cut off can do the same again."""
    from kg.formats import count
    from kg.meanings import Meanings
    from kg.pipeline import judge
    from kg.store import ARTICLES, Settings, open_store
    from kg.store.judgements import load_judgements, save_judgements

    with open_store(store, must_exist=True) as target:
        target.check_articles()
        settings = target.settings or Settings()
        before = load_judgements(store)
        known = judge(store / ARTICLES, before, settings)
        report("lost", known.lost)
        after = change(Meanings(known.resolution, settings.base), before)
        made = judge(store / ARTICLES, after, settings) if after != before else known
        changed = len(made.triples ^ frozenset(target.triples()))
        if after == before and not changed:
            click.echo("kg: nothing is changed; `kg same --list` shows what is judged", err=True)
            sys.exit(2)
        save_judgements(store, after)
        target.replace(made.triples)
    click.echo(f"kg: {done}; {count(changed, 'triple')} of the graph changed", err=True)
    if made.lost:
        sys.exit(1)


def _with(meanings: Meanings, before: tuple[Judgement, ...], a: str, b: str, *, same: bool) -> tuple[Judgement, ...]:
    """The judgements with one on two names."""
    from kg.meanings import judge

    return judge(before, meanings.anchor(a), meanings.anchor(b), same=same)


def _without(meanings: Meanings, before: tuple[Judgement, ...], a: str, b: str) -> tuple[Judgement, ...]:
    """The judgements but for those on two names."""

    def on_both(first: Anchor, second: Anchor) -> bool:
        return meanings.means(a, first) and meanings.means(b, second)

    return tuple(j for j in before if not on_both(j.first, j.second) and not on_both(j.second, j.first))
