"""A graph behind a SPARQL 1.1 endpoint: read through SPARQLWrapper, written by `kg.store.upload`.

SPARQLWrapper makes the requests, always POST and JSON; it does not send them: its own sending follows redirects,
credentials included, and installs a Digest opener for the whole process.
"""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import QueryError, StoreError
from kg.store.base import Rows, Store, Term
from kg.store.endpoint import Endpoint

if TYPE_CHECKING:
    from SPARQLWrapper import SPARQLWrapper

SECONDS = 60  # of silence
PAGE = 10_000  # rows asked for at once; Virtuoso sorts no more
_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_NAMED = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
_PAGE = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT "
_NOT_WRITTEN = "can be queried only; say where it is written: --update-endpoint or --data-endpoint"
_GRAPHS = {"CONSTRUCT", "DESCRIBE"}


class RemoteStore:
    """The graph behind an endpoint."""

    def __init__(self, endpoint: Endpoint | str, *, writable: bool = False) -> None:
        self._at = Endpoint(endpoint) if isinstance(endpoint, str) else endpoint
        if writable and not (self._at.update or self._at.data):
            raise StoreError(self._at.query, _NOT_WRITTEN)
        self.endpoint = self._at.query

    def query(self, sparql: str) -> Rows:
        """The answer of the endpoint on the graph."""
        return self._ask(sparql, self._at.graph)

    def count(self, graph: str | None) -> int:
        """How many triples a graph has; None is the default graph."""
        (row,) = self._ask(_COUNT, graph)
        return int(row["n"])

    def graphs(self) -> list[str]:
        """The IRIs of all graphs at the endpoint."""
        return [row["g"] for row in self._ask(_NAMED, None)]

    def replace(self, triples: Iterable[Triple]) -> None:
        """Make the graph hold exactly these triples (see `kg.store.upload` for what happens when it is cut off)."""
        from kg.store.upload import upload

        if not (self._at.update or self._at.data):
            raise StoreError(self.endpoint, _NOT_WRITTEN)
        upload(self._at, triples, self)

    def triples(self) -> Iterator[Triple]:
        """Every triple: through the Graph Store Protocol where its address is known, else page by page."""
        wanted = self.count(self._at.graph)
        got = 0
        for triple in self._fetched() if self._at.data and wanted else self._paged(wanted):
            got += 1
            yield triple
        if got != wanted:
            raise StoreError(
                self.endpoint, f"gave {got} of {wanted} triples: it cuts answers, or the graph has changed"
            )

    def close(self) -> None:
        """Nothing is held."""

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _fetched(self) -> Iterator[Triple]:
        from kg.store.upload import fetch

        try:
            yield from (q.triple for q in ox.parse(fetch(self._at), format=ox.RdfFormat.N_TRIPLES))
        except (SyntaxError, ValueError) as e:
            raise StoreError(self._at.data or "", f"the answer is no complete N-Triples: {e}") from e

    def _paged(self, wanted: int) -> Iterator[Triple]:
        for start in range(0, wanted, PAGE):
            for row in self.query(f"{_PAGE}{PAGE} OFFSET {start}").rows:
                yield Triple(*row)  # type: ignore[arg-type]

    def _ask(self, sparql: str, graph: str | None) -> Rows:
        wrapper = _request(self.endpoint, sparql, graph)
        body, rows_at_most = self._send(wrapper)
        try:
            if wrapper.queryType in _GRAPHS:
                return Rows((), (), triples=tuple(q.triple for q in ox.parse(body, format=ox.RdfFormat.TURTLE)))
            rows = _rows(json.loads(body))
        except (ValueError, KeyError, TypeError, SyntaxError) as e:
            form = "Turtle" if wrapper.queryType in _GRAPHS else "SPARQL JSON result"
            raise StoreError(self.endpoint, f"the answer is no complete {form}: {e}") from e
        if rows_at_most is not None and rows_at_most.isdigit() and len(rows) >= int(rows_at_most):
            raise StoreError(self.endpoint, f"gives {rows_at_most} rows at most; ask for less, or raise its limit")
        return rows

    def _send(self, wrapper: SPARQLWrapper) -> tuple[bytes, str | None]:
        """The body of the answer, and the greatest number of rows where the server says that it has one."""
        credentials = self._at.credentials
        if (header := credentials.header()) is not None:
            wrapper.addCustomHttpHeader("Authorization", header)
        opener = urllib.request.build_opener(_StayHere)
        if credentials.scheme == "digest":
            passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            passwords.add_password(None, self.endpoint, credentials.user, credentials.secret)
            opener.add_handler(urllib.request.HTTPDigestAuthHandler(passwords))
        try:
            with opener.open(wrapper._createRequest(), timeout=SECONDS) as answer:
                return answer.read(), answer.headers.get("X-SPARQL-MaxRows")
        except urllib.error.HTTPError as e:
            with e:
                raise StoreError(
                    self.endpoint, refusal(self._at, e.code, e.headers.get("Location"), e.read(2000))
                ) from e
        except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as e:
            why = e.reason if isinstance(e, urllib.error.URLError) else e
            raise StoreError(
                self.endpoint,
                credentials.hide(f"cannot be reached: {why}; check the address, and that a server runs there"),
            ) from e


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Lets a redirect be the error that it is here."""

    def redirect_request(self, *_: Any) -> None:
        """No request to another address."""


def refusal(endpoint: Endpoint, status: int, location: str | None, body: bytes) -> str:
    """What an answer that is no success means, in words that hold no credentials."""
    if 300 <= status < 400:
        said = f"redirects to {location}; name that address itself if it is right"
    elif status in {401, 403}:
        has = "these credentials" if endpoint.credentials.scheme else "a request without credentials"
        said = f"refuses {has} (HTTP {status})"
    else:
        lines = body.decode("utf-8", errors="replace").strip().splitlines()
        said = f"the endpoint refused: HTTP {status}{': ' + lines[0][:300] if lines else ''}"
    return endpoint.credentials.hide(said)


def _request(endpoint: str, sparql: str, graph: str | None) -> SPARQLWrapper:
    """A query for POST; QueryError for an update."""
    from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

    wrapper = SPARQLWrapper(endpoint)
    wrapper.setQuery(sparql)
    if wrapper.isSparqlUpdateRequest():
        raise QueryError("SPARQL", "changes the graph; only queries are sent")
    wrapper.setMethod(POST)
    wrapper.setReturnFormat(TURTLE if wrapper.queryType in _GRAPHS else JSON)
    wrapper.setOnlyConneg(True)
    if graph is not None:
        wrapper.addDefaultGraph(graph)
    return wrapper


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
