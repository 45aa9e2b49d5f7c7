"""`kg backup`: store → a copy of it."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.source import store_option

_HELP = """Copy a store: graph, settings and kept articles.

FOLDER must not exist; the copy is there whole or not at all, and is a store itself. Queries go on meanwhile, builds
have to wait.

\b
Example:
  kg backup kg-store-2024-05-14
"""


@click.command(name="backup", help=_HELP, short_help="Copy a store.")
@click.argument("folder", type=click.Path(path_type=Path))
@store_option()
def backup(folder: Path, store: Path) -> None:
    """Copy the folder of a store that nobody writes."""
    from kg.store import open_store

    with open_store(store, must_exist=True) as source:
        source.backup(folder)
