"""Office → its organization: the body or country that the words around a title give it."""

import re

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.described import BODY_NOUNS
from kg.extract.names import Names
from kg.extract.offices import Office
from kg.extract.owners import POSSESSIVE, body_meant, national_body, owner
from kg.extract.reading import Reading
from kg.lexicon import places, words
from kg.model import EntityKind

MODEL_THRESHOLD = 0.9  # probability at which the relation head alone is believed
DETERMINERS = frozenset({"the", "a", "an", "its", "their", "his", "her", "whose"})
_OF = frozenset({"of", "for", "at", "with", "from", "in", "to", "on"})
_WHEREVER = frozenset({"in", "on", "from"})  # say where somebody is rather than what they belong to
_POSTED = ("ambassador", "envoy", "professor")  # but for these
_REACH = 5  # words between "of" and a name: "of the new German carmaker Acme"
_REALMS = frozenset("republic kingdom commonwealth federation state government".split())
_LOOSE = frozenset({"ADJ", "NOUN", "ADV", "NUM"})


def organization_of(reading: Reading, sentence: DocSpan, office: Office) -> int | None:
    """The organization of an office: before it, behind it, or the one that the network relates to it."""
    before = organization_before(reading, sentence, office)
    after = organization_after(reading, sentence, office)
    if before is not None or after is not None:
        return prefer(reading.names, office, before, after)
    likely = _organization_by_model(reading, office)
    return likely if likely is not None else _body_in_title(reading, office)


def prefer(names: Names, office: Office, before: int | None, after: int | None) -> int | None:
    """ "British ambassador to France" serves Britain; "Norwegian chief executive of Shell" serves Shell."""
    if before is None or after is None:
        return after if before is None else before
    diplomatic = any(w in office.title for w in ("ambassador", "envoy", "consul"))
    if diplomatic or names.kind(before) is EntityKind.ORGANIZATION:
        return before
    return after


def organization_before(reading: Reading, sentence: DocSpan, office: Office) -> int | None:
    """The body or country before the office: "Norway's embattled finance minister", "Acme chairman", "its head"."""
    names, doc = reading.names, reading.doc
    inside = nationality_in(reading, office)
    if inside is not None:
        return inside
    i = office.first - 1
    while i >= sentence.start and (doc[i].lower_ == "-" or _modifies(doc[i])):
        i -= 1
    if i - 2 > sentence.start and doc[i].text == ")" and doc[i - 2].text == "(":  # "Acme Corp. (ACM) chairman"
        i -= 3
    possessive = _possessive_before(reading, sentence, i)
    if possessive is not None:
        if doc[possessive].lower_ in {"its", "whose"}:
            return owner(reading, sentence, possessive)
        i = possessive - 1
        country = _country_of(names, names.at(i))
        if country is not None:
            return country
        if names.at(i) is None and i > sentence.start and doc[i - 1].lower_ == "the":  # "the district's chief officer"
            return body_meant(names, doc[i])
    elif i > sentence.start and doc[i].lower_ in BODY_NOUNS and names.at(i) is None:  # "Acme group chairman"
        i -= 1
        if not _is_body(names, names.at(i)):
            return None
    name = names.at(i) if i >= sentence.start else None
    if name is not None and names.kind(name) in {EntityKind.PLACE, EntityKind.COUNTRY}:  # "Acme's Oslo correspondent"
        possessor = names.names[name].start - 2
        over = possessor >= sentence.start and names.doc[possessor + 1].text in POSSESSIVE
        name = names.at(possessor) if over and _is_body(names, names.at(possessor)) else name
    if name is None or names.kind(name) is EntityKind.PERSON or names.names[name].label in {"LOC", "FAC"}:
        return None
    return name


def _modifies(token: Token) -> bool:
    """Whether a word goes with the title behind it; "worked at Acme under President Lee" does not."""
    return words.role_modifier(token.lower_) is not None and token.lower_ != "under"


def nationality_in(reading: Reading, office: Office) -> int | None:
    """ "Deputy Norwegian Justice Minister"."""
    names = reading.names
    inside = names.within(office.start, office.end)
    return next((n for n in inside if names.names[n].label == "NORP" and names.kind(n) is EntityKind.COUNTRY), None)


def _country_of(names: Names, body: int | None) -> int | None:
    """The country named right before a body without a name: "the U.S. embassy's spokesman"."""
    if body is None or not names.names[body].described or not names.entities[names.entity_of[body]].name.islower():
        return None
    before = names.at(names.names[body].start - 1) if names.names[body].start > 0 else None
    return before if before is not None and names.kind(before) is EntityKind.COUNTRY else None


def _possessive_before(reading: Reading, sentence: DocSpan, i: int) -> int | None:
    """The "'s", "its" or "whose" that the words before an office, from token `i` back, belong to."""
    names, doc = reading.names, reading.doc
    for k in range(i, max(i - _REACH, sentence.start - 1), -1):
        if doc[k].text in POSSESSIVE or doc[k].lower_ in {"its", "whose"}:
            return k
        loose = doc[k].pos_ in _LOOSE or doc[k].tag_ in {"VBN", "VBG"}  # "the council's suspended clerk"
        if names.at(k) is not None or not loose or not doc[k].is_lower:
            return None
    return None


def _is_body(names: Names, name: int | None) -> bool:
    return name is not None and names.kind(name) is EntityKind.ORGANIZATION


def organization_after(reading: Reading, sentence: DocSpan, office: Office) -> int | None:
    """The body or country behind "of", "for", "at": "head of the Acme Institute", "adviser to the government of Fiji"."""
    return _behind(reading, sentence, office)[0]


def phrase_end(reading: Reading, sentence: DocSpan, office: Office) -> int:
    """The token behind an office and its "of …"."""
    return _behind(reading, sentence, office)[1]


def _behind(reading: Reading, sentence: DocSpan, office: Office) -> tuple[int | None, int]:
    """What an office is said to belong to behind it, and the token at which that phrase ends."""
    names, doc = reading.names, reading.doc
    i = end = office.last
    described: int | None = None
    while i + 1 < sentence.end and doc[i].lower_ in _OF:
        if doc[i].lower_ in _WHEREVER and (i > office.last or not any(w in office.title for w in _POSTED)):
            place = names.at(i + 1)  # "the WHO's spokesman in Beijing"
            if doc[i].lower_ == "in" and place is not None and names.kind(place) is not EntityKind.PERSON:
                end = names.names[place].end
            break
        first = i + 1
        i = _first_name(names, first, sentence.end)
        name = names.at(i) if i < sentence.end else None
        if name is None or (names.names[name].described and doc[first].lower_ == "its"):
            if described is None and doc[first].lower_ == "its":  # "deputy director of its fleet"
                described = owner(reading, sentence, first)
            if described is None and doc[first].lower_ == "the" and i > first + 1:
                described = body_meant(names, doc[i - 1])
            while i < sentence.end and doc[i].ent_type_ == "ROLE":  # "representative of the ousted leader"
                i += 1
            called = _called(names, i, sentence.end)
            if called is not None:
                return called, names.names[called].end
        elif names.kind(name) is EntityKind.PERSON:
            break
        elif doc[i].ent_type_ == "LOC" and doc[first - 1].lower_ == "for":  # "special envoy for the Horn of Africa"
            i = names.names[name].end
        elif names.names[name].described:
            called = _called(names, names.names[name].end, sentence.end)
            if called is not None:
                return called, names.names[called].end
            described, i = name, names.names[name].end
        else:
            whole = _whole_body(names, name, sentence.end)
            return whole, _past_nouns(names, names.names[whole].end, sentence.end)
        end = i
    return described, end


def _called(names: Names, i: int, end: int) -> int | None:
    """The body whose name a noun goes on with: "of a charity called the Harbour Friends", "known as the Harbour League"."""
    doc = names.doc
    known = i + 1 < end and doc[i : i + 2].text.lower() == "known as"
    i += 2 if known else 1
    if i + 1 >= end or not (known or doc[i - 1].lower_ in {"called", "named", "dubbed"}):
        return None
    name = names.at(i + (doc[i].lower_ in {"the", "a"}))
    return name if _is_body(names, name) else None


def _past_nouns(names: Names, i: int, end: int) -> int:
    """The token behind the nouns that a nationality goes with: "of the Kyrgyz delegation"."""
    while i < end and names.doc[i].pos_ in {"NOUN", "ADJ"} and names.doc[i].is_lower and names.at(i) is None:
        i += 1
    return i


def _first_name(names: Names, first: int, end: int) -> int:
    """The first token at or behind `first` that is part of a name, or the one at which its noun phrase ends."""
    doc = names.doc
    i = first
    while i < min(end, first + _REACH) and names.at(i) is None and doc[i].ent_type_ != "ROLE":
        power = doc[i].pos_ == "PROPN" and (
            places.country(doc[i].text) or places.body(doc[i].text) or doc[i].lower_ in BODY_NOUNS
        )
        possessive = doc[i].text in POSSESSIVE and doc[i - 1].is_lower  # "head of the city's harbour inspectorate"
        if not (power or possessive or doc[i].lower_ in DETERMINERS | _REALMS or doc[i].pos_ in _LOOSE):
            break
        i += 1
    return i


def _whole_body(names: Names, name: int, end: int) -> int:
    """The body that a country, nationality or city leads to: "of the German Football Association",
    "with Danish firm Acme", "at London-based Acme", "of Norway's Acme".
    """
    doc, follow = names.doc, names.names[name].end
    if follow + 1 < end and doc[follow].text == ",":  # "of Springfield, Ill.-based Acme"
        state = doc[follow + 1 : min(follow + 4, end)].text.lower()
        follow += 1 if re.match(r"[\w.]+ ?- ?based\b", state) else 0
    based = follow + 1 < end and doc[follow + 1].lower_ == "based"  # however "Kiel-based" is marked
    if follow >= end or not (based or names.names[name].label in {"NORP", "GPE"}):
        return name
    i = follow
    while i < min(end, follow + 4) and (names.at(i) is None or doc[i].text == "-" or follow > names.names[name].end):
        if follow > names.names[name].end and _is_body(names, names.at(i)):
            break
        based = doc[i].text == "-" or doc[i].lower_.endswith("based") or (i == follow and doc[i - 1].text == ",")
        if not (based or doc[i].text in POSSESSIVE or (doc[i].pos_ in {"NOUN", "ADJ"} and doc[i].is_lower)):
            break
        i += 1
    longer = names.at(i) if i < end else None
    return longer if longer is not None and _is_body(names, longer) else name


def organization_behind(names: Names, token: int, end: int) -> int | None:
    """ "Prime Minister Ann Lee of Norway", "campaigner Bo Holm, of the Harbour Friends,"."""
    token += token + 1 < end and names.doc[token].text == ","
    if token + 1 >= end or names.doc[token].lower_ != "of":
        return None
    name = names.at(token + 1 + (names.doc[token + 1].lower_ == "the"))
    return name if name is not None and names.kind(name) is not EntityKind.PERSON else None


def organization_listed(reading: Reading, sentence: DocSpan, comma: int) -> int | None:
    """ "Ann Lee, press officer, Acme Institute": what stands between commas behind a title."""
    names, doc = reading.names, reading.doc
    if comma + 1 >= sentence.end or doc[comma].text != ",":
        return None
    name = names.at(comma + 1 + (doc[comma + 1].lower_ == "the"))
    if not _is_body(names, name) or name is None:
        return None
    end = names.names[name].end
    return name if end >= sentence.end or doc[end].text in {",", ".", ";", ")"} or doc[end].is_space else None


def organization_owning(names: Names, holder: int) -> int | None:
    """ "Ghana's Ann Lee": what owns the person."""
    start = names.names[holder].start
    name = names.at(start - 2) if start > 1 and names.doc[start - 1].text in POSSESSIVE else None
    return name if name is not None and names.kind(name) in {EntityKind.ORGANIZATION, EntityKind.COUNTRY} else None


_HIRE_OR_FIRE = frozenset("sack fire dismiss suspend hire appoint recruit sign oust replace reinstate".split())


def organization_acting(names: Names, holder: Token) -> int | None:
    """ "Acme sacked chief executive Ann Lee": the body that hires or dismisses."""
    verb = holder.head
    if verb.lemma_ not in _HIRE_OR_FIRE or holder.dep_ not in {"obj", "dobj"}:
        return None
    subjects = (names.at(c.i) for c in verb.children if c.dep_ == "nsubj")
    return next((n for n in subjects if _is_body(names, n)), None)


def _organization_by_model(reading: Reading, office: Office) -> int | None:
    names = reading.names
    likely = [
        (r.probability, name)
        for r in reading.relations(office.start, "role_org")
        if (name := names.at(r.other)) is not None
        and names.kind(name) is not EntityKind.PERSON
        and not office.start < names.names[name].start < office.end  # "chancellor of the Exchequer"
        and not _apart(reading, names.names[name].end, office.start, before=True)
        and not _apart(reading, office.end, names.names[name].start)
    ]
    probability, name = max(likely, default=(0.0, -1))
    return name if probability >= MODEL_THRESHOLD else None


def _apart(reading: Reading, end: int, start: int, *, before: bool = False) -> bool:
    """Whether a comma, "as" or "under" stands between a body and an office, or a person behind the body: "at Acme, the minister"."""
    names = reading.names
    people = (names.kind(n) is EntityKind.PERSON for n in names.within(end, start) if before)
    return any(people) or any(t.text == "," or t.lower_ in {"as", "under"} for t in reading.doc[end:start])


def _body_in_title(reading: Reading, office: Office) -> int | None:
    """ "Commission spokesman", "union president": the only body named whose name has that noun."""
    noun = office.title.split()[0].casefold()
    if noun not in BODY_NOUNS or " " not in office.title:
        return None
    names = reading.names
    having = {
        names.entity_of[i]: i
        for i, n in enumerate(names.names)
        if _is_body(names, i) and not n.described and noun in n.text.casefold().split()
    }
    if having:
        return next(iter(having.values())) if len(having) == 1 else None
    return national_body(names, names.doc[office.start])
