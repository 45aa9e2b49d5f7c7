"""Doc → names: the mentions of an article, and which of them are the same person, body or place.

Inside one article a surname means the person whose full name stands there, an acronym the body
whose name stands before it in parentheses or whose initials it has, a demonym its country, and an
acting capital its government.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.lexicon import places, words
from kg.model import EntityKind, LocalEntity, Mention, Span
from kg.names import GENERIC_BODIES, fold, initials

NAMED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
_GIVEN_NAMES = frozenset({"Victoria", "Paris", "London", "Santiago", "Kingston", "Sofia", "Lima", "Georgetown"})
"""Capitals that people are called by."""
_KINDS = {"PERSON": EntityKind.PERSON, "ORG": EntityKind.ORGANIZATION}
_DELEGATES = frozenset("official representative negotiator diplomat delegation envoy government authority".split())
_ACTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the doc: tokens `[start, end)`, its label, and the exact characters."""

    start: int
    end: int
    label: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one doc, in text order, each with the index of its entity."""

    doc: Doc
    names: tuple[Name, ...]
    entity_of: tuple[int, ...]  # for each name
    metonyms: frozenset[int]  # indices of names that stand for a government
    entities: tuple[LocalEntity, ...]

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The names as plain values."""
        return tuple(
            Mention(n.span, n.text, n.label, e, i in self.metonyms)
            for i, (n, e) in enumerate(zip(self.names, self.entity_of, strict=True))
        )

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


def find_names(doc: Doc) -> Names:
    """The names of a doc and their entities."""
    bodies = list(_listed_bodies(doc))
    taken = {t for n in bodies for t in range(n.start, n.end)}
    marked = [n for e in doc.ents if e.label_ in NAMED for part in _pairs(e) if (n := _clean(part)) is not None]
    marked = [n for n in marked if not taken & set(range(n.start, n.end))]
    found = _merge_parts(doc, sorted([*bodies, *marked], key=lambda n: n.start))
    found = _vote(_as_companies(doc, found))
    found = _add_missed(doc, found)
    linker = _Linker(doc, found)
    return linker.link()


# ---------------------------------------------------------------- finding


def _pairs(ent: DocSpan) -> Iterator[DocSpan]:
    """ "Norway-EU" and "Oslo/Bern" are two names, if each is one that closed lists know."""
    joints = [t.i for t in ent if t.text in {"-", "–", "—", "/"}]
    if joints:
        edges = [ent.start, *(i for j in joints for i in (j, j + 1)), ent.end]
        parts = [ent.doc[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
        if len(parts) > 1 and all(_is_power(p.text) for p in parts):
            for part in parts:
                yield DocSpan(ent.doc, part.start, part.end, label="ORG" if places.body(part.text) else "GPE")
            return
    yield ent


def _is_power(text: str) -> bool:
    return any(known(text) is not None for known in (places.country, places.capital_of, places.body))


def _listed_bodies(doc: Doc) -> Iterator[Name]:
    """International bodies by their full names, which closed lists know better than any model."""
    for match in places.body_pattern().finditer(doc.text):
        span = doc.char_span(match.start(), match.end())
        if span is not None:
            yield _name(doc, span.start, span.end, "ORG")


def _clean(ent: DocSpan) -> Name | None:
    """A name without article, honorific and possessive; its label settled by closed lists."""
    doc, start, end = ent.doc, ent.start, ent.end
    while start < end and (doc[start].is_space or doc[start].lower_ in {"the", "a", "an"} or doc[start].is_quote):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].lower_ in {"'s", "’s", "'", "’", "`", ".", ","}):
        end -= 1
    if ent.label_ == "PERSON":
        cut = next((t.i for t in doc[start:end] if t.text in {",", "(", ";"}), end)
        polite = cut + 1 < end and words.is_honorific(doc[cut + 1].text)  # "Stoke Vale, Dame Ann Lee": two names
        start, end = (cut + 1, end) if polite else (start, cut)  # "Ann Lee, D-Maine"
        while start < end - 1 and words.is_honorific(doc[start].text):
            start += 1
    while end > start and doc[end - 1].lower_ in {"of", "the", "and", "for", "in", "at", "on", "by", "to"}:
        end -= 1
    if ent.label_ == "PERSON":
        start, end = _whole_hyphenated(doc, start, end)
    if start >= end or not any(c.isupper() for c in doc[start:end].text) or "@" in doc[start:end].text:
        return None
    return _name(doc, start, end, ent.label_)


def _whole_hyphenated(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """ "Ann Lee-Holm", of which a pipeline may mark "Ann Lee" only."""

    def hyphen(i: int) -> bool:
        inside = 0 < i < len(doc) - 1 and doc[i].text == "-" and not doc[i].whitespace_ and not doc[i - 1].whitespace_
        return inside and doc[i + 1].text[:1].isupper() and doc[i - 1].text[:1].isupper()

    while start < end and hyphen(end):
        end += 2
    while start < end and start > 1 and hyphen(start - 1):
        start -= 2
    return start, end


def _name(doc: Doc, start: int, end: int, label: str) -> Name:
    begin, finish = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
    text = doc[start:end].text
    if label == "PERSON" and _lost_apostrophe(doc, end):
        finish, text = finish - 1, text[:-1]
    return Name(start, end, _settle(text, label), text, Span(begin, finish))


def _settle(text: str, label: str) -> str:
    """The label that closed lists demand, else the one given."""
    if label == "PERSON" and " " not in text and places.capital_of(text) is not None and text not in _GIVEN_NAMES:
        return "GPE"
    if places.demonym(text) is not None and places.country(text) is not None and label != "GPE":
        return "NORP"
    if label in {"ORG", "LOC", "FAC", "NORP", "PERSON"} and places.country(text) is not None and len(text) > 2:
        return "NORP" if places.demonym(text) is not None else "GPE"
    if label != "PERSON" and places.seat(text) is not None:
        return "ORG"
    if label in {"GPE", "LOC", "NORP"} and places.body(text) is not None:
        return "ORG"
    return label


def _lost_apostrophe(doc: Doc, end: int) -> bool:
    """Whether "Putins speech" may stand for "Putin's speech": the text has no possessive mark at all."""
    last = doc[end - 1]
    if not (len(last) > 3 and last.lower_.endswith("s") and not last.lower_.endswith("ss")):
        return False
    if end >= len(doc) or doc[end].pos_ not in {"NOUN", "ADJ"}:
        return False
    if "kg_possessives" not in doc.user_data:
        doc.user_data["kg_possessives"] = len(re.findall(r"\w['’]s?\b", doc.text))
    return bool(doc.user_data["kg_possessives"] == 0)


def _merge_parts(doc: Doc, found: list[Name]) -> list[Name]:
    """ "Norwegian" + "Foreign Ministry" → one body; "Ann" + "Lee" side by side → one person."""
    out: list[Name] = []
    for name in found:
        last = out[-1] if out else None
        if (
            last
            and last.end == name.start
            and last.label in {"NORP", "GPE"}
            and name.label == "ORG"
            and doc[name.end - 1].lower_ in GENERIC_BODIES
            and places.country(last.text)
        ):
            out[-1] = _name(doc, last.start, name.end, "ORG")
        elif (
            last
            and last.end == name.start
            and last.label == name.label == "PERSON"
            and " " not in last.text + name.text
        ):
            out[-1] = _name(doc, last.start, name.end, "PERSON")
        else:
            out.append(name)
    return out


def _as_companies(doc: Doc, found: list[Name]) -> list[Name]:
    """Companies that look like people: "Acme Pump Co.", "Acme chief executive Ann Lee"; then "Acme" alone too."""
    people_at = {n.start for n in found if n.label == "PERSON"}
    companies: set[str] = set()
    for n in found:
        after = n.end
        while after < len(doc) and doc[after].ent_type_ == "ROLE":
            after += 1
        before_title = after > n.end and after in people_at
        suffix = " " in n.text and words.is_organization_suffix(n.text.split()[-1])
        if n.label == "ORG" or (n.label == "PERSON" and (suffix or before_title)):
            companies.add(n.text.casefold())
    first = {c.split()[0] for c in companies if " " in c and words.is_organization_suffix(c.split()[-1].title())}
    full = {n.text.casefold() for n in found if n.label == "PERSON" and " " in n.text} - companies
    return [
        replace(n, label="ORG") if n.label == "PERSON" and n.text.casefold() in (companies | first) - full else n
        for n in found
    ]


def _vote(found: list[Name]) -> list[Name]:
    """One string, one label: the part of a person's full name is a person, otherwise the majority decides."""
    surnames = {n.text.split()[-1] for n in found if n.label == "PERSON" and " " in n.text}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for n in found:
        votes[n.text][n.label] += 1
    out = []
    for n in found:
        label = (
            votes[n.text].most_common(1)[0][0] if votes[n.text][n.label] * 2 < sum(votes[n.text].values()) else n.label
        )
        if n.text in surnames and label in {"ORG", "GPE", "LOC"} and places.country(n.text) is None:
            label = "PERSON"
        out.append(replace(n, label=_settle(n.text, label)))
    return out


def _add_missed(doc: Doc, found: list[Name]) -> list[Name]:
    """Surnames of known people, and acronyms of known bodies, that the pipeline did not mark."""
    taken = {t for n in found for t in range(n.start, n.end)}
    surnames = {n.text.split()[-1] for n in found if n.label == "PERSON" and " " in n.text}
    acronyms = {n.text for n in found if n.label == "ORG" and n.text.isupper()}
    extra = []
    for token in doc:
        if token.i in taken or not token.text[:1].isupper():
            continue
        if token.text in surnames and token.pos_ == "PROPN":
            extra.append(_name(doc, token.i, token.i + 1, "PERSON"))
        elif token.text in acronyms:
            extra.append(_name(doc, token.i, token.i + 1, "ORG"))
    return sorted([*found, *extra], key=lambda n: n.start)


# ---------------------------------------------------------------- linking


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
            key = people.get(i) or bodies.get(i) or self._place(i, name)
            if key is None:  # "Muslims", "Republicans": groups without a country
                continue
            if name.label == "GPE" and key[0] is EntityKind.COUNTRY and places.country(name.text) is None:
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
        forms = tuple(sorted({n.text for n in names}))
        if kind is EntityKind.COUNTRY:
            country = places.country_by_code(ident)
            return LocalEntity(kind, country.name, forms, country.code)
        return LocalEntity(kind, max((n.text for n in names), key=_fullness), forms)

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
            if len(parts) < 2 or folded in full:
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
            last_seen.append(key)
            out[i] = (EntityKind.PERSON, key)
        return out

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
            starting = [f for f in forms if f.startswith(key + " ")]  # "Acme" for "Acme Pump Co."
            longest = max(starting, key=len, default="")
            if key.split()[-1] in GENERIC_BODIES and len(ending) == 1:
                key = ending[0]
            elif (
                starting
                and all(longest.startswith(f) for f in starting)
                and (" " not in key or _is_suffix(key, longest))
            ):
                key = longest
            out[i] = (EntityKind.ORGANIZATION, key)
        return out

    def _acronym_after(self, i: int) -> str | None:
        """The acronym in parentheses right after a name: "… in Europe (OSCE)"."""
        doc, end = self.doc, self.found[i].end
        if end + 2 < len(doc) and doc[end].text == "(" and doc[end + 2].text == ")":
            inner = doc[end + 1].text
            if 2 <= len(inner) <= 10 and sum(c.isupper() for c in inner) >= 2:
                return inner
        return None

    # -- places and countries

    def _place(self, i: int, name: Name) -> tuple[EntityKind, str] | None:
        country = places.country(name.text) or places.country_of_possessive(name.text)
        if name.label == "NORP" or (country is not None and name.label in {"GPE", "LOC"}):
            ambiguous = name.label != "NORP" and places.region(name.text) is not None and self._is_region(name)
            return (EntityKind.COUNTRY, country.code) if country and not ambiguous else self._group(name)
        capital = places.capital_of(name.text) if name.label == "GPE" else None
        if capital is not None and self._stands_for_government(name):
            return (EntityKind.COUNTRY, capital.code)
        return (EntityKind.PLACE, fold(name.text))

    @staticmethod
    def _group(name: Name) -> tuple[EntityKind, str] | None:
        return None if name.label == "NORP" else (EntityKind.PLACE, fold(name.text))

    def _is_region(self, name: Name) -> bool:
        """Whether "Georgia" is the American state here: a city of it stands right before, "Atlanta, Georgia"."""
        before = self.doc[max(0, name.start - 2) : name.start]
        return len(before) == 2 and before[1].text == "," and places.city(before[0].text, "US") is not None

    def _stands_for_government(self, name: Name) -> bool:
        """A capital acts (or owns demands, or faces another power): subject, agent, possessor, party of talks."""
        head = self.doc[name.start : name.end].root
        if head.dep_ in _ACTS:
            return not _is_located(head)
        if head.dep_ == "nmod:poss":
            return head.head.lemma_.lower() not in places.CITY_PARTS
        case = {c.lower_ for c in head.children if c.dep_ == "case"}
        if case & {"between", "with", "by", "from"} and _power_beside(head):
            return True
        if head.dep_ in {"compound", "amod"} and head.head.lemma_.lower() in _DELEGATES:
            return True
        return head.dep_ == "conj" and self._conjunct_acts(head)

    def _conjunct_acts(self, head: Token) -> bool:
        first = head.head
        name = next((n for n in self.found if n.start <= first.i < n.end), None)
        if name is None:
            return False
        if name.label in {"GPE", "ORG"} and first.dep_ in _ACTS:
            return True
        return any(c.lower_ == "between" for c in first.children if c.dep_ == "case")


def _is_located(head: Token) -> bool:
    """ "Moscow is cold", "Vienna will host": the city itself."""
    verb = head.head
    return verb.lemma_.lower() in {"host", "lie", "be", "sit"} or verb.pos_ in {"ADJ", "NOUN", "PROPN"}


def _power_beside(head: Token) -> bool:
    conjuncts = [c for c in head.children if c.dep_ == "conj"]
    return any(c.ent_type_ in {"GPE", "ORG"} for c in conjuncts) or any(
        c.lower_ == "between" for c in head.children if c.dep_ == "case"
    )


def _is_suffix(short: str, long: str) -> bool:
    """Whether the longer name only adds the legal form of a company."""
    return all(
        words.is_organization_suffix(w.title()) or words.is_organization_suffix(w.upper()) or w == "spa"
        for w in long[len(short) :].split()
    )


def _same_given(known: list[str], parts: list[str]) -> bool:
    """Same surname is given: the given names agree, or one is the other's initial."""
    a, b = known[0], parts[0]
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])


def _fullness(text: str) -> tuple[bool, int, int, str]:
    """Sort key: more words, then longer; capitals-only and acronyms last."""
    return (not text.isupper(), len(text.split()), len(text), text)
