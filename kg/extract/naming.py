"""Tokens → a name: its characters, and the label that closed lists demand."""

import re
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.lexicon import places
from kg.model import Span

_GIVEN_NAMES = frozenset({"Victoria", "Paris", "London", "Santiago", "Kingston", "Sofia", "Lima", "Georgetown"})
"""Capitals that people are called by."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the doc: tokens `[start, end)`, its label, and the exact characters."""

    start: int
    end: int
    label: str
    text: str
    span: Span
    described: bool = False  # a common noun: "borough council"
    meant: str = ""  # the city that a common word stands for: "here", "the Omani capital"


def named(doc: Doc, start: int, end: int, label: str) -> Name:
    """The name of some tokens, without the mark of a possessive that lost its apostrophe."""
    begin, finish = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
    text = doc[start:end].text
    if (label == "PERSON" and _lost_apostrophe(doc, end)) or _is_body_with_s(text):
        finish, text = finish - 1, text[:-1]
    return Name(start, end, settled(text, label), text, Span(begin, finish))


def settled(text: str, label: str) -> str:
    """The label that closed lists demand, else the one given."""
    if label == "PERSON" and " " not in text and places.capital_of(text) is not None and text not in _GIVEN_NAMES:
        return "GPE"
    if places.demonym(text) is not None and places.country(text) is not None and label != "GPE":
        return "NORP"
    if label in {"ORG", "LOC", "FAC", "NORP", "PERSON"} and places.country(text) is not None:
        return "NORP" if places.demonym(text) is not None else "GPE"
    if label != "PERSON" and places.seat(text) is not None:
        return "ORG"
    if label in {"GPE", "LOC", "NORP", "FAC"} and places.body(text) is not None:
        return "ORG"
    return label


def _is_body_with_s(text: str) -> bool:
    """ "NATOs"."""
    return (
        text.endswith("s") and text[:-1].isupper() and places.body(text) is None and places.body(text[:-1]) is not None
    )


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
