"""The options that commands share: which graph they read, which endpoint they ask or write, the form of a listing."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kg.store import Local, Store
    from kg.store.endpoint import Endpoint

F = TypeVar("F", bound=Callable[..., Any])


def store_option(help_: str = "Folder of the store.") -> Callable[[F], F]:
    """Add --store."""
    return click.option(
        "--store", type=click.Path(path_type=Path), default=Path("kg-store"), show_default=True, help=help_
    )


listing_option = click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of the listing.",
)
"""Add --format of a command that lists."""


def graph_options(function: F) -> F:
    """Add --store and --graph."""
    graph = click.option(
        "--graph", type=click.Path(path_type=Path, dir_okay=False), help="A graph file instead of a store."
    )
    return store_option()(graph(function))


def endpoint_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of an endpoint; the function gets one `endpoint`, or None."""

    @wraps(function)
    def wrapper(
        *args: Any,
        endpoint: str | None,
        update_endpoint: str | None,
        data_endpoint: str | None,
        graph_iri: str | None,
        credentials: Path | None,
        **kwargs: Any,
    ) -> Any:
        if endpoint is None and (update_endpoint or data_endpoint or graph_iri or credentials):
            raise click.UsageError("say which endpoint answers queries: --endpoint URL")
        if endpoint is not None and kwargs.get("graph") is not None:
            raise click.UsageError("--graph and --endpoint name two graphs; give one")
        return function(
            *args, endpoint=_endpoint(endpoint, update_endpoint, data_endpoint, graph_iri, credentials), **kwargs
        )

    options = [
        click.option("--endpoint", metavar="URL", help="A SPARQL 1.1 endpoint."),
        click.option("--update-endpoint", metavar="URL", help="Where the endpoint takes updates."),
        click.option("--data-endpoint", metavar="URL", help="Where it speaks the Graph Store Protocol."),
        click.option("--graph-iri", metavar="IRI", help="The graph at the endpoint; its default graph if not given."),
        click.option(
            "--credentials",
            type=click.Path(path_type=Path, dir_okay=False),
            help="File with KG_ENDPOINT_USER=, _PASSWORD=, _AUTH=basic|digest or _TOKEN=; else from the environment.",
        ),
    ]
    for option in reversed(options):
        wrapper = option(wrapper)
    return wrapper


def _endpoint(
    query: str | None, update: str | None, data: str | None, graph: str | None, credentials: Path | None
) -> Endpoint | None:
    if query is None:
        return None
    from kg.store.endpoint import Credentials, Endpoint

    return Endpoint(query, update, data, graph, Credentials.load(os.environ, credentials))


def open_graph(store: Path, graph: Path | None, endpoint: Endpoint | None = None) -> Store:
    """The store that the options name."""
    if endpoint is not None:
        from kg.store.remote import RemoteStore

        return RemoteStore(endpoint)
    return open_local(store, graph)


def open_local(store: Path, graph: Path | None) -> Local:
    """The store on this machine that the options name."""
    from kg.store.embedded import open_store
    from kg.store.graph_file import load_graph_file

    return load_graph_file(graph) if graph is not None else open_store(store, read_only=True)
