"""Inputs → Documents: files, folders, JSON lines and standard input, one article at a time.

The text is kept exactly as decoded, less a byte order mark, so that offsets into it hold. What cannot be read
as an English article becomes a `Rejection`; the other inputs go on.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from kg.model import Document
from kg.read.check import reason_to_reject
from kg.read.html import read_html
from kg.read.jsonl import read_jsonl
from kg.read.markdown import read_markdown
from kg.read.pdf import MARK, read_pdf
from kg.read.text import decode, read_text


@dataclass(frozen=True, slots=True)
class Rejection:
    """An input that is not used, and why."""

    source: str
    reason: str


class Reader(Protocol):
    """Reads the articles of one file's text; problems with one article are yielded, not raised."""

    def __call__(self, source: str, text: str) -> Iterator[Document | tuple[str, str]]: ...


def _read_no_pdf(source: str, text: str) -> Iterator[Document | tuple[str, str]]:
    """What is read as text is no PDF, whatever its name says."""
    yield source, "not a PDF, though its name ends in .pdf"


READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": _read_no_pdf,  # what is one is known by its first bytes, whatever its name
}
"""Suffix → reader; other files of a folder are passed over."""

_HALF = re.compile("[\ud800-\udfff]")


def read_inputs(inputs: Iterable[str]) -> Iterator[Document | Rejection]:
    """The articles of files, folders, JSON lines files and "-" (standard input), in order."""
    seen: set[str] = set()
    for name in inputs:
        for result in _read_input(name):
            source = _written(result.source)
            if isinstance(result, Document):
                reason = reason_to_reject(result.text)
                if reason is None and source in seen:
                    reason = "given twice; the first one is used"
                seen.add(source)
                yield _mended(result) if reason is None else Rejection(source, reason)
            else:
                yield Rejection(source, result.reason)


def count_files(inputs: Iterable[str]) -> tuple[int, int]:
    """How many inputs and files of folders are to be read, and how many files of other types are passed over."""
    read = others = 0
    for name in inputs:
        if name == "-" or _fault(Path(name)) or not Path(name).is_dir():
            read += 1
            continue
        for path, fault in _below(Path(name)):
            if fault or _is_article(path):
                read += 1
            else:
                others += 1
    return read, others


# ---------------------------------------------------------------- names and fields


def _written(text: str) -> str:
    """Text that can be written as UTF-8: bytes of a file name that are none show as escapes, half characters as U+FFFD.

    >>> _written("caf\\udce9.txt"), _written("\\ud83d")
    ('caf\\\\xe9.txt', '\ufffd')
    """
    return _HALF.sub(lambda m: f"\\x{ord(m[0]) - 0xDC00:02x}" if "\udc80" <= m[0] <= "\udcff" else "\ufffd", text)


def _mended(document: Document) -> Document:
    """The document with metadata that can be written."""
    return replace(
        document,
        source=_written(document.source),
        headline=document.headline and _written(document.headline),
        published=document.published and _written(document.published),
        publisher=document.publisher and _written(document.publisher),
        authors=tuple(map(_written, document.authors)),
    )


# ---------------------------------------------------------------- files and folders


def _read_input(name: str) -> Iterator[Document | Rejection]:
    if name == "-":
        yield from _read_stdin()
        return
    path = Path(name)
    fault = _fault(path)
    reader = READERS.get(path.suffix.lower())
    if fault is not None:
        yield Rejection(name, fault)
    elif path.is_dir():
        yield from _read_folder(name, path)
    elif path.suffix and reader is None:
        known = ", ".join(sorted(READERS))
        yield Rejection(name, f"files of type '{path.suffix}' are not read; known are {known}")
    else:
        yield from _read_file(name, path, reader)


def _fault(path: Path) -> str | None:
    """Why a file or folder cannot be reached; None if it can."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: no file can have such a name
        return "a link to a file that does not exist" if path.is_symlink() else "no such file or folder"
    except OSError as e:
        return f"cannot be read: {e.strerror}"
    return None


def _is_article(path: Path) -> bool:
    return path.suffix.lower() in READERS and path.is_file()


def _below(folder: Path) -> Iterator[tuple[Path, str | None]]:
    """The files below a folder in order, each with why it cannot be read; none is hidden or behind a linked folder."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        fault = _fault(path)
        try:
            if fault is None and path.is_dir():
                if path == folder or not path.is_symlink():
                    waiting += sorted((p for p in path.iterdir() if not p.name.startswith(".")), reverse=True)
                continue
        except OSError as e:
            fault = f"cannot be read: {e.strerror}"
        yield path, fault


def _read_folder(name: str, folder: Path) -> Iterator[Document | Rejection]:
    """Every article file below a folder, and every file or folder there that cannot be read."""
    found = False
    for path, fault in _below(folder):
        source = name if path == folder else f"{name.rstrip('/')}/{path.relative_to(folder).as_posix()}"
        if fault is not None:
            found = True
            yield Rejection(source, fault)
        elif _is_article(path):
            found = True
            yield from _read_file(source, path, READERS[path.suffix.lower()])
    if not found:
        yield Rejection(name, f"no article files in this folder; read are {', '.join(sorted(READERS))}")


# ---------------------------------------------------------------- contents


def _read_file(source: str, path: Path, reader: Reader | None) -> Iterator[Document | Rejection]:
    try:
        data = path.read_bytes()
    except OSError as e:
        yield Rejection(source, f"cannot be read: {e.strerror}")
        return
    yield from _read_bytes(source, data, reader)


def _read_stdin() -> Iterator[Document | Rejection]:
    import sys

    yield from _read_bytes("stdin", sys.stdin.buffer.read(), None)


def _read_bytes(source: str, data: bytes, reader: Reader | None) -> Iterator[Document | Rejection]:
    """The articles of some bytes; without a reader, their content says which one to use."""
    if data.startswith(MARK):
        yield from _results(read_pdf(source, data))
        return
    text = decode(data)
    if isinstance(text, UnicodeDecodeError):
        yield Rejection(source, _undecoded(text))
        return
    yield from _results((reader or _reader_of(text))(source, text))


def _results(read: Iterable[Document | tuple[str, str]]) -> Iterator[Document | Rejection]:
    return (r if isinstance(r, Document) else Rejection(*r) for r in read)


def _undecoded(error: UnicodeDecodeError) -> str:
    """Why bytes are no text."""
    if error.encoding != "utf-8":
        return f"not {error.encoding}, as its byte order mark says (byte {error.start})"
    if b"\0" in error.object[:4096]:
        return "binary data, not text"
    return f"not UTF-8 (byte {error.start}); convert it, e.g. `iconv -f cp1252 -t utf-8 FILE`"


_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)


def _reader_of(text: str) -> Reader:
    """The reader of a text whose name says nothing."""
    if _PAGE.match(text):
        return read_html
    return read_jsonl if _looks_like_jsonl(text) else read_text


def _looks_like_jsonl(text: str) -> bool:
    import json

    first = text.lstrip().split("\n", 1)[0]
    if not first.startswith("{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


__all__: Sequence[str] = ["READERS", "Reader", "Rejection", "count_files", "read_inputs"]
