"""Local entities → clusters: the same person, organization, place or country across articles."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from rapidfuzz.distance import JaroWinkler

from kg.lexicon import places
from kg.model import Article, EntityKind, LocalEntity
from kg.names import GENERIC_BODIES, fold
from kg.resolve.union import UnionFind

SIMILAR = 0.9  # Jaro-Winkler similarity of given names that spellings of one name reach

Member = tuple[int, int]  # (article, entity of the article)


def cluster_entities(articles: Sequence[Article]) -> list[list[Member]]:
    """Clusters of local entities, each sorted, in order of their first member."""
    members = [(a, e) for a, article in enumerate(articles) for e in range(len(article.entities))]
    index = {m: i for i, m in enumerate(members)}
    sets = UnionFind(len(members))
    by_key: dict[tuple[EntityKind, str], int] = {}
    for m in members:
        key = _key(articles[m[0]].entities[m[1]])
        if key is not None:
            sets.join(by_key.setdefault(key, index[m]), index[m])
    for a, b in _people_by_context(articles, members):
        sets.join(index[a], index[b])
    clusters: dict[int, list[Member]] = defaultdict(list)
    for m in members:
        clusters[sets.find(index[m])].append(m)
    return [clusters[c] for c in sorted(clusters)]


def _key(entity: LocalEntity) -> tuple[EntityKind, str] | None:
    """What makes an entity the same in every article; None where its name alone does not.

    A surname is no key, nor is "Foreign Ministry" without a country.
    """
    if entity.kind is EntityKind.COUNTRY:
        return (entity.kind, entity.code or fold(entity.name))
    folded = fold(entity.name)
    if entity.kind is EntityKind.PERSON:
        parts = folded.split()
        return (entity.kind, f"{parts[0]} {parts[-1]}") if len(parts) > 1 else None
    if entity.kind is EntityKind.ORGANIZATION:
        if entity.name.islower():  # "borough council": some council of this article
            return None
        body = next((b for f in (entity.name, *entity.forms) if (b := places.body(f)) is not None), None)
        if body is not None:
            return (entity.kind, fold(body.name))
        generic = all(w in GENERIC_BODIES or w in _PLAIN for w in folded.split())
        return None if generic else (entity.kind, folded)
    return (entity.kind, folded)


_PLAIN = frozenset(
    "foreign interior defense finance justice health education state national supreme high central federal "
    "home of the for and security general affairs health".split()
)


def _people_by_context(articles: Sequence[Article], members: Sequence[Member]) -> list[tuple[Member, Member]]:
    """Pairs of people with one surname, a compatible given name, and the same office.

    "Kerry, secretary of state" joins the only full-named Kerry who holds that office elsewhere;
    "Sergey" and "Sergei" with one surname and office are one.
    """
    offices: dict[Member, set[str]] = defaultdict(set)
    for number, article in enumerate(articles):
        for role in article.roles:
            offices[number, role.person].add(role.role.casefold())
    by_surname: dict[str, list[Member]] = defaultdict(list)
    for m in members:
        entity = articles[m[0]].entities[m[1]]
        if entity.kind is EntityKind.PERSON and offices[m]:
            by_surname[fold(entity.name).split()[-1]].append(m)
    pairs = []
    for same in by_surname.values():
        names = {m: fold(articles[m[0]].entities[m[1]].name).split() for m in same}
        full = sorted({n[0] for n in names.values() if len(n) > 1})
        pairs += [
            (a, b)
            for a, b in combinations(same, 2)
            if a[0] != b[0] and offices[a] & offices[b] and _compatible(names[a], names[b], full)
        ]
    return pairs


def _compatible(a: list[str], b: list[str], given: Sequence[str]) -> bool:
    """Whether two names of one surname may be one person; `given` are all given names known with it."""
    if len(a) == 1 or len(b) == 1:
        return all(_alike(x, y) for x, y in combinations(given, 2))
    return _alike(a[0], b[0])


def _alike(a: str, b: str) -> bool:
    return a[0] == b[0] and JaroWinkler.similarity(a, b) >= SIMILAR
