"""Disjoint sets."""


class UnionFind:
    """Disjoint sets of `0 … n-1`; the representative of a set is its smallest member.

    >>> sets = UnionFind(4); sets.join(3, 1); sets.find(3), sets.find(0)
    (1, 0)
    """

    def __init__(self, n: int) -> None:
        self._parent = list(range(n))

    def find(self, i: int) -> int:
        """The representative of the set of `i`."""
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        """Make the sets of `i` and `j` one."""
        a, b = sorted((self.find(i), self.find(j)))
        self._parent[b] = a
