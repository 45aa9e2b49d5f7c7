"""Office → its holder: one function a construction, tried from the surest to the least sure.

Each takes the reading, the sentence and the office, and yields `Holding`s; the linguistic pattern stands
in its docstring. The last one asks the relation head of the network.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.denials import belongs_to_other, told_as_fact
from kg.extract.employers import (
    MODEL_THRESHOLD,
    POSSESSIVE,
    organization_after,
    organization_before,
    organization_behind,
    organization_of,
    prefer,
)
from kg.extract.offices import Office
from kg.extract.people import (
    coordinated_people,
    left_edge,
    object_of,
    person_at,
    person_ending_at,
    subject_body,
    subject_of,
)
from kg.extract.reading import Reading
from kg.lexicon import words
from kg.model import EntityKind

_COPULA = frozenset({"be", "become", "remain", "serve"})
_APPOINT = frozenset(
    {"appoint", "name", "elect", "choose", "make", "nominate", "swear", "promote", "install", "declare"}
)
_LEAVE = frozenset({"resign", "retire", "quit", "depart"})


@dataclass(frozen=True, slots=True)
class Holding:
    """An office with a holder (index of a name) and perhaps an organization (index of a name)."""

    office: Office
    holder: int
    organization: int | None
    rule: str
    confidence: float
    former: bool = False


def holdings(reading: Reading, sentence: DocSpan, office: Office) -> Iterator[Holding]:
    """The holders of one office, by the first rule that finds one."""
    kind = words.role_kind(office.title)
    if kind == "relation":  # "counterpart", "colleague"
        reading.refuse("role", office.start, office.end, "role.no-office.v1")
        return
    found = False
    for rule in (_title_before, _apposition_after, _apposition_before, _copula, _appointed, _by_model):
        for holding in rule(reading, sentence, office):
            name = reading.names.names[holding.holder]
            stretch = (min(office.start, name.start), max(office.end, name.end))
            if kind in {"occupation", "rank", "honorific"} and holding.organization is None:
                reading.refuse("role", *stretch, "role.occupation-without-body.v1")
                continue
            if not told_as_fact(reading, sentence, office, name):
                reading.refuse("role", *stretch, "role.denied-or-imagined.v1")
                continue
            found = True
            yield replace(holding, former=True) if _leaves(reading, holding) else holding
            yield from _predecessor(reading, sentence, holding)
        if found:
            return
    reading.refuse("role", office.start, office.end, "role.no-holder.v1")


def _leaves(reading: Reading, holding: Holding) -> bool:
    """ "Mayor Ann Lee resigned on Friday": the holder is the subject of a verb of leaving, done."""
    names = reading.names
    root = reading.doc[names.names[holding.holder].start : names.names[holding.holder].end].root
    verb = root.head
    if not root.dep_.startswith("nsubj") or verb.tag_ not in {"VBD", "VBN"} or not _is_leaving(verb):
        return False
    modal = any(c.dep_ == "aux" and c.lower_ not in {"has", "have", "had"} for c in verb.children)
    return not modal and not any(c.dep_ == "obl" and any(g.lower_ == "as" for g in c.children) for c in verb.children)


def _is_leaving(verb: Token) -> bool:
    down = verb.lemma_ in {"step", "stand"} and any(c.lower_ in {"down", "aside"} for c in verb.children)
    return verb.lemma_ in _LEAVE or down


def _predecessor(reading: Reading, sentence: DocSpan, holding: Holding) -> Iterator[Holding]:
    """ "Acme named Ann Lee as chair, replacing Bo Holm": Holm was chair."""
    if holding.rule not in {"role.verb.v1", "role.copula.v1", "role.model.v1"} or holding.former:
        return
    names = reading.names
    for verb in sentence:
        if (
            verb.lemma_ in {"replace", "succeed"}
            and verb.tag_ in {"VBG", "VBZ", "VBD"}
            and verb.i > holding.office.start
        ):
            other = object_of(names, verb)
            if other is not None and names.entity_of[other] != names.entity_of[holding.holder]:
                yield Holding(holding.office, other, holding.organization, "role.succeeded.v1", 0.75, former=True)


def _title_before(reading: Reading, sentence: DocSpan, office: Office) -> Iterator[Holding]:
    """ "Norwegian Prime Minister Ann Lee", "Presidents A and B", "CEO of Acme, Ann Lee" is an apposition."""
    names, doc = reading.names, reading.doc
    after = office.last
    organization = organization_before(reading, sentence, office)
    explicit = organization_after(reading, sentence, office)
    if explicit is not None:
        organization, after = prefer(names, office, organization, explicit), names.names[explicit].end
    if after < sentence.end and doc[after].lower_ in {",", "-"} and explicit is None:
        return
    comma = after < sentence.end and doc[after].lower_ == ","
    holder = person_at(names, after + comma)
    if holder is None:
        return
    if organization is None:
        organization = organization_behind(names, names.names[holder].end, sentence.end)
    if comma and _opens_clause(reading, sentence, office, holder):
        return
    rule = "role.apposition-name.v1" if comma else "role.title-before.v1"
    yield Holding(office, holder, organization, rule, 0.9 if comma else 0.95)
    if doc[office.end - 1].tag_ in {"NNS", "NNPS"} and not comma:  # "Presidents A and B"
        for other, own in coordinated_people(names, doc, holder, sentence.end):
            yield Holding(office, other, own if own is not None else organization, "role.title-before-list.v1", 0.85)


def _apposition_after(reading: Reading, sentence: DocSpan, office: Office) -> Iterator[Holding]:
    """ "Ann Lee, the Norwegian finance minister", "Ann Lee, chief executive of Acme"; "Ann Lee (the chair)"."""
    names, doc = reading.names, reading.doc
    left = left_edge(reading, sentence, office)
    if left <= sentence.start or doc[left - 1].text not in {",", "(", "–", "—", "-"}:
        return
    holder = person_ending_at(names, left - 1)
    if holder is None:
        return
    organization = organization_of(reading, sentence, office)
    yield Holding(office, holder, organization, "role.apposition-title.v1", 0.92)


def _apposition_before(reading: Reading, sentence: DocSpan, office: Office) -> Iterator[Holding]:
    """ "Norway's finance minister, Ann Lee", "a spokesman for the ministry, Bo Holm,"."""
    names, doc = reading.names, reading.doc
    explicit = organization_after(reading, sentence, office)
    after = names.names[explicit].end if explicit is not None else office.last
    if after >= sentence.end or doc[after].text != ",":
        return
    holder = person_at(names, after + 1)
    if holder is None:
        return
    closing = names.names[holder].end
    if (
        closing < sentence.end
        and doc[closing].text not in {",", ".", ")", ";", ":", "—"}
        and doc[closing].pos_ not in {"VERB", "AUX", "ADV", "CCONJ"}
    ):
        return
    if not _definite(reading, sentence, office) or _opens_clause(reading, sentence, office, holder):
        return
    organization = organization_of(reading, sentence, office)
    yield Holding(office, holder, organization, "role.apposition-name.v1", 0.9)


def _opens_clause(reading: Reading, sentence: DocSpan, office: Office, holder: int) -> bool:
    """ "To the governor of Bihar, Lee was a nuisance": the name is the subject of what follows, no apposition."""
    n, doc = reading.names.names[holder], reading.doc
    if n.start < office.end or n.end >= sentence.end or doc[n.start - 1].text != ",":
        return False
    if doc[n.end].lower_ in {"'s", "’s"}:
        return True
    if doc[n.end].pos_ not in {"VERB", "AUX", "ADV"}:
        return False
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
        or before in {"the", "a", "an", "its", "their", "his", "her"}
        or doc[max(left, 0)].lower_ in {"the", "a", "an", "its", "their"}
        or organization_after(reading, sentence, office) is not None
    )


def _copula(reading: Reading, sentence: DocSpan, office: Office) -> Iterator[Holding]:
    """ "Ann Lee is the Norwegian finance minister", "Ann Lee, who was chair of Acme, …"."""
    names, doc = reading.names, reading.doc
    head = doc[office.start : office.end].root
    verbs = [c for c in head.children if c.dep_ == "cop"]
    if not verbs and head.dep_ in {"xcomp", "obj", "attr"} and head.head.lemma_ in _COPULA:
        verbs = [head.head]
    if not verbs or any(c.dep_ == "advmod" and c.lower_ in {"not", "n't", "never"} for c in head.children):
        return
    node = head if verbs[0].dep_ == "cop" else head.head
    holder = subject_of(names, node)
    if holder is None:
        return
    past = (
        verbs[0].tag_ == "VBD"
        and verbs[0].lemma_ == "be"
        and not any(c.dep_ in {"advcl", "ccomp", "parataxis"} and c.i < node.i for c in [node])
    )
    organization = organization_of(reading, sentence, office)
    yield Holding(office, holder, organization, "role.copula.v1", 0.85, former=past and node.dep_ != "ccomp")


def _appointed(reading: Reading, sentence: DocSpan, office: Office) -> Iterator[Holding]:
    """ "Ann Lee was named chair of Acme", "Acme appointed Ann Lee as chair", "Ann Lee resigned as chair"."""
    names, doc = reading.names, reading.doc
    head = doc[office.start : office.end].root
    verb = head.head
    leaving = _is_leaving(verb)
    if verb.pos_ != "VERB" or not (verb.lemma_ in _APPOINT or leaving):
        return
    if any(c.lower_ in {"not", "n't", "never"} for c in verb.children):
        return
    passive = any(c.dep_ in {"nsubj:pass", "aux:pass"} for c in verb.children)
    holder = subject_of(names, verb) if passive or leaving else object_of(names, verb)
    if holder is None:
        return
    organization = organization_of(reading, sentence, office)
    if organization is None and not passive and not leaving:
        organization = subject_body(names, verb)
    former = leaving and verb.tag_ in {"VBD", "VBN"}
    yield Holding(office, holder, organization, "role.verb.v1", 0.8, former=former)


_LEADING_IN = frozenset({"to", "for", "with", "by", "at", "from", "like", "unlike", "behind", "under"})
_LEADING = {
    "head": "head",
    "lead": "leader",
    "chair": "chair",
    "direct": "director",
    "edit": "editor",
    "coach": "coach",
    "captain": "captain",
    "found": "founder",
    "preside": "president",
}


def heading(reading: Reading, sentence: DocSpan) -> Iterator[Holding]:
    """ "Ann Lee, who heads the Harbour Authority, …", "Bo Holm founded Acme"."""
    names = reading.names
    for verb in sentence:
        role = _LEADING.get(verb.lemma_) if verb.pos_ == "VERB" else None
        if role is None or any(c.lower_ in {"not", "n't", "never"} or c.dep_ == "aux" for c in verb.children):
            continue
        holder = subject_of(names, verb)
        behind = verb.i + 1 + (verb.i + 1 < sentence.end and names.doc[verb.i + 1].lower_ == "the")
        objects = {c.i for c in verb.children if c.dep_ in {"obj", "dobj"}} | {behind}
        for body in dict.fromkeys(names.at(i) for i in sorted(objects)):
            if holder is not None and body is not None and names.kind(body) is EntityKind.ORGANIZATION:
                office = Office(verb.i, verb.i + 1, role, False, verb.i, verb.i + 1)
                past = verb.tag_ == "VBD" and role != "founder"
                yield Holding(office, holder, body, "role.verb-heads.v1", 0.75, former=past)


def _by_model(reading: Reading, sentence: DocSpan, office: Office) -> Iterator[Holding]:
    """The holder that the relation head finds likely, where no rule found one."""
    names = reading.names
    if reading.doc[office.end - 1].tag_ in {"NNS", "NNPS"} or _possessed_by_other(reading, office):
        return
    best: dict[int, float] = {}
    for relation in reading.relations(office.start, "role_holder"):
        name = names.at(relation.other)
        if name is None or names.kind(name) is not EntityKind.PERSON or _parted(reading, office, name):
            continue
        if _opens_clause(reading, sentence, office, name):
            continue
        if belongs_to_other(reading, office, names.names[name]):
            reading.refuse("role", office.start, office.end, "role.of-somebody-else.v1")
        else:
            best[name] = max(best.get(name, 0.0), relation.probability)
    for name, probability in sorted(best.items()):
        if probability >= MODEL_THRESHOLD:
            organization = organization_of(reading, sentence, office)
            yield Holding(office, name, organization, "role.model.v1", round(0.75 * probability, 2))


def _parted(reading: Reading, office: Office, name: int) -> bool:
    """Whether a verb that gives nobody an office stands between office and name: "the minister met Lee"."""
    n = reading.names.names[name]
    between = reading.doc[office.end : n.start] if office.end <= n.start else reading.doc[n.end : office.start]
    return any(
        t.tag_ in {"VBD", "VBZ", "VBP"} and t.pos_ == "VERB" and t.lemma_ not in _COPULA | _APPOINT | _LEAVE
        for t in between
    )


def _possessed_by_other(reading: Reading, office: Office) -> bool:
    """ "Lee met Norway's finance minister": the office of somebody who is not named."""
    return office.start > 0 and reading.doc[office.start - 1].text in POSSESSIVE
