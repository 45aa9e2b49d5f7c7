"""`kg model`: which language pipeline is loaded, and what it can do."""

from __future__ import annotations

import click

_HELP = """Show the language pipelines that `kg build --model` can use.

\b
Example:
  kg model info
"""

_INFO = """Show a language pipeline: what it is, where it lies, what it labels.

\b
Examples:
  kg model info
  kg model info en_core_web_sm
"""


@click.group(name="model", help=_HELP, short_help="Show the language pipeline.")
def model() -> None:
    """Group of the commands on pipelines."""


@model.command(name="info", help=_INFO)
@click.argument("name", default="kg_news")
def info(name: str) -> None:
    """Print one property a line, tab-separated."""
    from kg.formats import plain
    from kg.nlp.pipeline import describe, load

    for key, value in describe(load(name)).items():
        click.echo(f"{key}\t{plain(value)}")
