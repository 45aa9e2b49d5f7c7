"""Triples → a graph behind an endpoint (httpx): parts into a draft, then the draft in the place of the graph.

The draft is a named graph that is called after the graph and its new content. Parts go into it through the Graph
Store Protocol, or as INSERT DATA where only updates are allowed; when it is counted and whole, one MOVE puts it in the
place of the graph. So readers see the old graph or the new one, and an upload that is cut off goes on in its draft when
it is tried again. Without an address for updates there is no MOVE: the first part replaces the graph, the others join
it, and after a cut the graph is a part of the new one until the upload is tried again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox
from pyoxigraph import NamedNode

from kg.errors import StoreError
from kg.graph.terms import digest
from kg.store.endpoint import Endpoint
from kg.store.remote import SECONDS, refusal

if TYPE_CHECKING:
    import httpx
    from pyoxigraph import Triple

POSTED = 20_000  # triples of one request of the Graph Store Protocol
INSERTED = 1_000  # triples of one INSERT DATA; Virtuoso fails at about five thousand


class Reader(Protocol):
    """What an upload asks of the store that it writes."""

    def count(self, graph: str | None) -> int:
        """How many triples a graph has."""
        ...

    def graphs(self) -> list[str]:
        """The IRIs of all graphs."""
        ...


def upload(endpoint: Endpoint, triples: Iterable[Triple], reader: Reader) -> None:
    """Make a remote graph hold exactly these triples; StoreError unless it does in the end."""
    lines = _lines(endpoint, triples)
    with _connect(endpoint) as client:
        if endpoint.update is not None:
            _through_draft(endpoint, client, lines, reader)
        else:
            _in_place(endpoint, client, lines)
    _verify(endpoint, reader.count(endpoint.graph), len(lines))


def fetch(endpoint: Endpoint) -> bytes:
    """The whole graph as N-Triples, through the Graph Store Protocol."""
    with _connect(endpoint) as client:
        return _send(endpoint, client, "GET", endpoint.graph)


def _lines(endpoint: Endpoint, triples: Iterable[Triple]) -> list[str]:
    """Sorted N-Triples, so that the same graph has the same parts."""
    text = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    lines = sorted(set(text.removesuffix("\n").split("\n"))) if text else []
    if any(line.startswith("_:") or line.split(" ", 2)[2].startswith("_:") for line in lines):
        raise StoreError(endpoint.query, "blank nodes cannot be sent in parts; graphs of kg have none")
    return lines


def _through_draft(endpoint: Endpoint, client: httpx.Client, lines: list[str], reader: Reader) -> None:
    target = "DEFAULT" if endpoint.graph is None else f"GRAPH <{endpoint.graph}>"
    if not lines:
        _update(endpoint, client, f"CLEAR SILENT {target}")
        return
    drafts = f"urn:kg:draft:{digest(endpoint.graph or '')}:"
    draft = drafts + digest(*lines)
    size = POSTED if endpoint.data else INSERTED
    for part in _parts(lines[reader.count(draft) // size * size :], size):
        if endpoint.data:
            _send(endpoint, client, "POST", draft, part)
        else:
            _update(endpoint, client, f"INSERT DATA {{ GRAPH <{draft}> {{\n{part}}} }}")
    _verify(endpoint, reader.count(draft), len(lines))
    _update(endpoint, client, f"MOVE GRAPH <{draft}> TO {target}")
    for left in reader.graphs():  # by uploads that were cut off and not tried again
        if left.startswith(drafts):
            _update(endpoint, client, f"DROP SILENT GRAPH {NamedNode(left)}")


def _in_place(endpoint: Endpoint, client: httpx.Client, lines: list[str]) -> None:
    for number, part in enumerate(_parts(lines, POSTED) if lines else [""]):
        _send(endpoint, client, "POST" if number else "PUT", endpoint.graph, part)


def _parts(lines: Sequence[str], size: int) -> Iterator[str]:
    for start in range(0, len(lines), size):
        yield "".join(f"{line}\n" for line in lines[start : start + size])


def _verify(endpoint: Endpoint, found: int, wanted: int) -> None:
    """StoreError unless a graph has as many triples as were sent."""
    if found != wanted:
        hint = (
            "" if endpoint.graph else "; where the default graph is the union of all graphs, name one with --graph-iri"
        )
        raise StoreError(endpoint.query, f"holds {found} triples where {wanted} were written{hint}")


# ---------------------------------------------------------------- HTTP


def _connect(endpoint: Endpoint) -> httpx.Client:
    """A client that sends the credentials, and follows no redirect."""
    import httpx

    credentials = endpoint.credentials
    header = credentials.header()
    return httpx.Client(
        auth=httpx.DigestAuth(credentials.user, credentials.secret) if credentials.scheme == "digest" else None,
        headers={"Authorization": header} if header else None,
        timeout=SECONDS,
        follow_redirects=False,
    )


def _send(endpoint: Endpoint, client: httpx.Client, method: str, graph: str | None, part: str = "") -> bytes:
    """One request of the Graph Store Protocol."""
    which = {"graph": graph} if graph is not None else {"default": ""}
    headers = {"Accept": "application/n-triples"} if method == "GET" else {"Content-Type": "application/n-triples"}
    return _checked(endpoint, client, method, endpoint.data or "", headers, part, which)


def _update(endpoint: Endpoint, client: httpx.Client, text: str) -> None:
    """One SPARQL update."""
    _checked(endpoint, client, "POST", endpoint.update or "", {"Content-Type": "application/sparql-update"}, text)


def _checked(
    endpoint: Endpoint,
    client: httpx.Client,
    method: str,
    url: str,
    headers: dict[str, str],
    body: str,
    which: dict[str, str] | None = None,
) -> bytes:
    """The body of a successful answer; StoreError for any other. A body has its length, since Virtuoso loses chunks."""
    import httpx

    try:
        answer = client.request(
            method, url, headers=headers, content=body.encode() if method != "GET" else None, params=which
        )
    except httpx.HTTPError as e:
        raise StoreError(
            url, endpoint.credentials.hide(f"cannot be reached: {e or type(e).__name__}; try again")
        ) from e
    if not answer.is_success:
        said = refusal(endpoint, answer.status_code, answer.headers.get("Location"), answer.content)
        raise StoreError(url, f"{said}; what was sent is kept for the next try" if method != "GET" else said)
    return answer.content
