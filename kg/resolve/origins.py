"""Articles → origins: texts that share wire copy count as one voice.

Two articles share an origin when a good part of the shorter one's word sequences stands in the other
(w-shingling, Broder 1997).
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from kg.model import CONTENT, Article
from kg.resolve.union import UnionFind

SHINGLE = 7  # words
SHARED = 0.12  # of the shorter text's shingles
FEWEST = 8  # shared shingles
WIDE = 50  # articles that share a shingle and are all compared; of more, each with the first


def origins(articles: Sequence[Article]) -> list[int]:
    """For every article the index of the first article of its origin."""
    shingles = [_shingles(a) for a in articles]
    holders: dict[int, list[int]] = defaultdict(list)
    for i, mine in enumerate(shingles):
        for s in mine:
            holders[s].append(i)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for indices in holders.values():
        firsts = indices if len(indices) <= WIDE else indices[:1]
        for n, i in enumerate(firsts):
            for j in indices[n + 1 :]:
                shared[i, j] += 1
    groups = UnionFind(len(articles))
    for (i, j), count in shared.items():
        if count >= FEWEST and count >= SHARED * min(len(shingles[i]), len(shingles[j])):
            groups.join(i, j)
    return [groups.find(i) for i in range(len(articles))]


def _shingles(article: Article) -> set[int]:
    text = article.document.text
    words = [w for s in article.segments if s.kind in CONTENT for w in re.findall(r"\w+", s.span.of(text).lower())]
    return {hash_words(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}


def hash_words(words: Sequence[str]) -> int:
    """A number for a word sequence, the same in every process."""
    import zlib

    return zlib.crc32(" ".join(words).encode())
