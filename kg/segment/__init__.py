"""Document → Segments: what each line of a page is, and why it is read or skipped.

Rules are about form and place (a bullet before a truncated teaser, a line of initials, a short line behind the last
paragraph), never about particular outlets. When unsure, a line is body text.
"""

from collections.abc import Sequence

from kg.model import CONTENT, Document, Segment
from kg.segment.boxes import drop_boxes
from kg.segment.forms import kind_of
from kg.segment.paragraphs import paragraphs
from kg.segment.parts import credited, mark_bylines, publication_lines, split
from kg.segment.repeats import drop_repeats
from kg.segment.surroundings import drop_labels, mark_headline

__all__ = ["credited", "masked", "publication_lines", "segment"]


def segment(document: Document) -> tuple[Segment, ...]:
    """The segments of a document: in text order, not overlapping, covering everything but white space."""
    text = document.text
    segments = [Segment(span, *kind_of(" ".join(span.of(text).split()))) for span in paragraphs(text)]
    segments = drop_boxes(text, segments)
    segments = mark_headline(document, segments)
    segments = drop_labels(text, drop_repeats(text, segments))
    return tuple(split(text, mark_bylines(text, segments)))


def masked(text: str, segments: Sequence[Segment]) -> str:
    """The text with everything that is not content blanked out; offsets stay.

    >>> from kg.model import SegmentKind, Span
    >>> body = Segment(Span(3, 5), SegmentKind.BODY)
    >>> masked("ad\\nok", [body])
    '  \\nok'
    """
    out = [c if c in "\r\n" else " " for c in text]
    for s in segments:
        if s.kind in CONTENT:
            out[s.span.start : s.span.end] = text[s.span.start : s.span.end]
    return "".join(out)
