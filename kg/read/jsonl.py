"""JSON lines → Documents: one article a line."""

import json
from collections.abc import Iterator
from typing import Any

from kg.model import Document

_TEXT = ("text", "body", "content")
_HEADLINE = ("title", "headline")
_DATE = ("date", "published", "published_at", "datePublished")
_PUBLISHER = ("publisher", "outlet", "site")
_AUTHORS = ("author", "authors", "byline")


def read_jsonl(source: str, text: str) -> Iterator[Document | tuple[str, str]]:
    """An article for every line that holds a JSON object with a text."""
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip("\ufeff \t\r")
        if not line:
            continue
        place = f"{source}#{number}"
        try:
            record = json.loads(line)
        except ValueError as e:
            yield place, f"not JSON: {e}"
            continue
        except RecursionError:
            yield place, "not an article: nested too deeply"
            continue
        given = {n: record[n] for n in _TEXT if record.get(n) is not None} if isinstance(record, dict) else {}
        body = _first({n: v for n, v in given.items() if isinstance(v, str)}, _TEXT)
        if body is None:
            yield place, _no_text(given)
            continue
        yield Document(
            source=_first(record, ("url", "id")) or place,
            text=body,
            headline=_first(record, _HEADLINE),
            published=_first(record, _DATE),
            publisher=_first(record, _PUBLISHER),
            authors=_authors(record),
        )


def _no_text(given: dict[str, Any]) -> str:
    """Why the fields that may hold the text of an article do not."""
    odd = next((name for name, value in given.items() if not isinstance(value, str)), None)
    if odd is not None:
        return f"no article text; the field '{odd}' is no text"
    return f"no article text; one of the fields {', '.join(_TEXT)} must hold it"


def _first(record: dict[str, Any], names: tuple[str, ...]) -> str | None:
    """The first non-empty value of some fields; numbers as text."""
    for name in names:
        value = record.get(name)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            return str(value).lstrip("\ufeff")
    return None


def _authors(record: dict[str, Any]) -> tuple[str, ...]:
    for name in _AUTHORS:
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            return (value.strip(),)
        if isinstance(value, list):
            return tuple(v.strip() for v in value if isinstance(v, str) and v.strip())
    return ()
