"""What every store can do, and what a query gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from pyoxigraph import Triple

Term = NamedNode | BlankNode | Literal
"""What a variable can be bound to: our graphs have no blank nodes, graphs of others may; triple terms are refused."""


def as_text(term: Term) -> str:
    """A term as a reader sees it: the IRI, the text of a literal, a blank node as `_:label`."""
    return str(term) if isinstance(term, BlankNode) else term.value


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
            yield {c: as_text(t) for c, t in zip(self.columns, row, strict=True) if t is not None}

    def __len__(self) -> int:
        return len(self.rows)

    def page(self, part: slice) -> Rows:
        """A part of the rows, or of the triples."""
        return replace(self, rows=self.rows[part], triples=None if self.triples is None else self.triples[part])


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
