"""Inputs → Documents: files, folders, JSON lines and standard input, one article at a time.

The text is kept exactly as decoded, so that offsets into it hold. What cannot be read as an English
article becomes a `Rejection`; the other inputs go on.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kg.model import Document
from kg.read.check import reason_to_reject
from kg.read.html import read_html
from kg.read.jsonl import read_jsonl
from kg.read.text import decode, read_text


@dataclass(frozen=True, slots=True)
class Rejection:
    """An input that is not used, and why."""

    source: str
    reason: str


class Reader(Protocol):
    """Reads the articles of one file's text; problems with one article are yielded, not raised."""

    def __call__(self, source: str, text: str) -> Iterator[Document | tuple[str, str]]: ...


READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".html": read_html,
    ".htm": read_html,
}
"""Suffix → reader; other files of a folder are passed over."""


def read_inputs(inputs: Iterable[str]) -> Iterator[Document | Rejection]:
    """The articles of files, folders, JSON lines files and "-" (standard input), in order."""
    seen: set[str] = set()
    for name in inputs:
        for result in _read_input(name):
            if isinstance(result, Document):
                reason = reason_to_reject(result.text)
                if reason is None and result.source in seen:
                    reason = "given twice; the first one is used"
                seen.add(result.source)
                yield result if reason is None else Rejection(result.source, reason)
            else:
                yield result


def _read_input(name: str) -> Iterator[Document | Rejection]:
    if name == "-":
        yield from _read_stdin()
        return
    path = Path(name)
    if path.is_dir():
        yield from _read_folder(name, path)
    elif path.exists():
        reader = READERS.get(path.suffix.lower())
        if reader is None:
            known = ", ".join(sorted(READERS))
            yield Rejection(name, f"files of type '{path.suffix or 'no suffix'}' are not read; known are {known}")
            return
        yield from _read_file(name, path, reader)
    else:
        yield Rejection(name, "no such file or folder")


def _read_folder(name: str, folder: Path) -> Iterator[Document | Rejection]:
    """Every readable file below a folder, sorted; hidden ones are left out."""
    found = False
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        reader = READERS.get(path.suffix.lower())
        if reader is None or not path.is_file() or any(part.startswith(".") for part in inner.parts):
            continue
        found = True
        yield from _read_file(f"{name.rstrip('/')}/{inner.as_posix()}", path, reader)
    if not found:
        yield Rejection(name, f"no article files in this folder; read are {', '.join(sorted(READERS))}")


def _read_file(source: str, path: Path, reader: Reader) -> Iterator[Document | Rejection]:
    try:
        data = path.read_bytes()
    except OSError as e:
        yield Rejection(source, f"cannot be read: {e.strerror}")
        return
    yield from _read_bytes(source, data, reader)


def _read_bytes(source: str, data: bytes, reader: Reader) -> Iterator[Document | Rejection]:
    text = decode(data)
    if isinstance(text, UnicodeDecodeError):
        reason = (
            "binary data, not text"
            if b"\0" in data[:4096]
            else (f"not UTF-8 (byte {text.start}); convert it, e.g. `iconv -f cp1252 -t utf-8 FILE`")
        )
        yield Rejection(source, reason)
        return
    for result in reader(source, text):
        yield result if isinstance(result, Document) else Rejection(*result)


def _read_stdin() -> Iterator[Document | Rejection]:
    import sys

    data = sys.stdin.buffer.read()
    reader: Reader = read_jsonl if _looks_like_jsonl(data) else read_text
    yield from _read_bytes("stdin", data, reader)


def _looks_like_jsonl(data: bytes) -> bool:
    import json

    first = data.lstrip().split(b"\n", 1)[0]
    if not first.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except ValueError:
        return False


__all__: Sequence[str] = ["READERS", "Reader", "Rejection", "read_inputs"]
