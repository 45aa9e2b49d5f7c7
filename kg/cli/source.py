"""The options that say which graph a command reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kg.store import Local, Store

F = TypeVar("F", bound=Callable[..., Any])


def graph_options(function: F) -> F:
    """Add --store and --graph."""
    store = click.option(
        "--store",
        type=click.Path(path_type=Path),
        default=Path("kg-store"),
        show_default=True,
        help="Folder of the store.",
    )
    graph = click.option(
        "--graph", type=click.Path(path_type=Path, dir_okay=False), help="A graph file instead of a store."
    )
    return store(graph(function))


def open_graph(store: Path, graph: Path | None, endpoint: str | None = None) -> Store:
    """The store that the options name."""
    if endpoint is not None:
        from kg.store.remote import RemoteStore

        return RemoteStore(endpoint)
    return open_local(store, graph)


def open_local(store: Path, graph: Path | None) -> Local:
    """The store on this machine that the options name."""
    from kg.store.embedded import load_graph_file, open_store

    return load_graph_file(graph) if graph is not None else open_store(store, read_only=True)
