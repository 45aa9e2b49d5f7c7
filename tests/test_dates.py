"""Tests of kg.dates: tables of expressions, header lines and weekdays."""

import csv
import doctest
import importlib
import pkgutil
from datetime import date
from pathlib import Path

import pytest

import kg.dates
from kg.dates import PartialDate, Tense, find_publication, partial, resolve, weekday_of, weekday_order

_CASES = Path(__file__).parent / "cases" / "dates.tsv"


def _rows() -> list[dict[str, str]]:
    with _CASES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _day(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["id"])
def test_resolve(row: dict[str, str]) -> None:
    value = resolve(
        row["text"],
        reference=_day(row["reference"]),
        tense=Tense(row["tense"]),
        anchor=_day(row["anchor"]),
    )
    found = (value.start, value.end, value.precision.value) if value else (None, None, "-")
    expected = (_day(row["expected_start"]), _day(row["expected_end"]), row["precision"])
    assert found == expected, row["why"]
    if value:
        assert value.rule.startswith("date.") and value.rule.endswith(".v1")


def test_the_table_is_large_and_mixed() -> None:
    rows = _rows()
    assert len({row["id"] for row in rows}) == len(rows) >= 200
    assert sum(row["precision"] == "-" for row in rows) >= 30
    held = sum(row["split"] == "held" for row in rows)
    assert 0.3 < held / len(rows) < 0.4


@pytest.mark.parametrize(("order", "expected"), [("dmy", date(1998, 4, 11)), ("mdy", date(1998, 11, 4)), (None, None)])
def test_order_settles_digits(order: str | None, expected: date | None) -> None:
    value = resolve("11/04/1998", reference=None, order=order)
    assert (value.start if value else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 6", PartialDate(month=3, day=6)),
        ("Thursday 6 Mar", PartialDate(month=3, day=6, weekday=3)),
        ("on Tuesday morning", PartialDate(weekday=1)),
        ("May 2024", PartialDate(year=2024, month=5)),
        ("2024-05-14", PartialDate(year=2024, month=5, day=14)),
        ("in 2019", PartialDate(year=2019)),
        ("11/04/1998", PartialDate()),
        ("last week", PartialDate()),
        ("march", PartialDate()),
    ],
)
def test_partial(text: str, expected: PartialDate) -> None:
    assert partial(text) == expected
    assert bool(expected) == (expected != PartialDate())


def test_weekday_of() -> None:
    assert [weekday_of(text) for text in ("Monday", "on Sunday night", "last week")] == [0, 6, None]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("AP , Thursday 16 May 2024", ["2024-05-16"]),
        ("Friday, June 5, 2020", ["2020-06-05"]),
        ("09/23/1997 08:15:00", ["1997-09-23"]),
        ("03/06/1997 08:15:00", ["1997-03-06", "1997-06-03"]),
        ("Thursday 03/06/1997", ["1997-03-06"]),
        ("Published: May 14, 2024 09:31 GMT", ["2024-05-14"]),
        ("14 May 2024 10:20", ["2024-05-14"]),
        ("2024-05-14T09:31:00Z", ["2024-05-14"]),
        ("Updated 3:12 PM ET, Mon March 4, 2019", ["2019-03-04"]),
        ("Friday, June 5, 2020 On Tuesday, the council met.", ["2020-06-05"]),
        ("Updated May 15, 2024 | Published May 14, 2024", ["2024-05-14"]),
        ("Last updated on 15 May 2024 at 10:20 BST", ["2024-05-15"]),
        ("By Ann Lee, Harbour Post, 3rd June 2020", ["2020-06-03"]),
        ("OSLO, June 3, 2020 (Harbour News) - The ministers met.", ["2020-06-03"]),
        ("Posted on Jun 3, 2020 by Ann Lee", ["2020-06-03"]),
        ("WEDNESDAY, JUNE 3, 2020", ["2020-06-03"]),
        ("03.06.2020", ["2020-06-03"]),
        ("Monday, June 3, 2020", []),
        ("On January 3, 2019, the minister resigned.", []),
        ("January 3, 2019, was a cold day in Oslo.", []),
        ("The treaty was signed on January 3, 2019", []),
        ("She was born in Oslo on 3 June 1950 and went to school there.", []),
        ("Monday", []),
        ("June 3", []),
        ("Call 020-7946-0018 or 1-2-3", []),
        ("", []),
    ],
)
def test_find_publication(line: str, expected: list[str]) -> None:
    assert [day.isoformat() for day in find_publication(line)] == expected


@pytest.mark.parametrize(
    ("weekdays", "expected"),
    [
        ([3], date(1997, 3, 6)),
        ([2], date(1997, 3, 6)),
        ([1], date(1997, 6, 3)),
        ([0, 0, 3], date(1997, 6, 3)),
        ([3, 0], date(1997, 3, 6)),
        ([2, 0], None),
        ([4], None),
        ([], None),
    ],
)
def test_weekday_order(weekdays: list[int], expected: date | None) -> None:
    """March 6 was a Thursday, June 3 a Tuesday; the same day counts before the day before."""
    assert weekday_order((date(1997, 3, 6), date(1997, 6, 3)), weekdays) == expected


@pytest.mark.parametrize(
    "text", ["x" * 5000, "a " * 40 + "-" * 20, "in 999 years", "999 decades ago", "- - -", "00/00/0000"]
)
def test_odd_text_does_no_harm(text: str) -> None:
    resolve(text, reference=date(2024, 5, 16), anchor=date(2024, 5, 16))
    find_publication(text)


@pytest.mark.parametrize("module", [name for _, name, _ in pkgutil.iter_modules(kg.dates.__path__)])
def test_doctests(module: str) -> None:
    assert doctest.testmod(importlib.import_module(f"kg.dates.{module}")).failed == 0
