"""What people judge: that two mentions are one thing, or are not. It counts more than any rule.

A judgement names mentions (a name in an article), not nodes of the graph: so it holds when articles come and go and
names of nodes change. It sleeps while one of its articles is not in the set.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.model import Article
from kg.resolve.decisions import JUDGED, Decision, Member, Outcome
from kg.resolve.union import UnionFind


@dataclass(frozen=True, slots=True)
class Anchor:
    """A name of a kind of thing in an article."""

    kind: str  # value of an EntityKind
    name: str
    source: str

    def __str__(self) -> str:
        return f"{self.name}@{self.source}"


@dataclass(frozen=True, slots=True)
class Judgement:
    """That two mentions are the same thing, or different ones."""

    same: bool
    first: Anchor
    second: Anchor


def contradiction(judgements: Sequence[Judgement]) -> Judgement | None:
    """A judgement "different" on what other judgements make one; None if all can hold."""
    anchors = list(dict.fromkeys(a for j in judgements for a in (j.first, j.second)))
    number = {a: i for i, a in enumerate(anchors)}
    sets = UnionFind(len(anchors))
    for j in judgements:
        if j.same:
            sets.join(number[j.first], number[j.second])
    apart = (j for j in judgements if not j.same)
    return next((j for j in apart if sets.find(number[j.first]) == sets.find(number[j.second])), None)


def judged(judgements: Iterable[Judgement], articles: Sequence[Article]) -> list[Decision]:
    """The judgements on articles of the set, as decisions."""
    at = {a.document.source: n for n, a in enumerate(articles)}
    out = []
    for judgement in judgements:
        first, second = (_member(a, articles, at) for a in (judgement.first, judgement.second))
        if first is not None and second is not None:
            outcome = Outcome.SAME if judgement.same else Outcome.DIFFERENT
            out.append(Decision(first, second, outcome, JUDGED, 0.0, "judged by a person"))
    return out


def _member(anchor: Anchor, articles: Sequence[Article], at: dict[str, int]) -> Member | None:
    """The mention that an anchor means, where its article has it."""
    number = at.get(anchor.source)
    if number is None:
        return None
    found = [
        (e.name != anchor.name, i)
        for i, e in enumerate(articles[number].entities)
        if _is(e.kind.value, (e.name, *e.forms), anchor)
    ]
    return (number, min(found)[1]) if found else None


def _is(kind: str, forms: tuple[str, ...], anchor: Anchor) -> bool:
    return kind == anchor.kind and anchor.name in forms
