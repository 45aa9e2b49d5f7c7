"""Accept header → the form of an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.export import jsonld, ntriples, turtle
from kg.formats import to_csv, to_json, to_tsv, to_xml
from kg.graph.vocab import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from kg.store import Rows


def rdfxml(triples: Iterable[Triple]) -> str:
    """RDF/XML."""
    data = ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES)
    return data.decode() if data is not None else ""


GRAPHS: dict[str, Callable[[Iterable[Triple]], str]] = {
    "text/turtle": turtle,
    "application/n-triples": ntriples,
    "application/ld+json": jsonld,
    "application/rdf+xml": rdfxml,
    "text/plain": ntriples,
}
"""Media types of triples, the preferred one first."""
BOOLEANS: dict[str, Callable[[Rows], str]] = {
    "application/sparql-results+json": to_json,
    "application/sparql-results+xml": to_xml,
    "application/json": to_json,
    "application/xml": to_xml,
}
"""Media types of the answer to ASK."""
TABLES: dict[str, Callable[[Rows], str]] = BOOLEANS | {"text/csv": to_csv, "text/tab-separated-values": to_tsv}
"""Media types of solutions."""


def writer(rows: Rows, accept: str) -> tuple[str, Callable[[], str]] | None:
    """The media type in which an answer is wanted and what writes it; None if it has none of those accepted."""
    if rows.triples is not None:
        kind = best(accept, tuple(GRAPHS))
        return None if kind is None else (kind, partial(GRAPHS[kind], rows.triples))
    known = TABLES if rows.boolean is None else BOOLEANS
    kind = best(accept, tuple(known))
    return None if kind is None else (kind, partial(known[kind], rows))


def best(accept: str, offered: Sequence[str]) -> str | None:
    """The media type that a client likes most of those offered; of equals the first.

    >>> best("text/html;q=0.5, text/*", ("text/html", "text/csv", "application/json"))
    'text/csv'
    >>> best("image/png", ("text/html",)) is None, best("", ("text/html",))
    (True, 'text/html')
    """
    ranges = list(_ranges(accept or "*/*"))
    liked = [(_quality(kind, ranges), -place, kind) for place, kind in enumerate(offered)]
    quality, _, kind = max(liked)
    return kind if quality > 0 else None


def _ranges(accept: str) -> Iterable[tuple[str, float]]:
    """The media ranges of an Accept header with their qualities; what cannot be read is left out."""
    for part in accept.split(","):
        name, *parameters = (p.strip().lower() for p in part.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        try:
            yield name, float(quality)
        except ValueError:
            continue


def _quality(kind: str, ranges: Iterable[tuple[str, float]]) -> float:
    """The quality of the narrowest range that a media type is in."""
    within = {name: quality for name, quality in ranges if name in {kind, f"{kind.split('/')[0]}/*", "*/*"}}
    return within[max(within, key=lambda name: (name != "*/*", not name.endswith("/*")))] if within else 0.0
