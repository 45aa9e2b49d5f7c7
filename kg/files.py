"""Text → file, whole or not at all."""

import os
import re
from contextlib import suppress
from pathlib import Path

_DRAFT = re.compile(r"\..+\.[0-9]+\.tmp")


def write_whole(path: Path, text: str) -> None:
    """Write a file beside its place and put it there in one step: a reader sees the old file or the new one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())  # else a power cut may leave the new name with nothing in it
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise


def is_draft(path: Path) -> bool:
    """Whether a file is what `write_whole` leaves when its process is killed."""
    return _DRAFT.fullmatch(path.name) is not None


def sweep_drafts(folder: Path) -> None:
    """Remove the drafts of a folder that nobody else writes."""
    for path in folder.glob(".*.tmp"):
        if is_draft(path):
            with suppress(OSError):
                path.unlink()
