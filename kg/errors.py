"""Every error that `kg` raises on purpose.

    KGError
    ├── InputError      an input cannot be read or is not an article   (source, reason)
    ├── OptionError     an option has a value that it cannot have      (name, reason)
    ├── MeaningError    a name means nothing in a store, or too much   (name, reason)
    ├── LexiconError    a row of a lexicon file is wrong               (path, line)
    ├── ModelError      a language pipeline cannot be loaded           (name)
    ├── QueryError      a query or its parameters are wrong            (name)
    │   └── DeadlineError   a query was stopped                        (seconds)
    ├── StoreError      a store cannot be opened, read or written      (location)
    │   └── GraphFileError  a graph file cannot be read                (location)
    └── OutputError     a result cannot be written                     (path)

Messages say what is wrong, where, and what to do about it.
"""

from collections.abc import Callable
from pathlib import Path


class KGError(Exception):
    """Base class of all errors that a user of `kg` can mend."""

    def __reduce__(self) -> tuple[Callable[..., "KGError"], tuple[object, ...]]:
        """Errors come out of another process as they were raised there, message and data."""
        return _revived, (type(self), self.args, vars(self))


def _revived(kind: type[KGError], args: tuple[object, ...], data: dict[str, object]) -> KGError:
    error = kind.__new__(kind, *args)
    vars(error).update(data)
    return error


class InputError(KGError):
    """An input cannot be read, or is not an English article."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source, self.reason = source, reason


class OptionError(KGError):
    """An option has a value that it cannot have."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"option '{name}': {reason}")
        self.name, self.reason = name, reason


class MeaningError(KGError):
    """A name means nothing in a store, more than one thing, or a thing that cannot be judged so."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"name '{name}': {reason}")
        self.name, self.reason = name, reason


class LexiconError(KGError):
    """A row of a lexicon file is wrong."""

    def __init__(self, path: Path | str, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}")
        self.path, self.line, self.reason = path, line, reason


class ModelError(KGError):
    """A language pipeline cannot be loaded."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"pipeline '{name}': {reason}")
        self.name, self.reason = name, reason


class QueryError(KGError):
    """A query is unknown, refused or malformed, or a parameter does not fit it."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"query '{name}': {reason}")
        self.name, self.reason = name, reason


class DeadlineError(QueryError):
    """A query took longer than it may, and was stopped."""

    def __init__(self, seconds: float) -> None:
        super().__init__("SPARQL", f"stopped after {seconds:g} seconds; narrow it, or give it more time (--timeout)")
        self.seconds = seconds


class StoreError(KGError):
    """A store cannot be opened, read or written."""

    what = "store"

    def __init__(self, location: Path | str, reason: str) -> None:
        super().__init__(f"{self.what} '{location}': {reason}")
        self.location, self.reason = location, reason


class GraphFileError(StoreError):
    """A graph file cannot be read."""

    what = "graph file"


class OutputError(KGError):
    """A result cannot be written."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason
