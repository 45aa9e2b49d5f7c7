"""Meetings of articles → gatherings: which reports tell of the same meeting.

One gathering when kind agrees, dates do not clash, and place or participants agree; a planned one
needs the same participants. Two meetings of one article are never one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.dates import weekday_of
from kg.model import Article, DateValue, EntityKind, MeetingFact

_KIND = {k: "talks" for k in ("talks", "meeting", "summit", "session", "debate", "other", "conference")}
_DONE = frozenset({"held", "ongoing"})

Member = tuple[int, int]  # (article, meeting of the article)


@dataclass(frozen=True, slots=True)
class _Report:
    """One article's meeting in terms of the set's entities."""

    member: Member
    fact: MeetingFact
    places: frozenset[int]
    bodies: frozenset[int]  # countries and organizations that take part
    people: frozenset[int]

    @property
    def weight(self) -> int:
        """How much the report says."""
        return bool(self.places) + 2 * (self.fact.date is not None) + min(len(self.bodies | self.people), 2)


def cluster_meetings(articles: Sequence[Article], entity_of: Mapping[Member, int]) -> list[list[Member]]:
    """Clusters of meetings, in order of their first member."""
    reports = [_report(articles[a], (a, m), entity_of) for a in range(len(articles)) for m in range(len(articles[a].meetings))]
    groups: list[list[_Report]] = []
    for report in sorted(reports, key=lambda r: (-r.weight, r.member)):
        scored = [(points, -i) for i, g in enumerate(groups) if (points := _agreement(report, g)) > 0]
        if scored:
            groups[-max(scored)[1]].append(report)
        else:
            groups.append([report])
    return sorted(sorted(r.member for r in g) for g in groups)


def _report(article: Article, member: Member, entity_of: Mapping[Member, int]) -> _Report:
    fact = article.meetings[member[1]]
    people = {p for p in fact.participants if article.entities[p].kind is EntityKind.PERSON}
    bodies = set(fact.participants) - people
    a = member[0]
    return _Report(member, fact, frozenset(entity_of[a, p] for p in fact.places),
                   frozenset(entity_of[a, p] for p in bodies), frozenset(entity_of[a, p] for p in people))


def _agreement(report: _Report, group: Sequence[_Report]) -> int:
    """Points for what agrees with every member of a group; 0 if too little does or anything clashes."""
    return min(_pair(report, other) for other in group)


def _pair(a: _Report, b: _Report) -> int:
    if a.member[0] == b.member[0] or _KIND.get(a.fact.kind, a.fact.kind) != _KIND.get(b.fact.kind, b.fact.kind):
        return 0
    if {a.fact.status in _DONE, b.fact.status in _DONE} == {True, False} and not _same_day(a.fact.date, b.fact.date):
        return 0
    if a.places and b.places and not a.places & b.places:
        return 0
    day = _days_agree(a.fact, b.fact)
    if day is False:
        return 0
    shared_bodies, shared_people = len(a.bodies & b.bodies), len(a.people & b.people)
    if a.bodies and b.bodies and shared_bodies < min(len(a.bodies), len(b.bodies), 2):
        return 0
    place = bool(a.places & b.places)
    who = shared_bodies >= 2 or shared_people >= 2 or (shared_bodies + shared_people >= 1 and (place or day is True))
    if not (who or (place and day is True)):
        return 0
    return 2 * place + 2 * (day is True) + shared_bodies + shared_people


def _same_day(a: DateValue | None, b: DateValue | None) -> bool:
    return a is not None and b is not None and a.start <= b.end and b.start <= a.end


def _days_agree(a: MeetingFact, b: MeetingFact) -> bool | None:
    """True or False where both say when; None where one does not."""
    if a.date is not None and b.date is not None:
        return _same_day(a.date, b.date)
    first, second = _weekday(a), _weekday(b)
    if first is None or second is None:
        return None
    return first == second


def _weekday(fact: MeetingFact) -> int | None:
    """The weekday of a meeting, known from its date or from its words."""
    if fact.date is not None:
        return fact.date.start.weekday() if fact.date.start == fact.date.end else None
    return weekday_of(fact.date_text) if fact.date_text else None
