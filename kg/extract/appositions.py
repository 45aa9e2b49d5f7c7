"""Office → the person in apposition to it: "Ann Lee, chair of Acme", "Acme's chair, Ann Lee"."""

from collections.abc import Iterator

from spacy.tokens import Span as DocSpan

from kg.extract.employers import (
    DETERMINERS,
    organization_after,
    organization_behind,
    organization_listed,
    organization_of,
    organization_owning,
    phrase_end,
)
from kg.extract.offices import Holding, Office, is_plural
from kg.extract.owners import POSSESSIVE
from kg.extract.people import coordinated_people, left_edge, person_at, person_described_at, person_ending_at
from kg.extract.reading import Reading
from kg.lexicon import words
from kg.model import EntityKind

_SECOND = 16  # tokens of a second title


def others_named(
    reading: Reading, sentence: DocSpan, office: Office, holder: int, organization: int | None
) -> Iterator[Holding]:
    """ "Presidents A of X and B": those behind the first name."""
    if not is_plural(reading.doc, office):
        return
    for other, own in coordinated_people(reading.names, reading.doc, holder, sentence.end):
        yield Holding(office, other, own if own is not None else organization, "role.title-before-list.v1", 0.85)


def apposition_after(reading: Reading, sentence: DocSpan, office: Office) -> Iterator[Holding]:
    """ "Ann Lee, the Norwegian finance minister", "Ann Lee, chief executive of Acme"; "Ann Lee (the chair)"."""
    names, doc = reading.names, reading.doc
    left = _past_kin(reading, sentence, left_edge(reading, sentence, office))
    if left <= sentence.start or doc[left - 1].text not in {",", "(", "–", "—", "-"}:
        return
    holder = person_ending_at(names, left - 1)
    behind = phrase_end(reading, sentence, office)
    owns = behind == office.last < sentence.end and doc[behind].text in POSSESSIVE  # "Ann Lee, the chair's daughter"
    if holder is None or owns or _is_subject(reading, sentence, office, holder):
        return
    organization = organization_of(reading, sentence, office)
    if organization is None and left == office.first:
        organization = organization_listed(reading, sentence, behind)
    if organization is None:
        organization = organization_owning(names, holder)
    yield Holding(office, holder, organization, "role.apposition-title.v1", 0.92)


def _past_kin(reading: Reading, sentence: DocSpan, left: int) -> int:
    """The first token of "her niece and the founder": of an apposition that says something else first."""
    doc, i = reading.doc, left - 1
    if i <= sentence.start or doc[i].lower_ != "and":
        return left
    while i > sentence.start and reading.names.at(i - 1) is None and doc[i - 1].pos_ in {"NOUN", "ADJ", "DET", "PRON"}:
        i -= 1
    return i if doc[i].lower_ in DETERMINERS else left


def _is_subject(reading: Reading, sentence: DocSpan, office: Office, holder: int) -> bool:
    """ "Pressed by Ann Lee, the clerk wrote it down": the office is the subject of what follows, no apposition."""
    doc, end = reading.doc, phrase_end(reading, sentence, office)
    head, n = doc[office.start : office.end].root, reading.names.names[holder]
    verb = end < sentence.end and doc[end].pos_ in {"VERB", "AUX"}
    return verb and head.dep_.startswith("nsubj") and doc[n.start : n.end].root.head.i != head.head.i


_CLOSING = frozenset({",", ".", ")", ";", ":", "—"})


def apposition_before(reading: Reading, sentence: DocSpan, office: Office) -> Iterator[Holding]:
    """ "Norway's finance minister, Ann Lee", "a spokesman for the ministry, Bo Holm,", "a new chair: Ann Lee"."""
    names, doc = reading.names, reading.doc
    after = phrase_end(reading, sentence, office)
    if after >= sentence.end or doc[after].text not in {",", ":", "("}:
        return
    if after + 1 >= sentence.end or (doc[after].text == ":" and doc[after + 1].ent_type_ == "ROLE"):
        return  # "backed its official: chief executive Ann Lee"
    holder = person_described_at(names, after + 1) if doc[after].text == "," else person_at(names, after + 1)
    if holder is None and doc[after].text == ",":
        holder = _behind_second_title(reading, sentence, after + 1)
    if holder is None:
        return
    closing, plural = names.names[holder].end, is_plural(doc, office)
    goes_on = {"VERB", "AUX", "ADV", "CCONJ"} | ({"ADP"} if doc[after].text == ":" else set())
    if closing < sentence.end and doc[closing].text not in _CLOSING and doc[closing].pos_ not in goes_on:
        return
    if _within_another(reading, sentence, office):
        return
    if not _definite(reading, sentence, office) or opens_clause(reading, sentence, office, holder):
        return
    organization = organization_of(reading, sentence, office)
    if organization is None:
        organization = organization_behind(names, closing, sentence.end)
    others = list(others_named(reading, sentence, office, holder, organization))
    if plural and not others and organization is None:  # "one of the mafia bosses, Bo Holm"
        return
    yield Holding(office, holder, organization, "role.apposition-name.v1", 0.9)
    yield from others


def _behind_second_title(reading: Reading, sentence: DocSpan, start: int) -> int | None:
    """ "The council's president, Norway's ambassador, Ann Lee,": the person behind another title and its comma."""
    doc, names = reading.doc, reading.names
    comma = next((i for i in range(start, min(start + _SECOND, sentence.end - 1)) if doc[i].text == ","), start)
    title = any(t.ent_type_ == "ROLE" for t in doc[start:comma])
    if (
        not title
        or doc[start].tag_ in {"WP", "WP$", "WDT"}
        or any(t.pos_ in {"VERB", "AUX"} or t.lower_ == "and" for t in doc[start:comma])
    ):
        return None
    return (
        None
        if any(names.kind(n) is EntityKind.PERSON for n in names.within(start, comma))
        else person_at(names, comma + 1)
    )


def _within_another(reading: Reading, sentence: DocSpan, office: Office) -> bool:
    """ "A representative of the ousted leader, Ann Lee": the leader is not the one named."""
    doc, left = reading.doc, left_edge(reading, sentence, office)
    behind_of = left - 1 > sentence.start and doc[left - 1].lower_ in {"of", "for", "to"}
    return behind_of and (doc[left - 2].ent_type_ == "ROLE" or words.role_kind(doc[left - 2].lower_) is not None)


_SUBORDINATE = frozenset("after although as because before if once since though unless until when while".split())
_LEADING_IN = frozenset({"to", "for", "with", "by", "at", "from", "like", "unlike", "behind", "under"})


def opens_clause(reading: Reading, sentence: DocSpan, office: Office, holder: int) -> bool:
    """ "To the governor of Bihar, Lee was a nuisance": the name is the subject of what follows, no apposition."""
    n, doc = reading.names.names[holder], reading.doc
    if n.start < office.end or n.end >= sentence.end or doc[n.start - 1].text != ",":
        return False
    if doc[n.end].lower_ in {"'s", "’s"}:
        return True
    if doc[n.end].pos_ not in {"VERB", "AUX", "ADV"}:
        return False
    if doc[sentence.start].lower_ in _SUBORDINATE and doc[n.end].tag_ in {"VBD", "VBZ", "MD"}:
        return True  # "When she wrote to the minister, Lee got": whatever the tree makes of it
    root, head = doc[n.start : n.end].root, doc[office.start : office.end].root
    led = any(c.dep_ == "case" and c.lower_ in _LEADING_IN for c in head.children)
    apart = head.head.i != root.i and root.head.i != head.i
    return root.dep_.startswith("nsubj") and (led or apart)


def _definite(reading: Reading, sentence: DocSpan, office: Office) -> bool:
    """The office is one particular office: an article, a possessor or an organization goes with it."""
    left = left_edge(reading, sentence, office)
    doc = reading.doc
    before = doc[left - 1].lower_ if left > sentence.start else ""
    return (
        left < office.start
        or before in DETERMINERS
        or doc[max(left, 0)].lower_ in DETERMINERS
        or organization_after(reading, sentence, office) is not None
    )
