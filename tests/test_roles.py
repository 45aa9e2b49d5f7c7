"""Roles on stored parses: what each construction gives, whatever the model of the day."""

import json
from pathlib import Path

import pytest
from conftest import make_doc

from kg.extract.names import find_names
from kg.extract.offices import title
from kg.extract.reading import Reading
from kg.extract.roles import roles

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases/roles.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_roles(case: dict) -> None:
    doc = make_doc(case)
    names = find_names(doc)
    found = list(roles(Reading(doc, names, ())))

    def name(entity: int | None) -> str | None:
        return None if entity is None else names.entities[entity].name

    given = [[name(f.person), f.role, name(f.organization), f.former] for f in found]
    assert sorted(given, key=str) == sorted(case["expected"], key=str), case["why"]
    for f in found:
        assert f.evidence.rule.startswith("role.")
        assert 0 < f.evidence.confidence <= 1
        outside = [p for p in f.evidence.parts if not f.evidence.sentence.covers(p)]
        assert len(outside) <= 2  # the office and its body may stand in a sentence beside the one that names the holder


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Secretary-General", "secretary-general"),
        ("CEO", "CEO"),
        ("Vice President", "vice president"),
        ("MP", "MP"),
    ],
)
def test_titles_are_lower_case_but_for_acronyms(text: str, expected: str) -> None:
    assert title(text) == expected
