"""Articles → Resolution: the entities, meetings and origins of a set of articles.

A function of the set: the same for any order of arrival. Nothing merges across kinds, people never
on a surname alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Article, DateValue, EntityKind, LocalEntity
from kg.resolve.days import known_days
from kg.resolve.entities import cluster_entities
from kg.resolve.meetings import cluster_meetings
from kg.resolve.origins import origins

__all__ = ["Entity", "Gathering", "Resolution", "resolve"]


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organization, place or country of the set."""

    kind: EntityKind
    name: str
    forms: tuple[str, ...]
    code: str | None
    members: tuple[tuple[int, int], ...]  # (article, entity of the article)


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

    def local(self, article: int, index: int) -> LocalEntity:
        """An entity as its article names it."""
        return self.articles[article].entities[index]


def resolve(articles: Iterable[Article]) -> Resolution:
    """Resolve a set of articles."""
    ordered = tuple(sorted(articles, key=lambda a: a.document.source))
    clusters = cluster_entities(ordered)
    entities = tuple(_entity(ordered, c) for c in clusters)
    entity_of = {member: i for i, e in enumerate(entities) for member in e.members}
    origin = tuple(origins(ordered))
    meetings = cluster_meetings(ordered, entity_of, origin)
    days = known_days(ordered, meetings)
    gatherings = tuple(Gathering(tuple(g), when) for g, when in zip(meetings, days, strict=True))
    return Resolution(ordered, entities, entity_of, gatherings, origin)


def _entity(articles: tuple[Article, ...], members: list[tuple[int, int]]) -> Entity:
    locals_ = [articles[a].entities[e] for a, e in members]
    name = max(
        (e.name for e in locals_), key=lambda n: (len(n.split()), sum(x.name == n for x in locals_), not n.isupper(), n)
    )
    forms = tuple(sorted({f for e in locals_ for f in (*e.forms, e.name)}))
    return Entity(locals_[0].kind, name, forms, next((e.code for e in locals_ if e.code), None), tuple(members))
