"""`kg restore`: graph file → store."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.source import store_option

_HELP = """Make a store from an exported graph, for example one of another version of kg.

FILE is what `kg export` wrote in any of its RDF formats; the graph gets the very same triples. A graph file has no
articles to read again: the store can be asked, but `kg build` only joins articles to a store that has its own.

\b
Example:
  kg export --format nquads --output dump.nq
  kg restore dump.nq --store new-store
"""


@click.command(name="restore", help=_HELP, short_help="Make a store from an exported graph.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@store_option("Folder of the store; it must hold no graph yet.")
def restore(file: Path, store: Path) -> None:
    """Load the file into a new store."""
    from kg.errors import StoreError
    from kg.store import load_graph_file, open_store

    loaded = load_graph_file(file)
    with open_store(store) as target:
        if target.settings is not None:
            raise StoreError(store, "holds a graph already; restore into a new folder")
        target.replace(loaded.triples())
