"""Names of an article → its entities: which names are the same person, body, place or country.

A surname means the person whose full name stands in the article, an acronym the body whose name stands
before it in parentheses or whose initials it has, a demonym its country, an acting capital its government.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from spacy.tokens import Doc

from kg.extract.finding import find
from kg.extract.metonyms import owns_minister, stands_for_government
from kg.extract.naming import Name
from kg.extract.shortening import (
    CHAMBERS,
    COMPANY_NOUNS,
    is_kind_of_body,
    is_suffix,
    may_be_company,
    may_shorten,
)
from kg.lexicon import places
from kg.model import EntityKind, LocalEntity, Mention, Span
from kg.names import GENERIC_BODIES, fold, initials, is_offshoot, is_product

_REGNAL = frozenset("emir emperor empress king pope prince princess queen".split())
_KNOWN = 600_000  # people of a capital that needs no other mention of its country
_NEAR = 60  # tokens back to the company that "the company" is


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one doc, in text order, each with the index of its entity."""

    doc: Doc
    names: tuple[Name, ...]
    entity_of: tuple[int, ...]  # for each name
    metonyms: frozenset[int]  # indices of names that stand for a government
    entities: tuple[LocalEntity, ...]
    dateline: Mention | None = None  # the city that the article was written in, which is no part of the doc

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The names as plain values."""
        inside = [
            Mention(n.span, n.text, n.label, e, i in self.metonyms)
            for i, (n, e) in enumerate(zip(self.names, self.entity_of, strict=True))
        ]
        return tuple(sorted([*inside, *([self.dateline] if self.dateline else [])], key=lambda m: m.span))

    def written_in(self, city: str, span: Span, text: str) -> "Names":
        """With the city of the dateline as one of the entities."""
        known = (i for i, e in enumerate(self.entities) if e.kind is EntityKind.PLACE and city in (e.name, *e.forms))
        entity = next(known, len(self.entities))
        more = () if entity < len(self.entities) else (LocalEntity(EntityKind.PLACE, city, (city,)),)
        return replace(self, entities=(*self.entities, *more), dateline=Mention(span, text, "GPE", entity))

    def at(self, token: int) -> int | None:
        """Index of the name that the token belongs to."""
        return _token_index(self).get(token)

    def within(self, start: int, end: int) -> Iterator[int]:
        """Indices of the names that lie in tokens `[start, end)`."""
        return (i for i, n in enumerate(self.names) if start <= n.start and n.end <= end)

    def kind(self, name: int) -> EntityKind:
        """The kind of the name's entity."""
        return self.entities[self.entity_of[name]].kind


def _token_index(names: Names) -> dict[int, int]:
    index: dict[int, int] = names.doc.user_data.setdefault("kg_name_at", {})
    if not index:
        index.update({t: i for i, n in enumerate(names.names) for t in range(n.start, n.end)})
    return index


def find_names(doc: Doc, cities: Mapping[int, str] = MappingProxyType({})) -> Names:
    """The names of a doc and their entities; `cities` are the common words that stand for one."""
    return _Linker(doc, find(doc, cities)).link()


class _Linker:
    """Assigns entities to names in text order."""

    def __init__(self, doc: Doc, found: list[Name]) -> None:
        self.doc = doc
        self.found = found
        self.groups: dict[tuple[EntityKind, str], list[int]] = {}
        self.keys: list[tuple[EntityKind, str]] = []
        self.metonyms: set[int] = set()

    def link(self) -> Names:
        people = self._people()
        bodies = self._bodies()
        kept: list[Name] = []
        for i, name in enumerate(self.found):
            key = people.get(i) or bodies.get(i) or self._place(name)
            if key is None:  # "Muslims", "Republicans": groups without a country
                continue
            if name.label == "GPE" and key[0] is EntityKind.COUNTRY and _country(name.text) is None:
                self.metonyms.add(len(kept))
            kept.append(name)
            self.keys.append(key)
        order = {key: n for n, key in enumerate(dict.fromkeys(self.keys))}
        entities = tuple(
            self._entity(key, [n for n, k in zip(kept, self.keys, strict=True) if k == key]) for key in order
        )
        return Names(self.doc, tuple(kept), tuple(order[k] for k in self.keys), frozenset(self.metonyms), entities)

    def _entity(self, key: tuple[EntityKind, str], names: list[Name]) -> LocalEntity:
        kind, ident = key
        forms = tuple(sorted({n.meant or (n.text.lower() if n.described else n.text) for n in names}))
        if kind is EntityKind.COUNTRY:
            country = places.country_by_code(ident)
            return LocalEntity(kind, country.name, forms, country.code)
        return LocalEntity(kind, max(forms, key=_fullness), forms)

    # -- people

    def _people(self) -> dict[int, tuple[EntityKind, str]]:
        """For every person's name the key of the person."""
        full: dict[str, str] = {}  # folded full name → key
        by_surname: dict[str, list[str]] = defaultdict(list)
        by_given: dict[str, list[str]] = defaultdict(list)
        people = [(i, n) for i, n in enumerate(self.found) if n.label == "PERSON"]
        for _, n in people:
            folded = fold(n.text)
            parts = folded.split()
            if " " not in n.text or folded in full:  # "Asante-Boateng" is a surname
                continue
            same = next((k for k in by_surname[parts[-1]] if _same_given(k.split(), parts)), None)
            full[folded] = same or folded
            if same is None:
                by_surname[parts[-1]].append(folded)
                by_given[parts[0]].append(folded)
        out: dict[int, tuple[EntityKind, str]] = {}
        last_seen: list[str] = []
        for i, n in people:
            folded = fold(n.text)
            key = full.get(folded) or self._known_person(folded, by_surname, by_given, last_seen) or folded
            if self._reigns(n) and not any(
                self._reigns(other) for _, other in people if full.get(fold(other.text)) == key
            ):
                key = folded  # "King Hussein" is not the Hussein who is no king
            last_seen.append(key)
            out[i] = (EntityKind.PERSON, key)
        return out

    def _reigns(self, name: Name) -> bool:
        """Whether a title that goes with a given name stands before it: "King Hussein", "Pope Francis"."""
        return name.start > 0 and self.doc[name.start - 1].lower_ in _REGNAL

    @staticmethod
    def _known_person(
        folded: str, by_surname: dict[str, list[str]], by_given: dict[str, list[str]], last_seen: list[str]
    ) -> str | None:
        """The full name that a surname (or else an unambiguous given name) stands for."""
        for form in (folded, folded.removesuffix("s")):
            candidates = by_surname.get(form.split()[-1] if form else "", []) if " " not in form else []
            candidates = candidates or [k for ks in by_surname.values() for k in ks if k.endswith(" " + form)]
            if len(candidates) > 1:
                recent = [k for k in reversed(last_seen) if k in candidates]
                return recent[0] if recent else None
            if candidates:
                return candidates[0]
        given = by_given.get(folded, [])
        return given[0] if len(given) == 1 else None

    # -- organizations

    def _bodies(self) -> dict[int, tuple[EntityKind, str]]:
        """For every organization's name the key of the organization."""
        orgs = [(i, n) for i, n in enumerate(self.found) if n.label == "ORG"]
        forms = {fold(n.text) for _, n in orgs}
        first = {fold(n.text): i for i, n in reversed(orgs)}
        alias: dict[str, str] = {}
        for i, n in orgs:
            acronym = self._acronym_after(i)
            if acronym:
                alias[fold(acronym)] = fold(n.text)
        long_by_initials: dict[str, list[str]] = defaultdict(list)
        for text in dict.fromkeys(n.text for _, n in orgs if len(n.text.split()) > 2):
            long_by_initials[initials(text).casefold()].append(fold(text))
        out = {}
        for i, n in orgs:
            key = fold(n.text) or n.text
            body = places.body(n.text)
            if key in alias:
                key = alias[key]
                body = body or places.body(key)
            elif body is None and n.text.isupper() and len(long_by_initials.get(key, [])) == 1:
                key = long_by_initials[key][0]
            if body is not None:
                out[i] = (EntityKind.ORGANIZATION, fold(body.name))
                continue
            ending = [f for f in forms if f != key and f.endswith(" " + key)]
            starting = [  # "Acme" for "Acme Pump Co."; "Acme and Holm" are two
                f
                for f in forms
                if f.startswith(key + " ")
                and not f.startswith(key + " and ")
                and not is_product(key, f)
                and not (is_offshoot(f) and first[key] < first[f])
            ]
            longest = max(starting, key=len, default="")
            if n.described:  # "the council", "the company": the body whose name it shortens, if there is one
                key = self._shortened(i, key) or key
            elif key in CHAMBERS:
                pass
            elif len(ending) == 1 and (key.split()[-1] in GENERIC_BODIES or self._named_before(i, ending[0])):
                key = ending[0]  # "the Rovers" for "Harbour Rovers"
            elif (
                starting
                and all(longest.startswith(f) for f in starting)
                and (" " not in key or is_suffix(key, longest))
            ):
                key = longest
            out[i] = (EntityKind.ORGANIZATION, key)
        return out

    def _named_before(self, i: int, key: str) -> bool:
        return any(n.label == "ORG" and not n.described and fold(n.text) == key for n in self.found[:i])

    def _shortened(self, i: int, key: str) -> str | None:
        """The key of the body that a common noun stands for: its name ends in the noun, or is the only company near."""
        before = [n for n in self.found[:i] if n.label == "ORG" and not n.described]
        noun = key.split()[-1]
        ending = {k for n in before if is_kind_of_body(k := fold(n.text), noun) and may_shorten(key, k)}
        holding = {k for k in ending if k.endswith(" " + noun)} or ending
        if len(holding) == 1:
            return holding.pop()
        if key not in COMPANY_NOUNS:
            return None
        near = {fold(n.text) for n in before if self.found[i].start - n.end < _NEAR and places.body(n.text) is None}
        near = {k for k in near if may_be_company(k) and not any(o.startswith(k + " ") for o in near)}
        return near.pop() if len(near) == 1 else None

    def _acronym_after(self, i: int) -> str | None:
        """The acronym in parentheses right after a name: "… in Europe (OSCE)"."""
        doc, end = self.doc, self.found[i].end
        if end + 2 < len(doc) and doc[end].text == "(" and doc[end + 2].text == ")":
            inner = doc[end + 1].text
            if 2 <= len(inner) <= 10 and sum(c.isupper() for c in inner) >= 2:
                return inner
        return None

    # -- places and countries

    def _place(self, name: Name) -> tuple[EntityKind, str] | None:
        if name.meant:
            return (EntityKind.PLACE, fold(name.meant))
        country = _country(name.text)
        if name.label == "NORP" or (country is not None and name.label in {"GPE", "LOC"}):
            ambiguous = name.label != "NORP" and places.region(name.text) is not None and self._is_region(name)
            return (EntityKind.COUNTRY, country.code) if country and not ambiguous else self._group(name)
        capital = places.capital_of(name.text) if name.label == "GPE" else None
        if (
            capital is not None
            and (
                capital.code in self._countries_named
                or _is_well_known(name.text, capital)
                or owns_minister(self.doc[name.start : name.end])
            )
            and stands_for_government(self.doc[name.start : name.end].root)
        ):
            return (EntityKind.COUNTRY, capital.code)
        return (EntityKind.PLACE, fold(name.text))

    @cached_property
    def _countries_named(self) -> frozenset[str]:
        """Codes of the countries that the article names, by name or nationality."""
        return frozenset(c.code for n in self.found if (c := _country(n.text)) is not None)

    @staticmethod
    def _group(name: Name) -> tuple[EntityKind, str] | None:
        return None if name.label == "NORP" else (EntityKind.PLACE, fold(name.text))

    def _is_region(self, name: Name) -> bool:
        """Whether "Georgia" is the American state here: a city of it stands right before, "Atlanta, Georgia"."""
        before = self.doc[max(0, name.start - 2) : name.start]
        return len(before) == 2 and before[1].text == "," and places.city(before[0].text, "US") is not None


def _country(text: str) -> places.Country | None:
    return places.country(text) or places.country_of_possessive(text)


def _is_well_known(capital: str, country: places.Country) -> bool:
    """Whether the name of a capital means that city without more ado: "Moscow", but not "Kingston" or "Victoria"."""
    largest = places.city(capital)
    return largest is not None and largest.country == country.code and largest.population > _KNOWN


def _same_given(known: list[str], parts: list[str]) -> bool:
    """Same surname is given: the given names agree, or one is the other's initial."""
    a, b = known[0], parts[0]
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])


def _fullness(text: str) -> tuple[bool, bool, int, int, str]:
    """Sort key: names before nouns, more words, then longer; capitals-only and acronyms last."""
    return (not text.islower(), not text.isupper(), len(text.split()), len(text), text)
