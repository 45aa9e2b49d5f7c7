"""What each line of a page is."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.lexicon import load
from kg.model import CONTENT, Document, SegmentKind
from kg.segment import credited, masked, segment

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases/segments.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_layouts(case: dict) -> None:
    text = "\n".join(line for line, _ in case["lines"])
    found = [(s.span.of(text), s.kind.value) for s in segment(Document("x", text))]
    expected = []
    for line, kinds in case["lines"]:
        if not kinds:
            continue
        parts = line.split("¦") if "¦" in line else [line]
        expected += [(part.strip(), kind) for part, kind in zip(parts, kinds.split("+"), strict=True)]
    text_without_marks = text.replace("¦", "")
    if "¦" in text:
        found = [(s.span.of(text_without_marks), s.kind.value) for s in segment(Document("x", text_without_marks))]
    assert found == expected


LINES = st.lists(
    st.sampled_from(
        [
            "",
            "  ",
            "Quay to be rebuilt",
            "By Ann Lee",
            "OSLO (Coast News) - The quay was opened on Monday by the mayor of the town.",
            "Share | Tweet",
            "Related stories",
            "• Mayor of Portsay quits after",
            "(Reporting by Bo Holm)",
            "May 3, 2024",
            "The council said on Monday that the quay would be rebuilt. It will cost two million.",
            "© 2024 Coast News",
            "\u2028",
            "\r",
        ]
    ),
    max_size=25,
).map("\n".join)


@given(LINES | st.text(max_size=300))
def test_segments_are_ordered_and_cover_the_text(text: str) -> None:
    segments = segment(Document("x", text))
    at = 0
    for s in segments:
        assert at <= s.span.start < s.span.end <= len(text)
        assert not text[at : s.span.start].strip()
        assert s.span.of(text).strip() == s.span.of(text)
        at = s.span.end
    assert not text[at:].strip()


@given(LINES)
def test_masking_keeps_every_offset(text: str) -> None:
    segments = segment(Document("x", text))
    blanked = masked(text, segments)
    assert len(blanked) == len(text)
    for s in segments:
        wanted = s.span.of(text) if s.kind in CONTENT else ""
        assert blanked[s.span.start : s.span.end].strip() == wanted


def test_people_in_bylines_and_credits_are_listed() -> None:
    text = (
        "Quay to be rebuilt\n\nBy Ann Lee and Bo van Holm\n\nThe quay will be rebuilt, the council said on Monday.\n\n"
        "(Reporting by Ann Lee; Editing by Cy Dahl)"
    )
    assert credited(text, segment(Document("x", text))) == ("Ann Lee", "Bo van Holm", "Cy Dahl")


@pytest.mark.parametrize("row", load("furniture"), ids=lambda r: r["example"][:30])
def test_every_pattern_proves_itself(row: dict[str, str]) -> None:
    story = "The council said on Monday that the quay of the town would be rebuilt before the winter storms. " * 5

    def kind(line: str) -> SegmentKind:
        return segment(Document("x", f"{story}\n\n{line}"))[-1].kind

    expected = SegmentKind.CREDITS if row["kind"] == "credits" else SegmentKind.BOILERPLATE
    assert kind(row["example"]) == expected
    assert kind(row["counter_example"]) == SegmentKind.BODY


PARAGRAPH = (
    "The council said on Monday that quay {0} of the town would be rebuilt. Work on pier {0} begins in the spring, "
    "when the storms of the winter are over."
)


@pytest.mark.parametrize("between", ["\n\n", "\n\nRelated stories\n\n"])
def test_long_pages_take_no_more_time_for_a_line_than_short_ones(between: str) -> None:
    text = between.join(PARAGRAPH.format(n) for n in range(4000))
    start = time.process_time()
    assert len(segment(Document("x", text))) >= 4000
    assert time.process_time() - start < 6  # seconds; 20 and more where every two lines are compared
