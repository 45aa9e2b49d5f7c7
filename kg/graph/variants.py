"""Statements → pairs of wordings of one utterance: what several articles quote in other words, or in part."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

from pyoxigraph import NamedNode

from kg.graph.instances import Instances, Said
from kg.names import fold
from kg.resolve.utterances import FEWEST, STEM, one_utterance, telling_words

NEAR = timedelta(7)  # between articles that quote one utterance
_FREQUENT = 200  # statements: a word of more finds nothing


def variants(instances: Instances) -> Iterator[tuple[Said, Said]]:
    """Pairs of direct quotations that are one utterance, each pair once."""
    quoted = [s for s in instances.statements if any(f.direct for _, f in s.reports)]
    speakers = _Speakers(instances)
    for a, b in _candidates(quoted):
        if _told_apart(instances, a, b) and speakers.may_be_one(a, b) and one_utterance(a.text, b.text):
            yield a, b


def _candidates(quoted: list[Said]) -> Iterator[tuple[Said, Said]]:
    """Pairs that share telling words."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, said in enumerate(quoted):
        for word in sorted(telling_words(said.text)):
            holders[word].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if len(numbers) <= _FREQUENT:
            shared.update((a, b) for n, a in enumerate(numbers) for b in numbers[n + 1 :])
    for (a, b), count in sorted(shared.items()):
        if count >= FEWEST:
            yield quoted[a], quoted[b]


def _told_apart(instances: Instances, a: Said, b: Said) -> bool:
    """Whether each wording stands in an article that has not the other, at about one time."""
    first, second = ({n for n, _ in s.reports} for s in (a, b))
    if first <= second or second <= first:
        return False
    articles = instances.resolution.articles
    days = [[p.day for n in numbers if (p := articles[n].published)] for numbers in (first, second)]
    return not all(days) or any(abs(x - y) <= NEAR for x, y in product(*days))


class _Speakers:
    """Who may stand for whom: a person for the body that he speaks for, a nameless "spokesman" for a spokesman."""

    def __init__(self, instances: Instances) -> None:
        self.bodies: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        self.titles: dict[NamedNode, set[str]] = defaultdict(set)
        for m in instances.memberships:
            self.titles[m.person] |= _stems(m.title)
            if m.organization is not None:
                self.bodies[m.person].add(m.organization)

    def may_be_one(self, a: Said, b: Said) -> bool:
        """Whether two statements may have one speaker."""
        if a.speaker is not None and b.speaker is not None:
            first, second = a.speaker, b.speaker
            return first == second or second in self.bodies[first] or first in self.bodies[second]
        nameless, other = (a, b) if a.speaker is None else (b, a)
        called = set().union(*(_stems(f.speaker_text) for _, f in nameless.reports))
        if other.speaker is not None:
            return bool(called & self.titles[other.speaker])
        return any(called & _stems(f.speaker_text) for _, f in other.reports)


def _stems(words: str) -> set[str]:
    return {w[:STEM] for w in fold(words).split() if len(w) > 3}
