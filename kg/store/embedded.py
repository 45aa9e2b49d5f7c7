"""The embedded store (pyoxigraph): a folder on disk, or memory. The graph is its default graph."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import pyoxigraph as ox

from kg.errors import KGError, QueryError, StoreError
from kg.files import is_draft, sweep_drafts
from kg.store.base import Rows, Store
from kg.store.judgements import JUDGEMENTS
from kg.store.lock import Lock
from kg.store.settings import DATABASE, FILE, Record, Settings, load, save

T = TypeVar("T")

ARTICLES = "articles"
"""The folder inside the folder of a store in which a build keeps its articles."""

_ANY_ARTICLE = "ASK { ?article a <https://schema.org/NewsArticle> }"
_LOCK = "lock"
_ATTEMPTS = 5  # a build may change the database between reading its name and opening it
_NO_STORE = "there is no store here; make one with `kg build`, or name another with --store"
_TRIPLE_TERM = "gives a triple as the value of another (RDF 1.2), which the output formats do not know"


class _OxigraphStore:
    """What the two embedded stores share."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def replace(self, triples: Iterable[ox.Triple]) -> None:
        """Make the graph hold exactly these triples, in one step.

        In memory those of one subject lie together, as queries walk them.
        """
        fresh = ox.Store()
        fresh.bulk_extend(_quads(sorted(triples, key=lambda t: str(t.subject))))
        self._store = fresh

    def query(self, sparql: str, *, most: int | None = None) -> Rows:
        """The answer to a SPARQL query; QueryError where it has more rows or triples than `most`."""
        _stay_here(sparql)
        try:
            return _rows(self._store.query(sparql), most)
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


def _rows(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, most: int | None) -> Rows:
    """The answer of Oxigraph, read to its end."""
    if isinstance(found, ox.QueryBoolean):
        return Rows(("answer",), (), boolean=bool(found))
    if isinstance(found, ox.QueryTriples):
        triples = _at_most(most, found)
        if any(isinstance(t.object, ox.Triple) for t in triples):
            raise QueryError("SPARQL", _TRIPLE_TERM)
        return Rows((), (), triples=triples)
    columns = tuple(v.value for v in found.variables)
    rows = _at_most(most, map(tuple, found))
    if ox.Triple in {type(t) for row in rows for t in row}:
        raise QueryError("SPARQL", _TRIPLE_TERM)
    return Rows(columns, rows)


def _at_most(most: int | None, found: Iterable[T]) -> tuple[T, ...]:
    """All that is found, read only as far as it may go."""
    items = tuple(islice(found, None if most is None else most + 1))
    if most is not None and len(items) > most:
        raise QueryError("SPARQL", f"has more than {most:,} results; narrow it, or page with ORDER BY, LIMIT, OFFSET")
    return items


def _quads(triples: Iterable[ox.Triple]) -> Iterator[ox.Quad]:
    """Triples in the default graph."""
    return (ox.Quad(t.subject, t.predicate, t.object) for t in triples)


class MemoryStore(_OxigraphStore):
    """A graph in memory."""

    def __init__(self) -> None:
        super().__init__(ox.Store())


class EmbeddedStore(_OxigraphStore):
    """A graph on disk. `folder` also holds what the pipeline keeps beside the database.

    Every graph gets a database of its own; `store.json` names the one in use. So a reader sees a whole
    graph at any time, and an interrupted build leaves the old one. There is one writer at a time.
    """

    def __init__(self, folder: Path, *, read_only: bool = False, must_exist: bool = False) -> None:
        must_exist = must_exist or read_only
        self.folder = folder
        if folder.exists() and not folder.is_dir():
            raise StoreError(folder, "this is a file; a store is a folder (query a graph file with --graph)")
        if must_exist and not folder.is_dir():
            raise StoreError(folder, _NO_STORE)
        self._made = [p for p in (folder, *folder.parents) if not p.exists()]
        self._lock = None if read_only else _lock(folder)
        if self._lock is not None:
            for swept in (folder, folder / ARTICLES):
                sweep_drafts(swept)
        try:
            record, database = _open(folder)
            if database is None and must_exist:
                raise StoreError(folder, _NO_STORE)
            super().__init__(database or ox.Store())
        except BaseException:
            self._leave()
            raise
        self._database = folder / record.database
        self.settings = record.settings if database else None
        """How the graph is made; None for a store that is new."""

    def replace(self, triples: Iterable[ox.Triple], settings: Settings | None = None) -> None:
        """Make the graph hold exactly these triples, and remember settings where some are given."""
        if self._lock is None:
            raise StoreError(self.folder, "it was opened for reading")
        settings = settings or self.settings or Settings()
        numbers = [int(m[1] or 0) for p in self.folder.iterdir() if (m := DATABASE.fullmatch(p.name))]
        database = self.folder / f"graph-{max(numbers, default=0) + 1}"
        try:
            _write(database, triples)
            readable = ox.Store.read_only(str(database))
            save(self.folder, Record(database.name, settings))
        except OSError as e:
            shutil.rmtree(database, ignore_errors=True)
            free = shutil.disk_usage(self.folder).free
            raise StoreError(self.folder, f"cannot be written: {e} ({free // 2**20} MiB free)") from e
        self._store, self._database, self.settings = readable, database, settings
        self._sweep(keep=database)

    def check_articles(self) -> None:
        """StoreError if a graph came without its articles: one made of other articles would replace it."""
        if not (self.folder / ARTICLES).is_dir() and self.query(_ANY_ARTICLE).boolean:
            raise StoreError(
                self.folder, "holds a restored graph without its articles, which a build would replace; name another"
            )

    def backup(self, folder: Path) -> None:
        """Copy the store to a new folder, whole or not at all; call it on a store that is open for writing."""
        if folder.exists():
            raise StoreError(folder, "exists already; name a new folder for the copy")
        draft = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
        try:
            draft.mkdir(parents=True)
            shutil.copytree(self._database, draft / self._database.name)
            for name in (FILE, JUDGEMENTS, ARTICLES):
                if (self.folder / name).is_dir():
                    shutil.copytree(self.folder / name, draft / name)
                elif (self.folder / name).exists():
                    shutil.copy2(self.folder / name, draft / name)
            draft.replace(folder)
        except OSError as e:  # shutil.Error among them
            shutil.rmtree(draft, ignore_errors=True)
            raise StoreError(folder, f"cannot be written: {e.strerror or e}") from e

    def _fault(self, error: OSError | RuntimeError) -> KGError:
        """The database is damaged, or the system does not let us read it."""
        said = str(error)
        if isinstance(error, RuntimeError) or "No such file or directory" in said:
            return _damaged(self._database, said)
        return StoreError(self.folder, f"cannot be read: {said}")

    def __enter__(self) -> EmbeddedStore:
        return self

    def close(self) -> None:
        """Let go of the database, so that another process can write it; a store that got no graph leaves no trace."""
        super().close()
        self._leave()

    def _sweep(self, *, keep: Path) -> None:
        """Remove the databases that are not in use; who has one open can still read it."""
        for path in self.folder.iterdir():
            if DATABASE.fullmatch(path.name) and path != keep:
                shutil.rmtree(path, ignore_errors=True)

    def _leave(self) -> None:
        """End the lock, and remove folders that were made for nothing."""
        if self._lock is None:
            return
        if not (self.folder / FILE).exists() and not (self.folder / Record().database).exists():
            with suppress(OSError):  # not empty: articles are kept
                (self.folder / _LOCK).unlink(missing_ok=True)
                for folder in self._made:
                    folder.rmdir()
        self._lock.release()
        self._lock = None


def _damaged(database: Path, said: str) -> StoreError:
    """What to do with a database that cannot be read."""
    mend = f"delete {database} and run `kg build` again: articles already read are kept"
    return StoreError(database.parent, f"the database is damaged ({said}); {mend}")


def _write(database: Path, triples: Iterable[ox.Triple]) -> None:
    """A database with some triples, closed: nothing writes to a database that is read."""
    fresh = ox.Store(str(database))
    fresh.bulk_extend(_quads(triples))
    fresh.flush()


def _lock(folder: Path) -> Lock:
    """The right to write a store, whose folder is made if it does not exist."""
    try:
        if folder.is_dir() and not _is_store(folder):
            raise StoreError(folder, "this folder holds other files; choose an empty or new folder for the store")
        folder.mkdir(parents=True, exist_ok=True)
        return Lock(folder / _LOCK)
    except BlockingIOError as e:
        raise StoreError(folder, "another process is writing it; wait for it to end, then try again") from e
    except OSError as e:
        raise StoreError(folder, f"cannot be written: {e.strerror}") from e


def _is_store(folder: Path) -> bool:
    """Whether a folder is a store, or empty, or one in which a first build was cut off."""
    names = {p.name for p in folder.iterdir() if not is_draft(p)}
    if FILE in names or (folder / Record().database / "CURRENT").is_file():
        return True
    ours = {n for n in names if n in {ARTICLES, _LOCK} or DATABASE.fullmatch(n)}
    return names <= {ARTICLES} or (_LOCK in names and names == ours)


def _open(folder: Path) -> tuple[Record, ox.Store | None]:
    """The record of a store and its database, to be read; no database where there is no graph yet."""
    for _ in range(_ATTEMPTS):
        record, fault = load(folder) or Record(), None
        database = folder / record.database
        try:
            if database.is_dir():
                return record, ox.Store.read_only(str(database))
        except (OSError, RuntimeError) as e:  # RuntimeError: damaged
            fault = e
        if (load(folder) or Record()) == record:  # else a build came between
            if fault is not None:
                raise _damaged(database, str(fault)) from fault
            return record, None
    raise StoreError(folder, "changes faster than it can be opened; try again")


def open_store(folder: Path | str, *, read_only: bool = False, must_exist: bool = False) -> EmbeddedStore:
    """The store in a folder; for writing it is made if it does not exist, unless it must."""
    return EmbeddedStore(Path(folder), read_only=read_only, must_exist=must_exist)


Local = MemoryStore | EmbeddedStore
"""A graph on this machine."""
