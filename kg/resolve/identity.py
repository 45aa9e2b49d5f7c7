"""Mentions of one kind → clusters, with the reasons.

First the mentions of each name are put together by what their articles tell; then clusters of different names that
may be one. Everything is counted in bits: what the name proves, plus what else is shared, less what it takes to pick
one out of all that the news tells of. A cluster is only ever joined as a whole: each of its names must agree with
each of the other's. Names meet in blocks, so that the cost grows with the number of mentions, not of pairs.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Generic

from kg.resolve.context import ALL, Contexts, Profile, Shared, in_words
from kg.resolve.decisions import Decision, Member, Outcome
from kg.resolve.naming import Agreement, N, Name, Rarity
from kg.resolve.partition import Judged

ENOUGH = 4.0  # bits: sixteen to one
TOLD = 1000  # people, bodies or places that the news tells of, at least
CONTEXT = 4.0  # bits that must be shared where names alone do not suffice
NEAR = 8.0  # bits below which a miss is no near miss
_WIDE = 24  # names of a block, or clusters of a name, that are all compared; of more the neighbours only
_CLOSE = 1.5  # bits by which one candidate must be better than another
_ESTRANGED = 3.0  # bits against two clusters that share nothing, and again for each doubling of the smaller one
_AT_ODDS = 1.5  # bits against two clusters with other offices, and again with other employers
_FAMILIAR = 6.0  # bits that two clusters share of which nothing speaks against them


@dataclass(frozen=True, slots=True)
class Kind(Generic[N]):
    """What differs between people, bodies and places."""

    agree: Callable[[N, N], Agreement | None]
    alone: Callable[[N], bool]  # whether a name can do without anything else in common
    telling: Callable[[N], frozenset[str]]  # the kinds of features that count for a name
    unseen: int  # names that there are beside those of the set: as rare is a word that stands in one of them


@dataclass(slots=True)
class Cluster(Generic[N]):
    """Mentions taken for one."""

    names: dict[str, N]
    members: list[Member]
    profile: Profile
    marks: frozenset[int]
    telling: frozenset[str]  # the kinds of features that count for all of its names

    @property
    def order(self) -> Member:
        """Clusters are told apart, and sorted, by their first mention."""
        return self.members[0]


@dataclass(frozen=True, slots=True)
class _Score:
    """What speaks for two clusters being one."""

    bits: float
    shared: Shared
    agreement: Agreement

    @property
    def enough(self) -> bool:
        return self.bits >= ENOUGH and (self.agreement.alone or self.shared.bits >= CONTEXT)

    @property
    def reason(self) -> str:
        told = ", ".join(in_words(self.shared.features))
        return f"shared: {told}" if told else "nothing else is shared"


class Clustering(Generic[N]):
    """Clusters the mentions of one kind."""

    def __init__(self, kind: Kind[N], names: Mapping[Member, N], fixed: dict[str, float], contexts: Contexts) -> None:
        self.kind, self.names, self.contexts = kind, names, contexts
        self.rarity = Rarity((n.words for n in names.values()), fixed, kind.unseen)
        self.prior = math.log2(max(TOLD, len({n.key for n in names.values()})))
        self.decisions: list[Decision] = []
        self._agreed: dict[tuple[str, str], Agreement | None] = {}

    def run(self, judged: Judged, number: Mapping[Member, int]) -> list[list[Member]]:
        """The clusters, each sorted; `number` tells how the judgements call a mention."""
        by_key: dict[str, list[Member]] = defaultdict(list)
        for member, name in self.names.items():
            by_key[name.key].append(member)
        self._judged, self._number = judged, number
        clusters = [c for key in sorted(by_key) for c in self._one_name(by_key[key])]
        clusters = self._variants(clusters)
        return [sorted(c.members) for c in clusters]

    # -- one name

    def _one_name(self, members: list[Member]) -> list[Cluster[N]]:
        """The mentions of one name, as one cluster for each who bears it."""
        name = self.names[members[0]]
        if len(members) == 1:
            return [self._cluster(members[0], name, self.contexts.profile(members[0]))]
        agreement = Agreement("same name", name.words, alone=self.kind.alone(name))
        return self._join_all(self._by_context(members, name, agreement), agreement)

    def _by_context(self, members: list[Member], name: N, agreement: Agreement) -> list[Cluster[N]]:
        """Clusters of mentions that share something, the most telling mention first."""
        profiles = {m: self.contexts.profile(m) for m in members}
        clusters: list[Cluster[N]] = []
        having: dict[int, set[int]] = defaultdict(set)  # feature → clusters
        for m in sorted(members, key=lambda m: (-len(profiles[m].features), m)):
            fresh = self._cluster(m, name, profiles[m])
            candidates = Counter(c for f in fresh.profile.features for c in having[f])
            at = min(candidates, key=lambda c: (-candidates[c], c), default=len(clusters))
            score = self._score(clusters[at], fresh, agreement) if candidates else None
            if score is not None and score.enough and score.shared.bits >= CONTEXT and self._may(clusters[at], fresh):
                self._told(clusters[at], fresh, Outcome.SAME, score)
                _absorb(clusters[at], fresh)
            else:
                at = len(clusters)
                clusters.append(fresh)
            for f in fresh.profile.features:
                having[f].add(at)
        return clusters

    def _join_all(self, clusters: list[Cluster[N]], agreement: Agreement) -> list[Cluster[N]]:
        """Clusters of one name joined as far as enough speaks for it, large ones first."""
        kept: list[Cluster[N]] = []
        for cluster in sorted(clusters, key=lambda c: (-c.profile.size, c.order)):
            scored = [(self._score(k, cluster, agreement), k) for k in kept[:_WIDE]]
            scored.sort(key=lambda s: (-s[0].bits, s[1].order))
            for score, k in scored:
                if score.enough and self._may(k, cluster):
                    self._told(k, cluster, Outcome.SAME, score)
                    _absorb(k, cluster)
                    break
            else:
                if scored:
                    self._told(scored[0][1], cluster, Outcome.UNSURE, scored[0][0])
                kept.append(cluster)
        return kept

    # -- several names

    def _variants(self, clusters: list[Cluster[N]]) -> list[Cluster[N]]:
        """Clusters of different names joined where the names can be one and enough is shared."""
        named: dict[str, list[int]] = defaultdict(list)  # key of a name → clusters
        names: dict[str, N] = {}
        for at, cluster in enumerate(clusters):
            for key, name in cluster.names.items():
                named[key].append(at)
                names[key] = name
        candidates: list[tuple[float, int, int, _Score]] = []
        rivals: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for x, y in _pairs(names):
            if (agreement := self._agree(names[x], names[y])) is None:
                continue
            most = self._worth(agreement) - self.prior - _ESTRANGED  # bits of two that share nothing
            for a, b in product(named[x], named[y]):
                if most <= ENOUGH - NEAR and self._strangers(clusters[a], clusters[b]):
                    continue
                scored = self._score(clusters[a], clusters[b], agreement)
                if scored.bits > ENOUGH - NEAR:
                    candidates.append((-scored.bits, a, b, scored))
                    rivals[a].append((scored.bits, b))
                    rivals[b].append((scored.bits, a))
        now = list(range(len(clusters)))  # cluster → cluster that holds it
        grown: set[int] = set()

        def holder(i: int) -> int:
            while now[i] != i:
                i = now[i]
            return i

        for _, a, b, at_first in sorted(candidates, key=lambda c: c[:3]):
            one, other = sorted((holder(a), holder(b)))
            if one == other:
                continue
            first, second = clusters[one], clusters[other]
            score = at_first if grown.isdisjoint((one, other)) else self._best(first, second)
            if score is None:
                self._told(first, second, Outcome.DIFFERENT, None)
            elif not self._may(first, second):
                self._told(first, second, Outcome.DIFFERENT, score, "judged different")
            elif not score.enough:
                self._told(first, second, Outcome.UNSURE, score)
            elif not score.agreement.alone and (rival := self._rival(clusters, rivals, holder, a, b)) is not None:
                self._told(first, second, Outcome.UNSURE, score, f"it may as well be {rival}")
            else:
                self._told(first, second, Outcome.SAME, score)
                _absorb(first, second)
                grown.add(one)
                now[other] = one
        return [c for i, c in enumerate(clusters) if holder(i) == i]

    def _rival(
        self,
        clusters: Sequence[Cluster[N]],
        rivals: Mapping[int, list[tuple[float, int]]],
        holder: Callable[[int], int],
        a: int,
        b: int,
    ) -> str | None:
        """The name of a third cluster that one of two may as well belong to, and that cannot be the other."""
        score = next(s for s, i in rivals[a] if i == b)
        for mine, theirs in ((a, b), (b, a)):
            for other_score, other in rivals[mine]:
                if other_score <= score - _CLOSE or other_score < ENOUGH:
                    continue
                third, goal = clusters[holder(other)], clusters[holder(theirs)]
                if third is not goal and third is not clusters[holder(mine)] and self._best(third, goal) is None:
                    return self._shown(third)
        return None

    # -- scores

    def _agree(self, a: N, b: N) -> Agreement | None:
        """How two names agree, remembered: clusters that grow compare their names again and again."""
        pair = a.key, b.key
        if pair not in self._agreed:
            self._agreed[pair] = self.kind.agree(a, b)
        return self._agreed[pair]

    def _worth(self, agreement: Agreement) -> float:
        """The bits of an agreement alone."""
        return self.rarity.bits(agreement.words) - agreement.cost

    @staticmethod
    def _strangers(a: Cluster[N], b: Cluster[N]) -> bool:
        """Whether something is told of both, and nothing of it is the same."""
        mine, theirs = a.profile.features, b.profile.features
        return bool(mine and theirs) and mine.keys().isdisjoint(theirs)

    def _score(self, a: Cluster[N], b: Cluster[N], agreement: Agreement) -> _Score:
        kinds = a.telling & b.telling
        shared = self.contexts.shared(a.profile, b.profile, kinds)
        bits = self._worth(agreement) + shared.bits - self.prior
        if a.profile.features and b.profile.features:
            doublings = 1 + math.log2(min(a.profile.size, b.profile.size))
            familiar = shared.bits if kinds == ALL else self.contexts.shared(a.profile, b.profile).bits
            bits -= _ESTRANGED * doublings * max(0.0, 1 - familiar / _FAMILIAR)
        bits -= _AT_ODDS * self.contexts.odds(a.profile, b.profile)
        return _Score(bits, shared, agreement)

    def _best(self, a: Cluster[N], b: Cluster[N]) -> _Score | None:
        """The score of two clusters by the names that agree best; None if any two of their names cannot be one."""
        best: Agreement | None = None
        worth = -math.inf
        for x, y in product(a.names.values(), b.names.values()):
            agreement = self._agree(x, y)
            if agreement is None:
                return None
            bits = self._worth(agreement) + (100 if agreement.alone else 0)
            if bits > worth:
                best, worth = agreement, bits
        return None if best is None else self._score(a, b, best)

    # -- clusters

    def _cluster(self, member: Member, name: N, profile: Profile) -> Cluster[N]:
        marks = self._judged.marks(self._number[member]) if self._judged.apart else frozenset()
        return Cluster({name.key: name}, [member], profile, marks, self.kind.telling(name))

    def _may(self, a: Cluster[N], b: Cluster[N]) -> bool:
        return not self._judged.forbid(a.marks, b.marks)

    def _shown(self, cluster: Cluster[N]) -> str:
        return min(cluster.names)

    def _told(
        self, a: Cluster[N], b: Cluster[N], outcome: Outcome, score: _Score | None, reason: str | None = None
    ) -> None:
        """Keep a decision."""
        if score is None:
            stage, bits, reason = "names", 0.0, "one of their names cannot be the other's"
        else:
            stage, bits, reason = score.agreement.stage, score.bits - ENOUGH, reason or score.reason
        self.decisions.append(Decision(a.order, b.order, outcome, stage, round(bits, 1), reason))


def _absorb(a: Cluster[N], b: Cluster[N]) -> None:
    """Put the mentions of `b` into `a`."""
    a.names.update(b.names)
    a.members.extend(b.members)
    a.profile.add(b.profile)
    a.marks |= b.marks
    a.telling &= b.telling


def _pairs(names: Mapping[str, Name]) -> Iterable[tuple[str, str]]:
    """Keys of names that share a block, in pairs, in an order that only depends on the names."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        for block in dict.fromkeys(names[name].blocks()):
            blocks[block].append(name)
    pairs: dict[tuple[str, str], None] = {}
    for key, sharing in blocks.items():
        if key.startswith(">"):  # one side of two blocks: lone surnames meet full names
            others = blocks.get(f"<{key[1:]}", ())
            pairs.update(((min(x, y), max(x, y)), None) for x, y in product(sharing, others) if x != y)
        elif not key.startswith("<"):
            pairs.update(dict.fromkeys(_near(sharing)))
    return pairs


def _near(block: list[str]) -> Iterator[tuple[str, str]]:
    """All pairs of a sorted block, or of a large one those of near names."""
    if len(block) <= _WIDE:
        yield from combinations(block, 2)
    else:
        yield from ((x, y) for at, x in enumerate(block) for y in block[at + 1 : at + _WIDE // 2])
