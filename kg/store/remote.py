"""A SPARQL 1.1 endpoint, for reading (SPARQLWrapper).

Always POST and JSON; a redirect is an error, because the client would repeat the request, credentials
included, at another address.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import StoreError
from kg.store.base import Rows, Store, Term

if TYPE_CHECKING:
    from pyoxigraph import Triple

SECONDS = 60


class RemoteStore:
    """The graph behind a query endpoint."""

    def __init__(self, endpoint: str) -> None:
        if not endpoint.startswith(("http://", "https://")):
            raise StoreError(endpoint, "an endpoint is an http or https URL")
        self.endpoint = endpoint

    def query(self, sparql: str) -> Rows:
        """The answer of the endpoint."""
        from SPARQLWrapper import JSON, POST, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

        wrapper = SPARQLWrapper(self.endpoint)
        wrapper.setQuery(sparql)
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(JSON)
        wrapper.setTimeout(SECONDS)
        wrapper.setOnlyConneg(True)
        try:
            answer: Any = wrapper.query()
            if answer.geturl() != self.endpoint:
                raise StoreError(
                    self.endpoint, f"redirects to {answer.geturl()}; name that address itself if it is right"
                )
            return _rows(answer.convert())
        except (SPARQLWrapperException, urllib.error.HTTPError) as e:
            first = str(e).strip().splitlines()[0] if str(e).strip() else type(e).__name__
            raise StoreError(self.endpoint, f"the endpoint refused the query: {first}") from e
        except (urllib.error.URLError, http.client.HTTPException, OSError) as e:
            raise StoreError(self.endpoint, f"cannot be reached: {e}") from e
        except (ValueError, KeyError, TypeError) as e:
            raise StoreError(self.endpoint, f"the answer is no complete SPARQL JSON result: {e}") from e

    def replace(self, triples: Iterable[Triple]) -> None:
        """Endpoints are read only here."""
        raise StoreError(self.endpoint, "endpoints can be queried, not written; export a file and load it there")

    def triples(self) -> Iterator[Triple]:
        """Endpoints are queried, not listed."""
        raise StoreError(self.endpoint, "an endpoint cannot be listed; query it")

    def close(self) -> None:
        """Nothing is held."""

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _rows(answer: Any) -> Rows:
    """SPARQL 1.1 Query Results JSON as rows."""
    if "boolean" in answer:
        return Rows(("answer",), (), boolean=bool(answer["boolean"]))
    columns = tuple(answer["head"]["vars"])
    return Rows(
        columns, tuple(tuple(_term(b[c]) if c in b else None for c in columns) for b in answer["results"]["bindings"])
    )


def _term(value: dict[str, str]) -> Term:
    if value["type"] == "uri":
        return NamedNode(value["value"])
    if value["type"] == "bnode":
        return _blank(value["value"])
    if "xml:lang" in value:
        return Literal(value["value"], language=value["xml:lang"])
    return (
        Literal(value["value"], datatype=NamedNode(value["datatype"]))
        if "datatype" in value
        else Literal(value["value"])
    )


def _blank(label: str) -> BlankNode:
    """A blank node; a label that RDF syntaxes cannot hold, such as Virtuoso's `nodeID://b1`, is spelt in hexadecimal."""
    try:
        return BlankNode(label)
    except ValueError:
        return BlankNode(f"x{label.encode().hex()}")
