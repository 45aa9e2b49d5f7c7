"""The Python interface: a built graph to iterate, query and export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.export import export
from kg.facts import Meeting, Role, Statement, facts
from kg.pipeline import Built, build
from kg.query import run
from kg.store import MemoryStore, Rows, open_path

if TYPE_CHECKING:
    from os import PathLike

    from pyoxigraph import Triple

    from kg.model import Article
    from kg.read import Rejection


class Graph:
    """The graph of a set of articles, in memory."""

    def __init__(self, built: Built) -> None:
        self._built = built
        self.store = MemoryStore()
        self.store.replace(built.triples)

    @classmethod
    def build(
        cls, inputs: Sequence[str], *, model: str | None, base: str | None, keep_text: bool, min_confidence: float
    ) -> Graph:
        """Read, analyse and resolve the inputs."""
        return cls(build(inputs, model=model, base=base, keep_text=keep_text, min_confidence=min_confidence))

    @property
    def articles(self) -> tuple[Article, ...]:
        """The analysed articles, sorted by source."""
        return self._built.resolution.articles

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        """The inputs that could not be used, with reasons."""
        return self._built.rejections

    def facts(self) -> Iterator[Role | Meeting | Statement]:
        """Every fact of every article, with its source."""
        return facts(self._built.resolution)

    def query(self, name: str, params: Mapping[str, str] | None = None) -> Rows:
        """The rows of a bundled query, or of a query file."""
        return run(name, dict(params or {}), self.store)

    def export(self, path: str | Path, *, format: str | None = None) -> None:
        """Write the graph to a file; the formats are those of `kg export`, by default the one of the path's ending."""
        export(self.store, format, Path(path))

    def __len__(self) -> int:
        """The number of triples."""
        return len(self._built.triples)


def triples_of(graph: Graph | str | PathLike[str]) -> list[Triple]:
    """Every triple of a graph, a store or a graph file."""
    if isinstance(graph, Graph):
        return list(graph.store.triples())
    with open_path(Path(graph)) as store:
        return list(store.triples())
