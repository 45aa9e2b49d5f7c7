"""Meetings of articles → gatherings: which reports tell of the same meeting.

One gathering when kind agrees, dates do not clash, and place or participants agree; a planned one
needs the same participants. Two meetings of one article are never one. Reports that agree on all but the
city, or on all but the day while they appear on one day, tell of one gathering too: they are in dispute.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

from kg.dates import PartialDate, partial
from kg.lexicon import places
from kg.model import Article, EntityKind, MeetingFact, Precision

_KIND = {k: "talks" for k in ("talks", "meeting", "summit", "session", "debate", "other", "conference")}
_NEAR = timedelta(3)  # between days that reports of one gathering confuse
_DONE = frozenset({"held", "ongoing"})

_WEEK = timedelta(7)

Member = tuple[int, int]  # (article, meeting of the article)
_Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Report:
    """One article's meeting in terms of the set's entities."""

    member: Member
    origin: int  # of the article
    fact: MeetingFact
    places: frozenset[int]  # cities and finer places; a country clashes with nothing in it
    bodies: frozenset[int]  # countries and organizations that take part, or for which somebody takes part
    people: frozenset[int]
    published: date | None
    lone: bool  # the article tells of no other gathering of two of these parties

    @property
    def weight(self) -> int:
        """How much the report says."""
        return bool(self.places) + 2 * (self.fact.date is not None) + min(len(self.bodies | self.people), 2)


def cluster_meetings(
    articles: Sequence[Article], entity_of: Mapping[Member, int], origin: Sequence[int]
) -> list[list[Member]]:
    """Clusters of meetings, in order of their first member; `origin` holds the origin of every article."""
    reports = []
    for a, article in enumerate(articles):
        told = [_report(article, (a, m), entity_of, origin[a]) for m in range(len(article.meetings))]
        reports += [replace(r, lone=not any(r is not o and _parties(r, o) >= 2 for o in told)) for r in told]
    groups: list[list[_Report]] = []
    filed: dict[_Key, set[int]] = defaultdict(set)  # what reports share → groups
    for report in sorted(reports, key=lambda r: (-r.weight, r.member)):
        near = set().union(*(filed[key] for key in _sought(report) if key in filed))
        scored = [(points, -i) for i in near if (points := _agreement(report, groups[i])) > 0]
        at = -max(scored)[1] if scored else len(groups)
        if at == len(groups):
            groups.append([])
        groups[at].append(report)
        for key in _filed(report):
            filed[key].add(at)
    return sorted(sorted(r.member for r in g) for g in groups)


def _report(article: Article, member: Member, entity_of: Mapping[Member, int], origin: int) -> _Report:
    fact = article.meetings[member[1]]
    people = {p for p in fact.participants if article.entities[p].kind is EntityKind.PERSON}
    served = {r.organization for r in article.roles if r.person in people and not r.former} - {None}
    bodies = {_power(article, b) for b in (*fact.participants, *served) if b is not None and b not in people}
    a = member[0]
    return _Report(
        member,
        origin,
        fact,
        frozenset(entity_of[a, p] for p in fact.places if article.entities[p].kind is EntityKind.PLACE),
        frozenset(entity_of[a, p] for p in bodies),
        frozenset(entity_of[a, p] for p in people),
        article.published.day if article.published else None,
        lone=True,
    )


def _power(article: Article, body: int) -> int:
    """The country whose government a seat is, where the article names it: the Kremlin is Russia; else the body."""
    country = places.seat(article.entities[body].name)
    if country is None:
        return body
    return next((n for n, e in enumerate(article.entities) if e.code == country.code), body)


def _filed(report: _Report) -> Iterator[_Key]:
    """Keys of which two reports that agree on anything share one: a party alone is none without a day."""
    days = _days(report)
    yield from _certain(report)
    for party in report.bodies | report.people:
        yield ("party", party)
        yield from (("party on", party, d) for d in days) if days else [("party some day", party)]


def _sought(report: _Report) -> Iterator[_Key]:
    """The keys under which those that may agree with a report are filed."""
    days = _days(report)
    yield from _certain(report)
    for party in report.bodies | report.people:
        yield ("party some day" if days else "party", party)
        yield from (("party on", party, d) for d in days)


def _certain(report: _Report) -> Iterator[_Key]:
    yield ("origin", report.origin)
    yield from (("place", p) for p in report.places)
    for parties in (report.bodies, report.people):
        yield from (("both", a, b) for a, b in combinations(sorted(parties), 2))


def _days(report: _Report) -> range:
    """The days of a report of up to a week, as numbers; none of one that is longer, or not dated."""
    when = report.fact.date
    if when is None or when.end - when.start > _WEEK:
        return range(0)
    return range(when.start.toordinal(), when.end.toordinal() + 1)


def _agreement(report: _Report, group: Sequence[_Report]) -> int:
    """Points for what agrees with the best member of a group; 0 if anything clashes with any of them."""
    if any(_clash(report, other) for other in group):
        return 0
    return max(_points(report, other) for other in group)


def _clash(a: _Report, b: _Report) -> bool:
    """Whether two reports cannot tell of one gathering: article, kind, status, place or day speak against it."""
    if a.member[0] == b.member[0] or _KIND.get(a.fact.kind, a.fact.kind) != _KIND.get(b.fact.kind, b.fact.kind):
        return True
    if {a.fact.status in _DONE, b.fact.status in _DONE} == {True, False}:
        done, other = (a, b) if a.fact.status in _DONE else (b, a)
        if not _share_a_day(done, other) or _planned_after(other, done):
            return True
    apart = bool(a.places and b.places and not a.places & b.places)
    other_day = _days_agree(a.fact, b.fact) is False
    if apart and other_day:
        return True
    return (apart and not _disputed_place(a, b)) or (other_day and not _disputed_day(a, b))


def _planned_after(plan: _Report, done: _Report) -> bool:
    """Whether a plan is told after the day on which another report says that it was carried out: it is another plan."""
    held = done.fact.date
    return plan.fact.status == "planned" and bool(plan.published and held and plan.published > held.end)


def _disputed_place(a: _Report, b: _Report) -> bool:
    """Whether two reports of other cities tell of one gathering: the same parties, once only, on one and the same day."""
    return _same_parties(a, b) and _on_one_day(a) and _on_one_day(b) and _share_a_day(a, b)


def _disputed_day(a: _Report, b: _Report) -> bool:
    """Whether two reports of other days tell of one gathering: the same parties, once only, in one city, told on one day."""
    at_once = a.published is not None and a.published == b.published
    near = a.fact.date and b.fact.date and abs(a.fact.date.start - b.fact.date.start) <= _NEAR
    return (
        at_once
        and bool(near)
        and bool(a.places & b.places)
        and _same_parties(a, b)
        and _on_one_day(a)
        and _on_one_day(b)
    )


def _same_parties(a: _Report, b: _Report) -> bool:
    """Whether two reports of one state name two or more parties alike and no others, in no other gathering."""
    alike = (a.bodies == b.bodies and len(a.bodies) >= 2) or (a.people == b.people and len(a.people) >= 2)
    return alike and a.lone and b.lone and a.fact.status == b.fact.status


def _parties(a: _Report, b: _Report) -> int:
    return len(a.bodies & b.bodies) + len(a.people & b.people)


def _is_bare(report: _Report) -> bool:
    """Whether a report tells neither where nor who, so that only the copy of its text can."""
    return not (report.places or report.bodies or report.people)


def _on_one_day(report: _Report) -> bool:
    return report.fact.date is not None and report.fact.date.precision is Precision.DAY


def _share_a_day(a: _Report, b: _Report) -> bool:
    """Whether both say when, and one day at least is the same."""
    return a.fact.date is not None and b.fact.date is not None and a.fact.date.overlaps(b.fact.date)


def _points(a: _Report, b: _Report) -> int:
    """How much two reports that do not clash agree on; 0 if it is too little."""
    day, place = _days_agree(a.fact, b.fact), bool(a.places & b.places)
    copied = a.origin == b.origin and place and a.fact.status == b.fact.status
    shared_bodies, shared_people = len(a.bodies & b.bodies), len(a.people & b.people)
    asked = 2 - copied - (copied and day is True)  # copies of one text may each name other parties
    if a.bodies and b.bodies and shared_bodies < min(len(a.bodies), len(b.bodies), asked):
        return 0
    who = shared_bodies >= 2 or shared_people >= 2 or (shared_bodies + shared_people >= 1 and (place or day is True))
    bare = a.origin == b.origin and day is True and a.fact.status == b.fact.status and (_is_bare(a) or _is_bare(b))
    planned_alike = place and a.fact.status == b.fact.status == "planned" and day is not None
    if not (who or (place and day is True) or planned_alike or bare):
        return 0
    return 2 * place + 2 * (day is True) + shared_bodies + shared_people


def _days_agree(a: MeetingFact, b: MeetingFact) -> bool | None:
    """True or False where both say when; None where one does not."""
    if a.date is not None and b.date is not None:
        return a.date.overlaps(b.date)
    first, second = _fields(a), _fields(b)
    both = [(x, y) for x, y in zip(first, second, strict=True) if x is not None and y is not None]
    return all(x == y for x, y in both) if both else None


def _fields(fact: MeetingFact) -> tuple[int | None, ...]:
    """Year, month, day and weekday of a meeting, as far as its date or its words tell them."""
    value = fact.date
    if value is None:
        stated = partial(fact.date_text) if fact.date_text else PartialDate()
        return (stated.year, stated.month, stated.day, stated.weekday)
    if value.start != value.end:
        same_month = (value.start.year, value.start.month) == (value.end.year, value.end.month)
        return (value.start.year if same_month else None, value.start.month if same_month else None, None, None)
    return (value.start.year, value.start.month, value.start.day, value.start.weekday())
