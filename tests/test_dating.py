"""Undated articles get the day that the others of the set leave no doubt about, or none."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from kg.extract.publication import publication_date, weekdays_told
from kg.model import (
    Article,
    DateValue,
    Document,
    EntityKind,
    Evidence,
    LocalEntity,
    MeetingFact,
    Precision,
    PublicationDate,
    Segment,
    SegmentKind,
    Span,
)
from kg.nlp.pipeline import annotate, load
from kg.resolve import resolve
from kg.segment import segment

HERE = Evidence(Span(0, 5), (), "test.rule.v1", 0.9)
MON, TUE, WED, SUN = 0, 1, 2, 6
MONDAY, TUESDAY, WEDNESDAY = date(2024, 5, 13), date(2024, 5, 14), date(2024, 5, 15)
ENTITIES = tuple(
    LocalEntity(kind, name, (name,), code)
    for kind, name, code in (
        (EntityKind.COUNTRY, "Norway", "NO"),
        (EntityKind.COUNTRY, "Chile", "CL"),
        (EntityKind.PLACE, "Bergen", None),
    )
)
WIRE = "The envoys of Norway and Chile met in Bergen and agreed on the catch of herring for the coming three years"


def talks(words: str | None, day: date | None = None, status: str = "held") -> MeetingFact:
    """Talks of Norway and Chile in Bergen."""
    when = DateValue(day, day, Precision.DAY, "x") if day else None
    return MeetingFact("talks", "talks", status, (2,), None, when, words, (0, 1), HERE)


def report(
    source: str, day: date | None, *weekdays: int, meetings: tuple[MeetingFact, ...] = (), text: str = ""
) -> Article:
    """A report of a day, or of none, that tells of some weekdays."""
    published = PublicationDate(day, "dateline") if day else None
    body = (Segment(Span(0, len(text)), SegmentKind.BODY),) if text else ()
    document = Document(source, text)
    return Article(document, body, None, published, (), (), ENTITIES, (), (), meetings, (), tuple(weekdays))


DATED = report("dated", TUESDAY, MON, TUE, meetings=(talks("Monday", MONDAY),))


@pytest.mark.parametrize(
    ("weekdays", "meeting", "others", "expected"),
    [
        ((MON, TUE), talks("Monday"), [DATED], TUESDAY),
        ((TUE,), talks("on Monday evening"), [DATED], TUESDAY),
        ((MON,), talks("Monday"), [DATED], None),  # may have appeared on Monday: no report of that day is known
        ((TUE, WED), talks("Monday"), [DATED], None),  # a day later
        ((), talks("Monday"), [DATED], None),
        ((TUE,), talks("Sunday"), [DATED], None),  # other talks
        ((TUE,), talks("Monday", status="planned"), [DATED], None),
        ((TUE,), talks(None), [DATED], None),
        ((TUE,), talks("Monday"), [replace(DATED, published=None)], None),
        ((TUE,), talks("Monday"), [replace(DATED, published=PublicationDate(WEDNESDAY, "text"))], None),
        ((TUE,), talks("Monday"), [DATED, replace(DATED, document=Document("again", ""))], TUESDAY),
    ],
)
def test_a_report_of_a_meeting_whose_day_is_known(
    weekdays: tuple[int, ...], meeting: MeetingFact, others: list[Article], expected: date | None
) -> None:
    articles = resolve([report("undated", None, *weekdays, meetings=(meeting,)), *others]).articles
    (found,) = [a.published for a in articles if a.document.source == "undated"]
    assert found == (PublicationDate(expected, "inferred") if expected else None)


@pytest.mark.parametrize(
    ("weekdays", "dated", "expected"),
    [
        ((MON, TUE), [(TUESDAY, (MON, TUE))], TUESDAY),
        ((TUE,), [(TUESDAY, (MON, TUE))], TUESDAY),
        ((TUE, WED), [(TUESDAY, (MON, TUE))], None),  # goes on after the copy was written
        ((MON,), [(TUESDAY, (MON, TUE))], None),  # may be of the day before
        ((TUE,), [(TUESDAY, (TUE,)), (TUESDAY, (TUE,))], TUESDAY),
        ((TUE,), [(TUESDAY, (TUE,)), (date(2024, 5, 21), (TUE,))], None),
        ((TUE,), [(WEDNESDAY, (TUE,))], None),
    ],
)
def test_a_copy_of_a_dated_text(
    weekdays: tuple[int, ...], dated: list[tuple[date, tuple[int, ...]]], expected: date | None
) -> None:
    others = [report(f"d{n}", day, *told, text=WIRE) for n, (day, told) in enumerate(dated)]
    articles = resolve([*others, report("undated", None, *weekdays, text=WIRE)]).articles
    found = articles[-1].published
    assert found == (PublicationDate(expected, "inferred") if expected else None)


@pytest.mark.parametrize(
    ("dateline", "expected"),
    [
        ("BERGEN, May 14 (Coast News) -", TUESDAY),
        ("BERGEN, 13 May -", TUESDAY),
        ("BERGEN (Coast News) -", TUESDAY),
        ("BERGEN, May 16 (Coast News) -", None),
    ],
)
def test_a_header_line_may_speak_against_a_day(dateline: str, expected: date | None) -> None:
    undated = report("undated", None, TUE, meetings=(talks("Monday"),), text=dateline)
    undated = replace(undated, segments=(Segment(Span(0, len(dateline)), SegmentKind.DATELINE),))
    published = resolve([DATED, undated]).articles[-1].published
    assert (published.day if published else None) == expected


def test_meetings_are_read_by_the_day_found_whatever_the_order() -> None:
    to_come = replace(talks("Thursday", status="planned"), kind="ceremony")
    undated = report("undated", None, TUE, meetings=(talks("Monday"), to_come))
    orders = permutations([DATED, undated, report("other", WEDNESDAY)])
    found = {tuple((g.date.start, g.date.end) for g in resolve(o).gatherings if g.date) for o in orders}
    assert found == {((MONDAY, MONDAY), (date(2024, 5, 16), date(2024, 5, 16)))}


@pytest.mark.parametrize(
    ("sentence", "weekdays"),
    [
        ("The council said on Tuesday that it saw no reason for hope.", (TUE,)),
        ("The mayor of Bergen told reporters on Monday that the work goes on.", (MON,)),
        ("Speaking in Oslo on Tuesday, Bo Holm described the report as useful.", (TUE,)),
        ("The talks were held in Oslo on Sunday.", (SUN,)),
        ("The ministers will meet in Oslo on Wednesday.", ()),
        ("The vote is followed by a meeting of the council on Wednesday.", ()),
        ("Bo Holm warned of losses ahead of Wednesday's vote.", ()),
        ("The session was scheduled for Wednesday.", ()),
        ("She said nothing.", ()),
    ],
)
def test_weekdays_on_which_something_was_said_or_done(sentence: str, weekdays: tuple[int, ...]) -> None:
    document = Document("x", sentence)
    (doc,) = annotate(load(), [(document, segment(document))])
    assert weekdays_told(doc) == weekdays


@pytest.mark.parametrize(
    ("stamp", "header", "expected"),
    [
        ("2024-05-15T02:30:00Z", "Published: 9:30 PM CDT May 14, 2024", TUESDAY),
        ("2024-05-15T02:30:00Z", "Updated: May 14, 2024", WEDNESDAY),
        ("2024-05-15T15:30:00Z", "Published: May 14, 2024", WEDNESDAY),
        ("2024-05-15", "Published: May 14, 2024", WEDNESDAY),
        ("2024-05-15T02:30:00Z", "By Ann Lee", WEDNESDAY),
    ],
)
def test_a_stamp_in_universal_time_gives_way_to_the_local_day(stamp: str, header: str, expected: date) -> None:
    text = f"Quay to be rebuilt\n{header}\nThe quay of Bergen will be rebuilt, the mayor said at the town hall."
    document = Document("x", text, published=stamp)
    segments = segment(document)
    (doc,) = annotate(load(), [(document, segments)])
    assert publication_date(document, segments, doc) == PublicationDate(expected, "metadata")
