"""Bytes → text; plain text → Document."""

import codecs
import re
from collections.abc import Iterator

from kg.model import Document

_MARKS = {  # byte order marks; the longer ones first, since that of UTF-16 begins that of UTF-32
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]*?\b(?:charset|encoding)\s*=\s*[\"']?\s*"
    rb"((?:iso|latin|us-?ascii|ascii|windows|cp|mac|koi8|gb|big5|euc|shift)[\w:.-]*)",
    re.IGNORECASE,
)


_ON_THE_WEB = {"iso8859-1": "cp1252", "ascii": "cp1252"}  # as browsers read them


def decode(data: bytes) -> str | UnicodeDecodeError:
    """The text of a file without its byte order mark: UTF-8 unless the mark or a page says otherwise; or the error.

    >>> decode(b"\\xff\\xfeh\\0i\\0"), decode(b"<meta charset=latin1>caf\\xe9")
    ('hi', '<meta charset=latin1>café')
    """
    mark = next((m for m in _MARKS if data.startswith(m)), b"")
    try:
        return data.decode(_MARKS.get(mark, "utf-8")).lstrip("\ufeff")
    except UnicodeDecodeError as e:
        text = None if mark else _decode_as_declared(data)
        return e if text is None else text


def _decode_as_declared(data: bytes) -> str | None:
    """The text of a page in the encoding that its own head names; None if it names none that fits."""
    match = _DECLARED.search(data[:8192])
    if match is None:
        return None
    name = match[1].decode("ascii")
    try:
        return data.decode(_ON_THE_WEB.get(codecs.lookup(name).name, name))
    except (LookupError, UnicodeDecodeError):
        return None


def read_text(source: str, text: str) -> Iterator[Document]:
    """The whole file is one article."""
    yield Document(source, text)
