"""Names → countries, capitals, cities, regions, seats of government and international bodies."""

import re
from dataclasses import dataclass
from functools import cache

from kg.lexicon import Row, load, values
from kg.names import fold

CITY_PARTS = frozenset(
    "airport suburb street subway metro mayor district skyline cathedral museum suburbs outskirts centre "
    "center zoo marathon neighborhood neighbourhood stadium university police court".split()
)
"""What a city owns, but not the government that sits in it: "Vienna's airport"."""

UNION = "EU"
"""The code of the European Union, which acts like a country and is none."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country of ISO 3166-1, Kosovo, or the European Union."""

    code: str
    name: str
    capital: str
    geonames: str


@dataclass(frozen=True, slots=True)
class City:
    """A city with its country code and coordinates in degrees."""

    name: str
    country: str
    geonames: str
    latitude: float
    longitude: float
    population: int
    region: str = ""  # ISO 3166-2, cities of the United States only


@dataclass(frozen=True, slots=True)
class Region:
    """A state, province or constituent nation with its ISO 3166-2 code."""

    name: str
    country: str
    code: str
    geonames: str


@dataclass(frozen=True, slots=True)
class Body:
    """An international body."""

    acronym: str
    name: str


@dataclass(frozen=True, slots=True)
class Headquarters:
    """An international body with the cities of its headquarters, the first one the main one."""

    body: str
    cities: tuple[str, ...]


@cache
def _countries() -> dict[str, Country]:
    return {r["code"]: Country(r["code"], r["name"], r["capital"], r["geonames"]) for r in load("countries")}


@cache
def _demonyms() -> dict[str, Country]:
    return {d: _countries()[r["code"]] for r in load("nationalities") for d in values(r["demonyms"])}


@cache
def _names() -> dict[str, Country]:
    out = {c.name: c for c in _countries().values()}
    for row in load("nationalities"):
        out.update({a: _countries()[row["code"]] for a in values(row["aliases"])})
    out.update(_demonyms())
    out.update({n.upper(): c for n, c in list(out.items()) if len(n) > 3})
    return out


def country(name: str) -> Country | None:
    """The country that a name or a demonym stands for; lower-case words never do.

    >>> country("Britain").code, country("Swiss").code, country("us"), country("turkey")
    ('GB', 'CH', None, None)
    """
    return _names().get(" ".join(name.split()).removeprefix("the ").removeprefix("The "))


def country_by_code(code: str) -> Country:
    """The country of an ISO 3166-1 alpha-2 code."""
    return _countries()[code]


def country_of_possessive(name: str) -> Country | None:
    """The country of a possessive that lost its apostrophe.

    >>> country_of_possessive("Norways").code, country_of_possessive("Norway")
    ('NO', None)
    """
    return country(name[:-1]) if name.endswith("s") and country(name) is None else None


def demonym(name: str) -> Country | None:
    """The country of an adjective or noun of nationality.

    >>> demonym("Danes").code, demonym("Denmark")
    ('DK', None)
    """
    return _demonyms().get(name)


@cache
def _capitals() -> dict[str, Country]:
    """Capitals by name; of two with one name the country whose city is the larger: Kingston is Jamaica's."""
    out: dict[str, Country] = {}
    for c in _countries().values():
        largest = city(c.capital) if c.capital in out else None
        if c.capital and (largest is None or largest.country == c.code):
            out[c.capital] = c
    out.update({a: _countries()[r["code"]] for r in load("capitals") for a in (r["name"], *values(r["aliases"]))})
    return out


def capital_of(name: str) -> Country | None:
    """The country whose government sits in a city.

    >>> capital_of("Kiev").code, capital_of("Kyiv").code, capital_of("Geneva")
    ('UA', 'UA', None)
    """
    return _capitals().get(name)


def _city(row: Row) -> City:
    place = float(row["latitude"]), float(row["longitude"])
    return City(row["name"], row["country"], row["geonames"], *place, int(row["population"]), row["region"])


@cache
def _cities() -> dict[str, list[City]]:
    out: dict[str, list[City]] = {}
    for r in load("cities"):
        city_ = _city(r)
        for name in (r["name"], *values(r["aliases"])):
            out.setdefault(name.casefold(), []).append(city_)
    return out


@cache
def _gazetteer() -> tuple[dict[str, list[City]], dict[str, list[City]]]:
    """Cities by folded name, large and small, and large ones by their other names."""
    named: dict[str, list[City]] = {}
    also: dict[str, list[City]] = {}
    for r in (*load("cities"), *load("homonyms")):
        named.setdefault(fold(r["name"]), []).append(_city(r))
    for r in load("cities"):
        for other in {fold(a) for a in values(r["aliases"])}:
            also.setdefault(other, []).append(_city(r))
    for r in load("former_names"):
        (found,) = (c for c in named[fold(r["name"])] if c.country == r["country"])
        for other in values(r["aliases"]):
            named.setdefault(fold(other), []).append(found)
    return named, also


def cities(name: str) -> tuple[City, ...]:
    """The cities of a name, the largest first; where none is called so, those that were or are in other languages.

    >>> [c.country for c in cities("Tripoli")], [c.name for c in cities("Peking")]
    (['LY', 'LB', 'GR'], ['Beijing'])
    """
    named, also = _gazetteer()
    found = named.get(fold(name)) or also.get(fold(name)) or []
    return tuple(sorted(found, key=lambda c: (-c.population, c.geonames)))


def city(name: str, country: str | None = None) -> City | None:
    """The most populous city of a name, of the country with a code if one is given.

    >>> city("Birmingham").country, city("Birmingham", "US").country
    ('GB', 'US')
    """
    found = [c for c in _cities().get(name.casefold(), ()) if country in {None, c.country}]
    return max(found, key=lambda c: c.population, default=None)


def country_around(name: str) -> str | None:
    """The code of the country that a city, state or province lies in; None where the name alone does not tell.

    A name tells it if all places of that name lie in one country, or if it is the capital and the largest of them.

    >>> country_around("Tallinn"), country_around("Bavaria"), country_around("Cambridge"), country_around("Vienna")
    ('EE', 'DE', None, 'AT')
    """
    found = {c.country for c in _cities().get(name.casefold(), ())}
    if (inside := region(name)) is not None:
        found.add(inside.code)
    if len(found) == 1:
        return next(iter(found))
    seat_, largest = capital_of(name), city(name)
    return seat_.code if seat_ and largest and seat_.code == largest.country else None


@cache
def _regions() -> dict[str, Region]:
    out = {}
    for r in load("regions"):
        out.update(
            dict.fromkeys((r["name"], *values(r["aliases"])), Region(r["name"], r["country"], r["code"], r["geonames"]))
        )
    return out


def region(name: str) -> Country | None:
    """The country of a state, province or constituent nation.

    >>> region("Bavaria").code, region("Calif.").code
    ('DE', 'US')
    """
    found = _regions().get(name)
    return _countries()[found.country] if found else None


def region_named(name: str) -> Region | None:
    """The state, province or constituent nation of a name.

    >>> region_named("Calif.").code
    'US-CA'
    """
    return _regions().get(name)


@cache
def _seats() -> dict[str, Country]:
    return {n: _countries()[r["country"]] for r in load("seats") for n in (r["name"], *values(r["aliases"]))}


def seat(name: str) -> Country | None:
    """The country whose government or head is called by a building or street.

    >>> seat("Downing Street").code
    'GB'
    """
    return _seats().get(name.removeprefix("the "))


@cache
def _bodies() -> dict[str, Body]:
    """Exact forms, and folded forms of those that are more than one word or all capitals."""
    out: dict[str, Body] = {}
    for r in load("bodies"):
        for form in (r["acronym"], r["name"], *values(r["aliases"])):
            if form:
                out[form] = out[f"folded {fold(form)}"] = Body(r["acronym"], r["name"])
    return out


@cache
def body_pattern() -> re.Pattern[str]:
    """Finds the names of international bodies that are at least three words long, in any common spelling."""
    names = {f for r in load("bodies") for f in (r["name"], *values(r["aliases"])) if len(f.split()) > 2}
    forms = [
        re.sub(
            r"(?i)organi[sz]ation",
            "[Oo]rgani[sz]ation",
            re.sub("Co-?operation", "Co-?operation", re.escape(n).replace("\\-", "-")),
        ).replace("\\ ", r"\s+")
        for n in sorted(names, key=lambda n: (-len(n), n))
    ]
    return re.compile(rf"\b(?:{'|'.join(forms)})\b")


def body(name: str) -> Body | None:
    """The international body of a name or acronym; lower-case words ("who") and "Who" are none.

    >>> body("U.N.").name, body("who"), body("Who"), body("World Trade Organisation").acronym
    ('United Nations', None, None, 'WTO')
    """
    loose = sum(c.isupper() for c in name) > 1 or " " in name
    return _bodies().get(name) or (_bodies().get(f"folded {fold(name)}") if loose else None)


_SEAT = re.compile(r"\b(?:[Hh]eadquarters|HQ)\b")


@cache
def _headquarters() -> dict[str, Headquarters]:
    return {r["name"]: Headquarters(r["name"], values(r["cities"])) for r in load("headquarters")}


def headquarters(venue: str) -> Headquarters | None:
    """The body whose headquarters a venue is called.

    >>> headquarters("NATO's headquarters").cities, headquarters("the headquarters of the Arab League").cities
    (('Brussels',), ('Cairo',))
    >>> headquarters("police headquarters"), headquarters("the NATO summit")
    (None, None)
    """
    if _SEAT.search(venue) is None:
        return None
    words = [re.sub(r"['’]s?$", "", w) for w in _SEAT.sub("", venue).split()]
    spans = (" ".join(words[i:j]) for i in range(len(words)) for j in range(len(words), i, -1))
    found = next((b for s in spans if (b := body(s)) is not None), None)
    return _headquarters().get(found.name) if found else None
