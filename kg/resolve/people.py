"""Name of a person → its parts, and how two such names can be one.

Given and family name must both agree, in either order; middle names and "Jr." may be left out, but not differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from kg.lexicon.words import full_names, is_honorific
from kg.names import fold
from kg.resolve.naming import Agreement
from kg.resolve.spelling import loose, similar, strict

_PARTICLES = frozenset(
    "al el bin bint ibn abu de da do dos das del della der den di du la le van von zu ter ten af av".split()
)
_GENERATIONS = frozenset("jr sr ii iii iv junior senior".split())

_COSTS = {"same name": 0.0, "transliteration": 1.0, "nickname": 2.0, "initials": 1.0, "spelling": 3.0}
_PAIRS = 200_000  # pairs of words that are remembered: the same ones come again and again
_ALONE = frozenset({"same name", "transliteration"})


@dataclass(frozen=True)
class PersonName:
    """The folded parts of a name; honorifics and particles are left out."""

    parts: tuple[str, ...]
    generation: str = ""

    @cached_property
    def key(self) -> str:
        return " ".join((*self.parts, self.generation)).strip()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Given and family name."""
        return tuple(strict(p) for p in dict.fromkeys((self.parts[0], self.parts[-1])))

    @cached_property
    def lone(self) -> bool:
        """Whether it is one word: a surname, as a rule."""
        return len(self.parts) == 1

    def blocks(self) -> Iterator[str]:
        """A family name with a given name, one of them as it sounds: either end of the name may be either.

        Two sides of a block ("<", ">") meet each other only: lone surnames full names, initials given names.
        """
        if self.lone:
            yield f">{strict(self.parts[0])}"
            return
        yield from (f"<{strict(p)}" for p in self.parts)
        for family in self.parts:
            for given in dict.fromkeys((*self.parts[:2], self.parts[-1])):
                if given != family:
                    yield from self._pair(strict(family), given)
                    yield f"{strict(given)} {loose(family)[:4]}"
        yield loose("".join(self.parts))

    @staticmethod
    def _pair(family: str, given: str) -> Iterator[str]:
        """A family name with a given name in its short and long forms, or with an initial."""
        if len(given) == 1:
            yield f">{family} {given}"
        yield from (f"<{family} {initial}" for initial in {given[0], strict(given)[:1]})
        yield from (f"{family} {loose(g)}" for g in (given, *full_names(given)))


@cache
def person_name(text: str) -> PersonName:
    """The parts of a person's name.

    >>> person_name("Dr. Bashar al-Assad").parts, person_name("R. F. Lee Jr.")
    (('bashar', 'assad'), PersonName(parts=('r', 'f', 'lee'), generation='jr'))
    """
    printed = text.replace("-", " ").split()
    while len(printed) > 1 and is_honorific(printed[0]):
        printed = printed[1:]
    words = fold(" ".join(printed)).split() or [text]
    generation = words.pop() if len(words) > 1 and words[-1] in _GENERATIONS else ""
    plain = [w for w in words if w not in _PARTICLES]
    return PersonName(tuple(plain or words), generation)


def agree(a: PersonName, b: PersonName) -> Agreement | None:
    """How two names can be one person's; None where they cannot.

    >>> agree(person_name("Sergei Orlov"), person_name("Sergey Orloff")).stage
    'transliteration'
    >>> agree(person_name("Ann M. Lee"), person_name("Ann K. Lee")) is None
    True
    """
    if a.lone or b.lone:
        return _lone(*sorted((a, b), key=lambda n: len(n.parts)))
    if a.generation and b.generation and a.generation != b.generation:
        return None
    found = [f for f in (_aligned(a, b), _joined(a, b), _turned(a, b), _second_surname(a, b)) if f is not None]
    best = min(found, key=lambda f: (not f.alone, f.cost), default=None)
    if best is not None and a.generation != b.generation:
        return Agreement("generation", best.words, best.cost + 2, alone=False)
    return best


def _lone(surname: PersonName, full: PersonName) -> Agreement | None:
    """A surname alone proves nothing without what its bearer does."""
    if strict(surname.parts[0]) in {strict(p) for p in (full.parts[0], *full.parts[-2:])}:
        return Agreement("surname", surname.words, alone=False)
    return None


def _aligned(a: PersonName, b: PersonName) -> Agreement | None:
    """Given name with given name, family name with family name."""
    if (family := _word(a.parts[-1], b.parts[-1])) is None or (given := _given(a.parts[0], b.parts[0])) is None:
        return None
    if (middle := _middle(a.parts[1:-1], b.parts[1:-1])) is None:
        return None
    stages = (family, given)
    stage = max(stages, key=lambda s: _COSTS[s])
    if family == "spelling" and given != "same name":  # one doubt is enough
        return None
    shared = tuple(strict(min(x, y, key=len)) for x, y in ((a.parts[0], b.parts[0]), (a.parts[-1], b.parts[-1])))
    cost = sum(_COSTS[s] for s in stages) + middle
    if stage == "same name" and middle:
        stage = "middle name"
    return Agreement(stage, shared, cost, alone=all(s in _ALONE for s in stages))


def _joined(a: PersonName, b: PersonName) -> Agreement | None:
    """The same letters, otherwise divided: "Xi Jinping" and "Xi Jin-ping", "Jean-Luc" and "Jeanluc"."""
    if len(a.parts) != len(b.parts) and strict("".join(a.parts)) == strict("".join(b.parts)):
        return Agreement("hyphenation", max(a, b, key=lambda n: len(n.parts)).words, 0.5)
    return None


def _turned(a: PersonName, b: PersonName) -> Agreement | None:
    """Family name first: "Orban Viktor". Such a name is no proof by itself, since "Thomas James" is another man."""
    for usual, turned in ((a, b), (b, a)):
        (*given, family), (first, *rest) = usual.parts, turned.parts
        stage = _given("".join(given), "".join(rest)) if given and rest and strict(family) == strict(first) else None
        if stage in {"same name", "transliteration", "initials"}:
            shared = min(("".join(given), "".join(rest)), key=len)
            return Agreement("name order", (strict(shared), strict(family)), 2.0, alone=False)
    return None


def _second_surname(a: PersonName, b: PersonName) -> Agreement | None:
    """The second of two surnames is left out: "Gabriel Boric Font"."""
    short, long = sorted((a, b), key=lambda n: len(n.parts))
    if len(short.parts) == 2 and len(long.parts) in {3, 4} and len(long.parts[-2]) > 1:
        given, family = _given(short.parts[0], long.parts[0]), _word(short.parts[1], long.parts[-2])
        if given in {"same name", "transliteration", "initials"} and family in _ALONE:
            return Agreement("second surname", (strict(short.parts[0]), strict(short.parts[1])), 2.0, alone=False)
    return None


@lru_cache(_PAIRS)
def _word(a: str, b: str) -> str | None:
    """How two words can be one name."""
    if a == b:
        return "same name"
    if len(a) > 1 and strict(a) == strict(b):
        return "transliteration"
    return "spelling" if similar(a, b) else None


@lru_cache(_PAIRS)
def _given(a: str, b: str) -> str | None:
    """How two given names can be one: also by an initial, or as a short form."""
    if (found := _word(a, b)) in _ALONE:
        return found
    if 1 in {len(a), len(b)}:
        return "initials" if a[0] == b[0] else None
    mine, theirs = ({strict(n) for n in (x, *full_names(x))} for x in (a, b))
    if mine & theirs:
        return "nickname"
    return found


def _middle(a: tuple[str, ...], b: tuple[str, ...]) -> float | None:
    """The cost of middle names that one name has more than the other; None where they differ."""
    if not a or not b:
        return 0.5 if a or b else 0.0
    few, many = sorted((a, b), key=len)
    if all(_given(x, y) for x, y in zip(few, many, strict=False)):
        return 0.0 if len(few) == len(many) else 0.5
    return 0.5 if few == ("".join(x[0] for x in many),) else None  # "JP" for "Jean Paul"
