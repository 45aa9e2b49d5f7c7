"""Days of meetings that undated articles name, from what others know of the same meetings."""

from dataclasses import replace
from datetime import date

import pytest
from test_resolve import DENMARK, NORWAY, SWEDEN, article, meeting

from kg.model import Article, DateValue, Precision, PublicationDate
from kg.resolve import resolve

MONDAY = date(2024, 5, 13)
NAMES = ("place Oslo", NORWAY, SWEDEN, "place Riga", DENMARK)
KNOWN = article("a", *NAMES, meetings=(meeting("held", (0,), MONDAY, (1, 2)),))


def undated(*told: tuple[str, str, tuple[int, ...], tuple[int, ...]], source: str = "b") -> Article:
    """An article that tells of meetings by status, words for the day, places and parties."""
    meetings = tuple(meeting(status, places, None, who, words=words) for status, words, places, who in told)
    return article(source, *NAMES, meetings=meetings)


def days(*articles: Article) -> set[str]:
    return {f"{g.date.start:%d}/{g.date.end:%d}" for g in resolve(articles).gatherings if g.date}


TALKS = ("held", "Monday", (0,), (1, 2))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([TALKS, ("planned", "Wednesday", (3,), (1, 4))], {"13/13", "15/15"}),
        ([TALKS, ("held", "Tuesday", (3,), (1, 4))], {"13/13", "14/14"}),
        ([TALKS, ("planned", "next week", (3,), (1, 4))], {"13/13", "20/26"}),
        ([TALKS, ("held", "on 3 June 1999", (3,), (1, 4))], {"13/13", "03/03"}),
        ([TALKS, ("held", "yesterday", (3,), (1, 4))], {"13/13"}),
        ([("held", "Wednesday", (3,), (1, 4))], {"13/13"}),
    ],
    ids=["to come", "the day after", "a week", "a full date", "the day of writing is open", "nothing shared"],
)
def test_a_meeting_that_others_date_settles_the_days_of_an_article(told: list, expected: set[str]) -> None:
    assert days(KNOWN, undated(*told)) == expected


def test_what_one_article_settles_settles_another() -> None:
    second = ("planned", "Wednesday", (3,), (1, 4))
    third = undated(second, ("planned", "Thursday", (0,), (2, 4)), source="c")
    assert days(undated(second), third) == set()
    assert days(KNOWN, undated(TALKS, second), third) == {"13/13", "15/15", "16/16"}


def test_a_week_that_one_article_states_is_narrowed_by_the_weekday_of_another() -> None:
    week = DateValue(MONDAY, date(2024, 5, 19), Precision.WITHIN, "x")
    vague = replace(meeting("planned", (3,), None, (1, 4), words="this week"), date=week)
    dated = article("c", *NAMES, meetings=(vague,))
    assert days(KNOWN, dated, undated(TALKS, ("planned", "Thursday", (3,), (1, 4)))) == {"13/13", "16/16"}


def test_a_dated_article_is_left_as_it_is() -> None:
    told = undated(TALKS, ("planned", "Wednesday", (3,), (1, 4)))
    dated = replace(told, published=PublicationDate(date(2024, 5, 14), "text"))
    assert days(KNOWN, dated) == {"13/13"}
