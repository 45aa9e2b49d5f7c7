"""Statements on stored parses: quotations and reported clauses with their speakers, whatever the model of the day."""

import json
import re
from pathlib import Path

import pytest
from conftest import make_doc

from kg.extract.names import find_names
from kg.extract.reading import Reading
from kg.extract.roles import roles
from kg.extract.statements import statements
from kg.model import Segment, SegmentKind, Span

PATH = Path(__file__).parent / "cases/statements.jsonl"
CASES = [json.loads(line) for line in PATH.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_statements(case: dict) -> None:
    doc = make_doc(case)
    names = find_names(doc)
    paragraphs = re.finditer(r"(?s).+?(?=\n\n|$)\n*", case["text"])
    segments = tuple(
        Segment(Span(m.start(), len(m.group().rstrip()) + m.start()), SegmentKind.BODY) for m in paragraphs
    )
    reading = Reading(doc, names, segments)
    found = list(statements(reading, tuple(roles(reading))))
    given = [[f.speaker_text if f.speaker is None else names.entities[f.speaker].name, f.text, f.direct] for f in found]
    assert given == case["expected"], case["why"]
    for f in found:
        assert f.evidence.rule.startswith("statement.")
        assert all(0 <= p.start < p.end <= len(case["text"]) for p in f.evidence.parts)
