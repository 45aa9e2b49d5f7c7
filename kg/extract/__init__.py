"""Document + Doc → Article: names, roles, meetings and statements of one text."""

from collections.abc import Sequence

from spacy.tokens import Doc

from kg.extract.meetings import meetings
from kg.extract.names import find_names
from kg.extract.publication import publication_date, weekdays_told
from kg.extract.reading import Reading
from kg.extract.roles import roles
from kg.extract.statements import statements
from kg.extract.whereabouts import cities_meant, dateline
from kg.model import Article, Document, Refusal, Segment, SegmentKind
from kg.segment import credited

RULES_VERSION = "5"
"""Raised whenever a rule changes what it yields: analyses cached under another version are made again."""

__all__ = ["RULES_VERSION", "extract", "refusals"]


def extract(document: Document, segments: Sequence[Segment], doc: Doc) -> Article:
    """Everything that one article says."""
    return _read(document, segments, doc)[0]


def refusals(document: Document, segments: Sequence[Segment], doc: Doc) -> tuple[Refusal, ...]:
    """What of one article looked like a fact and was refused, in text order."""
    return tuple(sorted(_read(document, segments, doc)[1].refusals, key=lambda r: r.span))


def _read(document: Document, segments: Sequence[Segment], doc: Doc) -> tuple[Article, Reading]:
    names = find_names(doc, cities_meant(document, segments, doc))
    written = dateline(document.text, segments)
    names = names.written_in(*written, written[1].of(document.text)) if written else names
    reading = Reading(doc, names, segments, publication_date(document, segments, doc))
    held = tuple(roles(reading))
    article = Article(
        document=document,
        segments=tuple(segments),
        headline=document.headline or _headline(document, segments),
        published=reading.published,
        contributors=(*document.authors, *(c for c in credited(document.text, segments) if c not in document.authors)),
        sentences=tuple(reading.sentence_span(s) for s in reading.sentences),
        entities=names.entities,
        mentions=names.mentions,
        roles=held,
        meetings=tuple(meetings(reading, held)),
        statements=tuple(statements(reading, held)),
        weekdays=weekdays_told(doc),
    )
    return article, reading


def _headline(document: Document, segments: Sequence[Segment]) -> str | None:
    first = next((s for s in segments if s.kind is SegmentKind.HEADLINE), None)
    return " ".join(first.span.of(document.text).split()) if first else None
