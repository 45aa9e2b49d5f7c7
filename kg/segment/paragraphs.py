"""Text → paragraphs: lines, or runs of lines where the text is hard-wrapped."""

import re
from collections.abc import Iterator, Sequence

from kg.model import Span

SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
BULLET = re.compile(r"^\s*[•▪●‣◦*·-]\s+\S")


def paragraphs(text: str) -> Iterator[Span]:
    """The paragraphs of a text, without the white space around them."""
    lines = [Span(m.start(), m.end()) for m in re.finditer(r"[^\r\n\u2028\u2029\v\f]+", text)]
    wrapped = _is_wrapped(text, lines)
    current: Span | None = None
    for line in lines:
        span = trim(text, line)
        if span is None:
            continue
        if current is not None and wrapped and _goes_on(text, current, span):
            current = Span(current.start, span.end)
            continue
        if current is not None:
            yield current
        current = span
    if current is not None:
        yield current


def trim(text: str, span: Span) -> Span | None:
    """The span without white space at its ends; None if it is nothing else."""
    start, end = span
    while start < end and not text[start].strip():
        start += 1
    while end > start and not text[end - 1].strip():
        end -= 1
    return Span(start, end) if start < end else None


def _is_wrapped(text: str, lines: Sequence[Span]) -> bool:
    """Whether long lines mostly break in mid-sentence at about one width."""
    long = [line.of(text).rstrip() for line in lines if line.end - line.start >= 50]
    if len(long) < 4 or max(map(len, long)) > 100:
        return False
    return sum(not SENTENCE_END.search(line) for line in long) > len(long) / 2


def _goes_on(text: str, current: Span, line: Span) -> bool:
    """Whether a hard-wrapped line continues the paragraph before it."""
    between = text[current.end : line.start]
    last = current.end - max(current.start, text.rfind("\n", current.start, current.end) + 1)
    return between.count("\n") == 1 and last >= 50 and not BULLET.match(line.of(text))
