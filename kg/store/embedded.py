"""The embedded store (pyoxigraph): a folder on disk, or memory. The graph is its default graph."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.store.base import Rows, Store

_DATABASE = "graph"  # folder of the database inside the store's folder
_SYNTAXES = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


class _OxigraphStore:
    """What the two embedded stores share."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def replace(self, triples: Iterable[ox.Triple]) -> None:
        """Make the graph hold exactly these triples, in one transaction's worth of changes."""
        wanted = {ox.Quad(t.subject, t.predicate, t.object) for t in triples}
        for quad in [q for q in self._store if q not in wanted]:
            self._store.remove(quad)
        self._store.extend(wanted)
        self._store.flush()

    def query(self, sparql: str) -> Rows:
        """The answer to a SPARQL query."""
        try:
            found = self._store.query(sparql)
        except (SyntaxError, ValueError) as e:
            raise QueryError("SPARQL", str(e)) from e
        if isinstance(found, ox.QueryBoolean):
            return Rows(("answer",), (), boolean=bool(found))
        if isinstance(found, ox.QueryTriples):
            return Rows((), (), triples=tuple(found))
        columns = tuple(v.value for v in found.variables)
        return Rows(columns, tuple(tuple(s[c] for c in columns) for s in found))

    def triples(self) -> Iterator[ox.Triple]:
        """Every triple of the graph."""
        return (q.triple for q in self._store)

    def close(self) -> None:
        """Let go of the database, so that another process can write it."""
        del self._store

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class MemoryStore(_OxigraphStore):
    """A graph in memory."""

    def __init__(self) -> None:
        super().__init__(ox.Store())


class EmbeddedStore(_OxigraphStore):
    """A graph on disk. `folder` also holds what the pipeline keeps beside the database."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.folder = folder
        database = folder / _DATABASE
        if read_only and not database.is_dir():
            raise StoreError(folder, "there is no store here; make one with `kg build`, or name another with --store")
        if folder.exists() and not folder.is_dir():
            raise StoreError(folder, "this is a file; a store is a folder (query a graph file with --graph)")
        if folder.is_dir() and not database.is_dir() and {p.name for p in folder.iterdir()} - {"articles"}:
            raise StoreError(folder, "this folder holds other files; choose an empty or new folder for the store")
        try:
            database.mkdir(parents=True, exist_ok=True)
            super().__init__(ox.Store.read_only(str(database)) if read_only else ox.Store(str(database)))
        except OSError as e:
            if "lock" in str(e).lower():
                raise StoreError(folder, "another process is writing it; wait for it to end, then try again") from e
            raise StoreError(folder, f"cannot be opened: {e}") from e

    def replace(self, triples: Iterable[ox.Triple]) -> None:
        """Make the graph hold exactly these triples."""
        try:
            super().replace(triples)
        except OSError as e:
            free = shutil.disk_usage(self.folder).free
            raise StoreError(self.folder, f"cannot be written: {e} ({free // 2**20} MiB free)") from e


def open_store(folder: Path | str, *, read_only: bool = False) -> EmbeddedStore:
    """The store in a folder; for writing it is made if it does not exist."""
    return EmbeddedStore(Path(folder), read_only=read_only)


def load_graph_file(path: Path | str) -> MemoryStore:
    """A graph file (Turtle, N-Triples, N-Quads, TriG, RDF/XML, JSON-LD) as a store in memory.

    The triples of named graphs join the default graph: together they are the one graph that was exported.
    """
    path = Path(path)
    syntax = _SYNTAXES.get(path.suffix.lower())
    if syntax is None:
        raise StoreError(path, f"unknown kind of graph file; known are {', '.join(sorted(_SYNTAXES))}")
    store = MemoryStore()
    try:
        store.replace([q.triple for q in ox.parse(path=str(path), format=syntax)])
    except FileNotFoundError as e:
        raise StoreError(path, "no such file") from e
    except (SyntaxError, ValueError) as e:
        raise StoreError(path, f"not valid {syntax.name}: {e}") from e
    except OSError as e:
        raise StoreError(path, f"cannot be read: {e.strerror}") from e
    return store
