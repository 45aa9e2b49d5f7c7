"""`kg diff`: what changed between two graphs?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.source import listing_option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.changes import Change

_HELP = """Say what changed from one graph to another: BEFORE and AFTER are stores or graph files.

Things that appeared (+), disappeared (-) or changed (~) are listed by kind. IRIs are made of names, so that a fuller
name in a new article can change one: then both are told, as they are where two things became one.

\b
Examples:
  kg diff monday.ttl kg-store
  kg diff monday.ttl tuesday.ttl --format json
"""
_HEADINGS = {
    "article": "articles",
    "person": "people",
    "organization": "organizations",
    "country": "countries",
    "place": "places",
    "role": "roles",
    "meeting": "meetings",
    "statement": "statements",
}
_MARKS = {"appeared": "+", "disappeared": "-"}


@click.command(name="diff", help=_HELP, short_help="Say what changed between two graphs.")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@listing_option
def diff(before: Path, after: Path, format_: str) -> None:
    """Print the changes."""
    import json
    from collections import Counter
    from dataclasses import asdict

    from kg.changes import changes as changed
    from kg.store import open_path

    with open_path(before) as old, open_path(after) as new:
        changes = changed(old.triples(), new.triples())
    if format_ == "json":
        click.echo(json.dumps([asdict(c) for c in changes], ensure_ascii=False, indent=1))
        return
    for line in _lines(changes):
        click.echo(line)
    count = Counter(c.what for c in changes)
    told = ", ".join(f"{n} {what}" for what, n in sorted(count.items()))
    click.echo(told or "no differences", err=True)


def _lines(changes: Sequence[Change]) -> Iterator[str]:
    """A heading a kind, a line a change, and a line for each detail."""
    from kg.formats import plain

    kind = ""
    for change in changes:
        if change.kind != kind:
            kind = change.kind
            yield _HEADINGS[kind]
        label = plain(change.label)
        if change.old_iri is not None:
            verb = "is now" if change.what == "renamed" else "is one with"
            yield f"  ~ {plain(change.old_label or '')} {verb} {label}"
            yield f"      IRI: {plain(change.old_iri)} → {plain(change.iri)}"
        else:
            yield f"  {_MARKS.get(change.what, '~')} {label}"
        for detail in change.details:
            before, after = (plain(", ".join(values)) or "nothing" for values in (detail.before, detail.after))
            yield f"      {detail.what}: {before} → {after}"
