"""Doc + names → roles: who holds which office where.

Every rule starts from a span that names an office ("deputy foreign minister") and looks for its
holder and its organization in the words around it. Where no rule holds, the relation head of the
network may propose a holder. Unnamed holders and bare occupations give no fact.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.names import Names
from kg.extract.reading import Reading
from kg.lexicon import words
from kg.model import EntityKind, Evidence, RoleFact

OF = frozenset({"of", "for", "at", "with", "from", "in", "to", "on"})
MODEL_THRESHOLD = 0.9
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_COPULA = frozenset({"be", "become", "remain", "serve"})
_APPOINT = frozenset(
    {"appoint", "name", "elect", "choose", "make", "nominate", "swear", "promote", "install", "declare"}
)
_LEAVE = frozenset({"resign", "retire", "quit", "depart"})


@dataclass(frozen=True, slots=True)
class Office:
    """A span that names an office: tokens `[start, end)` and what its modifiers say."""

    start: int
    end: int
    title: str
    former: bool
    first: int  # tokens [first, last) of the coordinated offices it is one of: "chairman and CEO"
    last: int


@dataclass(frozen=True, slots=True)
class Holding:
    """An office with a holder (index of a name) and perhaps an organization (index of a name)."""

    office: Office
    holder: int
    organization: int | None
    rule: str
    confidence: float
    former: bool = False


def roles(reading: Reading) -> Iterator[RoleFact]:
    """Every role that the article states, in order of appearance; once a person, title and organization."""
    seen: dict[tuple[int, str, int | None], RoleFact] = {}
    for sentence in reading.sentences:
        for office in offices(sentence):
            if reading.names.at(office.start) is not None:  # "High Commissioner" in the name of a body
                continue
            for holding in _holdings(reading, sentence, office):
                _keep(reading, sentence, holding, seen)
        for holding in _heading(reading, sentence):
            _keep(reading, sentence, holding, seen)
    yield from _without_vaguer(list(seen.values()))


def _keep(
    reading: Reading, sentence: DocSpan, holding: Holding, seen: dict[tuple[int, str, int | None], RoleFact]
) -> None:
    """Add a fact, or make a known one surer."""
    fact = _fact(reading, sentence, holding)
    key = (fact.person, fact.role.casefold(), fact.organization)
    known = seen.get(key)
    if known is None or fact.evidence.confidence > known.evidence.confidence:
        seen[key] = replace(fact, former=known.former if known else fact.former)


def _without_vaguer(facts: list[RoleFact]) -> Iterator[RoleFact]:
    """ "President Lee" adds nothing to "South Korean President Lee"."""
    for fact in facts:
        vaguer = fact.organization is None and any(
            f.person == fact.person and f.organization is not None and _same_title(f.role, fact.role) for f in facts
        )
        if not vaguer:
            yield fact


def _same_title(full: str, short: str) -> bool:
    full, short = full.casefold(), short.casefold()
    return full == short or full.endswith(" " + short)


def _fact(reading: Reading, sentence: DocSpan, holding: Holding) -> RoleFact:
    names, office = reading.names, holding.office
    parts = [reading.span(office.start, office.end), names.names[holding.holder].span]
    organization = None
    if holding.organization is not None:
        organization = names.entity_of[holding.organization]
        parts.append(names.names[holding.organization].span)
    return RoleFact(
        person=names.entity_of[holding.holder],
        role=office.title,
        organization=organization,
        former=office.former or holding.former,
        evidence=Evidence(reading.sentence_span(sentence), tuple(sorted(parts)), holding.rule, holding.confidence),
    )


# ---------------------------------------------------------------- offices


def offices(sentence: DocSpan) -> Iterator[Office]:
    """The spans of a sentence that name an office, with their modifiers read."""
    doc = sentence.doc
    spans = list(_office_spans(sentence))
    for n, (start, end) in enumerate(spans):
        first, last = _coordination(doc, spans, n)
        former = False
        while start < end and words.role_modifier(doc[start].lower_) == "former":
            start, former = start + 1, True
        while start < end and doc[start].lower_ in {"the", "a", "an", "-"}:
            start += 1
        if start < end:
            former = former or _said_former(doc[max(sentence.start, start - 5) : start])
            yield Office(start, end, title(doc[start:end].text), former, min(first, start), last)


def _coordination(doc: Doc, spans: list[tuple[int, int]], n: int) -> tuple[int, int]:
    """From the first to the last office of "chairman and CEO", "founder, owner and coach"."""
    first = last = n
    while first > 0 and _joined(doc, spans[first - 1][1], spans[first][0]):
        first -= 1
    while last + 1 < len(spans) and _joined(doc, spans[last][1], spans[last + 1][0]):
        last += 1
    return spans[first][0], spans[last][1]


def _joined(doc: Doc, end: int, start: int) -> bool:
    return 1 <= start - end <= 2 and all(t.lower_ in {"and", ",", "&"} for t in doc[end:start])


def _office_spans(sentence: DocSpan) -> Iterator[tuple[int, int]]:
    """The spans marked as offices; pieces of one title are put together again.

    "deputy" + "foreign minister", "interior" + "overseas minister" in "interior and overseas minister".
    """
    doc = sentence.doc
    marked = [(e.start, e.end) for e in sentence.ents if e.label_ == "ROLE"]
    taken = {t for start, end in marked for t in range(start, end)} | {
        t.i for t in sentence if t.ent_iob_ in {"B", "I"}
    }
    listed = [(sentence.start + a, sentence.start + b) for a, b in words.offices([t.text for t in sentence])]
    spans = [
        (s, _portfolio_end(doc, _content_end(doc, s, e), sentence.end))
        for s, e in sorted([*marked, *(span for span in listed if not taken & set(range(*span)))])
    ]
    current: tuple[int, int] | None = None
    for start, end in spans:
        if current is not None:
            between = doc[current[1] : start].text
            unfinished = words.role_kind(doc[current[0] : current[1]].text) is None
            if not between.strip() or (between.strip() == "and" and unfinished):
                current = (current[0], end)
                continue
            yield current
        current = (start, end)
    if current is not None:
        yield current


def _said_former(before: DocSpan) -> bool:
    """ "former", "ex-", "then", "late" among the words right before an office (names may stand between)."""
    for token in reversed(before):
        if words.role_modifier(token.lower_) == "former":
            return True
        if token.lower_ in {"-", "’s", "'s"} or token.ent_type_ in {"GPE", "NORP", "ORG"} or token.pos_ == "ADJ":
            continue
        return False
    return False


def title(text: str) -> str:
    """The title as it is labelled: lower case but for acronyms and names in it.

    >>> title("Deputy Foreign Minister"), title("CEO"), title("U.N. Ambassador"), title("Secretary-General")
    ('deputy foreign minister', 'CEO', 'U.N. ambassador', 'secretary-general')
    """
    return " ".join(w if w.isupper() and len(w) > 1 else w.lower() for w in text.split())


# ---------------------------------------------------------------- holders


def _holdings(reading: Reading, sentence: DocSpan, office: Office) -> Iterator[Holding]:
    """The holders of one office, by the first rule that finds one."""
    kind = words.role_kind(office.title)
    found = False
    for rule in (_title_before, _apposition_after, _apposition_before, _copula, _appointed, _by_model):
        for holding in rule(reading, sentence, office):
            if kind == "occupation" and holding.organization is None:
                continue
            if kind in {"rank", "honorific"} and holding.organization is None:
                continue
            found = True
            yield holding
        if found:
            return


def _content_end(doc: Doc, start: int, end: int) -> int:
    """The end of a span without a preposition or article that was marked with it."""
    while end > start + 1 and doc[end - 1].lower_ in {"of", "for", "at", "the", "to", ","}:
        end -= 1
    return end


def _portfolio_end(doc: Doc, end: int, limit: int) -> int:
    """The end of a title that names its portfolio: "minister of foreign affairs", "under secretary for policy"."""
    if end < limit and doc[end].lower_ in {"of", "for"}:
        for last in range(min(end + 4, limit), end + 1, -1):
            if words.is_portfolio(doc[end + 1 : last].text):
                return last
    return end


def _title_before(reading: Reading, sentence: DocSpan, office: Office) -> Iterator[Holding]:
    """ "Norwegian Prime Minister Ann Lee", "Presidents A and B", "CEO of Acme, Ann Lee" is an apposition."""
    names, doc = reading.names, reading.doc
    after = office.last
    organization = _organization_before(reading, sentence, office)
    explicit = _organization_after(reading, sentence, office)
    if explicit is not None:
        organization, after = _prefer(names, office, organization, explicit), names.names[explicit].end
    if after < sentence.end and doc[after].lower_ in {",", "-"} and explicit is None:
        return
    comma = after < sentence.end and doc[after].lower_ == ","
    holder = _person_at(names, after + comma)
    if holder is None:
        return
    if organization is None:
        organization = _organization_behind(names, names.names[holder].end, sentence.end)
    rule = "role.apposition-name.v1" if comma else "role.title-before.v1"
    yield Holding(office, holder, organization, rule, 0.9 if comma else 0.95)
    if office.title.endswith("s") and not comma:  # "Presidents A and B"
        for other in _coordinated_people(names, doc, holder, sentence.end):
            yield Holding(office, other, organization, "role.title-before-list.v1", 0.85)


def _apposition_after(reading: Reading, sentence: DocSpan, office: Office) -> Iterator[Holding]:
    """ "Ann Lee, the Norwegian finance minister", "Ann Lee, chief executive of Acme"; "Ann Lee (the chair)"."""
    names, doc = reading.names, reading.doc
    left = _left_edge(reading, sentence, office)
    if left <= sentence.start or doc[left - 1].text not in {",", "(", "–", "—", "-"}:
        return
    holder = _person_ending_at(names, left - 1)
    if holder is None:
        return
    organization = _organization_of(reading, sentence, office)
    yield Holding(office, holder, organization, "role.apposition-title.v1", 0.92)


def _apposition_before(reading: Reading, sentence: DocSpan, office: Office) -> Iterator[Holding]:
    """ "Norway's finance minister, Ann Lee", "a spokesman for the ministry, Bo Holm,"."""
    names, doc = reading.names, reading.doc
    explicit = _organization_after(reading, sentence, office)
    after = names.names[explicit].end if explicit is not None else office.last
    if after >= sentence.end or doc[after].text != ",":
        return
    holder = _person_at(names, after + 1)
    if holder is None:
        return
    closing = names.names[holder].end
    if (
        closing < sentence.end
        and doc[closing].text not in {",", ".", ")", ";", ":", "—"}
        and doc[closing].pos_ not in {"VERB", "AUX", "ADV", "CCONJ"}
    ):
        return
    if not _definite(reading, sentence, office):
        return
    organization = _organization_of(reading, sentence, office)
    yield Holding(office, holder, organization, "role.apposition-name.v1", 0.9)


def _definite(reading: Reading, sentence: DocSpan, office: Office) -> bool:
    """The office is one particular office: an article, a possessor or an organization goes with it."""
    left = _left_edge(reading, sentence, office)
    doc = reading.doc
    before = doc[left - 1].lower_ if left > sentence.start else ""
    return (
        left < office.start
        or before in {"the", "a", "an", "its", "their", "his", "her"}
        or doc[max(left, 0)].lower_ in {"the", "a", "an", "its", "their"}
        or _organization_after(reading, sentence, office) is not None
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
    holder = _subject(names, node)
    if holder is None:
        return
    past = (
        verbs[0].tag_ == "VBD"
        and verbs[0].lemma_ == "be"
        and not any(c.dep_ in {"advcl", "ccomp", "parataxis"} and c.i < node.i for c in [node])
    )
    organization = _organization_of(reading, sentence, office)
    yield Holding(office, holder, organization, "role.copula.v1", 0.85, former=past and node.dep_ != "ccomp")


def _appointed(reading: Reading, sentence: DocSpan, office: Office) -> Iterator[Holding]:
    """ "Ann Lee was named chair of Acme", "Acme appointed Ann Lee as chair", "Ann Lee resigned as chair"."""
    names, doc = reading.names, reading.doc
    head = doc[office.start : office.end].root
    verb = head.head
    leaving = verb.lemma_ in _LEAVE or (verb.lemma_ == "step" and any(c.lower_ == "down" for c in verb.children))
    if verb.pos_ != "VERB" or not (verb.lemma_ in _APPOINT or leaving):
        return
    if any(c.lower_ in {"not", "n't", "never"} for c in verb.children):
        return
    passive = any(c.dep_ in {"nsubj:pass", "aux:pass"} for c in verb.children)
    holder = _subject(names, verb) if passive or leaving else _object(names, verb)
    if holder is None:
        return
    organization = _organization_of(reading, sentence, office)
    if organization is None and not passive and not leaving:
        organization = _subject_body(names, verb)
    former = leaving and verb.tag_ in {"VBD", "VBN"}
    yield Holding(office, holder, organization, "role.verb.v1", 0.8, former=former)


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


def _heading(reading: Reading, sentence: DocSpan) -> Iterator[Holding]:
    """ "Ann Lee, who heads the Harbour Authority, …", "Bo Holm founded Acme"."""
    names = reading.names
    for verb in sentence:
        role = _LEADING.get(verb.lemma_) if verb.pos_ == "VERB" else None
        if role is None or any(c.lower_ in {"not", "n't", "never"} or c.dep_ == "aux" for c in verb.children):
            continue
        holder = _subject(names, verb)
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
        if name is not None and names.kind(name) is EntityKind.PERSON and not _parted(reading, office, name):
            best[name] = max(best.get(name, 0.0), relation.probability)
    for name, probability in sorted(best.items()):
        if probability >= MODEL_THRESHOLD:
            organization = _organization_of(reading, sentence, office)
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
    return office.start > 0 and reading.doc[office.start - 1].text in _POSSESSIVE


# ---------------------------------------------------------------- organizations


def _organization_of(reading: Reading, sentence: DocSpan, office: Office) -> int | None:
    before = _organization_before(reading, sentence, office)
    after = _organization_after(reading, sentence, office)
    if before is not None or after is not None:
        return _prefer(reading.names, office, before, after)
    return _organization_by_model(reading, office)


def _prefer(names: Names, office: Office, before: int | None, after: int | None) -> int | None:
    """ "British ambassador to France" serves Britain; "Norwegian chief executive of Shell" serves Shell."""
    if before is None or after is None:
        return after if before is None else before
    diplomatic = any(w in office.title for w in ("ambassador", "envoy", "consul"))
    if diplomatic or names.kind(before) is EntityKind.ORGANIZATION:
        return before
    return after


def _organization_before(reading: Reading, sentence: DocSpan, office: Office) -> int | None:
    """The body or country right before the office, perhaps with a possessive or "former" between."""
    names, doc = reading.names, reading.doc
    i = office.first - 1
    while i >= sentence.start and (
        doc[i].text in _POSSESSIVE or doc[i].lower_ == "-" or words.role_modifier(doc[i].lower_) is not None
    ):
        i -= 1
    if i >= sentence.start and doc[i].lower_ == "its":  # "The Harbour Bank … its governor, Ann Lee"
        return next(
            (
                n
                for n in names.within(sentence.start, i)
                if names.kind(n) in {EntityKind.ORGANIZATION, EntityKind.COUNTRY} and n not in names.metonyms
            ),
            None,
        )
    name = names.at(i) if i >= sentence.start else None
    if name is None or names.kind(name) is EntityKind.PERSON:
        return None
    if names.names[name].label in {"LOC", "FAC"}:
        return None
    return name


def _organization_after(reading: Reading, sentence: DocSpan, office: Office) -> int | None:
    """The body or country behind "of", "for", "at": "head of the Acme Institute", "mayor of Oslo"."""
    names, doc = reading.names, reading.doc
    i = office.last
    if i >= sentence.end or doc[i].lower_ not in OF:
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
        if follow + 1 < sentence.end and doc[follow].text in _POSSESSIVE:
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


def _organization_behind(names: Names, token: int, end: int) -> int | None:
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
        if (name := names.at(r.other)) is not None and names.kind(name) is not EntityKind.PERSON
    ]
    probability, name = max(likely, default=(0.0, -1))
    return name if probability >= MODEL_THRESHOLD else None


# ---------------------------------------------------------------- walking


def _person_at(names: Names, token: int) -> int | None:
    """The person whose name starts at the token, past an honorific."""
    if token < len(names.doc) and words.is_honorific(names.doc[token].text):
        token += 1
    name = names.at(token)
    if name is None or names.names[name].start != token or names.kind(name) is not EntityKind.PERSON:
        return None
    return name


def _person_ending_at(names: Names, token: int) -> int | None:
    """The person whose name ends right before the token, perhaps with an age between: "Ann Lee, 52, chair"."""
    doc = names.doc
    if token >= 2 and doc[token - 1].like_num and doc[token - 2].text == ",":
        token -= 2
    name = names.at(token - 1) if token > 0 else None
    return name if name is not None and names.kind(name) is EntityKind.PERSON else None


def _left_edge(reading: Reading, sentence: DocSpan, office: Office) -> int:
    """First token of the phrase that ends in the office: its articles, modifiers and possessors."""
    names, doc = reading.names, reading.doc
    i = office.first
    while i > sentence.start:
        token = doc[i - 1]
        name = names.at(i - 1)
        if name is not None and names.kind(name) is not EntityKind.PERSON:
            i = names.names[name].start
        elif (
            token.text in _POSSESSIVE
            or token.lower_ in {"the", "a", "an", "his", "her", "its", "their", "-"}
            or (token.pos_ in {"ADJ", "NOUN", "ADV"} and not token.is_punct)
            or words.role_modifier(token.lower_) is not None
        ):
            i -= 1
        else:
            break
    return i


def _coordinated_people(names: Names, doc: Doc, holder: int, end: int) -> Iterator[int]:
    """The people after the first in "A, B and C"."""
    i = names.names[holder].end
    while i < end and doc[i].lower_ in {",", "and"}:
        while i < end and doc[i].lower_ in {",", "and"}:
            i += 1
        other = _person_at(names, i)
        if other is None:
            return
        yield other
        i = names.names[other].end


def _name_of(names: Names, token: Token) -> int | None:
    name = names.at(token.i)
    return name if name is not None and names.kind(name) is EntityKind.PERSON else None


def _subject(names: Names, verb: Token) -> int | None:
    """The person who is the subject of a verb; of a relative clause, the noun it belongs to."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubj:pass"}:
            if child.lower_ in {"who", "which"} and verb.dep_ in {"acl:relcl", "relcl"}:
                return _name_of(names, verb.head)
            return _name_of(names, child)
    return None


def _object(names: Names, verb: Token) -> int | None:
    return next(
        (n for c in verb.children if c.dep_ in {"obj", "dobj", "iobj"} and (n := _name_of(names, c)) is not None), None
    )


def _subject_body(names: Names, verb: Token) -> int | None:
    for child in verb.children:
        name = names.at(child.i) if child.dep_ == "nsubj" else None
        if name is not None and names.kind(name) in {EntityKind.ORGANIZATION, EntityKind.COUNTRY}:
            return name
    return None
