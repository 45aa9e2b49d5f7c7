"""Groups of mentions that only ever join when nobody has judged two of them different."""

from collections.abc import Iterable

from kg.resolve.union import UnionFind


class Judged:
    """Judgements on mentions, by number: `same` pairs, and `different` pairs of which none may become one."""

    def __init__(self, size: int, same: Iterable[tuple[int, int]], different: Iterable[tuple[int, int]]) -> None:
        self._sets = UnionFind(size)
        self.same = tuple(same)
        for a, b in self.same:
            self._sets.join(a, b)
        self.apart = {frozenset((self._sets.find(a), self._sets.find(b))) for a, b in different}
        self._marked = {m for pair in self.apart for m in pair}

    def marks(self, number: int) -> frozenset[int]:
        """What a mention brings into a group: the person or thing that somebody judged different from another."""
        return frozenset({self._sets.find(number)} & self._marked)

    def forbid(self, a: frozenset[int], b: frozenset[int]) -> bool:
        """Whether two groups with these marks must stay two."""
        return any(frozenset((x, y)) in self.apart for x in a for y in b)
