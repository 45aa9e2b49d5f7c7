"""Offices + their holders → further holders that the text implies: counterparts, predecessors, successors, and the
name that a new sentence gives to the office-holder of the one before.
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.employers import organization_of, phrase_end
from kg.extract.offices import Holding, Office
from kg.extract.owners import POSSESSIVE
from kg.extract.people import left_edge, person_at
from kg.extract.predicates import is_leaving
from kg.extract.reading import Reading
from kg.extract.reference import antecedent
from kg.lexicon import words
from kg.model import EntityKind

_COUNTERPARTS = frozenset({"counterpart", "equivalent"})
_HIS_OR_HER = {"his": "he", "her": "she"}


def relatives(reading: Reading, sentence: DocSpan, held: Sequence[Holding]) -> Iterator[Holding]:
    """ "Foreign Minister Ann Lee and her Danish counterpart, Bo Holm", "her predecessor, Bo Holm".

    `held` are the offices of the article so far. A counterpart has the title of the last office named before in
    the sentence, in the country named before the word; a predecessor had, a successor gets, the office of the
    person that the possessive stands for.
    """
    for noun in sentence:
        if noun.lemma_.lower() in _COUNTERPARTS:
            yield from _counterpart(reading, sentence, noun, held)
        elif noun.lemma_.lower() in {"predecessor", "successor"}:
            yield from _neighbour(reading, sentence, noun, held)


def _named_behind(reading: Reading, noun: Token, end: int) -> int | None:
    """The person in apposition to a noun: "her counterpart, Bo Holm", "predecessor Bo Holm"."""
    after = noun.i + 1
    if after + 1 < end and reading.doc[after].lower_ == "as":  # "predecessor as mayor, Bo Holm"
        after = next((i for i in range(after, min(after + 6, end)) if reading.doc[i].text == ","), after)
    after += after < end and reading.doc[after].text == ","
    return person_at(reading.names, after) if after < end else None


def _counterpart(reading: Reading, sentence: DocSpan, noun: Token, held: Sequence[Holding]) -> Iterator[Holding]:
    names, doc = reading.names, reading.doc
    holder = _named_behind(reading, noun, sentence.end)
    country = names.at(noun.i - 1)
    if holder is None or country is None or names.kind(country) is not EntityKind.COUNTRY:
        return
    owned = doc[names.names[country].start - 1]
    here = [h for h in held if sentence.start <= h.office.start < noun.i and not h.former]
    if here and (owned.lower_ in {*_HIS_OR_HER, "their"} or owned.text in POSSESSIVE):
        yield Holding(here[-1].office, holder, country, "role.counterpart.v1", 0.7)


def _neighbour(reading: Reading, sentence: DocSpan, noun: Token, held: Sequence[Holding]) -> Iterator[Holding]:
    names = reading.names
    holder = _named_behind(reading, noun, sentence.end)
    person = _possessor(reading, sentence, noun)
    if holder is None or person is None or person == names.entity_of[holder]:
        return
    own = {(h.office.title.casefold(), h.organization): h for h in held if names.entity_of[h.holder] == person}
    lasting = [h for h in own.values() if not h.former]
    if len({title for title, _ in own}) == 1 and lasting:
        office, body = lasting[-1].office, lasting[-1].organization
        former = noun.lemma_.lower() == "predecessor"
        yield Holding(office, holder, body, "role.neighbour.v1", 0.65, former=former)


def _possessor(reading: Reading, sentence: DocSpan, noun: Token) -> int | None:
    """The entity of the person whose predecessor it is: "her", "Lee's"."""
    names, doc = reading.names, reading.doc
    for i in range(noun.i - 1, max(noun.i - 4, sentence.start - 1), -1):
        if doc[i].lower_ in _HIS_OR_HER:
            return antecedent(reading, doc[i])
        if doc[i].text in POSSESSIVE:
            name = names.at(i - 1)
            return names.entity_of[name] if name is not None and names.kind(name) is EntityKind.PERSON else None
    return None


def named_next(reading: Reading, sentence: DocSpan, following: DocSpan, office: Office) -> Iterator[Holding]:
    """ "The rector of the academy resigned. Ann Lee, 59, wrote …": the subject without a name gets one.

    The name must be new, in full, the subject, and introduced as somebody known: with an age or a title before it.
    """
    names, doc = reading.names, reading.doc
    left = left_edge(reading, sentence, office)
    head = doc[office.start : office.end].root
    if not head.dep_.startswith("nsubj") or doc[left].lower_ not in {"the", "a", "an"}:
        return
    polite = words.is_honorific(doc[following.start].text) or doc[following.start].ent_type_ == "ROLE"
    holder = person_at(names, following.start)
    if holder is None or any(e == names.entity_of[holder] for e in names.entity_of[:holder]):
        return
    n = names.names[holder]
    behind = doc[n.end : n.end + 3]
    aged = len(behind) == 3 and behind[0].text == "," and behind[1].like_num and behind[2].text == ","
    subject = doc[n.start : n.end].root.dep_.startswith("nsubj")
    if subject and " " in n.text and (polite or aged) and phrase_end(reading, sentence, office) > office.last:
        body, left_it = organization_of(reading, sentence, office), is_leaving(head.head) and head.head.tag_ == "VBD"
        yield Holding(office, holder, body, "role.next-sentence.v1", 0.6, former=left_it)
