"""Every error that `kg` raises on purpose.

    KGError
    ├── InputError      an input cannot be read or is not an article   (source, reason)
    ├── OptionError     an option has a value that it cannot have      (name, reason)
    ├── LexiconError    a row of a lexicon file is wrong               (path, line)
    ├── ModelError      a language pipeline cannot be loaded           (name)
    ├── QueryError      a query or its parameters are wrong            (name)
    ├── StoreError      a store cannot be opened, read or written      (location)
    └── OutputError     a result cannot be written                     (path)

Messages say what is wrong, where, and what to do about it.
"""

from pathlib import Path


class KGError(Exception):
    """Base class of all errors that a user of `kg` can mend."""


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


class StoreError(KGError):
    """A store cannot be opened, read or written."""

    def __init__(self, location: Path | str, reason: str) -> None:
        super().__init__(f"store '{location}': {reason}")
        self.location, self.reason = location, reason


class OutputError(KGError):
    """A result cannot be written."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason
