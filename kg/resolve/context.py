"""Articles → what each tells of a person, body or place beside the name: offices, employers, company, countries.

Two mentions that share what few articles tell are about one thing; how much that proves is counted in bits.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from kg.model import Article, EntityKind, LocalEntity
from kg.names import fold
from kg.resolve.bodies import body_name
from kg.resolve.decisions import Member
from kg.resolve.people import person_name

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

    size: int
    features: dict[int, int]  # number of a feature → mentions
    own: dict[str, frozenset[int]]  # offices and employers among them, by kind

    def add(self, other: "Profile") -> None:
        """Take in the mentions of another profile."""
        self.size += other.size
        for feature, mentions in other.features.items():
            self.features[feature] = self.features.get(feature, 0) + mentions
        for kind, features in other.own.items():
            self.own[kind] = self.own.get(kind, frozenset()) | features


@dataclass(frozen=True, slots=True)
class Shared:
    """What two profiles have in common."""

    bits: float
    features: tuple[Feature, ...]  # the most telling first


_NOTHING = Shared(0.0, ())


class Contexts:
    """The features of every mention of a set of articles, and how rare they are."""

    def __init__(self, articles: Sequence[Article]) -> None:
        number: dict[Feature, int] = {}  # numbers are compared at once, and near in memory
        seen: Counter[int] = Counter()
        self._of: list[list[tuple[int, ...]]] = []  # by article and entity
        self._own: dict[Member, dict[str, frozenset[int]]] = {}  # of those who have any
        for a, article in enumerate(articles):
            told = _features(article)
            seen.update(number.setdefault(f, len(number)) for f in dict.fromkeys(chain.from_iterable(told)))
            self._of.append([tuple(number[f] for f in features) for features in told])
            for e in {role.person for role in article.roles}:
                own = {kind: frozenset(number[f] for f in told[e] if f[0] == kind) for kind in _ONES_OWN}
                self._own[a, e] = {kind: features for kind, features in own.items() if features}
        self._features = list(number)
        self._kinds = [kind for kind, _ in self._features]
        self._usual = [(seen[n] + 1) / (len(articles) + _UNSEEN) for n in number.values()]  # share of the articles

    def profile(self, member: Member) -> Profile:
        """What an article tells of one of its entities."""
        article, entity = member
        return Profile(1, dict.fromkeys(self._of[article][entity], 1), dict(self._own.get(member, ())))

    def shared(self, a: Profile, b: Profile, kinds: Collection[str] = ALL) -> Shared:
        """What two profiles share and what it proves: the log of how much likelier it is for one thing than for two."""
        small, large = (a, b) if a.size <= b.size else (b, a)
        if not (common := small.features.keys() & large.features.keys()):
            return _NOTHING
        bits: dict[int, float] = {}
        by_kind: dict[str, float] = defaultdict(float)
        for f in sorted(common):
            if (kind := self._kinds[f]) in kinds:
                usual = self._usual[f]
                likely = (large.features[f] + usual) / (large.size + 1)
                bits[f] = max(math.log2(likely / usual), 0.0) * small.features[f] / small.size
                by_kind[kind] += bits[f]
        total = sum(min(by_kind[k], _MOST[k]) for k in by_kind)
        telling = sorted((f for f in bits if bits[f] > 0), key=lambda f: (-bits[f], self._features[f]))[:3]
        return Shared(total, tuple(self._features[f] for f in telling))

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


def _features(article: Article) -> list[dict[Feature, None]]:
    """The features of each entity of an article, in an order that only depends on the article."""
    around = [_as_company(e) for e in article.entities]
    everything = dict.fromkeys(f for f in around if f is not None)
    out = [{f: None for f in everything if f != mine} for mine in around]
    for role in article.roles:
        title = office(role.role)
        out[role.person]["office", title] = None
        holder = around[role.person]
        if role.organization is not None:
            employer = _value(article.entities[role.organization])
            out[role.person].update({("employer", employer): None, ("post", f"{title}, {employer}"): None})
            if holder is not None:
                out[role.organization]["post", f"{title}, {holder[1]}"] = None
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
