"""Text → quoted spans: which characters stand between quotation marks.

Reads curly, straight, single and wire (``…'') marks, one paragraph at a time. A quotation that is
never closed ends with its paragraph; the next paragraph may go on with it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Span

_PAIRS = {"“": "”", "``": "''", "«": "»", "„": "“"}
_OPEN = re.compile(r"“|``|«|„|\"|‘|(?<![\w'’])'(?=\w)|(?<![\w'’])’(?=\w)")
_APOSTROPHE = re.compile(r"['’](?:(?:\d0s|tis|twas|em|cause|til|n['’])(?!\w)|(?:s|re|ve|ll|d|m)(?=\s))", re.IGNORECASE)
_SENTENCE_MARKS = frozenset(",.?!…;-—")


@dataclass(frozen=True, slots=True)
class Quoted:
    """The characters inside a pair of marks, and the paragraph they stand in."""

    inner: Span  # without the marks
    outer: Span  # with them
    paragraph: int
    closed: bool


def quoted(text: str, paragraphs: list[Span]) -> Iterator[Quoted]:
    """The quoted spans of the paragraphs, in text order; a quotation inside a quotation is part of it.

    >>> t = 'He said: "We will talk," then left.'
    >>> [q.inner.of(t) for q in quoted(t, [Span(0, len(t))])]
    ['We will talk,']
    """
    for number, paragraph in enumerate(paragraphs):
        at = paragraph.start
        while match := _OPEN.search(text, at, paragraph.end):
            mark, begin = match.group(), match.end()
            if mark in {"'", "’", "‘"} and _elided(text, match.start()):
                at = begin
                continue
            end, width = _closing(text, mark, begin, paragraph.end)
            if end is None and mark in {"'", "’", "‘"}:
                at = begin
                continue
            closed = end is not None
            stop = end if end is not None else paragraph.end
            if text[begin:stop].strip():
                yield Quoted(Span(begin, stop), Span(match.start(), stop + width), number, closed)
            at = max(stop + width, begin)


def _closing(text: str, mark: str, begin: int, limit: int) -> tuple[int | None, int]:
    """Where the quotation ends, and how long its closing mark is."""
    if mark in {"'", "’", "‘"}:
        return _closing_single(text, begin, limit), 1
    for close in {_PAIRS.get(mark, '"'), '"' if mark == "“" else _PAIRS.get(mark, '"')}:
        end = text.find(close, begin, limit)
        if end >= 0:
            return end, len(close)
    if mark in {"“", '"'}:  # closed with the wrong mark
        for close in ("“", "”", "''"):
            end = text.find(close, begin, limit)
            if end >= 0 and (end + len(close) >= limit or not text[end + len(close)].isalnum()):
                return end, len(close)
    return None, 0


def _closing_single(text: str, begin: int, limit: int) -> int | None:
    """The mark that closes a single quotation: one after punctuation, else the first that is no possessive."""
    candidates = [
        i
        for i in range(begin, limit)
        if text[i] in "'’" and (i + 1 >= limit or not text[i + 1].isalnum()) and not text[i - 1].isspace()
    ]
    if not candidates:
        return None
    following = re.compile(r"[\s(_—–-][‘'](?=\w)").search(text, begin, limit)
    before_next = [i for i in candidates if following is None or i <= following.start()] or candidates
    punctuated = [
        i for i in before_next if text[i - 1] in _SENTENCE_MARKS or text[i + 1 : i + 2] in {",", ".", ";", ":"}
    ]
    safe = [i for i in before_next if text[i - 1] != "s"]
    if punctuated and (not safe or punctuated[0] <= safe[0]):
        return punctuated[0]
    return (safe or before_next)[0]


def _elided(text: str, at: int) -> bool:
    """Whether a mark is an apostrophe: 'tis, '90s, 'em, and the 's of "Acme 's losses" in text cut into words."""
    return bool(_APOSTROPHE.match(text, at))


def words_in(text: str) -> int:
    """Number of words.

    >>> words_in("no room for optimism.")
    4
    """
    return len(re.findall(r"\w+(?:['’]\w+)*", text))


def trimmed(text: str, span: Span) -> Span:
    """The span without white space at its ends and without the comma before a closing mark."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return Span(start, end)


def is_title(text: str) -> bool:
    """Whether quoted words are the name of a work or a nickname: all but the small words have a capital.

    >>> is_title("How to Close a Hospital"), is_title("We Are Ready,"), is_title("We will talk")
    (True, False, False)
    """
    words = re.findall(r"[^\W\d_][\w’'-]*", text)
    weighty = [w for w in words if len(w) > 3 or w[0].isupper()]
    return (
        not re.search(r"[,.?!;:]", text)
        and len(weighty) > 1
        and all(w[0].isupper() for w in weighty)
        and not text.isupper()
    )
