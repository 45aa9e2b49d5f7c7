"""Roles on stored parses: what each construction gives, whatever the model of the day."""

import json
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, Span

from kg.extract.names import find_names
from kg.extract.offices import title
from kg.extract.reading import Reading
from kg.extract.roles import roles
from kg.nlp.component import MEETINGS, RELATIONS, STATUS, Relation

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases/roles.jsonl").read_text("utf-8").splitlines()]


def make_doc(case: dict) -> Doc:
    """The doc of a stored parse (see `make_case.py`)."""
    doc = Doc(
        spacy.blank("en").vocab,
        words=case["words"],
        spaces=case["spaces"],
        pos=case["pos"],
        tags=case["tags"],
        lemmas=case["lemmas"],
        heads=case["heads"],
        deps=case["deps"],
    )
    doc.set_ents([Span(doc, *e) for e in case["ents"]])
    doc.spans[MEETINGS] = [Span(doc, start, end, label=kind) for start, end, kind, _ in case["meetings"]]
    doc.user_data[STATUS] = {start: status for start, _, _, status in case["meetings"]}
    doc.user_data[RELATIONS] = [Relation(*r) for r in case["relations"]]
    return doc


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
        assert all(f.evidence.sentence.covers(p) for p in f.evidence.parts)


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
