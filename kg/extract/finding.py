"""Doc → the names in it: what a pipeline marks, put right by closed lists and by the rest of the article."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kg.extract.apposed import employs, is_called_body, stands_before_title, unmarked
from kg.extract.described import described
from kg.extract.naming import Name, named, settled
from kg.extract.pieces import pieces
from kg.lexicon import places, words
from kg.names import GENERIC_BODIES

_ALSO_GIVEN = frozenset({"Don", "Emir", "Sultan", "Baron", "Bishop"})
"""Titles that people are called by."""


def find(doc: Doc, cities: Mapping[int, str]) -> list[Name]:
    """The names of a doc in text order, each with its label; `cities` are the common words that stand for one."""
    bodies = list(_listed_bodies(doc))
    taken = {t for n in bodies for t in range(n.start, n.end)}
    marked = [n for part in pieces(doc) if (n := _clean(part)) is not None]
    marked = [n for n in marked if not taken & set(range(n.start, n.end))]
    marked = [n for n in marked if n.text not in _REALMS and not _is_shouted(doc, n, marked)]
    marked = [replace(n, label="GPE") if _is_whereabouts(doc, n, marked) else n for n in marked]
    marked = [replace(n, label="ORG") if _is_movement(doc, n, marked) else n for n in marked]
    found = _merge_parts(doc, sorted([*bodies, *marked, *_in_titles(doc)], key=lambda n: n.start))
    found = _as_namesakes(doc, _vote(doc, _as_companies(doc, found)))
    found = _add_described(doc, _add_missed(doc, found))
    taken = {t for n in found for t in range(n.start, n.end)}
    meant = [replace(named(doc, i, i + 1, "GPE"), meant=c) for i, c in cities.items() if i not in taken]
    return sorted([*found, *meant], key=lambda n: n.start)


_REALMS = frozenset("Republic Kingdom State Commonwealth Government Federation".split())
"""Marked before "of Norway", they are no names of their own."""


def _is_shouted(doc: Doc, name: Name, marked: list[Name]) -> bool:
    """A word of a headline in capitals that was taken for a person, whom nothing else in the text names."""
    if name.label != "PERSON" or not name.text.isupper() or len(name.text) < 4 or " " in name.text:
        return False
    if any(t.is_lower for t in doc[name.start : name.end].sent):
        return False
    return not any(n is not name and name.text.casefold() in n.text.casefold().split() for n in marked)


def _is_movement(doc: Doc, name: Name, marked: list[Name]) -> bool:
    """ "The Taliban have": people are not called "the"; "the Lee government", "the Pope" and "the Lees" are theirs."""
    if name.label != "PERSON" or " " in name.text or name.start == 0 or name.end >= len(doc):
        return False
    article = doc[name.start - 1]
    if (
        article.lower_ != "the"
        or doc[name.end].pos_ in {"NOUN", "PROPN", "ADJ", "PART", "PUNCT"}
        or doc[name.end].ent_type_
    ):
        return False
    forms = {name.text, name.text.removesuffix("s")}
    others = (set(n.text.split()) for n in marked if n is not name and n.label == "PERSON" and " " in n.text)
    return words.role_kind(name.text) is None and not any(forms & parts for parts in others)


_BEFORE = 2  # tokens
_TRUSTED = frozenset("believe belief confidence faith interest invest trust".split())


def _is_whereabouts(doc: Doc, name: Name, marked: list[Name]) -> bool:
    """ "Born in Shropshire", "in Ludlow, Shropshire": what was taken for a person, of whom nothing else in the text tells."""
    if name.label != "PERSON" or " " in name.text or name.start < _BEFORE:
        return False
    earlier, before = doc[name.start - 2], doc[name.start - 1].text
    if not (
        (before == "in" and earlier.lemma_.lower() not in _TRUSTED) or (before == "," and earlier.ent_type_ == "GPE")
    ):
        return False
    return not any(n is not name and n.label == "PERSON" and name.text in n.text.split() for n in marked)


def _in_titles(doc: Doc) -> Iterator[Name]:
    """Bodies, cities and nationalities in what is marked as a title: "Labour leader", "Busan Mayor"; "Deputy Afghan Justice Minister"."""
    capitalised = {t.text for t in doc if t.is_title and not t.is_sent_start}
    for ent in (e for e in doc.ents if e.label_ == "ROLE"):
        first = ent[0]
        yield from (named(doc, t.i, t.i + 1, "NORP") for t in ent[:-1] if places.demonym(t.text) is not None)
        if not first.text[:1].isupper() or words.role_kind(first.lower_) is not None:
            continue
        after = doc[first.i + 1] if first.i + 1 < len(doc) else first
        speaks_for = first.lower_ in GENERIC_BODIES and after.lower_.startswith("spokes")  # "Treasury spokesman"
        portfolio = words.is_portfolio(first.text) and not speaks_for
        if after.ent_type_ != "ROLE" or words.role_modifier(first.lower_) or portfolio:
            continue
        party = words.is_office(after.text) and (after.is_lower or after.is_upper)
        if places.city(first.text) is not None or places.region(first.text) is not None:
            yield named(doc, first.i, first.i + 1, "GPE")
        elif (first.is_upper and len(first) > 1 and words.is_office(after.text)) or (
            party and (not first.is_sent_start or first.text in capitalised)
        ):  # "IDB President", "Commission spokesman"
            yield named(doc, first.i, first.i + 1, "ORG")


def _listed_bodies(doc: Doc) -> Iterator[Name]:
    """International bodies by their full names, which closed lists know better than any model."""
    for match in places.body_pattern().finditer(doc.text):
        span = doc.char_span(match.start(), match.end())
        if span is not None:
            yield named(doc, span.start, span.end, "ORG")


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
        while start < end - 1 and words.is_honorific(doc[start].text) and not _is_given(doc[start:end]):
            start += 1
    while end > start and doc[end - 1].lower_ in {"of", "the", "and", "for", "in", "at", "on", "by", "to"}:
        end -= 1
    if ent.label_ == "PERSON":
        start, end = _whole_hyphenated(doc, start, end)
    text = doc[start:end].text
    if start >= end or not any(c.isupper() for c in text) or "@" in text or _is_only_polite(text):
        return None
    if words.is_office(text) or PARTY.fullmatch(text):  # "MEP", "R-Maine"
        return None
    return named(doc, start, end, ent.label_)


PARTY = re.compile(r"[DRI] ?- ?[A-Z][\w. ]*")
"""Party and state behind a name: "R-Maine"."""
_SYLLABLE = 5  # letters of the second part of "Chen Shui-bian"


def _is_only_polite(text: str) -> bool:
    """ "H.E.", "Emeritus", which a pipeline may mark beside a name."""
    style = " " in text and words.is_rank(text)  # "Emeritus Professor"
    return style or all(map(words.is_honorific, text.split())) or words.role_modifier(text) is not None


def _is_given(name: DocSpan) -> bool:
    """ "Don Lee", "Sultan Holm": before a surname alone these are names, not titles."""
    return len(name) == 2 and name[0].text in _ALSO_GIVEN


def _whole_hyphenated(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """ "Ann Lee-Holm", of which a pipeline may mark "Ann Lee" only."""

    def hyphen(i: int) -> bool:
        inside = 0 < i < len(doc) - 1 and doc[i].text == "-" and not doc[i].whitespace_ and not doc[i - 1].whitespace_
        if not inside:
            return False
        small = doc[i + 1].pos_ == "PROPN" and doc[i + 1].is_lower and len(doc[i + 1]) <= _SYLLABLE
        return (doc[i + 1].text[:1].isupper() or small) and doc[i - 1].text[:1].isupper()

    while start < end and hyphen(end):
        end += 2
    while start < end and start > 1 and hyphen(start - 1):
        start -= 2
    return start, end


def _merge_parts(doc: Doc, found: list[Name]) -> list[Name]:
    """ "Norwegian" + "Foreign Ministry" → one body; "Ann" + "Lee" side by side → one person."""
    out: list[Name] = []
    for name in found:
        last = out[-1] if out else None
        if (last and last.end == name.start and name.label == "ORG" and _begins_body(doc, last, name)) or (
            last and last.end == name.start and last.label == "ORG" and _is_branch(doc, name)
        ):
            out[-1] = named(doc, last.start, name.end, "ORG")
        elif (
            last
            and last.end == name.start
            and last.label == name.label == "PERSON"
            and " " not in last.text + name.text
        ):
            out[-1] = named(doc, last.start, name.end, "PERSON")
        else:
            out.append(name)
    return out


def _is_branch(doc: Doc, place: Name) -> bool:
    """ "Acme" + "UK" before "'s director" or "director"."""
    national = place.label == "GPE" and places.country(place.text) is not None
    behind = doc[place.end] if place.end < len(doc) else None
    return national and behind is not None and (behind.lower_ in {"'s", "’s"} or behind.ent_type_ == "ROLE")


def _begins_body(doc: Doc, place: Name, body: Name) -> bool:
    """ "Norwegian" + "Foreign Ministry", "Indian Ocean" + "Tuna Watch"; not "Norwegian" + "Statoil"."""
    if place.label in {"LOC", "ORG"}:
        return True
    national = place.label in {"NORP", "GPE"} and places.country(place.text) is not None
    land = national and places.demonym(place.text) is None  # "Norway Rowing", not "Norwegian Statoil"
    return national and (land or doc[body.end - 1].lower_ in GENERIC_BODIES)


def _as_companies(doc: Doc, found: list[Name]) -> list[Name]:
    """Companies that look like people: "Acme Pump Co.", "Acme chief executive Ann Lee"; then "Acme" alone too."""
    companies: set[str] = set()
    for n in found:
        after = n.end
        while after < len(doc) and (doc[after].ent_type_ == "ROLE" or words.is_office(doc[after].text)):
            after += 1
        before_title = n.end < after < len(doc) and doc[after].ent_type_ == "PERSON"
        suffix = " " in n.text and words.is_organization_suffix(n.text.split()[-1])
        shown = suffix or before_title or employs(doc, n.start, n.end)
        if n.label == "ORG" or (n.label == "PERSON" and shown):
            companies.add(n.text.casefold())
    first = {c.split()[0] for c in companies if " " in c and words.is_organization_suffix(c.split()[-1].title())}
    full = {n.text.casefold() for n in found if n.label == "PERSON" and " " in n.text} - companies
    return [
        replace(n, label="ORG")
        if (n.label in {"PERSON", "GPE", "LOC", "FAC"} and is_called_body(doc, n.start, n.end))
        or (n.label == "PERSON" and n.text.casefold() in (companies | first) - full)
        or (n.label in {"FAC", "GPE"} and " " in n.text and words.is_organization_suffix(n.text.split()[-1]))
        else n
        for n in found
    ]


def _as_namesakes(doc: Doc, found: list[Name]) -> list[Name]:
    """ "Holm spokesman Bo Lee" and "Holm's founder, Ann Holm" in an article on Holm Chemical: what bears the name of its owner."""
    bodies = {n.text.split()[0] for n in found if n.label == "ORG" and " " in n.text}
    return [
        replace(n, label="ORG")
        if n.label == "PERSON"
        and n.text in bodies
        and (stands_before_title(doc, n.end) or employs(doc, n.start, n.end))
        else n
        for n in found
    ]


def _vote(doc: Doc, found: list[Name]) -> list[Name]:
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
        employer = n.label == "ORG" and stands_before_title(doc, n.end)  # "Holm head coach Ann Lee"
        land = places.country(n.text) is not None
        if n.text in surnames and label in {"ORG", "GPE", "LOC"} and not (land or employer):
            label = "PERSON"
        out.append(replace(n, label=settled(n.text, label)))
    return out


def _add_missed(doc: Doc, found: list[Name]) -> list[Name]:
    """Surnames of known people, and acronyms of known bodies, that the pipeline did not mark; and what is called a body."""
    taken = {t for n in found for t in range(n.start, n.end)} | {t.i for e in doc.ents for t in e}
    surnames = {n.text.split()[-1] for n in found if n.label == "PERSON" and " " in n.text}
    acronyms = {n.text for n in found if n.label == "ORG" and n.text.isupper()}
    extra = []
    for token in doc:
        if token.i in taken or not token.text[:1].isupper():
            continue
        if token.text in surnames and token.pos_ == "PROPN":
            extra.append(named(doc, token.i, token.i + 1, "PERSON"))
        elif token.text in acronyms:
            extra.append(named(doc, token.i, token.i + 1, "ORG"))
    taken |= {n.start for n in extra}
    extra += [named(doc, start, end, "ORG") for start, end in unmarked(doc, taken)]
    return sorted([*found, *extra], key=lambda n: n.start)


def _add_described(doc: Doc, found: list[Name]) -> list[Name]:
    """Bodies without a name of their own."""
    taken = {t for n in found for t in range(n.start, n.end)}
    extra = [named(doc, start, end, "ORG") for start, end in described(doc, taken)]
    return sorted([*found, *(replace(n, described=True) for n in extra)], key=lambda n: n.start)
