"""Articles → Resolution: the entities, meetings and origins of a set of articles.

A function of the set: the same for any order of arrival. Nothing merges across kinds, people never
on a surname alone.
"""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from kg.model import Article, DateValue, EntityKind, LocalEntity
from kg.resolve.dating import date_articles
from kg.resolve.days import known_days
from kg.resolve.decisions import JUDGED, Decision, Outcome
from kg.resolve.entities import identify
from kg.resolve.implied import without_implied
from kg.resolve.judgements import Judgement, judged
from kg.resolve.meetings import cluster_meetings
from kg.resolve.origins import origins
from kg.resolve.series import Naming, group_series
from kg.resolve.sites import Site

__all__ = ["JUDGED", "Decision", "Entity", "Gathering", "Outcome", "Resolution", "resolve"]


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organization, place or country of the set."""

    kind: EntityKind
    name: str
    forms: tuple[str, ...]
    code: str | None
    members: tuple[tuple[int, int], ...]  # (article, entity of the article)
    site: Site | None = None  # of a place: the city or region of the gazetteer


@dataclass(frozen=True, slots=True)
class Gathering:
    """One meeting of the set."""

    members: tuple[tuple[int, int], ...]  # (article, meeting of the article), in article order
    date: DateValue | None  # the most precise that is known


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the articles are about, once each. `articles` is sorted by source."""

    articles: tuple[Article, ...]
    entities: tuple[Entity, ...]
    entity_of: dict[tuple[int, int], int]  # (article, entity of the article) → entity
    gatherings: tuple[Gathering, ...]
    origin: tuple[int, ...]  # article → first article of its origin
    series: tuple[tuple[Naming, ...], ...] = ()  # the words of articles that name several gatherings, by series
    decisions: tuple[Decision, ...] = ()  # why names are one, and why not

    def local(self, article: int, index: int) -> LocalEntity:
        """An entity as its article names it."""
        return self.articles[article].entities[index]


def resolve(articles: Iterable[Article], judgements: Iterable[Judgement] = ()) -> Resolution:
    """Resolve a set of articles, with what people have judged."""
    with _uncollected():
        return _resolved(articles, judgements)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Pause the collector of cycles: there are none here, and each search for them walks all that is held so far."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _resolved(articles: Iterable[Article], judgements: Iterable[Judgement]) -> Resolution:
    ordered = tuple(sorted(articles, key=lambda a: a.document.source))
    found = identify(ordered, judged(judgements, ordered))
    entities = tuple(_entity(ordered, c, found.sites) for c in found.clusters)
    entity_of = {member: i for i, e in enumerate(entities) for member in e.members}
    origin = tuple(origins(ordered))
    meetings = cluster_meetings(ordered, entity_of, origin)
    ordered = date_articles(ordered, meetings, origin)
    ordered = without_implied(ordered, entity_of)
    days = known_days(ordered, meetings)
    gatherings = tuple(Gathering(tuple(g), when) for g, when in zip(meetings, days, strict=True))
    series = tuple(tuple(s) for s in group_series(ordered, meetings))
    return Resolution(ordered, entities, entity_of, gatherings, origin, series, found.decisions)


def _entity(
    articles: tuple[Article, ...], members: tuple[tuple[int, int], ...], sites: Mapping[tuple[int, int], Site]
) -> Entity:
    locals_ = [articles[a].entities[e] for a, e in members]
    told = Counter(e.name for e in locals_)
    name = max(told, key=lambda n: (len(n.split()), told[n], not n.isupper(), n))
    forms = tuple(sorted({f for e in locals_ for f in (*e.forms, e.name)}))
    code = next((e.code for e in locals_ if e.code), None)
    site = next((sites[m] for m in members if m in sites), None)
    return Entity(locals_[0].kind, name, forms, code, members, site)
