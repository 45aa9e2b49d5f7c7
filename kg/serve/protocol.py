"""HTTP request ↔ SPARQL query: the query operation of the SPARQL 1.1 Protocol, for reading.

A request is GET with `query=`, POST with a form, or POST with the query itself. The graph is the one that is
served; a request that names another, or that would change it, is refused.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from kg.errors import DeadlineError, KGError, QueryError
from kg.query import Query, refuse
from kg.serve.negotiate import GRAPHS, TABLES, best, writer
from kg.serve.pool import BusyError, Pool
from kg.store import Local, Rows

MOST_ROWS = 100_000
MOST_BYTES = 64 * 2**20  # of an answer
MOST_QUERY_BYTES = 2**20
_MOST_READ = 2**24  # bytes of a body that is too big: who is cut off while sending may not see the answer
BODY_SECONDS = 5.0
_FORM = "application/x-www-form-urlencoded"
_SPARQL = "application/sparql-query"
_DATASET = {"default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri"}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer ready to be sent; no media type where the client accepts none that the answer has."""

    media_type: str | None
    body: bytes = b""


class RequestError(Exception):
    """A request that is not of the protocol."""

    def __init__(self, status: int, reason: str, **headers: str) -> None:
        super().__init__(reason)
        self.status, self.headers = status, headers


def answer(text: str, accept: str, store: Local) -> Answer:
    """The answer to a query in the form that a client accepts."""
    refuse(Query("SPARQL", "", "", text))
    return written(store.query(text, most=MOST_ROWS), accept)


def written(rows: Rows, accept: str) -> Answer:
    """Rows in the form that a client accepts."""
    found = writer(rows, accept)
    if found is None:
        return Answer(None)
    media_type, write = found
    try:
        body = write().encode()
    except ValueError as e:  # RDF/XML cannot say everything
        raise QueryError("SPARQL", f"the answer cannot be written as {media_type}: {e}") from e
    if len(body) > MOST_BYTES:
        raise QueryError(
            "SPARQL", f"gives more than {MOST_BYTES // 2**20} MiB; narrow it, or page with LIMIT and OFFSET"
        )
    return Answer(media_type, body)


async def endpoint(request: Request) -> Response:
    """The endpoint: its description where nothing is asked, else the answer."""
    pool: Pool = request.app.state.pool
    if request.method in {"GET", "HEAD"} and not request.url.query:
        return _description(request)
    text = await query_text(request)
    return response(await pool.run(partial(answer, text, request.headers.get("accept", ""))))


def response(found: Answer) -> Response:
    """An answer as a response of HTTP."""
    if found.media_type is None:
        known = ", ".join(dict.fromkeys((*TABLES, *GRAPHS)))
        raise RequestError(406, f"none of the accepted media types fits this answer; known are {known}")
    return Response(found.body, media_type=found.media_type, headers={"Vary": "Accept"})


async def query_text(request: Request) -> str:
    """The query of a request; RequestError if it is not of the protocol."""
    pairs = _pairs(request.url.query.encode(), "the query string")
    if request.method == "POST":
        media_type, _, parameters = request.headers.get("content-type", "").partition(";")
        if "charset" in parameters.lower() and "utf-8" not in parameters.lower():
            raise RequestError(415, "only UTF-8 is read")
        kind = media_type.strip().lower()
        if kind == _SPARQL:
            if any(key == "query" for key, _ in pairs):
                raise RequestError(400, "the query is given twice")
            pairs = [*pairs, ("query", _decoded(await body(request), "the query"))]
        elif kind == _FORM:
            pairs = [*pairs, *_pairs(await body(request), "the form")]
        elif kind == "application/sparql-update":
            raise RequestError(403, "this graph is read only")
        else:
            raise RequestError(415, f"send {_SPARQL} or {_FORM}, not '{kind}'")
    return _only_query(pairs)


def _only_query(pairs: list[tuple[str, str]]) -> str:
    """The one query among the parameters of a request."""
    names = [key for key, _ in pairs]
    if "update" in names:
        raise RequestError(403, "this graph is read only")
    if not _DATASET.isdisjoint(names):
        raise RequestError(400, "there is one graph here; default-graph-uri and named-graph-uri are refused")
    queries = [value for key, value in pairs if key == "query"]
    if len(queries) != 1:
        raise RequestError(400, f"give one parameter 'query', not {len(queries)}")
    return queries[0]


def _pairs(raw: bytes, what: str) -> list[tuple[str, str]]:
    """The parameters of a query string or form, which must be UTF-8 inside and outside of its escapes."""
    try:
        return parse_qsl(_decoded(raw, what), keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as e:
        raise RequestError(400, f"{what} cannot be read: {e}") from e


def _decoded(raw: bytes, what: str) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as e:
        raise RequestError(400, f"{what} is not UTF-8: {e}") from e


async def body(request: Request) -> bytes:
    """The body of a request; RequestError if it is too big or comes too slowly."""
    if int(request.headers.get("content-length", "0")) > _MOST_READ:
        raise _too_big()
    try:
        return await asyncio.wait_for(_bounded(request), BODY_SECONDS)
    except asyncio.TimeoutError as e:
        raise RequestError(408, f"the query did not come within {BODY_SECONDS:g} seconds", Connection="close") from e
    except ClientDisconnect as e:
        raise RequestError(400, "the query was cut off") from e


async def _bounded(request: Request) -> bytes:
    data, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= MOST_QUERY_BYTES:
            data += chunk
        elif size > _MOST_READ:
            break
    if size > MOST_QUERY_BYTES:
        raise _too_big()
    return bytes(data)


def _too_big() -> RequestError:
    return RequestError(413, f"a query may have {MOST_QUERY_BYTES:,} bytes", Connection="close")


def _description(request: Request) -> Response:
    """What the endpoint can do, in RDF; a browser is led to the query page."""
    kinds = [k for k in GRAPHS if k != "text/plain"]
    kind = best(request.headers.get("accept", ""), (*kinds, "text/html"))
    if kind == "text/html":
        return RedirectResponse("/", status_code=303, headers={"Vary": "Accept"})
    if kind is None:
        raise RequestError(406, f"the description of the service is offered as {', '.join(kinds)}")
    from kg.serve.description import describe

    text = GRAPHS[kind](describe(str(request.url)))
    return Response(text, media_type=kind, headers={"Vary": "Accept"})


def refusal(error: Exception) -> Response:
    """An error as a response: words in plain text."""
    status, headers = 500, {}
    if isinstance(error, RequestError):
        status, headers = error.status, error.headers
    elif isinstance(error, (BusyError, DeadlineError)):
        status, headers = 503, {"Retry-After": "5"}
    elif isinstance(error, QueryError):
        status = 400
    return Response(f"{error}\n", status, media_type="text/plain", headers=headers)


ERRORS = (RequestError, KGError)
