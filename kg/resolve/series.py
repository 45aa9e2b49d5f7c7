"""Gatherings + what articles tell of them → series: several gatherings that the words make one whole."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from kg.model import Article, Span
from kg.resolve.union import UnionFind

Naming = tuple[int, Span]  # article, and the words there that name the series
_SHARED = 2  # gatherings that two articles must put together for their series to be one


def group_series(articles: Sequence[Article], gatherings: Sequence[Sequence[tuple[int, int]]]) -> list[list[Naming]]:
    """The namings of each series that has two parts at least, in order of the first."""
    parts: dict[Naming, set[int]] = defaultdict(set)
    for g, members in enumerate(gatherings):
        for a, m in members:
            if (words := articles[a].meetings[m].series) is not None:
                parts[a, words].add(g)
    told = sorted(n for n, found in parts.items() if len(found) > 1)
    by_pair: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for i, naming in enumerate(told):
        for pair in combinations(sorted(parts[naming]), _SHARED):
            by_pair[pair].append(i)
    sets = UnionFind(len(told))
    for first, *rest in by_pair.values():
        for other in rest:
            sets.join(first, other)
    out: dict[int, list[Naming]] = defaultdict(list)
    for i, naming in enumerate(told):
        out[sets.find(i)].append(naming)
    return sorted(out.values())
