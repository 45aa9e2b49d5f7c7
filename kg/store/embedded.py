"""The embedded store (pyoxigraph): a folder on disk, or memory. The graph is its default graph."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

import pyoxigraph as ox

from kg.errors import KGError, QueryError, StoreError
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
_TRIPLE_TERM = "gives a triple as the value of another (RDF 1.2), which the output formats do not know"


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
        _stay_here(sparql)
        try:
            return _rows(self._store.query(sparql))
        except (SyntaxError, ValueError) as e:
            raise QueryError("SPARQL", str(e)) from e
        except (OSError, RuntimeError) as e:
            if isinstance(e, RuntimeError) and "Corruption" not in str(e):  # the query, say an unknown function
                raise QueryError("SPARQL", f"cannot be answered: {e}") from e
            raise self._fault(e) from e

    def triples(self) -> Iterator[ox.Triple]:
        """Every triple of the graph."""
        try:
            for quad in self._store:
                yield quad.triple
        except (OSError, RuntimeError) as e:
            raise self._fault(e) from e

    def _fault(self, error: OSError | RuntimeError) -> KGError:
        """What an error of the database means to the user."""
        return QueryError("SPARQL", f"cannot be answered: {error}")

    def close(self) -> None:
        """Let go of the database, so that another process can write it."""
        del self._store

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _stay_here(sparql: str) -> None:
    """QueryError unless a query parses without the keyword SERVICE, with which Oxigraph would call another server.

    Oxigraph cannot be told not to call. So it parses the query with the letters masked: a name or a text
    stays one, a keyword does not. The mask is random, that no query can be written around it.
    """
    mask = "".join(random.choices("bcdfghjklmnpqrstvwxz", k=len("SERVICE")))
    masked = re.sub("SERVICE", lambda m: _in_case(mask, m[0]), sparql, flags=re.IGNORECASE | re.ASCII)
    if masked == sparql:
        return
    try:
        ox.Store().query(masked)
    except SyntaxError as e:
        raise QueryError("SPARQL", f"not valid, or asks another server with SERVICE, which is refused: {e}") from e
    except (ValueError, OSError, RuntimeError):
        return  # it parses; what else is wrong with it the real graph will say


def _in_case(letters: str, model: str) -> str:
    """Letters in the upper and lower case of other letters, so that names that differ in case still differ.

    >>> _in_case("abcdefg", "Service")
    'Abcdefg'
    """
    return "".join(a.upper() if b.isupper() else a for a, b in zip(letters, model, strict=True))


def _rows(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Rows:
    """The answer of Oxigraph, read to its end."""
    if isinstance(found, ox.QueryBoolean):
        return Rows(("answer",), (), boolean=bool(found))
    if isinstance(found, ox.QueryTriples):
        triples = tuple(found)
        if any(isinstance(t.object, ox.Triple) for t in triples):
            raise QueryError("SPARQL", _TRIPLE_TERM)
        return Rows((), (), triples=triples)
    columns = tuple(v.value for v in found.variables)
    rows = tuple(tuple(s[c] for c in columns) for s in found)
    if any(isinstance(t, ox.Triple) for row in rows for t in row):
        raise QueryError("SPARQL", _TRIPLE_TERM)
    return Rows(columns, rows)


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
        except (OSError, RuntimeError) as e:
            raise self._fault(e) from e

    def _fault(self, error: OSError | RuntimeError) -> KGError:
        """Another process holds the database, or it is damaged, or the system does not let us read it."""
        said = str(error)
        if isinstance(error, OSError) and re.search("while lock file|lock hold by", said, re.IGNORECASE):
            return StoreError(self.folder, "another process is writing it; wait for it to end, then try again")
        if isinstance(error, RuntimeError) or "No such file or directory" in said:
            return StoreError(
                self.folder,
                f"the database is damaged ({said}); delete {self.folder / _DATABASE} and run `kg build` again: "
                "articles already read are kept",
            )
        return StoreError(self.folder, f"cannot be read: {said}")

    def replace(self, triples: Iterable[ox.Triple]) -> None:
        """Make the graph hold exactly these triples."""
        try:
            super().replace(triples)
        except OSError as e:
            free = shutil.disk_usage(self.folder).free
            raise StoreError(self.folder, f"cannot be written: {e} ({free // 2**20} MiB free)") from e
        except RuntimeError as e:
            raise self._fault(e) from e


def open_store(folder: Path | str, *, read_only: bool = False) -> EmbeddedStore:
    """The store in a folder; for writing it is made if it does not exist."""
    return EmbeddedStore(Path(folder), read_only=read_only)


def load_graph_file(path: Path | str) -> MemoryStore:
    """A graph file (Turtle, N-Triples, N-Quads, TriG, RDF/XML, JSON-LD) as a store in memory.

    The triples of named graphs join the default graph: together they are the one graph that was exported.
    Blank nodes are numbered in the order of reading, so that the same file always gives the same bytes.
    """
    path = Path(path)
    syntax = _SYNTAXES.get(path.suffix.lower())
    if syntax is None:
        raise StoreError(path, f"unknown kind of graph file; known are {', '.join(sorted(_SYNTAXES))}")
    try:
        triples = list(_numbered(ox.parse(path=str(path), format=syntax)))
    except FileNotFoundError as e:
        raise StoreError(path, "no such file") from e
    except (SyntaxError, ValueError) as e:
        raise StoreError(path, f"not valid {syntax.name}: {e}") from e
    except OSError as e:
        raise StoreError(path, f"cannot be read: {e.strerror}") from e
    if any(isinstance(t.object, ox.Triple) for t in triples):
        raise StoreError(path, "holds triples as values of others (RDF 1.2); only RDF 1.1 is read")
    store = MemoryStore()
    store.replace(triples)
    return store


def _numbered(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """The triples of quads, with blank nodes called b0, b1 and so on."""
    names: dict[object, ox.BlankNode] = {}
    for quad in quads:
        ends = [
            names.setdefault(t, ox.BlankNode(f"b{len(names)}")) if isinstance(t, ox.BlankNode) else t
            for t in (quad.subject, quad.object)
        ]
        yield ox.Triple(ends[0], quad.predicate, ends[1])  # type: ignore[arg-type]
