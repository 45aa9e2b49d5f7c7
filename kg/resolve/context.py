"""Articles → what each tells of a person, body or place beside the name: offices, employers, company, countries.

Two mentions that share what few articles tell are about one thing; how much that proves is counted in bits.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.model import Article, EntityKind, LocalEntity
from kg.names import fold
from kg.resolve.bodies import body_name
from kg.resolve.people import person_name

Member = tuple[int, int]
"""(article, entity of the article)"""

Feature = tuple[str, str]
"""Kind and value: ("office", "mayor"), ("with", "Ann Lee")."""

_UNSEEN = 200
"""How many articles there are beside those of the set: what stands in one of them is that rare."""

_MOST = {"office": 5.0, "post": 8.0, "employer": 4.0, "with": 6.0, "body": 5.0, "place": 3.0, "country": 1.5}
"""Bits that all features of a kind can prove together: they depend on each other."""

ALL = frozenset(_MOST)
OWN = frozenset({"office", "post", "with"})
"""What is told of somebody, and not only of the story."""

_ONES_OWN = ("office", "employer")

_OFFICE_WORDS = frozenset("of for the affairs".split())


@dataclass(slots=True)
class Profile:
    """What some mentions share: how many of them have each feature."""

    size: int = 0
    features: Counter[Feature] = field(default_factory=Counter)
    own: dict[str, set[Feature]] = field(default_factory=dict)  # offices and employers among them, by kind

    def add(self, other: "Profile") -> None:
        """Take in the mentions of another profile."""
        self.size += other.size
        self.features.update(other.features)
        for kind, features in other.own.items():
            self.own.setdefault(kind, set()).update(features)


@dataclass(frozen=True, slots=True)
class Shared:
    """What two profiles have in common."""

    bits: float
    features: tuple[Feature, ...]  # the most telling first


class Contexts:
    """The features of every mention of a set of articles, and how rare they are."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._of: dict[Member, frozenset[Feature]] = {}
        seen: Counter[Feature] = Counter()
        one: dict[Feature, Feature] = {}  # equal features are one object: compared at once, and near in memory
        for number, article in enumerate(articles):
            told = _features(article)
            for entity, features in enumerate(told):
                self._of[number, entity] = frozenset(one.setdefault(f, f) for f in features)
            seen.update({f for features in told for f in features})
        self._share = {f: (n + 1) / (len(articles) + _UNSEEN) for f, n in seen.items()}

    def profile(self, member: Member) -> Profile:
        """What an article tells of one of its entities."""
        features = self._of[member]
        own = {kind: told for kind in _ONES_OWN if (told := {f for f in features if f[0] == kind})}
        return Profile(1, Counter(features), own)

    def shared(self, a: Profile, b: Profile, kinds: Collection[str] = ALL) -> Shared:
        """What two profiles share and what it proves: the log of how much likelier it is for one thing than for two."""
        small, large = sorted((a, b), key=lambda p: p.size)
        bits: dict[Feature, float] = {}
        few, many = sorted((small.features, large.features), key=len)
        for f in few:
            if f in many and f[0] in kinds:
                usual = self._share[f]
                likely = (large.features[f] + usual) / (large.size + 1)
                bits[f] = max(math.log2(likely / usual), 0.0) * small.features[f] / small.size
        by_kind: dict[str, float] = defaultdict(float)
        for f, b_ in bits.items():
            by_kind[f[0]] += b_
        total = sum(min(b_, _MOST[k]) for k, b_ in by_kind.items())
        return Shared(total, tuple(sorted((f for f in bits if bits[f] > 0), key=lambda f: (-bits[f], f))[:3]))

    @staticmethod
    def odds(a: Profile, b: Profile) -> int:
        """In how many ways two profiles are at odds: both tell offices, or employers, and none is the same."""
        return sum(a.own[kind].isdisjoint(b.own[kind]) for kind in a.own.keys() & b.own.keys())


@cache
def office(title: str) -> str:
    """A title in one wording.

    >>> office("Minister of Foreign Affairs"), office("spokeswoman")
    ('foreign minister', 'spokes')
    """
    words = fold(title).split()
    if "of" in words[1:-1] and words[0] in {"minister", "secretary", "chief", "head", "chair", "leader"}:
        at = words.index("of")
        words = [*words[at + 1 :], *words[:at]]
    words = [w for w in words if w not in _OFFICE_WORDS]
    return " ".join(w.removesuffix("woman").removesuffix("man").removesuffix("person") or w for w in words)


def _features(article: Article) -> list[set[Feature]]:
    """The features of each entity of an article."""
    around = [_as_company(e) for e in article.entities]
    everything = {f for f in around if f is not None}
    out = [everything - {f} for f in around]
    for role in article.roles:
        title = office(role.role)
        out[role.person].add(("office", title))
        holder = around[role.person]
        if role.organization is not None:
            employer = _value(article.entities[role.organization])
            out[role.person] |= {("employer", employer), ("post", f"{title}, {employer}")}
            if holder is not None:
                out[role.organization].add(("post", f"{title}, {holder[1]}"))
    return out


def _as_company(entity: LocalEntity) -> Feature | None:
    """What an entity is to the others of its article; a lone surname is nothing."""
    kinds = {EntityKind.ORGANIZATION: "body", EntityKind.PLACE: "place", EntityKind.COUNTRY: "country"}
    if entity.kind is EntityKind.PERSON:
        name = person_name(entity.name)
        return None if name.lone else ("with", name.key)
    return (kinds[entity.kind], _value(entity))


def _value(entity: LocalEntity) -> str:
    if entity.kind is EntityKind.ORGANIZATION:
        return body_name(entity.name).key
    return entity.code or _folded(entity.name)


_folded = cache(fold)


def in_words(features: Sequence[Feature]) -> Iterator[str]:
    """Features for a reader."""
    return (f"{kind} {value}" for kind, value in features)
