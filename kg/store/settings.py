"""What a store remembers between builds: how its graph is made, and which database holds it.

One small file, `store.json`, written in one step: the graph of a store and its settings change together.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.codec import from_json, to_json
from kg.errors import StoreError
from kg.files import write_whole
from kg.graph.terms import DEFAULT_BASE

FILE = "store.json"
DATABASE = re.compile(r"graph(?:-(\d+))?")
"""Names of folders of databases inside the folder of a store."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the graph of a store is made from its articles."""

    base: str = DEFAULT_BASE
    keep_text: bool = False
    min_confidence: float = 0.0

    def changes(self, before: "Settings") -> Iterator[str]:
        """What differs from earlier settings, in words."""
        if self.base != before.base:
            yield f"the base of this store changes from {before.base} to {self.base}: all its IRIs are new"
        if self.keep_text and not before.keep_text:
            yield "this store keeps the texts of its articles from now on"
        if before.keep_text and not self.keep_text:
            yield "this store no longer keeps the texts of its articles"
        if self.min_confidence != before.min_confidence:
            yield f"facts below a confidence of {self.min_confidence:g} are left out from now on"


@dataclass(frozen=True, slots=True)
class Record:
    """The content of the file: the database in use, and the settings of its graph."""

    database: str = "graph"
    settings: Settings = Settings()


def load(folder: Path) -> Record | None:
    """The record of a store; None where there is none yet."""
    path = folder / FILE
    try:
        data = json.loads(path.read_text("utf-8"))
        record = from_json(Record, {**data, "settings": {**to_json(Settings()), **data["settings"]}})
    except FileNotFoundError:
        return None
    except OSError as e:
        raise StoreError(folder, f"{FILE} cannot be read: {e.strerror}") from e
    except (ValueError, KeyError, TypeError) as e:
        raise StoreError(folder, _damaged(str(e))) from e
    if not DATABASE.fullmatch(record.database):
        raise StoreError(folder, _damaged(f"'{record.database}' is no database of a store"))
    if not 0 <= record.settings.min_confidence <= 1:
        raise StoreError(folder, _damaged("min_confidence must be a number from 0 to 1"))
    return record


def save(folder: Path, record: Record) -> None:
    """Keep the record of a store."""
    write_whole(folder / FILE, json.dumps(to_json(record), ensure_ascii=False, indent=1) + "\n")


def _damaged(reason: str) -> str:
    return (
        f"{FILE} is damaged ({reason}); delete it and build once more, with --base and --keep-text if you used them: "
        "the articles of the store are still there"
    )
