"""Parts of paragraphs that are segments of their own, and what bylines and header lines say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.model import CONTENT, Document, Segment, SegmentKind, Span
from kg.segment.forms import (
    CAPTION_MARK,
    CREDIT_TAIL,
    DATELINE,
    LEADING_DATE,
    MARKED_CREDIT_TAIL,
    NAMES,
    PLACE_BEFORE_DASH,
)
from kg.segment.paragraphs import trim

_SHORTEST = 20  # characters of a paragraph behind its dateline


def split(text: str, segments: Sequence[Segment]) -> Iterator[Segment]:
    """The segments with datelines before paragraphs and credits behind captions as segments of their own."""
    first = next((s for s in segments if s.kind is SegmentKind.BODY), None)
    for s in segments:
        if s.kind is SegmentKind.CAPTION:
            yield from _split_caption(text, s)
        elif s.kind is SegmentKind.BODY:
            yield from _split_body(text, s, first=s is first)
        else:
            yield s


def _split_caption(text: str, s: Segment) -> Iterator[Segment]:
    line = s.span.of(text)
    mark = CAPTION_MARK.match(line)
    credit = MARKED_CREDIT_TAIL.search(line, mark.end()) if mark else CREDIT_TAIL.search(line)
    caption = trim(text, Span(s.span.start, s.span.start + credit.start())) if credit else None
    if caption is None or credit is None:
        yield s
        return
    yield replace(s, span=caption)
    yield Segment(Span(s.span.start + credit.start(), s.span.end), SegmentKind.CREDITS, "photo credit")


def _split_body(text: str, s: Segment, *, first: bool) -> Iterator[Segment]:
    line = s.span.of(text)
    lead = DATELINE.match(line) or LEADING_DATE.match(line) or (PLACE_BEFORE_DASH.match(line) if first else None)
    dateline = trim(text, Span(s.span.start, s.span.start + lead.end())) if lead else None
    if lead is None or dateline is None or len(line) - lead.end() < _SHORTEST:
        yield s
        return
    yield Segment(dateline, SegmentKind.DATELINE, "dateline")
    yield replace(s, span=Span(s.span.start + lead.end(), s.span.end))


def mark_bylines(text: str, segments: list[Segment]) -> list[Segment]:
    """A line that only names somebody whom a byline or a credit names is a byline too."""
    authors = set(credited(text, segments))
    return [
        replace(s, kind=SegmentKind.BYLINE, reason="byline") if s.kind in CONTENT and s.span.of(text) in authors else s
        for s in segments
    ]


def publication_lines(document: Document, segments: Sequence[Segment]) -> list[str]:
    """The lines that may state the day of publication: date lines, bylines, then the first few lines."""
    stated = [s for s in segments if s.kind in {SegmentKind.DATELINE, SegmentKind.BYLINE, SegmentKind.CREDITS}]
    first = [s for s in segments[:4] if s not in stated and s.span.end - s.span.start < 160]
    head = stated + first
    return [" ".join(s.span.of(document.text).split()) for s in head]


_CREDIT_NAMES = re.compile(rf"(?:[Bb]y|BY|[Ff]rom)\s+(?P<names>{NAMES})")


def credited(text: str, segments: Sequence[Segment]) -> tuple[str, ...]:
    """The people whom bylines and credits name, in order."""
    out: dict[str, None] = {}
    for s in segments:
        line = " ".join(s.span.of(text).split())
        if s.kind in {SegmentKind.BYLINE, SegmentKind.CREDITS}:
            for match in _CREDIT_NAMES.finditer(line):
                for name in re.split(r", and |, | and | & ", match["names"]):
                    if " " in name:
                        out.setdefault(name.strip(" ."))
    return tuple(out)
