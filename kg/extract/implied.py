"""Offices + their holders → further holders that the text implies: counterparts, predecessors, successors, and the
holder whom a neighbouring sentence names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.employers import organization_of, phrase_end
from kg.extract.names import Names
from kg.extract.offices import Holding, Office, is_plural
from kg.extract.owners import POSSESSIVE
from kg.extract.people import left_edge, object_of, person_at, pronoun_subject, subject_of
from kg.extract.predicates import announcer, is_leaving
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
    if after + 1 < end and reading.doc[after].lower_ in {"as", "at"}:  # "predecessor as mayor, Bo Holm"
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
    if not here and owned.lower_ in _HIS_OR_HER:
        person = antecedent(reading, owned)
        here = [h for h in held if names.entity_of[h.holder] == person and not h.former and _serves_state(names, h)]
    if here and (owned.lower_ in {*_HIS_OR_HER, "their"} or owned.text in POSSESSIVE):
        yield Holding(here[-1].office, holder, country, "role.counterpart.v1", 0.7)


def _serves_state(names: Names, holding: Holding) -> bool:
    return holding.organization is not None and names.kind(holding.organization) is EntityKind.COUNTRY


def _neighbour(reading: Reading, sentence: DocSpan, noun: Token, held: Sequence[Holding]) -> Iterator[Holding]:
    names = reading.names
    holder = _named_behind(reading, noun, sentence.end)
    person = _possessor(reading, sentence, noun)
    if holder is None or person is None or person == names.entity_of[holder]:
        return
    own = {(h.office.title.casefold(), h.organization): h for h in held if names.entity_of[h.holder] == person}
    former = noun.lemma_.lower() == "predecessor"
    lasting = [h for h in own.values() if not (h.former and former)]
    if len({title for title, _ in own}) == 1 and lasting:
        office, body = lasting[-1].office, lasting[-1].organization
        title = office.title.removeprefix("acting ").removeprefix("interim ")  # who holds it so is not followed so
        yield Holding(replace(office, title=title), holder, body, "role.neighbour.v1", 0.65, former=former)


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


def succession(reading: Reading, sentence: DocSpan, held: Sequence[Holding]) -> Iterator[Holding]:
    """ "Acme named Ann Lee chair. Lee succeeds Bo Holm": Holm was chair."""
    names = reading.names
    for verb in sentence:
        if verb.lemma_ not in {"succeed", "replace"} or verb.pos_ != "VERB" or verb.tag_ == "VB":
            continue
        heir, other = subject_of(names, verb), object_of(names, verb)
        if heir is None:
            heir = pronoun_subject(reading, sentence, verb)
        if heir is None or other is None or names.entity_of[heir] == names.entity_of[other]:
            continue
        given = [h for h in held if names.entity_of[h.holder] == names.entity_of[heir] and h.rule == "role.verb.v1"]
        if len({h.office.title.casefold() for h in given}) == 1 and not given[-1].former:
            last = given[-1]
            yield Holding(last.office, other, last.organization, "role.succeeded.v1", 0.7, former=True)


def inherited(reading: Reading, sentence: DocSpan, holding: Holding, held: Sequence[Holding]) -> Holding:
    """ "Acme named Ann Lee chair. Lee succeeds Bo Holm, who was treasurer": Acme's treasurer; "Holm succeeded Lee as chair": Acme's."""
    names = reading.names
    if holding.organization is not None or holding.rule not in {"role.verb.v1", "role.copula.v1", "role.succeeded.v1"}:
        return holding
    for verb in sentence:
        if verb.lemma_ not in {"succeed", "replace"} or verb.pos_ != "VERB" or verb.tag_ == "VB":
            continue
        heir, other = subject_of(names, verb), object_of(names, verb)
        heir = pronoun_subject(reading, sentence, verb) if heir is None else heir
        if (
            heir is None
            or other is None
            or names.entity_of[holding.holder] not in {names.entity_of[heir], names.entity_of[other]}
        ):
            continue
        bodies = _bodies_passed_on(reading, holding, heir, other, held)
        if len(bodies) == 1:
            return replace(holding, organization=next(iter(bodies.values())), confidence=0.65)
    return holding


def _bodies_passed_on(
    reading: Reading, holding: Holding, heir: int, other: int, held: Sequence[Holding]
) -> dict[int, int]:
    """The bodies, by entity, in which somebody had the same office, or to which a heir was just named."""
    names, title = reading.names, holding.office.title.casefold()
    person = names.entity_of[holding.holder]
    out: dict[int, int] = {}
    for h in held:
        holder = names.entity_of[h.holder]
        same = holder == names.entity_of[other] and h.office.title.casefold() == title
        named = person == names.entity_of[other] and holder == names.entity_of[heir] and h.rule == "role.verb.v1"
        if h.organization is not None and (same or (named and not h.former)):
            out[names.entity_of[h.organization]] = h.organization
    return out


def taken_up(reading: Reading, n: int, holding: Holding, unnamed: Sequence[tuple[int, Office]]) -> Holding:
    """ "The chairman of Acme resigned on Friday. … Chairman Bo Holm said": the chairman of sentence `n` is Acme's.

    `unnamed` are the offices so far that nobody is named for, with their sentences; only the subject of one of them
    is taken up.
    """
    shared = holding.office.title.split()[-1].casefold() in _SHARED
    if holding.organization is not None or holding.rule != "role.title-before.v1" or shared:
        return holding
    bodies: dict[int, int] = {}
    for m, office in unnamed:
        sentence = reading.sentences[m]
        subject = reading.doc[office.start : office.end].root.dep_.startswith("nsubj")
        if subject and n - _BACK <= m < n and office.title.casefold() == holding.office.title.casefold():
            body = organization_of(reading, sentence, office)
            if body is not None:
                bodies[reading.names.entity_of[body]] = body
    if len(bodies) != 1:
        return holding
    (body,) = bodies.values()
    return replace(holding, organization=body, rule="role.taken-up.v1", confidence=0.65)


_SHARED = frozenset(
    "captain chief councillor deputy doctor judge justice lawmaker member minister officer official professor prosecutor "
    "representative senator".split()
)
"""Offices that many hold at once."""
_BACK = 4  # sentences back to an office that is taken up


_CORPORATE = frozenset("ceo cfo chairman chairwoman executive spokesman spokeswoman spokesperson".split())


def of_subject(reading: Reading, sentence: DocSpan, holding: Holding) -> Holding:
    """ "Acme will close its mines, chief executive Ann Lee said": Acme's, the only body that the sentence names before;
    "Acme Corp. said Chairman Ann Lee will leave".
    """
    names, office = reading.names, holding.office
    if holding.organization is not None or holding.rule != "role.title-before.v1":
        return holding
    before = reading.doc[max(office.first - 1, sentence.start)]
    if office.title.split()[-1].casefold() not in _CORPORATE:
        return holding
    body = announcer(names, reading.doc[office.start : office.end].root)
    if body is not None:
        return replace(holding, organization=body, rule="role.of-subject.v1", confidence=0.65)
    if before.text != ",":
        return holding
    bodies = [n for n in names.within(sentence.start, office.first) if names.kind(n) is EntityKind.ORGANIZATION]
    behind = reading.doc[names.names[holding.holder].end : names.names[holding.holder].end + 1]
    if len({names.entity_of[n] for n in bodies}) != 1 or not any(words.is_speech(t.lemma_.lower()) for t in behind):
        return holding
    root = reading.doc[names.names[bodies[0]].start : names.names[bodies[0]].end].root
    if not root.dep_.startswith("nsubj"):
        return holding
    return replace(holding, organization=bodies[0], rule="role.of-subject.v1", confidence=0.65)


def across(reading: Reading, sentence: DocSpan, other: DocSpan, office: Office) -> Iterator[Holding]:
    """An office without a name whose holder the sentence behind or before it names.

    "The rector of the academy resigned. Ann Lee, 59, wrote …" and "That suited Ann Lee. The head of the academy had
    waited long": the office opens or is the subject of its sentence, belongs to some body, and the person is
    introduced by nothing else.
    """
    names, doc = reading.names, reading.doc
    body = organization_of(reading, sentence, office)
    left, head = left_edge(reading, sentence, office), doc[office.start : office.end].root
    if not head.dep_.startswith("nsubj") or is_plural(doc, office):
        return
    if body is None and phrase_end(reading, sentence, office) == office.last:
        return
    people = [n for n in names.within(other.start, other.end) if names.kind(n) is EntityKind.PERSON]
    if other.start > sentence.start:
        holder = people[0] if people and _opens(reading, other, people[0]) else None
    else:
        only = len({names.entity_of[n] for n in people}) == 1 and doc[left].lower_ == "the" and left == sentence.start
        holder = people[-1] if only and not _introduced(reading, people[-1]) else None
    if holder is None or names.names[holder].text.count(" ") == 0:
        return
    if any(e == names.entity_of[holder] for e in names.entity_of[:holder]):
        return
    former = is_leaving(head.head) and head.head.tag_ == "VBD"
    yield Holding(office, holder, body, "role.across.v1", 0.55, former=former)


def _opens(reading: Reading, sentence: DocSpan, name: int) -> bool:
    """Whether a person opens a sentence as its subject: with an age, a title before the name, or a verb behind it."""
    doc, n = reading.doc, reading.names.names[name]
    if n.start - sentence.start > 3 or not doc[n.start : n.end].root.dep_.startswith("nsubj"):
        return False
    polite = any(words.is_honorific(t.text) or t.ent_type_ == "ROLE" for t in doc[sentence.start : n.start])
    behind = doc[n.end : n.end + 3]
    aged = len(behind) == 3 and behind[0].text == "," and behind[1].like_num and behind[2].text == ","
    return polite or aged or (n.start == sentence.start and len(behind) > 0 and behind[0].pos_ in {"VERB", "AUX"})


def _introduced(reading: Reading, name: int) -> bool:
    """Whether something in apposition says who a person is: "Ann Lee, a farmer,"."""
    doc, n = reading.doc, reading.names.names[name]
    behind = doc[n.end : n.end + 2]
    return len(behind) == 2 and behind[0].text in {",", "("} and behind[1].pos_ in {"DET", "NOUN", "ADJ", "NUM", "PRON"}
