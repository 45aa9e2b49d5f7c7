"""Short lines → what they are by where they stand: around the headline, between paragraphs, behind the story."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.model import CONTENT, Document, Segment, SegmentKind
from kg.segment.forms import DATELINE, is_label, is_name, is_paragraph

_FEW = 4  # words: a headline has more, where there is a choice
_LONGEST_HEADLINE = 200
_LONGEST_TITLE = 120  # characters of the title of another story behind the last paragraph
_STORY = 3  # paragraphs
_ENTRY = re.compile(r"[^:]{2,40}: \S|\S.* [–-] \S|[^,]{4,40}, \S")  # of a list: "Finance: Bo Holm", "Ann Lee, mayor"


def mark_headline(document: Document, segments: Sequence[Segment]) -> list[Segment]:
    """The headline, and the labels above it as furniture."""
    lines = [" ".join(s.span.of(document.text).split()) for s in segments]
    place = _headline(document, segments, lines)
    if place is None:
        return list(segments)
    return [
        replace(s, kind=SegmentKind.HEADLINE)
        if n == place
        else replace(s, kind=SegmentKind.BOILERPLATE, reason="above the headline")
        if n < place and s.kind is SegmentKind.BODY and is_label(lines[n])
        else s
        for n, s in enumerate(segments)
    ]


def _headline(document: Document, segments: Sequence[Segment], lines: Sequence[str]) -> int | None:
    """The place of the headline: what metadata says, else the first line of the story that is no paragraph of it.

    A short line gives way to a longer one below it if it is not alone, stands below furniture, or is all in capitals:
    "Today's paper", "Coast Observer", "WORLD".
    """
    first = next(
        (n for n, s in enumerate(segments) if s.kind is SegmentKind.BODY and is_paragraph(lines[n])), len(lines)
    )
    stated = " ".join((document.headline or "").split())
    if stated in lines[:first]:
        return lines.index(stated)
    places = [n for n, s in enumerate(segments[: first + 1]) if s.kind in CONTENT]
    if not places or not _may_be_headline(segments[places[0]], lines[places[0]]):
        return None
    places = [n for n in places if n < first and _may_be_headline(segments[n], lines[n])]
    long = next((n for n in places if len(lines[n].split()) > _FEW), None)
    short = [n for n in places if long is not None and n < long]
    below = bool(short) and any(s.kind is SegmentKind.BOILERPLATE for s in segments[: short[0]])
    if not places or (long is not None and (len(short) > 1 or below or any(lines[n].isupper() for n in short))):
        return long
    return places[0]


def _may_be_headline(segment: Segment, line: str) -> bool:
    return (
        segment.kind is SegmentKind.BODY
        and len(line) <= _LONGEST_HEADLINE
        and not line.endswith(".")
        and not DATELINE.match(line)
    )


def drop_labels(text: str, segments: Sequence[Segment]) -> list[Segment]:
    """Buttons, names of sections and titles of other stories as furniture, in a text that has a story."""
    lines = [" ".join(s.span.of(text).split()) for s in segments]
    story = [n for n, s in enumerate(segments) if s.kind is SegmentKind.BODY and is_paragraph(lines[n])]
    out = list(segments)
    if not story:
        return out
    for n in range(story[0]):
        if out[n].kind is SegmentKind.BODY and is_label(lines[n]) and len(lines[n].split()) <= _FEW:
            out[n] = _byline(out[n]) if is_name(lines[n]) else _furniture(out[n], "beside the headline")
    for run in _runs(out, lines, story[0]):
        behind = run[-1] > story[-1]
        if behind and len(story) >= _STORY:
            _drop_behind(out, lines, run)
        elif not behind:
            _drop_between(out, lines, run)
    return out


def _byline(segment: Segment) -> Segment:
    return replace(segment, kind=SegmentKind.BYLINE, reason="byline")


def _furniture(segment: Segment, reason: str) -> Segment:
    return replace(segment, kind=SegmentKind.BOILERPLATE, reason=reason)


def _runs(segments: Sequence[Segment], lines: Sequence[str], start: int) -> Iterator[list[int]]:
    """The runs of labels and furniture behind the start, by their places."""
    run: list[int] = []
    for n in range(start, len(segments)):
        kind = segments[n].kind
        if kind is SegmentKind.BODY and not is_label(lines[n], _LONGEST_TITLE):
            if run:
                yield run
            run = []
        elif n > start:
            run.append(n)
    if run:
        yield run


def _drop_between(out: list[Segment], lines: Sequence[str], run: Sequence[int]) -> None:
    """Labels beside others or beside furniture; the last one before a paragraph may be a heading of the story."""
    labels = [n for n in run if out[n].kind is SegmentKind.BODY]
    if labels and labels[-1] == run[-1]:
        labels.pop()
    furniture = any(out[n].kind not in CONTENT for n in run)
    if (len(labels) < 2 and not furniture) or _is_list(lines, run[0], labels):
        return
    for n in labels:
        if is_label(lines[n]):
            out[n] = _furniture(out[n], "between paragraphs")


def _drop_behind(out: list[Segment], lines: Sequence[str], run: Sequence[int]) -> None:
    """What stands behind the last paragraph; not what may be a last sentence without its full stop."""
    labels = [n for n in run if out[n].kind is SegmentKind.BODY]
    if lines[run[0] - 1].endswith(":") or (len(run) == 1 and labels and not is_label(lines[run[0]])):
        return
    for n in labels:
        out[n] = _furniture(out[n], "behind the story")


def _is_list(lines: Sequence[str], start: int, labels: Sequence[int]) -> bool:
    """A list of the story rather than of a page: announced, or of entries."""
    entries = sum(bool(_ENTRY.match(lines[n])) for n in labels)
    return lines[start - 1].endswith(":") or entries > len(labels) / 2
