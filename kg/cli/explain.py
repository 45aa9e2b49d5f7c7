"""`kg explain`: why does the graph say this?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.source import graph_options, open_graph

if TYPE_CHECKING:
    from kg.explain import Explanation

_HELP = """Show each fact about something with its sentence, rule and source.

WHAT is a name ("Ann Lee", "Oslo"), part of the label of a fact, or an IRI: of a thing, a fact, an article (all
that it says) or a claim.

\b
Examples:
  kg explain "Ann Lee"
  kg explain https://w3id.org/newskg/id/organization/harbour-authority
"""


@click.command(name="explain", help=_HELP, short_help="Show why the graph says something.")
@click.argument("what")
@graph_options
def explain(what: str, store: Path, graph: Path | None) -> None:
    """Print the explanations."""
    from kg.explain import explain as reasons
    from kg.explain import find, near

    shown: set[str] = set()
    with open_graph(store, graph) as source:
        for iri in find(source, what):
            for explanation in reasons(source, iri):
                if explanation.iri not in shown:
                    shown.add(explanation.iri)
                    click.echo("\n".join(_lines(explanation)) + "\n")
        hints = [] if shown else near(source, what)
    if not shown:
        hint = f"; did you mean {' or '.join(hints)}?" if hints else ""
        click.echo(f"kg: the graph says nothing about '{what}'{hint}", err=True)
        sys.exit(1)


def _lines(explanation: Explanation) -> list[str]:
    """One fact: its label, then every sentence with what is claimed from it."""
    from kg.formats import plain

    def count(n: int, noun: str) -> str:
        return f"{n} {noun}{'s' * (n != 1)}"

    lines = [
        f"{plain(explanation.label)}  [{count(explanation.articles, 'article')}, {count(explanation.origins, 'origin')}]",
        f"  {explanation.iri}",
    ]
    for place in dict.fromkeys((c.source, c.evidence) for c in explanation.claims):
        claims = [c for c in explanation.claims if (c.source, c.evidence) == place]
        lines.append(f"  {plain(place[0])}: “{plain(place[1])}”")
        told = ", ".join(f"{c.predicate} {plain(c.value)}" for c in claims)
        lines.append(f"    says {told}; read by {claims[0].rule}, confidence {claims[0].confidence}")
    return lines
