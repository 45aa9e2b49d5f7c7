"""Memberships and meetings → pairs of claims of different articles that cannot both hold."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations, product

from pyoxigraph import Literal, NamedNode

from kg.graph.instances import Instances, Membership
from kg.graph.terms import duration, start_and_end, text
from kg.graph.vocab import KG, ORG, SCHEMA
from kg.model import MeetingFact
from kg.resolve import Resolution
from kg.resolve.conflicts import (
    durations_differ,
    places_differ,
    states_differ,
    titles_differ,
    venues_differ,
)

ClaimKey = tuple[int, NamedNode, NamedNode, NamedNode | Literal]
"""What makes a claim: article, subject, predicate, value."""

Report = tuple[int, MeetingFact]

_MONTH = timedelta(31)  # between articles that speak of one time


def contradictions(instances: Instances) -> Iterator[tuple[ClaimKey, ClaimKey]]:
    """Pairs of claims that cannot both hold, each pair once."""
    yield from _titles(instances)
    for meeting in instances.meetings:
        for one, other in combinations(meeting.reports, 2):
            for predicate, value, against in _conflicts(instances, one, other):
                yield (one[0], meeting.iri, predicate, value), (other[0], meeting.iri, predicate, against)


def _conflicts(
    instances: Instances, one: Report, other: Report
) -> Iterator[tuple[NamedNode, NamedNode | Literal, NamedNode | Literal]]:
    """Predicates for which two reports of a meeting state values that cannot both hold, with the values."""
    (a, first), (b, second) = one, other
    if first.venue and second.venue and venues_differ(first.venue, second.venue):
        yield KG.venue, instances.venue(first.venue), instances.venue(second.venue)
    entities = instances.resolution.entities
    for x, y in product(instances.places(a, first)[:1], instances.places(b, second)[:1]):
        if places_differ(entities[x], entities[y]):
            yield SCHEMA.location, instances.entity_iris[x], instances.entity_iris[y]
    if first.date and second.date and not first.date.overlaps(second.date):
        start, other_start = start_and_end(first.date)[0], start_and_end(second.date)[0]
        if start is not None and other_start is not None:
            yield SCHEMA.startDate, start, other_start
    if first.duration and second.duration and durations_differ(first.duration, second.duration):
        yield SCHEMA.duration, duration(first.duration.minutes), duration(second.duration.minutes)
    known = [_published(instances.resolution, n) for n in (a, b)]
    if states_differ(first.status, known[0], second.status, known[1]):
        yield KG.status, text(first.status), text(second.status)


def _titles(instances: Instances) -> Iterator[tuple[ClaimKey, ClaimKey]]:
    """Claims that give one person two posts of one sort in one body at one time; no article gives both."""
    posts: dict[tuple[NamedNode, NamedNode], list[Membership]] = defaultdict(list)
    for m in instances.memberships:
        if m.organization is not None and not m.former:
            posts[m.person, m.organization].append(m)
    for memberships in posts.values():
        for one, other in combinations(memberships, 2):
            by, against = one.by_article(), other.by_article()
            if titles_differ(one.title, other.title) and not by.keys() & against.keys():
                for a, b in product(by, against):
                    if _near(_published(instances.resolution, n) for n in (a, b)):
                        yield (a, one.iri, ORG.role, one.role), (b, other.iri, ORG.role, other.role)


def _near(days: Iterable[date | None]) -> bool:
    """Whether days are within a month, as far as they are known."""
    known = [d for d in days if d is not None]
    return not known or max(known) - min(known) <= _MONTH


def _published(resolution: Resolution, article: int) -> date | None:
    published = resolution.articles[article].published
    return published.day if published else None
