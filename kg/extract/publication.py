"""Document + Doc → the day of publication, and how it is known. Never the clock."""

from collections.abc import Iterator, Sequence
from datetime import date

from spacy.tokens import Doc

from kg.dates import find_publication, weekday_of, weekday_order
from kg.model import Document, PublicationDate, Segment, SegmentKind
from kg.segment import publication_lines


def publication_date(document: Document, segments: Sequence[Segment], doc: Doc) -> PublicationDate | None:
    """The date that metadata, a dateline or a header line states; None where nothing does."""
    if document.published:
        stated = _iso(document.published) or _settled(find_publication(document.published), doc)
        if stated:
            return PublicationDate(stated, "metadata")
    datelines = {s.span.of(document.text) for s in segments if s.kind is SegmentKind.DATELINE}
    for line in publication_lines(document, segments):
        day = _settled(find_publication(line), doc)
        if day is not None:
            return PublicationDate(day, "dateline" if line in datelines else "text")
    return None


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
