"""Office → its holder: one function a construction, tried from the surest to the least sure.

Each takes the reading, the sentence and the office, and yields `Holding`s; the linguistic pattern stands
in its docstring. The last one asks the relation head of the network.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kg.extract.appositions import apposition_after, apposition_before, opens_clause, others_named
from kg.extract.denials import belongs_to_other, told_as_fact
from kg.extract.employers import (
    MODEL_THRESHOLD,
    organization_acting,
    organization_after,
    organization_before,
    organization_behind,
    organization_of,
    phrase_end,
    prefer,
)
from kg.extract.offices import Holding, Office, is_plural
from kg.extract.owners import POSSESSIVE
from kg.extract.people import left_edge, person_at, person_ending_at
from kg.extract.predicates import APPOINT, COPULA, LEAVE, appointed, copula, is_leaving, predecessor
from kg.extract.reading import Reading
from kg.lexicon import words
from kg.model import EntityKind

_NO_OFFICE_ALONE = frozenset({"occupation", "rank", "honorific"})


def holdings(reading: Reading, sentence: DocSpan, office: Office, before: Sequence[Holding]) -> Iterator[Holding]:
    """The holders of one office, by the first rule that finds one; `before` are those of the office before it."""
    kind = words.role_kind(office.title)
    if kind == "relation" or _is_over_somebody(reading, office):  # "counterpart", "colleague", "her boss"
        reading.refuse("role", office.start, office.end, "role.no-office.v1")
        return
    found = False
    for candidates in (
        _title_before(reading, sentence, office, before),
        apposition_after(reading, sentence, office),
        apposition_before(reading, sentence, office),
        copula(reading, sentence, office),
        appointed(reading, sentence, office, before),
        _conjoined(reading, sentence, office, before),
        _by_model(reading, sentence, office),
    ):
        for holding in candidates:
            name = reading.names.names[holding.holder]
            stretch = (min(office.start, name.start), max(office.end, name.end))
            if (kind in _NO_OFFICE_ALONE or _is_of_community(holding)) and not _named_body(reading, kind, holding):
                reading.refuse("role", *stretch, "role.occupation-without-body.v1")
                continue
            if not told_as_fact(reading, sentence, office, name):
                reading.refuse("role", *stretch, "role.denied-or-imagined.v1")
                continue
            found = True
            yield replace(holding, former=True) if _leaves(reading, sentence, holding) else holding
            yield from predecessor(reading, sentence, holding)
        if found:
            return
    reading.refuse("role", office.start, office.end, "role.no-holder.v1")


_OVER = frozenset({"boss", "employer", "manager", "supervisor"})


def _is_over_somebody(reading: Reading, office: Office) -> bool:
    """ "His boss, Ann Lee": says whom somebody works for, not where."""
    before = reading.doc[office.first - 1].lower_ if office.first > 0 else ""
    return office.title in _OVER and before in {"my", "his", "her", "their"}


def _is_of_community(holding: Holding) -> bool:
    """ "She is a respected member of this community"."""
    return holding.office.title == "member" and holding.rule == "role.copula.v1"


def _named_body(reading: Reading, kind: str | None, holding: Holding) -> bool:
    """Whether an occupation or rank belongs to a body; a rank to one with a name: no "general of that midfield"."""
    if holding.organization is None:
        return False
    body = reading.names.names[holding.organization]
    if reading.names.kind(holding.organization) is EntityKind.PLACE:  # "a midwife from Ski", "Lord Lee of Ski"
        return False
    if kind == "occupation":
        return body.label != "NORP"
    return not body.described or holding.office.title.endswith(" officer")


def _leaves(reading: Reading, sentence: DocSpan, holding: Holding) -> bool:
    """ "Mayor Ann Lee, who resigned on Friday", "Lee, the mayor, has quit": the next verb is one of leaving, done."""
    doc, n = reading.doc, reading.names.names[holding.holder]
    if any(t.pos_ == "VERB" for t in doc[n.end : holding.office.start]):
        return False  # "Lee resigned and is now mayor"
    if _is_gone(reading, sentence, holding) or _had_term(reading, sentence, holding):
        return True
    i = max(n.end, phrase_end(reading, sentence, holding.office))
    while i < sentence.end and (doc[i].lower_ in {",", "who", "has", "have", "had"} or doc[i].pos_ == "ADV"):
        i += 1
    if i >= sentence.end or not is_leaving(doc[i]) or doc[i].tag_ not in {"VBD", "VBN"}:
        return False
    return not any(t.lower_ == "as" for t in doc[i + 1 : i + 4])


_END = frozenset("assassination death dismissal ouster resignation retirement sacking".split())


def _is_gone(reading: Reading, sentence: DocSpan, holding: Holding) -> bool:
    """ "After Finance Minister Ann Lee's resignation"; not "the call for President Lee's resignation"."""
    doc, n = reading.doc, reading.names.names[holding.holder]
    owned = holding.office.start < n.start and doc[n.end : n.end + 1].text in POSSESSIVE
    if not owned or not any(t.lower_ in _END for t in doc[n.end + 1 : n.end + 3]):
        return False
    return doc[max(left_edge(reading, sentence, holding.office) - 1, sentence.start)].lower_ in {
        "after",
        "following",
        "since",
    }


_TERM = re.compile(r"from \d{4} (?:to|until|till|through) \d{4}|between \d{4} and \d{4}")


def _had_term(reading: Reading, sentence: DocSpan, holding: Holding) -> bool:
    """ "Ann Lee, mayor of Oslo from 1990 to 1998"; who was elected from one year to another is yet to serve."""
    behind = phrase_end(reading, sentence, holding.office)
    apposed = holding.rule == "role.apposition-title.v1"
    return apposed and _TERM.match(reading.doc[behind : min(behind + 4, sentence.end)].text.lower()) is not None


def _title_before(reading: Reading, sentence: DocSpan, office: Office, before: Sequence[Holding]) -> Iterator[Holding]:
    """ "Norwegian Prime Minister Ann Lee", "mayor of Oslo Bo Holm"; "CEO of Acme, Ann Lee" is an apposition."""
    names, doc = reading.names, reading.doc
    after = organization_after(reading, sentence, office)
    holder = person_at(names, office.last)
    if holder is None and after is not None:
        behind = phrase_end(reading, sentence, office)
        # not "skipper of the trawler Holm", nor "Ann Lee, mayor of Oslo suburb Ski"
        apposed = person_ending_at(names, left_edge(reading, sentence, office) - 1)
        named = behind < sentence.end and names.at(behind) is not None and apposed is None
        holder = person_at(names, behind) if named and not names.names[after].described else None
    if holder is None or _is_building(reading, sentence, office, holder):
        return
    n = names.names[holder]
    organization = prefer(names, office, organization_before(reading, sentence, office), after)
    if organization is None:
        organization = organization_behind(names, n.end, sentence.end)
    if organization is None:
        organization = organization_acting(names, doc[n.start : n.end].root)
    if organization is None:
        organization = organization_of(reading, sentence, office)
    if organization is None:
        organization = _shared(reading, office, before)
    others = list(others_named(reading, sentence, office, holder, organization))
    if not others and is_plural(doc, office):  # "who coaches Holm"
        return
    if organization is None and others:  # "trustees Ann Lee and Bo Holm of the Harbour Board"
        organization = others[-1].organization
        others = [replace(h, organization=organization) for h in others]
    yield Holding(office, holder, organization, "role.title-before.v1", 0.95)
    yield from others


def _shared(reading: Reading, office: Office, before: Sequence[Holding]) -> int | None:
    """ "Acme chairman Bo Holm and treasurer Ann Lee": Acme's too, if the title is in small letters; no country's."""
    names, doc = reading.names, reading.doc
    last = next((h for h in before if h.rule == "role.title-before.v1" and h.organization is not None), None)
    if last is None or last.organization is None or names.kind(last.organization) is not EntityKind.ORGANIZATION:
        return None
    left = names.names[last.organization].end <= last.office.start and names.names[last.holder].end == office.first - 1
    joined = doc[office.first - 1].lower_ == "and" and doc[office.start].is_lower
    return last.organization if left and joined else None


def _is_building(reading: Reading, sentence: DocSpan, office: Office, holder: int) -> bool:
    """ "Smoke filled the President Wilhelmine": people are not called "the" with title and one name."""
    left, name = office.first - 1, reading.names.names[holder]
    before = left >= sentence.start and reading.doc[left].lower_ == "the"
    return before and reading.doc[office.start].is_title and name.end - name.start == 1


_LATER = frozenset(
    {"now", "later", "currently", "also", "then", "previously", "formerly", "once", "and", ",", "before", "that"}
)
_APART = 16  # tokens between the phrases of two offices of one person


def _conjoined(reading: Reading, sentence: DocSpan, office: Office, before: Sequence[Holding]) -> Iterator[Holding]:
    """ "Ann Lee, chair of Acme and a former mayor of Oslo", "was minister of Norway and later its ambassador"."""
    names, doc = reading.names, reading.doc
    paired = next((h for h in before if h.office.first == office.first and h.office.end <= office.start), None)
    if paired is not None:  # "promoted to treasurer and secretary"
        own = organization_after(reading, sentence, office)
        organization = own if own is not None else paired.organization
        yield replace(paired, office=office, organization=organization, rule="role.conjoined.v1", confidence=0.8)
        return
    left = left_edge(reading, sentence, office)
    said = doc[max(left - 1, sentence.start) : left].text
    last = next((h for h in before if h.rule not in {"role.title-before.v1", "role.model.v1"}), None)
    if last is None or said.lower() not in _LATER:
        return
    start = max(phrase_end(reading, sentence, last.office), names.names[last.holder].end)
    between = doc[start:left]
    joined = any(t.lower_ == "and" for t in between) or office.first < office.start
    if not joined or len(between) > _APART or left < start:
        return
    if any(t.tag_ in {"VBD", "VBZ", "VBP"} or t.text == ";" for t in between):
        return
    if any(names.kind(n) is EntityKind.PERSON for n in names.within(start, left)):
        return
    past = any(t.lower_ in {"previously", "formerly", "once"} for t in between)
    present = any(t.lower_ in {"now", "currently"} for t in between)
    organization = organization_of(reading, sentence, office)
    former = past or (last.former and not present)
    yield Holding(office, last.holder, organization, "role.conjoined.v1", 0.8, former=former)


def _by_model(reading: Reading, sentence: DocSpan, office: Office) -> Iterator[Holding]:
    """The holder that the relation head finds likely, where no rule found one."""
    names = reading.names
    if is_plural(reading.doc, office) or _possessed_by_other(reading, office):
        return
    best: dict[int, float] = {}
    for relation in reading.relations(office.start, "role_holder"):
        name = names.at(relation.other)
        if name is None or names.kind(name) is not EntityKind.PERSON or _parted(reading, office, name):
            continue
        start = names.names[name].start
        if start > office.last and reading.doc[start - 1].lower_ == "of":  # "ruler of Holm" is not Holm
            continue
        if start < office.start and _appoints(reading.doc, start):
            continue
        if opens_clause(reading, sentence, office, name) or _is_building(reading, sentence, office, name):
            continue
        if belongs_to_other(reading, office, names.names[name]):
            reading.refuse("role", office.start, office.end, "role.of-somebody-else.v1")
        else:
            best[name] = max(best.get(name, 0.0), relation.probability)
    for name, probability in sorted(best.items()):
        if probability >= MODEL_THRESHOLD:
            organization = organization_of(reading, sentence, office)
            yield Holding(office, name, organization, "role.model.v1", round(0.75 * probability, 2))


def _appoints(doc: Doc, name: int) -> bool:
    """ "He was appointed by President Lee as chief": the agent of the verb, whatever titles stand before the name."""
    i = name - 1
    while i > 0 and (doc[i].ent_type_ in {"ROLE", "NORP", "GPE"} or doc[i].pos_ in {"DET", "ADJ"}):
        i -= 1
    return i > 0 and doc[i].lower_ == "by" and doc[i - 1].lemma_ in APPOINT


def _parted(reading: Reading, office: Office, name: int) -> bool:
    """Whether a verb that gives nobody an office stands between office and name: "the minister met Lee"."""
    n = reading.names.names[name]
    between = reading.doc[office.end : n.start] if office.end <= n.start else reading.doc[n.end : office.start]
    return any(
        t.tag_ in {"VBD", "VBZ", "VBP"} and t.pos_ == "VERB" and t.lemma_ not in COPULA | APPOINT | LEAVE
        for t in between
    )


def _possessed_by_other(reading: Reading, office: Office) -> bool:
    """ "Lee met Norway's finance minister": the office of somebody who is not named."""
    return office.start > 0 and reading.doc[office.start - 1].text in POSSESSIVE
