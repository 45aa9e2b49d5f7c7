"""Office as a predicate → its holder: "is chair", "was named chair", "serves as chair", "who chairs the board".

Constructions whose subject or object holds the office. The parse decides where it is plain; where it fails,
the words between the verb and the office do.
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.employers import DETERMINERS, organization_of
from kg.extract.names import Names
from kg.extract.offices import Holding, Office
from kg.extract.owners import POSSESSIVE, body_meant
from kg.extract.people import left_edge, object_of, person_at, person_near, pronoun_subject, subject_body, subject_of
from kg.extract.reading import Reading
from kg.lexicon import words
from kg.model import EntityKind

COPULA = frozenset({"be", "become", "remain", "serve"})
APPOINT = frozenset(
    "appoint name elect re-elect reelect choose make nominate swear promote elevate install declare hire recruit "
    "designate confirm select pick".split()
)
_PRESENT = frozenset({"announce", "unveil", "introduce"})  # "announced Ann Lee as its chair"
_PROMOTE = frozenset({"promote", "elevate"})
_APPOINTMENT = frozenset("appointment nomination election promotion hiring".split())
_OUST = frozenset("axe depose dismiss fire oust remove sack".split())
LEAVE = frozenset({"resign", "retire", "quit", "depart"})
_SERVE = frozenset(
    "lead head serve act work stay continue return remain rejoin join take start begin run preside".split()
)
_SUCCEED = frozenset({"succeed", "replace"})
_BARE = frozenset({"be", "become", "remain"})  # verbs that an office may follow without "as"
NEGATIVE = frozenset({"not", "n't", "n’t", "never"})
_BETWEEN = 20  # tokens from a verb to the office that it gives


def copula(reading: Reading, sentence: DocSpan, office: Office) -> Iterator[Holding]:
    """ "Ann Lee is the Norwegian finance minister", "Ann Lee, who was chair of Acme, …"."""
    doc = reading.doc
    head = doc[office.start : office.end].root
    verbs = [c for c in head.children if c.dep_ == "cop"]
    if not verbs and head.dep_ in {"xcomp", "obj", "attr"} and head.head.lemma_ in COPULA:
        verbs = [head.head]
    verbs = verbs or _copula_before(reading, sentence, office)
    placed = any(c.dep_ == "case" and c.i < office.start for c in head.children)  # "was in the chair"
    if not verbs or placed or any(c.dep_ == "advmod" and c.lower_ in NEGATIVE for c in head.children):
        return
    node = head if verbs[0].dep_ == "cop" else head.head
    holder = subject_of(reading.names, node)
    if holder is None:
        holder = person_near(reading.names, verbs[0], before=True, limit=sentence)
    if holder is None:
        holder = pronoun_subject(reading, sentence, node)
    organization = organization_of(reading, sentence, office)
    if holder is None or (organization is None and _is_praise(reading, sentence, office)):
        return
    if organization is None:
        organization = _where(reading, sentence, verbs[0])
    was = verbs[0].tag_ == "VBD" and verbs[0].lemma_ == "be" and node.dep_ != "ccomp"
    yield Holding(office, holder, organization, "role.copula.v1", 0.85, former=was or _had_been(verbs[0]))


def _had_been(verb: Token) -> bool:
    """ "Had been chair": over even where somebody says so."""
    before = verb.doc[max(verb.i - 3, verb.sent.start) : verb.i]
    return verb.lower_ == "been" and any(t.lower_ == "had" for t in before)


def _where(reading: Reading, sentence: DocSpan, verb: Token) -> int | None:
    """The body that "where he was chief scout" goes on about."""
    names, doc = reading.names, reading.doc
    where = next((i for i in range(verb.i - 1, max(verb.i - 5, sentence.start), -1) if doc[i].lower_ == "where"), None)
    if where is None:
        return None
    bodies = [n for n in names.within(sentence.start, where) if is_body(names, n)]
    return bodies[-1] if bodies else None


def _copula_before(reading: Reading, sentence: DocSpan, office: Office) -> list[Token]:
    """The "is" or "became" right before the phrase of an office, which the parse may not see."""
    k = left_edge(reading, sentence, office) - 1
    while k > sentence.start and reading.doc[k].pos_ == "ADV" and reading.doc[k].lower_ not in NEGATIVE:
        k -= 1
    verb = reading.doc[k]
    return [verb] if sentence.start < k < office.start and verb.lemma_ in _BARE and verb.tag_ != "VB" else []


def _is_praise(reading: Reading, sentence: DocSpan, office: Office) -> bool:
    """ "Lee is a skilled negotiator"."""
    doc = reading.doc
    left = left_edge(reading, sentence, office)
    adjective = any(t.pos_ == "ADJ" and words.role_modifier(t.lower_) is None for t in doc[left : office.start])
    return doc[left].lower_ in {"a", "an"} and adjective


def appointed(reading: Reading, sentence: DocSpan, office: Office, before: Sequence[Holding]) -> Iterator[Holding]:
    """ "Ann Lee was named chair of Acme", "Acme appointed Ann Lee as chair", "Ann Lee resigned as chair", "was fired as chair".

    Who is promoted stays in the body of the office `before`.
    """
    names = reading.names
    verb = _governing(reading, sentence, office)
    by_noun = list(_by_noun(reading, sentence, office))
    if by_noun or verb is None:
        yield from by_noun
        return
    if any(c.lower_ in NEGATIVE for c in verb.children):
        return
    leaving = is_leaving(verb) or verb.lemma_ in _OUST
    organization = organization_of(reading, sentence, office)
    if organization is None and verb.i < office.start:
        organization = body_behind(names, verb.i + 1, sentence.end)
    there = _where(reading, sentence, verb) if organization is None else None
    organization = organization if there is None else there
    if organization is None:
        organization = announcer(names, verb)
    if verb.lemma_ in APPOINT | _PRESENT | _OUST:
        passive = any(c.dep_ in {"nsubj:pass", "aux:pass"} for c in verb.children)
        holder = subject_of(names, verb) if passive else object_of(names, verb)
        if holder is None:
            holder = person_near(names, verb, before=passive, limit=sentence)
        if organization is None and not passive:
            organization = subject_body(names, verb)
    else:
        holder = subject_of(names, verb)
        if holder is None:
            holder = person_near(names, verb, before=True, limit=sentence)
    if holder is None:
        holder = pronoun_subject(reading, sentence, verb)
    if holder is None:
        return
    if organization is None and verb.lemma_ in _PROMOTE:
        own = (h.organization for h in before if names.entity_of[h.holder] == names.entity_of[holder] and not h.former)
        organization = next(own, None)
    over = leaving or there is not None
    yield Holding(office, holder, organization, "role.verb.v1", 0.8, former=over and verb.tag_ in {"VBD", "VBN"})
    if verb.lemma_ in _SUCCEED:
        other = object_of(names, verb)
        other = other if other is not None else person_near(names, verb, before=False, limit=sentence)
        if other is not None and other != holder:
            yield Holding(office, other, organization, "role.succeeded.v1", 0.75, former=True)


_ANNOUNCING = frozenset({"announce", "confirm", "disclose", "say"})


def announcer(names: Names, token: Token) -> int | None:
    """ "Acme Corp. said Ann Lee resigned as treasurer": the company that tells of its own in the clause of a token."""
    clause = next((t for t in (token, *token.ancestors) if t.dep_ == "ccomp"), None)
    if clause is None or clause.head.lemma_ not in _ANNOUNCING or clause.head.i > clause.i:
        return None
    body = subject_body(names, clause.head)
    company = body is not None and words.is_company(names.entities[names.entity_of[body]].name)
    return body if company else None


def _by_noun(reading: Reading, sentence: DocSpan, office: Office) -> Iterator[Holding]:
    """ "Acme announced the appointment of Ann Lee as chair"."""
    names, doc = reading.names, reading.doc
    left = left_edge(reading, sentence, office)
    back = doc[max(left - _BETWEEN, sentence.start) : left]
    noun = next((t for t in reversed(back) if t.lemma_.lower() in _APPOINTMENT), None)
    if noun is None or doc[left - 1].lower_ not in {"as", "to"} or noun.nbor().lower_ != "of":
        return
    holder = person_at(names, noun.i + 2)
    if holder is None or any(t.pos_ == "VERB" for t in doc[noun.i : left]):
        return
    organization = organization_of(reading, sentence, office)
    if organization is None:
        organization = subject_body(names, noun.head)
    yield Holding(office, holder, organization, "role.verb.v1", 0.75)


def _governing(reading: Reading, sentence: DocSpan, office: Office) -> Token | None:
    """The verb that gives or takes an office, by the parse, else by "as" or by standing right before it."""
    doc = reading.doc
    head = doc[office.start : office.end].root
    verb = head.head
    clause = head.dep_ == "nsubj" or any(c.dep_ == "cop" or c.dep_.startswith("nsubj") for c in head.children)
    left = left_edge(reading, sentence, office)
    as_before = left > sentence.start and doc[left - 1].lower_ == "as"
    if verb.pos_ == "VERB" and not clause and _gives(verb, as_before):
        return verb
    back = doc[max(left - _BETWEEN, sentence.start) : left]
    if as_before:
        return next((t for t in reversed(back) if t.pos_ == "VERB" and _gives(t, as_before)), None)
    last = back[-1] if len(back) else None
    return last if last is not None and last.pos_ == "VERB" and last.lemma_ in APPOINT else None


def _gives(verb: Token, as_before: bool) -> bool:
    if verb.lemma_ in APPOINT or is_leaving(verb):
        return True
    return as_before and verb.lemma_ in _SERVE | _SUCCEED | _PRESENT | _OUST


def is_leaving(verb: Token) -> bool:
    """Whether a verb says that somebody gives up an office: "resign", "step down"."""
    down = verb.lemma_ in {"step", "stand"} and any(c.lower_ in {"down", "aside"} for c in verb.children)
    return verb.lemma_ in LEAVE or down


def predecessor(reading: Reading, sentence: DocSpan, holding: Holding) -> Iterator[Holding]:
    """ "Acme named Ann Lee as chair, replacing Bo Holm": Holm was chair."""
    if holding.rule not in {"role.verb.v1", "role.copula.v1", "role.model.v1"} or holding.former:
        return
    names = reading.names
    for verb in sentence:
        if verb.lemma_ in _SUCCEED and verb.tag_ in {"VBG", "VBZ", "VBD"} and verb.i > holding.office.start:
            other = object_of(names, verb)
            if other is not None and names.entity_of[other] != names.entity_of[holding.holder]:
                yield Holding(holding.office, other, holding.organization, "role.succeeded.v1", 0.75, former=True)


def body_behind(names: Names, i: int, end: int) -> int | None:
    """The body named right behind a verb, or that "the festival" there stands for."""
    first = i
    while i < min(end, first + 5) and names.at(i) is None and _may_precede(names.doc[i]):
        i += 1
    name = names.at(i) if i < end else None
    if is_body(names, name):
        return name
    definite = name is None and first < i < end and names.doc[first].lower_ == "the"
    return body_meant(names, names.doc[i]) if definite else None


def _may_precede(token: Token) -> bool:
    """Articles, adjectives and the like before a name: "heads the powerful Harbour Council"."""
    if (
        token.i + 1 < len(token.doc) and token.nbor().text in POSSESSIVE and token.pos_ == "NOUN"
    ):  # "the country's guard"
        return True
    owned = token.text in POSSESSIVE
    return owned or token.lower_ in {*DETERMINERS, "magazine", "newspaper"} or (token.pos_ == "ADJ" and token.is_lower)


_PASSING = frozenset({"team", "delegation", "convoy"})


def is_body(names: Names, name: int | None) -> bool:
    """Whether a name is that of a body; who "led a team of surgeons" holds no office in it."""
    if name is None or names.kind(name) is not EntityKind.ORGANIZATION:
        return False
    return not names.names[name].described or names.names[name].text.split()[-1].lower() not in _PASSING
