"""Sentence → the slots that its names and dates can fill, whatever the gathering: "in Oslo" is a place, "over Oslo" a topic."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.absence import ABSENT, is_absent
from kg.extract.moments import moments
from kg.extract.moods import ARRANGED
from kg.extract.names import Names
from kg.extract.naming import Name
from kg.extract.reading import Reading
from kg.extract.support import ACCORDS, LOCATIVE, SETTLEMENTS, TOPICAL
from kg.extract.venues import is_building, unnamed_venues
from kg.lexicon import places, words
from kg.model import EntityKind

_REQUESTS = frozenset({"request", "behest", "insistence", "urging"})
_TEAMS = frozenset({"delegation", "team"})
_KIN = frozenset("aide boss brother daughter father husband mother partner sister son widow wife".split())
_TITLE = 6  # tokens of "national security adviser"
_NOUNS = 4  # tokens of what a nationality is said of
_PRIVATE = frozenset(
    "activist artist business child citizen company expert family fan farmer firm fisherman investor journalist man "
    "migrant player protester refugee researcher scientist student teacher tourist trader union villager woman worker".split()
)
"""Those who do not act for their country."""
_VISITING = frozenset("visit visits visited visiting tour tours toured touring".split())


@dataclass(frozen=True, slots=True)
class Argument:
    """A place, venue, date or party of a gathering: tokens `[start, end)`, with the name's index if it is one."""

    slot: str  # "place", "venue", "date", "who"
    start: int
    end: int
    score: float
    name: int | None = None


def candidates(reading: Reading, sentence: DocSpan) -> Iterator[Argument]:
    """The slots that the names and dates of a sentence can fill, whatever the gathering."""
    names, doc = reading.names, reading.doc
    for start, end in unnamed_venues(names, sentence):
        yield Argument("venue", start, end, 0.0)
    for start, end in moments(sentence):
        yield Argument("date", start, end, 0.0)
    for i in names.within(sentence.start, sentence.end):
        name = names.names[i]
        kind = names.kind(i)
        before = preposition(doc[name.start : name.end].root, name.start, sentence.start)
        if _is_no_argument(doc, name, before, sentence.start):
            continue
        if name.label == "FAC" or (name.label == "ORG" and before == "at" and is_building(doc, name)):
            yield Argument("venue", name.start, name.end, 0.0, i)
        elif kind in {EntityKind.PLACE, EntityKind.COUNTRY} and i not in names.metonyms and name.label != "NORP":
            root = doc[name.start : name.end].root
            located = is_located(root, name.start, sentence.start)
            if located or kind is EntityKind.PLACE or hosts(root):
                yield Argument("place", name.start, name.end, 0.0, i)
            if (
                kind is EntityKind.COUNTRY
                and not located
                and not (_only_describes(doc, name) or _lies_in(names, doc, i))
            ):
                yield Argument("who", name.start, name.end, 0.0, i)
        elif kind is not EntityKind.PLACE and before not in LOCATIVE - {"to"} and not _only_describes(doc, name):
            yield Argument("who", name.start, name.end, 0.0, i)


def _is_no_argument(doc: Doc, name: Name, before: str, limit: int) -> bool:
    """ "Talks on Oslo", "without Lee", "at the request of Norway", "signed the Harbour Treaty"."""
    if before in ABSENT or (before in TOPICAL and not _is_called_on(doc, name, before)):
        return True
    if name.label == "PERSON" and _owns_somebody(doc, name):
        return True
    last = doc[name.end - 1].lemma_.lower()
    if name.described and last in _TEAMS:  # "the delegations, headed by Lee and Holm, met"
        return True
    accord = name.label != "PERSON" and last in ACCORDS
    return accord or _asks_for_it(doc, name) or is_absent(doc, name.start, name.end, limit)


def _owns_somebody(doc: Doc, name: Name) -> bool:
    """ "Met Lee's security adviser, Bo Holm", "Lee's lawyers": not Lee herself."""
    if name.end >= len(doc) or doc[name.end].lower_ not in {"'s", "’s", "'", "’"}:
        return False
    nouns = list(takewhile(lambda t: t.pos_ in {"ADJ", "NOUN"} or t.ent_type_ == "ROLE", doc[name.end + 1 :][:_TITLE]))
    head = nouns[-1].lemma_.lower() if nouns else ""
    return head in _KIN or (words.role_kind(head) is not None and words.meeting_kind(head, "NOUN") is None)


def _is_called_on(doc: Doc, name: Name, before: str) -> bool:
    """ "Paid a courtesy call on Governor Lee": a party, no topic."""
    phrase = list(takewhile(lambda t: t.text != "on", reversed(doc[max(name.start - _NOUNS - 1, 0) : name.start])))
    on = name.start - len(phrase) - 1
    return before == "on" and name.label == "PERSON" and on > 0 and doc[on - 1].lemma_.lower() == "call"


def _asks_for_it(doc: Doc, name: Name) -> bool:
    """ "Will meet at the request of Norway"."""
    before = [t.lower_ for t in doc[max(name.start - 4, 0) : name.start]]  # "at", "the", "request", "of"
    return len(before) == 4 and before[0] == "at" and before[2] in _REQUESTS and before[3] == "of"


def _lies_in(names: Names, doc: Doc, i: int) -> bool:
    """ "In Madrid, Spain, the ministers …": it only says where the city is."""
    start, end = names.names[i].start, names.names[i].end
    before = names.at(start - 2) if start > 1 and doc[start - 1].text == "," else None
    around = places.country(names.names[i].text)
    if before is None or around is None or doc[start:end].root.dep_.startswith("nsubj"):
        return False
    goes_on = end < len(doc) and not doc[end].is_punct and doc[end].pos_ != "ADP"
    return not goes_on and places.city(names.names[before].text, around.code) is not None


def _only_describes(doc: Doc, name: Name) -> bool:
    """ "The Norwegian city of Bergen", "the Norwegian capital", "Norwegian farmers": Norway does not meet."""
    if places.demonym(name.text) is None:
        return False
    nouns = list(takewhile(lambda t: t.pos_ in {"ADJ", "NOUN"}, doc[name.end :][:_NOUNS]))
    head = nouns[-1].lemma_.lower() if nouns else ""
    return (
        bool(nouns and nouns[0].lemma_.lower() in SETTLEMENTS)
        or head in _PRIVATE
        or (words.role_kind(head) == "occupation")
    )


def hosts(root: Token) -> bool:
    """ "Oslo will host the talks"."""
    return root.dep_.startswith("nsubj") and root.head.lemma_.lower() == "host"


def preposition(token: Token, start: int, sentence_start: int) -> str:
    """The preposition that governs a name: "in" for Oslo in "in the Norwegian capital of Oslo"."""
    behind = token.doc[start - 1] if start > sentence_start else None
    if behind is not None and behind.pos_ == "ADP" and behind.lower_ != "of":
        return behind.lower_
    own = next((c for c in token.children if c.dep_ == "case" and c.i < token.i and c.lower_ not in {"'s", "’s"}), None)
    if own is not None:
        if own.lower_ == "of" and token.head.lemma_.lower() in SETTLEMENTS:
            return preposition(token.head, token.head.i, sentence_start)
        return own.lower_
    if token.dep_ == "conj" and token.head.i < token.i:
        return preposition(token.head, token.head.i, sentence_start)
    if token.dep_ == "appos" or (token.dep_ in {"nmod:desc", "compound"} and token.head.lemma_.lower() in SETTLEMENTS):
        return preposition(token.head, token.head.i, sentence_start) if token.head.i < token.i else ""
    i = start - 1
    while i >= sentence_start and token.doc[i].pos_ in {"DET", "ADJ"}:
        i -= 1
    return token.doc[i].lower_ if i >= sentence_start and token.doc[i].pos_ == "ADP" else ""


def is_located(root: Token, start: int, sentence_start: int) -> bool:
    """ "In Oslo", "here", "visits Oslo"."""
    before = preposition(root, start, sentence_start)
    if before in LOCATIVE or root.lower_ == "here":
        return True
    if before == "for" and start > sentence_start + 1 and root.doc[start - 2].lemma_ in ARRANGED:  # "planned for Oslo"
        return True
    return start > sentence_start and root.doc[start - 1].lower_ in _VISITING
