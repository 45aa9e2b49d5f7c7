"""Office → its organization: the body or country that the words around a title give it."""

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.names import Names
from kg.extract.offices import Office
from kg.extract.reading import Reading
from kg.lexicon import words
from kg.model import EntityKind

MODEL_THRESHOLD = 0.9  # probability at which the relation head alone is believed
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_OF = frozenset({"of", "for", "at", "with", "from", "in", "to", "on"})


def organization_of(reading: Reading, sentence: DocSpan, office: Office) -> int | None:
    before = organization_before(reading, sentence, office)
    after = organization_after(reading, sentence, office)
    if before is not None or after is not None:
        return prefer(reading.names, office, before, after)
    return _organization_by_model(reading, office)


def prefer(names: Names, office: Office, before: int | None, after: int | None) -> int | None:
    """ "British ambassador to France" serves Britain; "Norwegian chief executive of Shell" serves Shell."""
    if before is None or after is None:
        return after if before is None else before
    diplomatic = any(w in office.title for w in ("ambassador", "envoy", "consul"))
    if diplomatic or names.kind(before) is EntityKind.ORGANIZATION:
        return before
    return after


def organization_before(reading: Reading, sentence: DocSpan, office: Office) -> int | None:
    """The body or country right before the office, perhaps with a possessive or "former" between."""
    names, doc = reading.names, reading.doc
    i = office.first - 1
    while i >= sentence.start and (
        doc[i].text in POSSESSIVE or doc[i].lower_ == "-" or words.role_modifier(doc[i].lower_) is not None
    ):
        i -= 1
    if i >= sentence.start and doc[i].lower_ == "its":
        return _owner(reading, sentence, i)
    name = names.at(i) if i >= sentence.start else None
    if name is None or names.kind(name) is EntityKind.PERSON:
        return None
    if names.names[name].label in {"LOC", "FAC"}:
        return None
    return name


def _owner(reading: Reading, sentence: DocSpan, its: int) -> int | None:
    """The body or country that "its" stands for: the first named before it in its sentence, else the subject of
    the sentence before: "The Harbour Bank closed. Its governor, Ann Lee, …".
    """
    names = reading.names
    powers = {EntityKind.ORGANIZATION, EntityKind.COUNTRY}
    own = [n for n in names.within(sentence.start, its) if names.kind(n) in powers and n not in names.metonyms]
    if own:
        return own[0]
    before = [s for s in reading.sentences if s.end <= sentence.start]
    for earlier in reversed(before[-3:]):
        subject = next((c for c in earlier.root.children if c.dep_.startswith("nsubj")), None)
        if subject is not None and subject.lower_ != "it":
            inside = [n for t in (subject, *subject.children) if (n := names.at(t.i)) is not None]
            return next((n for n in inside if names.kind(n) in powers), None)
    return None


def organization_after(reading: Reading, sentence: DocSpan, office: Office) -> int | None:
    """The body or country behind "of", "for", "at": "head of the Acme Institute", "mayor of Oslo"."""
    names, doc = reading.names, reading.doc
    i = office.last
    if i >= sentence.end or doc[i].lower_ not in _OF:
        return None
    if doc[i].lower_ in {"in", "on", "from"} and not any(
        w in office.title for w in ("ambassador", "envoy", "professor")
    ):
        return None
    i += 1
    first = i
    while (
        i < sentence.end
        and i < first + 4
        and (doc[i].lower_ in {"the", "a", "an", "his", "her", "its"} or doc[i].pos_ in {"ADJ", "NOUN"})
    ):
        if names.at(i) is not None:
            break
        i += 1
    name = names.at(i) if i < sentence.end else None
    if name is None and doc[first].lower_ == "the" and first + 1 < sentence.end:
        return _described(names, doc[first + 1])
    if name is None or names.kind(name) is EntityKind.PERSON:
        return None
    follow = names.names[name].end
    if names.names[name].label in {"NORP", "GPE"} and follow < sentence.end:
        longer = names.at(follow)  # "of the German Football Association": the body, not the country
        if longer is not None and names.kind(longer) is EntityKind.ORGANIZATION:
            return longer
        if names.names[name].label == "NORP" and doc[follow].pos_ in {"NOUN", "PROPN", "ADJ"}:
            return name
        if follow + 1 < sentence.end and doc[follow].text in POSSESSIVE:
            owned = names.at(follow + 1)
            return owned if owned is not None and names.kind(owned) is EntityKind.ORGANIZATION else name
    return name


def _described(names: Names, noun: Token) -> int | None:
    """ "The observatory": the last body named before whose name ends in the noun."""
    before = [
        i
        for i, n in enumerate(names.names)
        if n.start < noun.i
        and names.kind(i) is EntityKind.ORGANIZATION
        and n.text.split()[-1].casefold() == noun.lower_
    ]
    return before[-1] if before else None


def organization_behind(names: Names, token: int, end: int) -> int | None:
    """ "Prime Minister Ann Lee of Norway"."""
    if token + 1 >= end or names.doc[token].lower_ != "of":
        return None
    name = names.at(token + 1 + (names.doc[token + 1].lower_ == "the"))
    return name if name is not None and names.kind(name) is not EntityKind.PERSON else None


def _organization_by_model(reading: Reading, office: Office) -> int | None:
    names = reading.names
    likely = [
        (r.probability, name)
        for r in reading.relations(office.start, "role_org")
        if (name := names.at(r.other)) is not None
        and names.kind(name) is not EntityKind.PERSON
        and not _apart(reading, names.names[name].end, office.start)
    ]
    probability, name = max(likely, default=(0.0, -1))
    return name if probability >= MODEL_THRESHOLD else None


def _apart(reading: Reading, end: int, start: int) -> bool:
    """Whether a comma stands between a body and an office behind it: "at Acme, the minister, Ann Lee, …"."""
    return any(t.text == "," for t in reading.doc[end:start])
