"""Headings such as "Related stories": what stands below them is furniture, up to where the story goes on."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from kg.model import CONTENT, Segment, SegmentKind
from kg.segment.forms import heading, is_paragraph
from kg.segment.paragraphs import BULLET, SENTENCE_END

_STORY = 350  # characters of body text after which a heading such as "Related" surely ends a story
_WITHIN = "other stories"  # the reason of headings that stand within a story too; comments and contacts end it
_LARGEST_BOX = 12  # lines of a box that the story surely goes on behind
_HEADINGS = CONTENT | {SegmentKind.BOILERPLATE}
_NAME = re.compile(r"(?<![.!?“\"] )\b[A-ZÀ-Þ][\w’'-]{3,}")


def drop_boxes(text: str, segments: Sequence[Segment]) -> list[Segment]:
    """What stands below headings of furniture, and the headings themselves, as furniture."""
    lines = [" ".join(s.span.of(text).split()) for s in segments]
    read_on = [*accumulate(map(_reads_on, lines), initial=0)]  # how many of the lines before each one
    teasers = _last_teasers(lines)
    told: set[str] = set()  # names of the story so far
    out: list[Segment] = []
    seen, box = 0, ""  # characters of the story; the reason for which lines are skipped just now
    for n, (s, line) in enumerate(zip(segments, lines, strict=True)):
        reason = heading(line) if s.kind in _HEADINGS else None
        if box and (reason or (box == _WITHIN and _resumes(lines[n : n + 2], told))):
            box = ""
        if reason and seen and not box:
            before, after = read_on[n], read_on[-1] - read_on[n + 1]
            ends = after == 0 if seen <= _STORY else after < max(3, before) or n < teasers
            within = reason == _WITHIN and _goes_on(lines[n + 1 : n + 1 + _LARGEST_BOX], told)
            box = reason if ends or within else ""
        if box or reason:
            s = replace(s, kind=SegmentKind.BOILERPLATE, reason=box or "teaser") if s.kind in CONTENT else s
        elif s.kind is SegmentKind.BODY:
            seen += len(line)
            told.update(_NAME.findall(line))
        out.append(s)
    return out


def _reads_on(line: str) -> bool:
    return len(line) > 120 and bool(SENTENCE_END.search(line))


def _last_teasers(lines: Sequence[str]) -> int:
    """The place of the last line but one that is a bullet, or that breaks off in mid-sentence; -1 if no two are."""
    bullets = [n for n, line in enumerate(lines) if BULLET.match(line)]
    broken = [n for n, line in enumerate(lines) if len(line) > 120 and not SENTENCE_END.search(line)]
    return max(found[-2] if len(found) > 1 else -1 for found in (bullets, broken))


def _goes_on(lines: Sequence[str], told: set[str]) -> bool:
    """Whether the story goes on behind a box that begins with these lines, and the box holds no paragraphs itself."""
    place = next((n for n in range(len(lines)) if _resumes(lines[n : n + 2], told)), None)
    return place is not None and not any(map(is_paragraph, lines[:place]))


def _resumes(lines: Sequence[str], told: set[str]) -> bool:
    """Whether a story goes on with these lines: two paragraphs in a row that share names with it."""
    return (
        len(lines) == 2
        and all(map(is_paragraph, lines))
        and not told.isdisjoint(name for line in lines for name in _NAME.findall(line))
    )
