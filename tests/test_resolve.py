"""What is one thing across articles, and what is not."""

from dataclasses import replace
from datetime import date

import pytest

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
    RoleFact,
    Segment,
    SegmentKind,
    Span,
)
from kg.resolve import Resolution, resolve
from kg.resolve.origins import WIDE

HERE = Evidence(Span(0, 5), (), "test.rule.v1", 0.9)
KINDS = {
    "person": EntityKind.PERSON,
    "org": EntityKind.ORGANIZATION,
    "place": EntityKind.PLACE,
    "country": EntityKind.COUNTRY,
}


def article(source: str, *names: str, roles: tuple = (), meetings: tuple = (), text: str = "") -> Article:
    """An article of entities given as "kind Name" or "country NO Norway"."""
    entities = []
    for n in names:
        kind, name = n.split(" ", 1)
        code, name = name.split(" ", 1) if kind == "country" else (None, name)
        entities.append(LocalEntity(KINDS[kind], name, (name,), code))
    body = (Segment(Span(0, len(text)), SegmentKind.BODY),) if text else ()
    return Article(Document(source, text), body, None, None, (), (), tuple(entities), (), roles, meetings, ())


def role(person: int, title: str, organization: int | None = None) -> RoleFact:
    return RoleFact(person, title, organization, False, HERE)


def meeting(
    status: str,
    places: tuple[int, ...],
    day: date | None,
    who: tuple[int, ...],
    *,
    words: str | None = None,
    kind: str = "talks",
) -> MeetingFact:
    when = DateValue(day, day, Precision.DAY, "x") if day else None
    return MeetingFact("talks", kind, status, places, None, when, words, who, HERE)


def groups(resolution: Resolution, kind: str) -> list[int]:
    """Sizes of the clusters of a kind, largest first."""
    return sorted((len(e.members) for e in resolution.entities if e.kind is KINDS[kind]), reverse=True)


@pytest.mark.parametrize(
    ("first", "second", "sizes"),
    [
        (["person Ann Lee"], ["person Ann Lee"], [2]),
        (["person Ann Lee"], ["person Ann M. Lee"], [2]),
        (["person Ann Lee"], ["person Bob Lee"], [1, 1]),
        (["person Lee"], ["person Lee"], [1, 1]),
        (["person Ann Lee"], ["person Lee"], [1, 1]),
        (["person José Núñez"], ["person Jose Nunez"], [2]),
    ],
    ids=str,
)
def test_people_by_name(first: list[str], second: list[str], sizes: list[int]) -> None:
    assert groups(resolve([article("a", *first), article("b", *second)]), "person") == sizes


def test_people_by_office() -> None:
    a = article("a", "person Sergei Orlov", roles=(role(0, "trade minister"),))
    b = article("b", "person Sergey Orlov", roles=(role(0, "Trade Minister"),))
    c = article("c", "person Orlov", roles=(role(0, "trade minister"),))
    d = article("d", "person Orlov", roles=(role(0, "coach"),))
    assert groups(resolve([a, b, c, d]), "person") == [3, 1]


@pytest.mark.parametrize(
    ("first", "second", "sizes"),
    [
        ("org NATO", "org North Atlantic Treaty Organization", [2]),
        (
            "org Organisation for Economic Cooperation and Development",
            "org Organization for Economic Co-operation and Development",
            [2],
        ),
        ("org Foreign Ministry", "org Foreign Ministry", [1, 1]),
        ("org Norwegian Foreign Ministry", "org Norwegian Foreign Ministry", [2]),
        ("org Paris", "place Paris", [1]),
    ],
)
def test_organizations(first: str, second: str, sizes: list[int]) -> None:
    assert groups(resolve([article("a", first), article("b", second)]), "org") == sizes


def test_countries_are_one_by_code() -> None:
    assert groups(
        resolve([article("a", "country US United States"), article("b", "country US United States")]), "country"
    ) == [2]


NORWAY, SWEDEN, DENMARK = "country NO Norway", "country SE Sweden", "country DK Denmark"
DAY, NEXT = date(2024, 5, 13), date(2024, 5, 15)


def gatherings(*pairs: tuple[tuple[str, ...], MeetingFact]) -> int:
    articles = [article(f"a{n}", *names, meetings=(m,)) for n, (names, m) in enumerate(pairs)]
    return len(resolve(articles).gatherings)


def test_reports_of_one_meeting_are_one() -> None:
    names = ("place Oslo", NORWAY, SWEDEN)
    assert (
        gatherings(
            (names, meeting("held", (0,), DAY, (1, 2))), (names, meeting("held", (0,), None, (1, 2), words="Monday"))
        )
        == 1
    )


@pytest.mark.parametrize(
    "other",
    [
        meeting("held", (0,), NEXT, (1, 2)),
        meeting("held", (3,), None, (1, 2)),
        meeting("held", (0,), None, (1, 2), words="Wednesday"),
        meeting("held", (0,), DAY, (1, 2), kind="press conference"),
        meeting("planned", (0,), None, (1, 2)),
    ],
    ids=["day", "place", "weekday", "kind", "status"],
)
def test_reports_that_clash_are_two(other: MeetingFact) -> None:
    names = ("place Oslo", NORWAY, SWEDEN, "place Bergen")
    assert gatherings((names, meeting("held", (0,), DAY, (1, 2))), (names, other)) == 2


def test_other_parties_make_another_meeting() -> None:
    names = ("place Oslo", NORWAY, SWEDEN, DENMARK)
    assert gatherings((names, meeting("held", (), DAY, (1, 2))), (names, meeting("held", (), DAY, (1, 3)))) == 2


def test_two_meetings_of_one_article_stay_two() -> None:
    both = article(
        "a",
        "place Oslo",
        NORWAY,
        SWEDEN,
        meetings=(meeting("held", (0,), DAY, (1, 2)), meeting("held", (0,), DAY, (1, 2))),
    )
    assert len(resolve([both]).gatherings) == 2


WIRE = "The quay of the old town will be rebuilt before the winter storms come back to the coast, the council said on Monday after a vote. "
LEAD = "The council voted on Monday. The quay, which fell into the sea last year, is to stand again before winter, it said."


@pytest.mark.parametrize(
    ("second", "same"),
    [
        (WIRE * 2 + "Something of our own stands here too, told in quite other words by another hand.", True),
        (
            LEAD,
            False,
        ),
    ],
)
def test_copied_text_has_one_origin(second: str, same: bool) -> None:
    one, two = article("a", text=WIRE * 2), article("b", text=second)
    first, other = resolve([one, two]).origin
    assert (first == other) is same


@pytest.mark.parametrize("copies", [2, WIDE, WIDE + 1, 3 * WIDE])
def test_however_many_print_a_text_it_has_one_origin(copies: int) -> None:
    printed = [article(f"{n:03}", text=f"{WIRE * 2} Number {n} adds nothing.") for n in range(copies)]
    assert set(resolve([*printed, article("zzz", text=LEAD)]).origin) == {0, copies}


def test_the_order_of_arrival_does_not_matter() -> None:
    articles = [article(s, "person Ann Lee", NORWAY, roles=(role(0, "mayor", 1),)) for s in "cab"]
    assert resolve(articles) == resolve(reversed(articles))


@pytest.mark.parametrize(
    ("text", "day", "nodes"), [(WIRE * 2, DAY, 1), ("Other words.", DAY, 2), (WIRE * 2, NEXT, 2)], ids=str
)
def test_a_report_without_parties_joins_that_of_its_copy(text: str, day: date, nodes: int) -> None:
    names = ("place Oslo", NORWAY, SWEDEN)
    full = article("a", *names, meetings=(meeting("planned", (0,), DAY, (1, 2)),), text=WIRE * 2)
    bare = article("b", *names, meetings=(meeting("planned", (), day, ()),), text=text)
    assert len(resolve([full, bare]).gatherings) == nodes


@pytest.mark.parametrize(("told", "nodes"), [(date(2024, 5, 12), 1), (DAY, 1), (date(2024, 5, 14), 2)], ids=str)
def test_a_plan_told_after_a_meeting_is_another_plan(told: date, nodes: int) -> None:
    names = ("place Oslo", NORWAY, SWEDEN)
    week = DateValue(DAY, date(2024, 5, 19), Precision.WITHIN, "x")
    plan = replace(meeting("planned", (), None, (1, 2), words="this week"), date=week)
    held = article("a", *names, meetings=(meeting("held", (0,), DAY, (1, 2)),))
    planned = replace(article("b", *names, meetings=(plan,)), published=PublicationDate(told, "text"))
    assert len(resolve([held, planned]).gatherings) == nodes


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ((role(0, "deputy secretary", 1),), []),
        ((role(0, "deputy secretary"),), []),
        ((role(0, "deputy minister", 1),), ["deputy minister"]),
        ((role(0, "chairwoman", 2),), ["deputy minister"]),
        ((), ["deputy minister"]),
    ],
    ids=["another post there", "another post somewhere", "the same post", "a post elsewhere", "nothing"],
)
def test_a_post_that_a_counterpart_implies_yields_to_what_is_stated(
    stated: tuple[RoleFact, ...], kept: list[str]
) -> None:
    names = ("person Ann Lee", NORWAY, "org Quay Board")
    implied = replace(role(0, "deputy minister", 1), evidence=replace(HERE, rule="role.counterpart.v1"))
    articles = [article("a", *names, roles=(implied,)), article("b", *names, roles=stated)]
    assert [r.role for r in resolve(articles).articles[0].roles] == kept
