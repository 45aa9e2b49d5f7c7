"""Document + Doc → the day of publication, and how it is known. Never the clock."""

from collections.abc import Iterator, Sequence
from datetime import date

from spacy.tokens import Doc, Token

from kg.dates import find_publication, local_day, weekday_of, weekday_order
from kg.model import Document, PublicationDate, Segment, SegmentKind
from kg.segment import publication_lines


def publication_date(document: Document, segments: Sequence[Segment], doc: Doc) -> PublicationDate | None:
    """The date that metadata, a dateline or a header line states; None where nothing does."""
    if document.published:
        stated = _iso(document.published) or _settled(find_publication(document.published), doc)
        told = [d for line in publication_lines(document, segments) for d in find_publication(line, updates=False)]
        if stated:
            return PublicationDate(local_day(document.published, told) or stated, "metadata")
    datelines = {s.span.of(document.text) for s in segments if s.kind is SegmentKind.DATELINE}
    for line in publication_lines(document, segments):
        day = _settled(find_publication(line), doc)
        if day is not None:
            return PublicationDate(day, "dateline" if line in datelines else "text")
    return None


_NOT_PAST = frozenset("to is are being 's 're".split())  # "talks are followed by a meeting on Friday"
_AHEAD = frozenset("scheduled planned set expected slated due called".split())


def weekdays_told(doc: Doc) -> tuple[int, ...]:
    """The weekdays on which the story says that something was said or done (0 is Monday): "she said on Tuesday"."""
    return tuple(sorted({day for token in doc if (day := _told(token)) is not None}))


def _told(token: Token) -> int | None:
    """The weekday that a token names, if it dates a verb in the past tense."""
    day = weekday_of(token.text) if token.ent_type_ in {"DATE", "TIME"} else None
    if day is None or any(c.dep_ == "case" and c.lower_ != "on" for c in token.children):
        return None
    if token.i + 1 < len(token.doc) and token.nbor().tag_.startswith(("N", "POS")):  # "the Tuesday talks"
        return None
    head = token.head.head if token.head.lower_ == "on" else token.head
    while head.tag_ == "VBG" and head.head != head:  # "Speaking in Oslo on Tuesday, he said"
        head = head.head
    open_ended = any(c.tag_ == "MD" or c.lower_ in _NOT_PAST for c in head.children) or head.lower_ in _AHEAD
    return day if head.tag_ in {"VBD", "VBN"} and not open_ended else None


def _iso(text: str) -> date | None:
    """The day of an ISO date or date-time.

    >>> _iso("2024-05-14T09:31:00+02:00")
    datetime.date(2024, 5, 14)
    """
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _settled(candidates: Sequence[date], doc: Doc) -> date | None:
    """The only candidate, or the one that fits the weekdays of the story ("04/07/1998")."""
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    return weekday_order(candidates, _weekdays_told(doc))


def _weekdays_told(doc: Doc) -> Iterator[int]:
    """The weekdays of sentences whose main verb is in the past tense (0 is Monday)."""
    for sentence in doc.sents:
        if sentence.root.tag_ in {"VBD", "VBN"}:
            for token in sentence:
                day = weekday_of(token.text) if token.ent_type_ in {"DATE", "TIME"} else None
                if day is not None:
                    yield day
