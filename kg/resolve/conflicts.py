"""Which values of one fact cannot both hold: venues, places, days, durations, states and titles.

A coarser form of a value, or what it lies in, is no other value: "the mission" and "the U.S. mission", Geneva and
Switzerland, "this week" and Wednesday. Where the words leave it open, nothing is in conflict.
"""

from datetime import date

from kg.lexicon import places
from kg.model import Duration, EntityKind
from kg.names import fold
from kg.resolve import Entity

_LONGEST = 6  # words of the name of a country or body within the name of a venue
_PLAIN = frozenset("the a an of in at on for and s permanent main building".split())
_TOOK_PLACE = frozenset({"held", "ongoing"})
_FELL_THROUGH = frozenset({"cancelled", "postponed"})
_RANKS = frozenset("deputy vice assistant under associate".split())
"""Words that make another post of a title; "senior" or "federal" only tell more of it."""


def venues_differ(a: str, b: str) -> bool:
    """Whether two names are of different buildings: each says something that the other does not.

    >>> venues_differ("US permanent Mission", "the United States Mission"), venues_differ("Hotel Norge", "Grand Hotel")
    (False, True)
    """
    first, second = _venue_words(a), _venue_words(b)
    return not first <= second and not second <= first


def _venue_words(name: str) -> frozenset[str]:
    """The telling words of a venue, with countries and international bodies in one spelling."""
    words = [w.strip(',;:()"“”').removesuffix("'s").removesuffix("’s") for w in name.split()]
    out: set[str] = set()
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + _LONGEST), at, -1):
            if found := _country_or_body(" ".join(words[at:end])):
                out.add(found)
                at = end
                break
        else:
            out.update(fold(words[at]).split())
            at += 1
    return frozenset(out - _PLAIN)


def _country_or_body(name: str) -> str | None:
    country = places.country(name) or places.country(name.rstrip("."))
    if country is not None:
        return country.code
    body = places.body(name)
    return body.name if body is not None else None


def places_differ(a: Entity, b: Entity) -> bool:
    """Whether two places lie apart: different cities or countries; a name that no gazetteer knows may lie in either."""
    if (a.kind, fold(a.name)) == (b.kind, fold(b.name)):
        return False
    first, second = _country_of(a), _country_of(b)
    if first is None or second is None:
        return False
    return first != second or (places.city(a.name) is not None and places.city(b.name) is not None)


def _country_of(place: Entity) -> str | None:
    return place.code if place.kind is EntityKind.COUNTRY else places.country_around(place.name)


def durations_differ(a: Duration, b: Duration) -> bool:
    """Whether two durations share no minute: "more than seven hours" is no other than "nearly eight"."""
    return a.most < b.least or b.most < a.least


def states_differ(a: str, known_a: date | None, b: str, known_b: date | None) -> bool:
    """Whether one report says that a meeting took place, and one as late or later that it did not.

    A plan that is carried out, given up, or taken up again is no conflict but a history.
    """
    if a in _FELL_THROUGH and b in _TOOK_PLACE:
        a, known_a, b, known_b = b, known_b, a, known_a
    if a not in _TOOK_PLACE or b not in _FELL_THROUGH:
        return False
    return known_a is None or known_b is None or known_b >= known_a


def titles_differ(a: str, b: str) -> bool:
    """Whether two titles name different posts of one sort, of which a person holds one at a time.

    >>> titles_differ("foreign minister", "defence minister"), titles_differ("minister", "foreign minister")
    (True, False)
    >>> titles_differ("foreign minister", "deputy foreign minister"), titles_differ("president", "commander")
    (True, False)
    """
    if _head(a) != _head(b):
        return False
    first, second = (frozenset(fold(t).split()) - _PLAIN - {"affairs"} for t in (a, b))
    apart = not first <= second and not second <= first
    return apart or bool((first ^ second) & _RANKS)


def _head(title: str) -> str:
    """The noun of a title: "minister" of "minister of foreign affairs" and of "deputy foreign minister"."""
    words = fold(title).split()
    end = next((i for i, w in enumerate(words) if i and w in {"of", "for", "to"}), len(words))
    return words[end - 1] if words else ""
