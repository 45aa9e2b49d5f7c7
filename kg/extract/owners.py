"""Possessive or definite noun → the body or country that it stands for: "its", "whose", "the company"."""

from collections.abc import Iterator

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.described import BODY_NOUNS
from kg.extract.names import Names
from kg.extract.reading import Reading
from kg.extract.shortening import COMPANY_NOUNS, is_kind_of_body, may_be_company
from kg.model import EntityKind
from kg.names import fold

POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_POWERS = frozenset({EntityKind.ORGANIZATION, EntityKind.COUNTRY})
_BACK = 3  # sentences back to the body that "its" stands for
_NEAR = 60  # tokens back to the only body that "the club" can be


def owner(reading: Reading, sentence: DocSpan, possessive: int) -> int | None:
    """The body or country that "its" or "whose" at a token stands for.

    "Whose" belongs to the name before it, "its" to the first body before it in its sentence that is more than
    the owner of another ("Norway's largest bank named its …"), else to the subject or the only body of a sentence before: "The Harbour Bank closed. Its governor, Ann Lee, …".
    """
    names = reading.names
    if names.doc[possessive].lower_ == "whose":
        beside = names.at(possessive - 1 - (names.doc[possessive - 1].text == ","))
        return beside if beside is not None and names.kind(beside) in _POWERS else None
    own = list(_powers(names, sentence.start, possessive))
    if own:
        return next((n for n in own if names.doc[names.names[n].end].text not in POSSESSIVE), own[0])
    definite = [n for t in names.doc[sentence.start + 1 : possessive] if (n := _definite(names, t)) is not None]
    if definite:
        return definite[-1]
    before = [s for s in reading.sentences if s.end <= sentence.start]
    for earlier in reversed(before[-_BACK:]):
        inside = list(_powers(names, earlier.start, earlier.end))
        if inside:
            return _most_likely(names, earlier, inside)
        if _is_about_another(names, earlier):
            return None
    return None


def _definite(names: Names, noun: Token) -> int | None:
    """The body that "the council" stands for."""
    told = noun.nbor(-1).lower_ == "the" and noun.is_lower and noun.lower_ in BODY_NOUNS
    return body_meant(names, noun) if told and names.at(noun.i) is None else None


def _is_about_another(names: Names, sentence: DocSpan) -> bool:
    """Whether the subject of a sentence is a body that is not known by name: "The company, …", "Dairyfold, a cooperative, …"."""
    subject = next((c for c in sentence.root.children if c.dep_.startswith("nsubj")), None)
    if subject is None or names.at(subject.i) is not None:
        return False
    noun = subject.lemma_.lower()
    return subject.pos_ == "PROPN" or noun in BODY_NOUNS or noun in COMPANY_NOUNS


def _powers(names: Names, start: int, end: int) -> Iterator[int]:
    """The bodies and countries named in tokens `[start, end)`, without adjectives; acting capitals if they are subjects."""
    return (
        n
        for n in names.within(start, end)
        if names.kind(n) in _POWERS
        and names.names[n].label != "NORP"
        and (n not in names.metonyms or names.doc[names.names[n].start].dep_.startswith("nsubj"))
    )


def _most_likely(names: Names, sentence: DocSpan, inside: list[int]) -> int | None:
    """The subject of a sentence, if it is one of these names, else the only body among them."""
    subject = next((c for c in sentence.root.children if c.dep_.startswith("nsubj")), None)
    if subject is not None:
        acting = {n for t in (subject, *subject.children) if (n := names.at(t.i)) is not None}
        first = next((n for n in inside if n in acting), None)
        if first is not None:
            return first
    bodies = {names.entity_of[n]: n for n in inside if names.kind(n) is EntityKind.ORGANIZATION}
    return next(iter(bodies.values())) if len(bodies) == 1 else None


def body_meant(names: Names, noun: Token) -> int | None:
    """The body that a common noun with "the" stands for: one named before that has the noun in its name
    ("the observatory"), or for "the company" the only one named near.
    """
    before = [
        i
        for i, n in enumerate(names.names)
        if n.start < noun.i and names.kind(i) is EntityKind.ORGANIZATION and not n.described
    ]
    holding = [i for i in before if is_kind_of_body(fold(names.names[i].text), fold(noun.text))]
    if holding:
        return holding[-1]
    near = {
        names.entity_of[i]: i
        for i in before
        if noun.i - names.names[i].end < _NEAR and may_be_company(fold(names.names[i].text))
    }
    return next(iter(near.values())) if len(near) == 1 and noun.lower_ in COMPANY_NOUNS else None


def national_body(names: Names, noun: Token) -> int | None:
    """The country whose body a noun takes up: "the Brazilian space agency … agency president Ann Lee"."""
    doc = names.doc
    found: dict[int, int] = {}
    for token in doc[: noun.i]:
        if token.lower_ != noun.lower_:
            continue
        k = token.i - 1
        while k > token.i - 4 and k > 0 and names.at(k) is None and doc[k].is_lower and doc[k].pos_ in {"NOUN", "ADJ"}:
            k -= 1
        name = names.at(k) if k >= 0 else None
        if name is not None and names.kind(name) is EntityKind.COUNTRY:
            found[names.entity_of[name]] = name
    return next(iter(found.values())) if len(found) == 1 else None
