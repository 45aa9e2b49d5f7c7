"""Judgements on identity, kept in the folder of a store: `judgements.json`, written in one step."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.codec import from_json, to_json
from kg.errors import StoreError
from kg.files import write_whole

if TYPE_CHECKING:
    from kg.resolve.judgements import Judgement

JUDGEMENTS = "judgements.json"


def load_judgements(folder: Path) -> tuple[Judgement, ...]:
    """The judgements of a store, in the order in which they were made."""
    from kg.resolve.judgements import Judgement

    path = folder / JUDGEMENTS
    try:
        return from_json(tuple[Judgement, ...], json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return ()
    except OSError as e:
        raise StoreError(folder, f"{JUDGEMENTS} cannot be read: {e.strerror}") from e
    except (ValueError, TypeError) as e:
        raise StoreError(folder, f"{JUDGEMENTS} is damaged ({e}); mend it, or delete it and judge anew") from e


def save_judgements(folder: Path, judgements: Iterable[Judgement]) -> None:
    """Keep the judgements of a store."""
    try:
        data = [to_json(j) for j in judgements]
        write_whole(folder / JUDGEMENTS, json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    except OSError as e:
        raise StoreError(folder, f"cannot be written: {e.strerror}") from e
