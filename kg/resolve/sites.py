"""Name of a place → the city or region of the gazetteer, as far as its article tells; and how two names can be one.

Of several places with one name the article's own countries and regions choose, then size, if it tells. Where that
leaves a doubt there is no link.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache

from kg.lexicon import places
from kg.lexicon.places import City, Region
from kg.model import Article, EntityKind
from kg.resolve.naming import Agreement
from kg.resolve.spelling import LONG, loose, similar, strict

Site = City | Region

_LINKED = 60.0  # bits that it proves to be the same place of the gazetteer
_GREAT = 1_000_000  # people of a city that is meant unless something speaks for another
_LARGER = 5  # times: how much larger the city must be that is meant for its size
_TOWN = 100_000  # people of a town that few articles outside its country name


@dataclass(frozen=True, slots=True)
class SiteName:
    """The folded name of a place, and what it is linked to."""

    text: str
    site: Site | None = None

    @property
    def key(self) -> str:
        return f"{self.text} {self.ident}".strip()

    @property
    def ident(self) -> str:
        """The GeoNames id or ISO 3166-2 code of the linked place; "" where there is none."""
        return "" if self.site is None else self.site.geonames or ident_of(self.site)

    @property
    def words(self) -> tuple[str, ...]:
        return (f"site {self.ident}",) if self.site else (self.text,)

    def blocks(self) -> Iterator[str]:
        """The name, its sound, and the linked place."""
        yield loose("".join(self.text.split()))
        if self.site:
            yield self.ident


def bits_of_words(words: Iterable[str]) -> dict[str, float]:
    """Bits of places that are linked: they prove all."""
    return {w: _LINKED for w in words if w.startswith("site ")}


def ident_of(site: Site) -> str:
    """What tells a linked place from others."""
    return site.code if isinstance(site, Region) else site.geonames


def agree(a: SiteName, b: SiteName) -> Agreement | None:
    """How two names can be one place's; two different links are two places.

    >>> city = places.city("Kyiv")
    >>> agree(SiteName("kiev", city), SiteName("kyiv", city)).stage
    'gazetteer'
    """
    if a.site and b.site:
        return Agreement("gazetteer", a.words) if a.ident == b.ident else None
    shared = (a if a.site is None else b).words
    if a.text == b.text:
        return Agreement("not linked", shared, alone=False)
    one, other = ("".join(n.text.split()) for n in (a, b))
    if strict(one) == strict(other):
        return Agreement("transliteration", shared, 1.0, alone=False)
    if similar(one, other) and min(len(one), len(other)) >= LONG:
        return Agreement("spelling", shared, 3.0, alone=False)
    return None


def countries_named(article: Article) -> frozenset[str]:
    """The codes of the countries that an article names, and of the regions that it names."""
    named = {e.code for e in article.entities if e.code}
    return frozenset(named | {r.code for r in _regions(article)} | {r.country for r in _regions(article)})


def _regions(article: Article) -> Iterator[Region]:
    for e in article.entities:
        found = places.region_named(e.name) if e.kind is EntityKind.PLACE else None
        if found is not None and not places.cities(e.name):
            yield found


@cache
def link(name: str, named: Set[str]) -> Site | None:
    """The city or region that a name means in an article that names some countries and regions.

    >>> link("Birmingham", frozenset({"US-AL"})).region, link("Birmingham", frozenset({"GB", "US"})).country
    ('US-AL', 'GB')
    >>> link("Peking", frozenset()).name, link("Springfield", frozenset({"US"}))
    ('Beijing', None)
    """
    found, region = places.cities(name), places.region_named(name)
    if region is not None and not (found and _is_great(found[0])):
        return None if found else region
    if not found:
        return None
    near = tuple(c for c in found if c.region in named) or tuple(c for c in found if c.country in named)
    return _among(near, found, named) if near else _far(found, named)


def _among(near: tuple[City, ...], found: tuple[City, ...], named: Set[str]) -> City | None:
    """One of the cities in the article's countries; not a town, where a far larger city may be meant."""
    best, first = _largest(near), found[0]
    if best is None or best == first or best.region in named:
        return best
    if best.population < _TOWN:  # Moscow in Idaho; Florence in South Carolina
        many = len({n for n in named if "-" not in n}) > 1
        return _largest(found) if many or _is_great(first) else None
    return None if _is_capital(first) else best  # London in Ontario; Birmingham in Alabama


def _far(found: tuple[City, ...], named: Set[str]) -> City | None:
    """A city outside the countries that the article names, if there can be no doubt."""
    best = _largest(found)
    return best if best and (not named or len(found) == 1 or _is_great(best)) else None


def _is_great(city: City) -> bool:
    return city.population >= _GREAT or _is_capital(city)


def _is_capital(city: City) -> bool:
    seat = places.capital_of(city.name)
    return seat is not None and seat.code == city.country


def _largest(found: tuple[City, ...]) -> City | None:
    """The first of cities in order of size, if it is far larger than the next."""
    if len(found) > 1 and found[0].population < _LARGER * found[1].population:
        return None
    return found[0]
