"""Meetings on stored parses: who met whom, where and when, whatever the model of the day. Written on 16 May 2024."""

import json
from datetime import date
from pathlib import Path

import pytest
from conftest import make_doc

from kg.extract.meetings import meetings
from kg.extract.names import find_names
from kg.extract.reading import Reading
from kg.extract.roles import roles
from kg.extract.whereabouts import cities_meant
from kg.model import DateValue, Document, PublicationDate

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases/meetings.jsonl").read_text("utf-8").splitlines()]
PUBLISHED = PublicationDate(date(2024, 5, 16), "text")


def days(value: DateValue | None) -> str | None:
    """First day, and last day where it is another."""
    if value is None or value.start == value.end:
        return value and str(value.start)
    return f"{value.start}/{value.end}"


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_meetings(case: dict) -> None:
    doc = make_doc(case)
    names = find_names(doc, cities_meant(Document(case["id"], case["text"]), (), doc))
    reading = Reading(doc, names, (), PUBLISHED)
    found = list(meetings(reading, tuple(roles(reading))))

    def named(entities: tuple[int, ...]) -> list[str]:
        return sorted(names.entities[e].name for e in entities)

    given = [[f.kind, f.status, named(f.places), days(f.date), named(f.participants)] for f in found]
    assert given == case["expected"], case["why"]
    series = [f.series.of(case["text"]) if f.series else None for f in found]
    assert series == case.get("series", [None] * len(found)), case["why"]
    durations = [f.duration.text if f.duration else None for f in found]
    assert durations == case.get("durations", [None] * len(found)), case["why"]
    for f in found:
        assert f.evidence.rule.startswith("meeting.")
        assert all(0 <= p.start < p.end <= len(case["text"]) for p in f.evidence.parts)
