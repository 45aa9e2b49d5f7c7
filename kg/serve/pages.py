"""The pages: the query page, the bundled queries, things, the picture of the graph. Jobs that workers run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from pyoxigraph import NamedNode

from kg.errors import QueryError
from kg.explain import by_place, find, local_name
from kg.formats import to_csv, to_json, to_tsv, to_xml
from kg.query import Query, bind, bundled, catalogue, refuse
from kg.serve.negotiate import GRAPHS, TABLES, best
from kg.serve.protocol import MOST_ROWS, Answer, written
from kg.serve.resource import base, resource, triples
from kg.store import Local, Rows, Term, as_text
from kg.view.network import network
from kg.view.page import MOST, Page, embedded, template
from kg.view.page import written as drawn

HTML = "text/html"
_DOWNLOADS: dict[str, Callable[[Rows], str]] = {"csv": to_csv, "tsv": to_tsv, "json": to_json, "xml": to_xml}
_MOST_SHOWN = 1000
_LAST = ("check-", "construct-")


@dataclass(frozen=True, slots=True)
class Links:
    """IRIs → addresses: things of this graph have pages here, others are where they say, the rest is no link."""

    base: str

    def __call__(self, iri: str) -> str | None:
        """The address of an IRI."""
        if iri.startswith(self.base):
            parts = urlsplit(iri)
            return parts.path + (f"#{parts.fragment}" if parts.fragment else "")
        return iri if urlsplit(iri).scheme in {"http", "https"} else None


def home(store: Local) -> Answer:
    """The query page, with the bundled queries beside the editor."""
    queries = sorted(catalogue(), key=lambda q: (q.name.startswith(_LAST), q.name))
    data = [{"name": q.name, "text": _without_header(q.text)} for q in queries]
    return _page("query.html", store, queries=queries, data=embedded(data), title="Query")


def query_page(name: str, params: Mapping[str, str], accept: str, download: str | None, store: Local) -> Answer | None:
    """A bundled query: as a page with its parameters, or its rows alone where something else is accepted."""
    query = bundled(name)
    if query is None:
        return None
    data = tuple(dict.fromkeys((*TABLES, *GRAPHS)))
    given = {key: value for key, value in params.items() if value}
    if download is None and best(accept, (*data, HTML)) != HTML:
        return written(_rows(query, given, store), accept)
    rows, fault = None, None
    if all(p.name in given for p in query.params if p.required):
        try:
            rows = _rows(query, given, store)
        except QueryError as e:
            fault = str(e)
    if download is not None and rows is not None and rows.triples is None and download in _DOWNLOADS:
        return Answer(TABLE_TYPES[download], _DOWNLOADS[download](rows).encode())
    turtle = GRAPHS["text/turtle"](rows.triples) if rows and rows.triples is not None else None
    return _page(
        "answer.html",
        store,
        title=query.name,
        query=query,
        given=given,
        fault=fault,
        rows=rows and rows.page(slice(_MOST_SHOWN)),
        count=rows and len(rows),
        turtle=turtle,
        downloads={
            f: f"?{'&'.join(f'{quote(k)}={quote(v)}' for k, v in {**given, 'format': f}.items())}" for f in _DOWNLOADS
        },
    )


TABLE_TYPES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
}


def _rows(query: Query, params: Mapping[str, str], store: Local) -> Rows:
    text = bind(query, params)
    refuse(Query(query.name, "", "", text))
    return store.query(text, most=MOST_ROWS)


def thing_page(path: str, accept: str, store: Local) -> Answer | None:
    """What the graph says about the thing whose IRI has a path; None if it says nothing."""
    parts = urlsplit(base(store))
    iri = f"{parts.scheme}://{parts.netloc}{path}"
    if not _is_iri(iri):
        return None
    kind = best(accept, (*GRAPHS, HTML))
    if kind == HTML:
        found = resource(store, iri)
        return None if found is None else _page("thing.html", store, title=found.label, thing=found)
    rows = triples(store, iri)
    return written(rows, accept) if rows.triples else None


def search_page(name: str, store: Local) -> Answer:
    """The things of a name."""
    wanted = name.strip()
    found = [r for iri in find(store, wanted)[:100] if (r := resource(store, iri))] if wanted else []
    return _page("find.html", store, title="Find", name=wanted, found=found)


@lru_cache(maxsize=1)
def graph_page(store: Local) -> Page:
    """The picture of the graph; drawn once as long as the graph stays what it is."""
    return drawn(network(store, MOST), pages=True)


def _page(file: str, store: Local, **content: Any) -> Answer:
    """A page of a template, in which IRIs are linked as this graph needs it."""
    links = Links(base(store))
    text = template(file).render(link=links, local=local_name, shown=_shown, places=by_place, **content)
    return Answer(HTML, text.encode())


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def _shown(term: Term | None) -> str:
    """A term as a cell shows it."""
    if term is None:
        return ""
    text = as_text(term)
    return text.rsplit("/id/", 1)[-1] if isinstance(term, NamedNode) else text


def _without_header(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+")) + "\n"
