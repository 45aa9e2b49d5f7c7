"""What cannot both hold, what is told of it, and what is only a coarser word or a later state."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT
from test_graph import graph
from test_resolve import NORWAY, SWEDEN, article, meeting, role

from kg.disputes import Dispute, disputes
from kg.model import Article, DateValue, Duration, EntityKind, Evidence, MeetingFact, Precision, PublicationDate, Span
from kg.query import run
from kg.resolve import Entity, resolve
from kg.resolve.conflicts import (
    durations_differ,
    places_differ,
    states_differ,
    titles_differ,
    venues_differ,
)

MONDAY, TUESDAY, FRIDAY = date(2024, 5, 13), date(2024, 5, 14), date(2024, 5, 17)
NAMES = (NORWAY, SWEDEN, "place Oslo", "place Bergen", "place Geneva")
OSLO, BERGEN, GENEVA = (2,), (3,), (4,)
BOTH = (0, 1)


def told(source: str, fact: MeetingFact, *, published: date | None = MONDAY, text: str = "Hello, world.") -> Article:
    """An article of a day that tells of one meeting."""
    day = PublicationDate(published, "text") if published else None
    return replace(article(source, *NAMES, meetings=(fact,), text=text), published=day)


def found(*articles: Article) -> list[Dispute]:
    return disputes(graph(*articles))


def values(*articles: Article) -> list[tuple[str, list[tuple[tuple[str, ...], int]]]]:
    return [(d.what, [(v.names, len(v.reports)) for v in d.values]) for d in found(*articles)]


# ---------------------------------------------------------------- values

SEVEN, OVER_SEVEN = Duration("seven hours", 420, 390, 450), Duration("more than seven hours", 420, 420, 480)
NEARLY_EIGHT, THREE = Duration("nearly eight hours", 480, 420, 480), Duration("three hours", 180, 150, 210)


@pytest.mark.parametrize(
    ("a", "b", "differ"),
    [
        (SEVEN, THREE, True),
        (SEVEN, OVER_SEVEN, False),
        (OVER_SEVEN, NEARLY_EIGHT, False),
        (NEARLY_EIGHT, THREE, True),
    ],
    ids=lambda d: str(getattr(d, "text", d)),
)
def test_durations(a: Duration, b: Duration, differ: bool) -> None:
    assert durations_differ(a, b) is durations_differ(b, a) is differ


def test_who_tells_another_duration_disputes_it() -> None:
    held = meeting("held", OSLO, MONDAY, BOTH)
    seven, over, three = (replace(held, duration=d) for d in (SEVEN, OVER_SEVEN, THREE))
    assert values(told("a", seven), told("b", over), told("c", three)) == [
        ("duration", [(("7 h",), 2), (("3 h",), 1)]),
    ]
    assert values(told("a", seven), told("b", over), told("c", held)) == []


@pytest.mark.parametrize(
    ("a", "b", "differ"),
    [
        ("Hotel Norge", "Grand Hotel", True),
        ("Hotel Norge", "the Hotel Norge in Bergen", False),
        ("U.S. mission", "the permanent mission of the United States", False),
        ("U.S. mission", "the Swedish mission", True),
        ("NATO's headquarters", "headquarters of the North Atlantic Treaty Organization", False),
        ("NATO's headquarters", "the headquarters of the OSCE", True),
        ("city hall", "the City Hall", False),
        ("the palace", "the palace of the Arab League", False),
    ],
)
def test_venues(a: str, b: str, differ: bool) -> None:
    assert venues_differ(a, b) is venues_differ(b, a) is differ


@pytest.mark.parametrize(
    ("a", "b", "differ"),
    [
        ("place Oslo", "place Bergen", True),
        ("place Oslo", "country NO Norway", False),
        ("place Oslo", "country SE Sweden", True),
        ("country NO Norway", "country SE Sweden", True),
        ("place Oslo", "place Little Hamlet", False),
        ("place Bavaria", "place Munich", False),
        ("place Bavaria", "place Oslo", True),
        ("place Cambridge", "place Oslo", False),
    ],
)
def test_places(a: str, b: str, differ: bool) -> None:
    def entity(words: str) -> Entity:
        kind, name = words.split(" ", 1)
        code, name = name.split(" ", 1) if kind == "country" else (None, name)
        return Entity(EntityKind(kind), name, (name,), code, ())

    assert places_differ(entity(a), entity(b)) is places_differ(entity(b), entity(a)) is differ


def test_days() -> None:
    monday, tuesday = (DateValue(d, d, Precision.DAY, "x") for d in (MONDAY, TUESDAY))
    week = DateValue(MONDAY, FRIDAY, Precision.WITHIN, "x")
    assert not monday.overlaps(tuesday)
    assert tuesday.overlaps(week) and week.overlaps(tuesday)


@pytest.mark.parametrize(
    ("a", "b", "differ"),
    [
        (("planned", MONDAY), ("held", FRIDAY), False),
        (("planned", MONDAY), ("cancelled", MONDAY), False),
        (("held", FRIDAY), ("cancelled", MONDAY), False),
        (("held", MONDAY), ("cancelled", MONDAY), True),
        (("held", MONDAY), ("postponed", FRIDAY), True),
        (("held", None), ("cancelled", MONDAY), True),
        (("unclear", MONDAY), ("cancelled", MONDAY), False),
    ],
)
def test_states(a: tuple, b: tuple, differ: bool) -> None:
    assert states_differ(*a, *b) is states_differ(*b, *a) is differ


@pytest.mark.parametrize(
    ("a", "b", "differ"),
    [
        ("foreign minister", "defence minister", True),
        ("foreign minister", "minister of foreign affairs", False),
        ("foreign minister", "minister", False),
        ("foreign minister", "deputy foreign minister", True),
        ("chief adviser", "senior chief adviser", False),
        ("president", "commander-in-chief", False),
        ("defence secretary", "secretary of defense", False),
        ("secretary of state", "secretary of defence", True),
    ],
)
def test_titles(a: str, b: str, differ: bool) -> None:
    assert titles_differ(a, b) is titles_differ(b, a) is differ


# ---------------------------------------------------------------- disputes of a graph

HELD = meeting("held", OSLO, MONDAY, BOTH)


def test_the_better_supported_venue_comes_first() -> None:
    norge, grand = replace(HELD, venue="Hotel Norge"), replace(HELD, venue="Grand Hotel")
    texts = ["One two three four five six seven.", "All other words stand in this one here.", "Hello, world."]
    articles = [
        told(s, f, text=t)
        for s, f, t in zip("abc", (grand, replace(norge, venue="Norge Hotel"), norge), texts, strict=True)
    ]
    assert values(*articles) == [("venue", [(("Norge Hotel", "Hotel Norge"), 2), (("Grand Hotel",), 1)])]


def test_copies_of_one_text_are_one_voice() -> None:
    wire = (
        "The ministers of both states met in the old hotel by the harbour and spoke of fish, ferries and a fence. " * 2
    )
    copied = [told(s, replace(HELD, venue="Hotel Norge"), text=wire) for s in "ab"]
    own = [told(s, replace(HELD, venue="Grand Hotel"), text=t) for s, t in (("c", "Hello."), ("d", "Good day."))]
    (dispute,) = found(*copied, *own)
    assert [(v.names, v.origins, len(v.reports)) for v in dispute.values] == [
        (("Grand Hotel",), 2, 2),
        (("Hotel Norge",), 1, 2),
    ]


def test_other_cities_on_one_day_are_one_meeting_in_dispute() -> None:
    assert values(told("a", HELD), told("b", meeting("held", BERGEN, MONDAY, BOTH)), told("c", HELD)) == [
        ("place", [(("Oslo",), 2), (("Bergen",), 1)])
    ]


def test_other_days_in_articles_of_one_day_are_one_meeting_in_dispute() -> None:
    second = meeting("held", OSLO, TUESDAY, BOTH)
    first, other = told("a", HELD, published=FRIDAY), told("b", second, published=FRIDAY)
    assert values(first, other) == [("date", [(("2024-05-13",), 1), (("2024-05-14",), 1)])]
    (row,) = run("meetings-table", {}, graph(first, other))
    assert (row["earliest"], row["latest"]) == ("2024-05-13", "2024-05-14")


@pytest.mark.parametrize(
    "other",
    [
        told("b", meeting("held", OSLO, TUESDAY, BOTH), published=TUESDAY),
        told("b", meeting("held", BERGEN, TUESDAY, BOTH)),
        told("b", meeting("planned", BERGEN, MONDAY, BOTH)),
        told("b", meeting("held", BERGEN, MONDAY, (0,))),
    ],
    ids=["told a day later", "city and day", "state", "parties"],
)
def test_what_differs_in_more_is_another_meeting(other: Article) -> None:
    assert len(resolve([told("a", HELD), other]).gatherings) == 2
    assert values(told("a", HELD), other) == []


def test_an_article_that_tells_of_both_meetings_settles_that_they_are_two() -> None:
    both = replace(told("a", HELD), meetings=(HELD, meeting("held", BERGEN, MONDAY, BOTH)))
    assert values(both, told("b", meeting("held", BERGEN, MONDAY, BOTH))) == []


def test_a_country_does_not_dispute_its_city() -> None:
    country = replace(HELD, places=(0,))
    assert values(told("a", HELD), told("b", country)) == []


@pytest.mark.parametrize(
    ("states", "status", "disputed"),
    [
        ([("planned", MONDAY), ("held", FRIDAY)], "held", False),
        ([("planned", MONDAY), ("cancelled", TUESDAY)], "cancelled", False),
        ([("planned", MONDAY), ("postponed", TUESDAY), ("held", FRIDAY)], "held", False),
        ([("planned", MONDAY), ("unclear", TUESDAY)], "planned", False),
        ([("held", FRIDAY), ("planned", None)], "held", False),
        ([("planned", FRIDAY), ("held", None)], "held", False),
        ([("held", FRIDAY), ("cancelled", FRIDAY)], "held", True),
    ],
)
def test_the_states_of_a_meeting_close_on_one_node(states: list, status: str, disputed: bool) -> None:
    articles = [told(str(n), meeting(s, OSLO, FRIDAY, BOTH), published=p) for n, (s, p) in enumerate(states)]
    store = graph(*articles)
    (row,) = run("meetings-table", {}, store)
    assert (row["status"], int(row["articles"])) == (status, len(states))
    assert [d.what for d in disputes(store)] == ["status"] * disputed
    history = list(run("meeting-history", {}, store))
    assert {(h["status"], h.get("asOf")) for h in history} == {(s, p and p.isoformat()) for s, p in states}


def holds(source: str, *titles: str, published: date | None = MONDAY) -> Article:
    roles = tuple(role(0, t, 1) for t in titles)
    made = article(source, "person Ann Lee", NORWAY, roles=roles, text="Hello, world.")
    return replace(made, published=PublicationDate(published, "text") if published else None)


def test_titles_of_one_person_in_one_body_are_disputed() -> None:
    first, second = holds("a", "foreign minister"), holds("b", "deputy foreign minister")
    assert values(first, second) == [("title", [(("deputy foreign minister",), 1), (("foreign minister",), 1)])]


@pytest.mark.parametrize(
    "articles",
    [
        (holds("a", "foreign minister"), holds("b", "minister")),
        (holds("a", "foreign minister"), holds("b", "deputy foreign minister", published=date(2025, 1, 1))),
        (holds("a", "foreign minister"), holds("b", "foreign minister", "deputy foreign minister")),
    ],
    ids=["coarser", "another year", "one article tells both"],
)
def test_titles_that_may_both_hold(articles: tuple[Article, ...]) -> None:
    assert values(*articles) == []


def test_a_venue_that_cannot_be_in_its_city_is_told_even_if_nobody_denies_it() -> None:
    nato = meeting("held", GENEVA, MONDAY, BOTH)
    (dispute,) = found(told("a", replace(nato, venue="NATO headquarters")))
    assert dispute.values[0].hint == (
        "the North Atlantic Treaty Organization has its headquarters in Brussels, not in Geneva"
    )
    assert found(told("a", replace(nato, venue="the headquarters of the WTO"))) == []


def test_a_value_stands_in_the_sentence_that_tells_it() -> None:
    text = "They met on Monday. It was in the Grand Hotel. The Grand Hotel is old."
    sentences = (Span(0, 19), Span(20, 46), Span(47, 71))
    fact = replace(
        HELD, venue="Grand Hotel", evidence=Evidence(sentences[0], (Span(5, 8), Span(20, 22)), "test.rule.v1", 0.9)
    )
    made = replace(told("a", fact, text=text), sentences=sentences)
    other = told("b", replace(HELD, venue="Hotel Norge"))
    (dispute,) = found(made, other)
    assert [r.evidence for v in dispute.values for r in v.reports if r.source == "a"] == ["It was in the Grand Hotel."]


# ---------------------------------------------------------------- the command


def test_the_listing_and_its_json(tmp_path: Path) -> None:
    (tmp_path / "g.nt").write_text("\n".join(f"{t} ." for t in graph(*hostile()).triples()), encoding="utf-8")
    command = [sys.executable, "-m", "kg", "disputes", "--graph", str(tmp_path / "g.nt")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def said(*more: str) -> str:
        return subprocess.run([*command, *more], capture_output=True, text=True, check=True, env=environment).stdout

    assert said().splitlines() == [
        "Norway–Sweden talks in Oslo, 2024-05-13: venue",
        "  Grand \\x1b[31mHotel  [1 article, 1 origin]",
        "    a (2024-05-13): “Hello”",
        "  Hotel Norge  [1 article, 1 origin]",
        "    b (2024-05-13): “Hello”",
        "",
    ]
    (dispute,) = json.loads(said("--format", "json"))
    assert dispute["what"] == "venue"
    assert [v["names"] for v in dispute["values"]] == [["Grand \x1b[31mHotel"], ["Hotel Norge"]]


def hostile() -> tuple[Article, Article]:
    return told("a", replace(HELD, venue="Grand \x1b[31mHotel")), told("b", replace(HELD, venue="Hotel Norge"))


def test_articles_that_agree(tmp_path: Path) -> None:
    (tmp_path / "g.nt").write_text("\n".join(f"{t} ." for t in graph(told("a", HELD)).triples()), encoding="utf-8")
    command = [sys.executable, "-m", "kg", "disputes", "--graph", str(tmp_path / "g.nt")]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert (done.stdout, done.stderr) == ("", "the articles agree\n")


def test_the_query_tells_the_same_disputes() -> None:
    store = graph(told("a", HELD), told("b", meeting("held", BERGEN, MONDAY, BOTH)))
    (row,) = run("disputes", {}, store)
    assert {row["firstValue"], row["secondValue"]} == {"Oslo", "Bergen"}
