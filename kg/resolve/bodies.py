"""Name of an organization → its words, and how two such names can be one.

A legal form, "of" and "the" say nothing; a demonym is its country; international bodies come from a list. What
many countries have ("Foreign Ministry", "Labour Party") proves nothing without its country.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from kg.lexicon import load, places
from kg.names import GENERIC_BODIES, fold, initials, is_offshoot, is_product
from kg.resolve.naming import Agreement
from kg.resolve.spelling import LONG, loose, similar, strict

_EMPTY = frozenset("the of for and in on a an de du des la le der die das y e et und".split())
_LEGAL = frozenset(
    "ab ag as asa bv co company corp corporation gmbh group holding holdings inc incorporated limited llc llp ltd nv oy "
    "plc sa se spa".split()
)
_COMMON = (
    GENERIC_BODIES
    | frozenset(
        "administration affairs airport alliance association authority board broadcasting bureau business center central chamber "
        "church city coalition college commerce commission committee company conservative corps council county court "
        "democratic development district economic election electoral embassy energy federal federation foreign foundation "
        "front green group high home hospital house industry institute intelligence international journal justice labor league "
        "liberal local meteorological military movement municipal national news observatory party people peoples port post press progress "
        "protection provincial public radio railway regional republican research royal school security service services "
        "social socialist society space state states statistics supreme television times trade transport trust union unity "
        "university water weather workers young youth".split()
    )
    | frozenset(w for r in load("portfolios") for w in fold(r["portfolio"]).split())
)
"""Words that names of bodies share in many countries."""

_NATIONAL = frozenset(
    "ministry department parliament army navy military senate congress cabinet presidency treasury party".split()
)
"""Heads of bodies of which a country has one: with the only country of an article their name is whole."""

_SPELLINGS = (
    ("harbour", "harbor"),
    ("programme", "program"),
    ("theatre", "theater"),
    ("isation", "ization"),
    ("our ", "or "),
)
_COUNTRY = 20.0  # bits of a country in a name: it has one such body
_LISTED = 40.0  # bits of a name that the list of international bodies has
_CODE = re.compile(r"@[A-Z]{2}")


@dataclass(frozen=True)
class BodyName:
    """The words of a name that count; a country is its code, "@NO"."""

    text: str  # folded, in order
    parts: tuple[str, ...]
    letters: str = ""  # the initials of a long name, or an acronym
    acronym: bool = False

    @cached_property
    def key(self) -> str:
        return " ".join(sorted(self.parts))

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.parts))

    @cached_property
    def country(self) -> str | None:
        """The code of the country that the name tells."""
        return next((p[1:] for p in self.parts if _CODE.fullmatch(p)), None)

    @cached_property
    def bare(self) -> tuple[str, ...]:
        """The words without countries, sorted."""
        return tuple(sorted(p for p in self.parts if not _CODE.fullmatch(p)))

    @cached_property
    def plain(self) -> bool:
        """Whether all words are such that many bodies share them."""
        return all(p in _COMMON for p in self.parts)

    def blocks(self) -> Iterator[str]:
        """Words and initials that two names of one body share.

        Two sides of a block ("<", ">") meet each other only: names without a country those with one.
        """
        if self.letters:
            yield f"initials {self.letters}"
        yield f"{'<' if self.country else '>'}words {' '.join(self.bare)}"
        for part in self.parts:
            if part not in _COMMON and not _CODE.fullmatch(part):
                yield f"word {loose(part)}"


@cache
def body_name(text: str, country: str | None = None) -> BodyName:
    """The words of the name of a body; `country` is the only one that the article names.

    >>> body_name("Norway's Foreign Ministry").key == body_name("Ministry of Foreign Affairs of Norway").key
    True
    >>> body_name("Acme Pump Co.").key, body_name("NFSA").acronym
    ('acme pump', True)
    """
    known = places.body(text)
    if known is not None:
        return BodyName(fold(known.name), (f"body {fold(known.name)}",), initials(known.name))
    printed = _with_codes(text)
    words = [w if _CODE.fullmatch(w) else fold(w) for w in printed]
    words = [x for w in words for x in (w.split() if not w.startswith("@") else [w])]
    kept = [w for w in words if w not in _EMPTY] or words
    while len(kept) > 1 and kept[-1] in _LEGAL:
        kept.pop()
    if "ministry" in kept:
        kept = [w for w in kept if w != "affairs"] or kept
    parts = tuple(_american(w) for w in kept) or (text,)
    letters = text.replace(".", "")
    if letters.isupper() and letters.isalpha() and 2 <= len(letters) <= 8:
        return BodyName(fold(text), parts, letters, acronym=True)
    name = BodyName(fold(text), parts, initials(text.replace("-", " ")) if len(text.split()) > 1 else "")
    if country and name.plain and name.country is None and _NATIONAL & set(parts):
        return BodyName(name.text, (*parts, f"@{country}"), name.letters)
    return name


def bits_of_words(words: Iterable[str]) -> dict[str, float]:
    """Bits of the words that say little, of countries, of letters, and of listed bodies, which say all."""
    out = {c: 4.0 for c in (f"letter {chr(i)}" for i in range(ord("A"), ord("Z") + 1))}
    for w in set(words):
        if w in _COMMON:
            out[w] = 2.0
        elif _CODE.fullmatch(w):
            out[w] = _COUNTRY
        elif w.startswith("body "):
            out[w] = _LISTED
    return out


def agree(a: BodyName, b: BodyName) -> Agreement | None:
    """How two names can be one body's; None where they cannot.

    >>> agree(body_name("Acme Pump Co."), body_name("Acme")).stage
    'short form'
    >>> agree(body_name("Acme"), body_name("Acme and Holm Pumps")) is None
    True
    >>> agree(body_name("Acme"), body_name("Acme Foundation")) is None
    True
    >>> agree(body_name("Norwegian Foreign Ministry"), body_name("Swedish Foreign Ministry")) is None
    True
    """
    if a.country and b.country and a.country != b.country:
        return None
    if a.acronym != b.acronym:
        short, long = (a, b) if a.acronym else (b, a)
        return (
            Agreement("acronym", tuple(f"letter {c}" for c in short.letters), 2.0, alone=False)
            if short.letters == long.letters
            else None
        )
    if a.acronym:
        return None
    if a.bare == b.bare:
        return Agreement("country left out", a.bare, 1.0, alone=False)
    if len(a.parts) == len(b.parts):
        pairs = [(x, y) for x, y in zip(a.parts, b.parts, strict=True) if x != y]
        if all(len(x) > 3 and strict(x) == strict(y) for x, y in pairs):
            return Agreement(
                "transliteration", tuple(x for x in a.words if x in b.words) + tuple(x for x, _ in pairs), 1.0
            )
        if len(pairs) == 1 and similar(*pairs[0]) and min(map(len, pairs[0])) >= LONG:
            return Agreement("spelling", tuple(x for x in a.words if x in b.words) + (pairs[0][0],), 4.0, alone=False)
    short, long = sorted((a, b), key=lambda n: len(n.parts))
    other = long.text.startswith(f"{short.text} and ") or is_offshoot(long.text) > is_offshoot(short.text)
    prefix = short.parts == long.parts[: len(short.parts)]
    if prefix and not short.plain and not other and not is_product(short.text, long.text):
        return Agreement("short form", short.words, 3.0, alone=False)
    return None


def _with_codes(text: str) -> list[str]:
    """The words of a name, names of countries and demonyms as codes."""
    words = re.sub(r"['’]s\b", "", text.replace("&", " and ")).split()
    out: list[str] = []
    while words:
        size = next((n for n in (4, 3, 2, 1) if n <= len(words) and places.country(" ".join(words[:n])) is not None), 0)
        found = places.country(" ".join(words[:size])) if size else None
        out.append(f"@{found.code}" if found else words[0])
        words = words[max(size, 1) :]
    return out


def _american(word: str) -> str:
    """A folded word in American spelling."""
    for british, american in _SPELLINGS:
        word = f"{word} ".replace(british, american).strip()
    return word
