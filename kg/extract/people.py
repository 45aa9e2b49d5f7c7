"""Tokens → people: who is named at, before or behind a place in a sentence, or is subject or object of a verb."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.employers import DETERMINERS, organization_behind
from kg.extract.finding import PARTY
from kg.extract.names import Names
from kg.extract.offices import Office
from kg.extract.owners import POSSESSIVE
from kg.extract.reading import Reading
from kg.extract.reference import SINGULAR, antecedent
from kg.lexicon import words
from kg.model import EntityKind

_TITLES = 6  # tokens of titles before a name: "H.E. Prof. Dr", "Brigadier General"


def person_at(names: Names, token: int) -> int | None:
    """The person whose name starts at the token, past honorifics, ranks and other titles."""
    doc = names.doc
    token += 2 * (doc[token : token + 2].text.lower() in _STYLES)
    for i in range(token, min(token + _TITLES, len(doc))):
        name = names.at(i)
        if name is not None:
            right = names.names[name].start == i and names.kind(name) is EntityKind.PERSON
            return name if right else None
        dot = doc[i].text == "." and 1 < len(doc[i - 1]) < 6 and doc[i - 1].is_title  # of "Cllr.", split off
        if not (dot or words.is_honorific(doc[i].text) or doc[i].ent_type_ == "ROLE"):
            return None
    return None


_STYLES = frozenset(
    f"{whose} {style}" for whose in ("his", "her") for style in ("excellency", "honour", "honor", "majesty", "worship")
)


def person_ending_at(names: Names, token: int) -> int | None:
    """The person whose name ends right before the token, perhaps with an age, or party and state, between."""
    doc = names.doc
    name = names.at(token - 1) if token > 0 else None
    if name is None or names.kind(name) is not EntityKind.PERSON:
        opening = next((i for i in range(token - 1, max(token - 7, 0), -1) if doc[i].text in {",", "("}), 0)
        inside = doc[opening + 1 : token].text.rstrip(")")
        if opening > 0 and (inside.isdigit() or PARTY.fullmatch(inside)):
            name = names.at(opening - 1)
    return name if name is not None and names.kind(name) is EntityKind.PERSON else None


_DESCRIBING = 6  # tokens that describe a person before the name: "the Australian billionaire"


def person_described_at(names: Names, token: int) -> int | None:
    """The person named at a token, or behind what describes them there: "the Rt Rev Ann Lee", "the Danish billionaire Bo Holm",
    "Denmark's Bo Holm".
    """
    doc, first = names.doc, names.at(token)
    owner = first is not None and names.kind(first) is not EntityKind.PERSON
    if first is not None and owner and doc[names.names[first].end].text in POSSESSIVE:
        return person_at(names, names.names[first].end + 1)
    if doc[token].lower_ not in {"the", "a", "an"}:
        return person_at(names, token)
    for i in range(token + 1, min(token + _DESCRIBING, len(doc))):
        holder = person_at(names, i)
        if holder is not None:
            return holder
        name = names.at(i)
        nationality = name is not None and names.names[name].label == "NORP"
        if not nationality and (name is not None or doc[i].pos_ not in {"NOUN", "ADJ"} or doc[i].tag_ == "NNS"):
            return None
    return None


def left_edge(reading: Reading, sentence: DocSpan, office: Office) -> int:
    """First token of the phrase that ends in the office: its articles, modifiers and possessors."""
    names, doc = reading.names, reading.doc
    i = office.first
    while i > sentence.start:
        token = doc[i - 1]
        name = names.at(i - 1)
        if name is not None and names.kind(name) is not EntityKind.PERSON:
            i = names.names[name].start
        elif (
            token.text in POSSESSIVE
            or token.lower_ in {*DETERMINERS, "-"}
            or (token.pos_ in {"ADJ", "NOUN", "ADV"} and not token.is_punct)
            or (token.dep_ == "amod" and token.head.i <= office.end and token.tag_ in {"VBG", "VBN"})
            or words.role_modifier(token.lower_) is not None
        ):
            i -= 1
        else:
            break
    return i


def coordinated_people(names: Names, doc: Doc, holder: int, end: int) -> Iterator[tuple[int, int | None]]:
    """The people after the first in "A of X, B of Y and C", each with a body of their own."""
    i = past_body(names, holder, end)
    while i < end and doc[i].lower_ in {",", "and"}:
        while i < end and doc[i].lower_ in {",", "and"}:
            i += 1
        other = person_at(names, i) if i < end else None
        if other is None:
            return
        yield other, organization_behind(names, names.names[other].end, end)
        i = past_body(names, other, end)


def past_body(names: Names, person: int, end: int) -> int:
    """The token behind a person's name, and behind "of" and a body where one follows."""
    after = names.names[person].end
    body = organization_behind(names, after, end)
    return after if body is None else names.names[body].end


def name_of(names: Names, token: Token) -> int | None:
    name = names.at(token.i)
    return name if name is not None and names.kind(name) is EntityKind.PERSON else None


def subject_of(names: Names, verb: Token) -> int | None:
    """The person who is the subject of a verb; of a relative clause, the noun it belongs to; of a verb joined to
    another by "and", that one's.
    """
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubj:pass"}:
            if child.lower_ in {"who", "which"} and verb.dep_ in {"acl:relcl", "relcl"}:
                beside = person_ending_at(names, child.i - (names.doc[child.i - 1].text == ","))
                return beside if beside is not None else name_of(names, verb.head)
            named = (
                n for t in (child, *child.children) if t.i == child.i or t.dep_ == "appos" for n in [name_of(names, t)]
            )
            return next((n for n in named if n is not None), None)
    joined = verb.dep_ in {"conj", "xcomp", "advcl"} and verb.head.i < verb.i and verb.head.pos_ in _PREDICATES
    return subject_of(names, verb.head) if joined else None


def pronoun_subject(reading: Reading, sentence: DocSpan, verb: Token) -> int | None:
    """The last name of the person that "he" or "she", the subject of a verb outside quotation marks, stands for."""
    while verb.dep_ == "conj" and not any(c.dep_.startswith("nsubj") for c in verb.children):
        verb = verb.head
    subject = next((c for c in verb.children if c.dep_.startswith("nsubj") and c.lower_ in SINGULAR), None)
    if subject is None or sum(t.is_quote for t in reading.doc[sentence.start : subject.i]) % 2:
        return None
    person = antecedent(reading, subject)
    names = reading.names
    before = [i for i, e in enumerate(names.entity_of) if e == person and names.names[i].start < subject.i]
    return before[-1] if before else None


_PREDICATES = frozenset({"VERB", "AUX", "NOUN", "ADJ"})
_SKIPPED = frozenset(
    {"who", "which", "that", ",", "has", "had", "have", "was", "were", "is", "been", "will", "be", "being"}
)


def person_near(names: Names, verb: Token, *, before: bool, limit: DocSpan) -> int | None:
    """The person named right before a verb and its auxiliaries, or the first named right behind it."""
    doc = names.doc
    if before:
        i = verb.i - 1
        while i > limit.start and (doc[i].lower_ in _SKIPPED or doc[i].pos_ in {"ADV", "AUX"}):
            i -= 1
        holder = person_ending_at(names, i + 1)
        return holder if holder is not None else _past_aside(names, i, limit)
    i = verb.i + 1
    while i < limit.end and _leads_to_name(names, i):
        i += 1
    return person_at(names, i)


def _past_aside(names: Names, last: int, sentence: DocSpan) -> int | None:
    """The person who opens a sentence whose verb stands behind an aside that ends at a token: "Lee, ranked fourth, is"."""
    doc, first = names.doc, next(names.within(sentence.start, last), None)
    if first is None or names.kind(first) is not EntityKind.PERSON:
        return None
    n = names.names[first]
    aside = doc[n.end : last + 1]
    closed = len(aside) > 1 and aside[0].text == "," and doc[last + 1].text == ","
    plain = not any(t.dep_.startswith("nsubj") or t.text == "," for t in aside[1:])
    return first if closed and plain and n.start - sentence.start < _TITLES else None


def _leads_to_name(names: Names, i: int) -> bool:
    """Whether a token stands between a verb and the name behind it: "by former Danish", "by Harvard's"."""
    name, doc = names.at(i), names.doc
    if name is None:
        return doc[i].lower_ == "by" or doc[i].pos_ in {"DET", "ADJ"} or doc[i].text in POSSESSIVE
    end = names.names[name].end
    owner = names.kind(name) is not EntityKind.PERSON and end < len(doc) and doc[end].text in POSSESSIVE
    return names.names[name].label == "NORP" or owner


def object_of(names: Names, verb: Token) -> int | None:
    return next(
        (n for c in verb.children if c.dep_ in {"obj", "dobj", "iobj"} and (n := name_of(names, c)) is not None), None
    )


def subject_body(names: Names, verb: Token) -> int | None:
    """The body or country that is the subject of a verb, or stands in apposition to it: "the grower, Acme, hired"."""
    for subject in (c for c in verb.children if c.dep_ == "nsubj"):
        for token in (subject, *(c for c in subject.children if c.dep_ == "appos")):
            name = names.at(token.i)
            if name is not None and names.kind(name) in {EntityKind.ORGANIZATION, EntityKind.COUNTRY}:
                return name
    return _body_beside(names, verb)


def _body_beside(names: Names, verb: Token) -> int | None:
    """The body that stands right before "has hired" or opens the sentence, whatever the tree makes of "Acme (ACM), a maker …"."""
    i = verb.i - 1
    while i > verb.sent.start and (names.doc[i].pos_ in {"AUX", "ADV"} or names.doc[i].text == ","):
        i -= 1
    beside = names.at(i)
    if beside is not None and names.kind(beside) is EntityKind.ORGANIZATION and i < verb.i - 1:
        return beside
    opening = next(names.within(verb.sent.start, verb.i), None)
    if opening is None or names.names[opening].start - verb.sent.start > 1:
        return None
    return opening if names.kind(opening) is EntityKind.ORGANIZATION else None
