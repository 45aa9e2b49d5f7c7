"""What every store can do, and what a query gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import Literal, NamedNode

if TYPE_CHECKING:
    from pyoxigraph import Triple

Term = NamedNode | Literal
"""What a variable can be bound to: the graph has no blank nodes and no triple terms."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The solutions of a SELECT query; an ASK query gives one row with one boolean, CONSTRUCT gives triples."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    boolean: bool | None = None
    triples: tuple[Triple, ...] | None = None

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Every row as a mapping from variable to plain text; unbound variables are left out."""
        for row in self.rows:
            yield {c: t.value for c, t in zip(self.columns, row, strict=True) if t is not None}

    def __len__(self) -> int:
        return len(self.rows)


class Store(Protocol):
    """A graph that can be replaced, queried and listed."""

    def replace(self, triples: Iterable[Triple]) -> None:
        """Make the graph hold exactly these triples."""
        ...

    def query(self, sparql: str) -> Rows:
        """The answer to a SPARQL query on the graph."""
        ...

    def triples(self) -> Iterator[Triple]:
        """Every triple, in no particular order."""
        ...

    def close(self) -> None:
        """Free what the store holds."""
        ...

    def __enter__(self) -> Store: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
