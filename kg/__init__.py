"""News articles in, an RDF knowledge graph out: who holds which role, who meets whom, who said what.

    >>> import kg
    >>> kg.__version__
    '0.1.0'

`kg.build` makes a `kg.Graph`; importing `kg` loads neither spaCy nor rdflib.
"""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from typing import TYPE_CHECKING

from kg.errors import (
    InputError,
    KGError,
    LexiconError,
    ModelError,
    OptionError,
    OutputError,
    QueryError,
    StoreError,
)

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.changes import Change

__version__ = "0.1.0"

__all__ = [
    "InputError",
    "KGError",
    "LexiconError",
    "ModelError",
    "OptionError",
    "OutputError",
    "QueryError",
    "StoreError",
    "__version__",
    "build",
    "diff",
]


def build(
    inputs: str | PathLike[str] | Iterable[str | PathLike[str]],
    *,
    model: str | None = None,
    base: str | None = None,
    keep_text: bool = False,
    min_confidence: float = 0.0,
) -> Graph:
    """Build a graph in memory from files, folders or JSON lines.

    `inputs` are paths as on the command line, or a single one; `model` names another installed spaCy pipeline;
    `base` replaces the IRI base of instances and ends in "/"; `keep_text` stores the texts of the articles;
    facts below `min_confidence` (0 to 1) are left out.
    Inputs that are no readable English articles end up in `Graph.rejections`.
    """
    from kg.api import Graph

    paths = [inputs] if isinstance(inputs, (str, PathLike)) else inputs
    return Graph.build(
        [str(p) for p in paths], model=model, base=base, keep_text=keep_text, min_confidence=min_confidence
    )


def diff(before: Graph | str | PathLike[str], after: Graph | str | PathLike[str]) -> tuple[Change, ...]:
    """What changed from one graph to another; each is a `Graph`, a store or a graph file."""
    from kg.api import triples_of
    from kg.changes import changes

    return changes(triples_of(before), triples_of(after))
