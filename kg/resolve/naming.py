"""What resolution knows of names, whatever they name: how two of them can be one, and what that proves.

Evidence is counted in bits: a name that one in a thousand bears proves ten. The kinds differ in how names are
taken apart (`people`, `bodies`, `sites`); the rest is the same for all.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two names can be names of one thing."""

    stage: str  # "same name", "transliteration", "initials" …
    words: tuple[str, ...]  # what they share
    cost: float = 0.0  # bits that the difference takes away
    alone: bool = True  # whether the names may do without anything else in common


class Name(Protocol):
    """A name of a person, a body or a place, made comparable."""

    @property
    def key(self) -> str:
        """Equal for names that differ in nothing that counts."""
        ...

    @property
    def words(self) -> tuple[str, ...]:
        """The words that prove something when they agree."""
        ...

    def blocks(self) -> Iterable[str]:
        """Keys of which two names that can agree share one."""
        ...


N = TypeVar("N", bound=Name)


class Rarity:
    """How much it proves that two names share a word: bits of its own, or as rare as it is among the names.

    `unseen` is how many names there are beside those of the set.
    """

    def __init__(self, names: Iterable[tuple[str, ...]], fixed: dict[str, float], unseen: int) -> None:
        distinct = set(names)
        spread = Counter(w for words in distinct for w in set(words))
        self._unseen = math.log2(len(distinct) + unseen)
        self._bits = {w: self._unseen - math.log2(n) for w, n in spread.items()} | fixed

    def bits(self, words: Iterable[str]) -> float:
        """Bits of words that agree."""
        return sum(self._bits.get(w, self._unseen) for w in words)
