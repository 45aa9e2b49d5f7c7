"""Plain text and Markdown → Document."""

from collections.abc import Iterator

from kg.model import Document


def decode(data: bytes) -> str | UnicodeDecodeError:
    """Strict UTF-8 (a byte order mark stays part of the text), or the error."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as e:
        return e


def read_text(source: str, text: str) -> Iterator[Document]:
    """The whole file is one article."""
    yield Document(source, text)
