"""Trigger + tree → what syntax ties to a gathering: its modifiers, the phrases of its verb, who holds or attends it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.reading import Reading
from kg.lexicon import words
from kg.model import EntityKind

LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "to", "into"})
ACCORDS = frozenset("accord agreement communique convention declaration memorandum pact protocol treaty".split())
TOPICAL = frozenset({"on", "over", "about", "regarding", "concerning", "against", "despite", "toward", "towards"})
PARTIES = frozenset({"between", "with", "among", "of", "by", "including"})
SETTLEMENTS = frozenset("city town capital village state province region resort port suburb district island".split())
_SKIPPING = frozenset({"skip", "miss", "boycott", "snub", "shun"})
_HOLDING = frozenset(
    "hold have host attend begin start open end conclude resume join convene lead stage organise organize "
    "finish enter conduct discuss sign chair co-chair moderate".split()
)
_ATTENDING = frozenset({"host", "chair", "co-chair", "attend", "address", "join"})
_ADDRESSING = frozenset("address speak attend appear present vote preside".split())
_MOMENTS = frozenset({"opening", "start", "beginning", "close", "closing", "end", "launch", "sideline", "margin"})
_SPEAKING = frozenset("announce argue declare insist present propose say tell urge unveil warn".split())
_DECIDING = frozenset("adopt agree approve decide elect endorse fail ratify resolve vow pledge".split())
_RECEIVING = frozenset("receive welcome host meet gather join invite greet travel fly arrive assemble sit".split())
_RUNNING = frozenset(
    "that which is are was were will be been being to also due set scheduled slated planned expected held hold hosted "
    "take takes taking took place resume resumes resumed begin begins began open opens opened start starts started convened "
    "staged conclude concludes concluded end ends ended continue continues continued ,".split()
)
"""What may stand between a gathering and its place or date in any parse."""
_FILLERS = frozenset("on from of the , this time again once more".split())
_PHRASAL = frozenset({"ADJ", "ADV", "DET", "NOUN", "NUM", "PRON", "PROPN"})
_JOINTS = frozenset({"-", "–", "—", "'s", "’s", "'", "’", "/", "and", "&"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names a gathering: tokens `[start, end)`, and its kind."""

    start: int
    end: int
    head: Token
    kind: str
    journey: "Trigger | None" = None  # the visit on which it takes place
    beside: Token | None = None  # the larger gathering on whose sidelines it takes place


def supported(reading: Reading, sentence: DocSpan, trigger: Trigger) -> dict[int, float]:
    """Token → how strongly syntax ties it to the gathering."""
    out = {t: 0.75 for t in _day_before(sentence, trigger)}
    out |= {**dict(_before(reading, sentence, trigger)), **dict(_after(reading, sentence, trigger))}
    head = trigger.head
    for child in head.children:
        out.update(_child(child, 0.9, subject_counts=head.pos_ == "VERB"))
    for clause in (c for c in head.children if c.dep_.startswith("acl") and c.lemma_.lower() in _HOLDING | _ATTENDING):
        for child in clause.children:  # "the session that Oslo will host in May", "the session that Lee chaired"
            out.update(_child(child, 0.7, subject_counts=clause.lemma_.lower() in _ATTENDING))
    while head.pos_ != "VERB" and head.dep_ == "nmod" and head.head.pos_ == "NOUN":  # "a round of talks in Oslo"
        head = head.head
        for child in head.children:
            if child.i != trigger.head.i:
                out.update(_child(child, 0.8, subject_counts=False))
    if head.pos_ == "VERB" and head.dep_ == "xcomp":  # "A and B are expected to meet"
        for child in head.head.children:
            if child.dep_.startswith("nsubj"):
                out.update(_child(child, 0.8, subject_counts=True))
    verb = head.head
    if (
        head.pos_ != "VERB"
        and verb.pos_ == "VERB"
        and (head.dep_ in {"nsubj", "nsubj:pass", "obj", "dobj", "xcomp"} or _follows(trigger, verb))
    ):
        for child in verb.children:
            if child.i != head.i and not _names_gathering(child):
                out.update(_child(child, 0.7, subject_counts=_takes_part(trigger, verb)))
        if verb.dep_ == "xcomp" and head.dep_ == "obj":  # "Russia is due to hold talks"
            for child in verb.head.children:
                if child.dep_.startswith("nsubj"):
                    out.update(_child(child, 0.7, subject_counts=True))
    if (
        head.pos_ != "VERB" and head.dep_ == "obl" and verb.pos_ == "VERB" and verb.lemma_.lower() in _RECEIVING
    ):  # "A received B in Oslo for talks"
        for child in verb.children:
            if child.i != head.i:
                out.update(_child(child, 0.7, subject_counts=True))
    if _is_participle(trigger):
        for subject in (c for c in head.head.children if c.dep_ == "nsubj" and c.i < head.i):
            out.update(_child(subject, 0.7, subject_counts=True))
    occasion = _occasion(trigger)
    verb = verb if occasion is trigger else occasion.head.head
    if head.pos_ != "VERB" and verb.pos_ == "VERB" and _is_speech_at(occasion, verb):
        for subject in subjects(occasion):
            out.update(_child(subject, 0.7, subject_counts=True))
    return out


def _names_gathering(phrase: Token) -> bool:
    """ "The talks were followed by a round of talks in Rome": what is said of Rome is said of the second."""
    return any(t.pos_ == "NOUN" and words.meeting_kind(t.lower_, "NOUN") for t in phrase.subtree)


def subjects(trigger: Trigger) -> list[Token]:
    """Who meets, or holds, attends or addresses the gathering: the subjects of its verb, named or not."""
    head = trigger.head
    verb = head
    if head.pos_ != "VERB":
        verb = governor(trigger)
        if verb.pos_ != "VERB" or not (_takes_part(trigger, verb) or _is_speech_at(trigger, verb)):
            return []
    for _ in range(3):
        found = [c for c in verb.children if c.dep_.startswith("nsubj") and c.i != head.i]
        if not found and verb.dep_ == "xcomp":  # "ordered both sides to meet"
            found = [c for c in verb.head.children if c.dep_ in {"obj", "dobj"}]
        if found or verb.dep_ not in {"xcomp", "advcl", "conj"}:
            return [t for c in found for t in (c, *_conjuncts(c))]
        verb = verb.head
    return []


def own_session(reading: Reading, trigger: Trigger) -> Iterator[int]:
    """The body of "the council voted at its meeting": the subject that "its" stands for."""
    if trigger.head.pos_ == "VERB" or not any(c.lower_ == "its" for c in trigger.head.children):
        return
    verb = trigger.head
    while verb.pos_ != "VERB" and verb.head.i != verb.i:
        verb = verb.head
    for subject in (c for c in verb.children if c.dep_ == "nsubj" and c.i < trigger.start):
        name = reading.names.at(subject.i)
        if name is not None and reading.names.kind(name) is EntityKind.ORGANIZATION:
            yield reading.names.entity_of[name]


def _is_participle(trigger: Trigger) -> bool:
    """ "Leaders of the union, meeting in Oslo, agreed", which may be taken for a noun."""
    head, before = trigger.head, trigger.head.doc[max(trigger.start - 1, 0)]
    return (
        head.lower_ in {"meeting", "gathering"}
        and before.text == ","
        and not any(c.dep_ in {"det", "amod", "nmod:poss"} for c in head.children)
    )


def _occasion(trigger: Trigger) -> Trigger:
    """ "At the opening of the conference" is at the conference."""
    outer = trigger.head.head
    part = trigger.head.dep_ == "nmod" and outer.lemma_.lower() in _MOMENTS
    return replace(trigger, start=outer.i, head=outer) if part and trigger.head.pos_ != "VERB" else trigger


def _is_speech_at(trigger: Trigger, verb: Token) -> bool:
    """ "Lee said at a news conference", "speaking at the summit, Lee …", "Lee told the session", "agreed in talks"."""
    if trigger.head.dep_ not in {"obl", "obj", "iobj"} or verb.lemma_.lower() in _SKIPPING:
        return False
    if verb.lemma_.lower() in _DECIDING and _case(trigger.head) in {"at", "in", "during"}:
        return True
    if verb.lemma_.lower() in _ADDRESSING or (verb.lemma_.lower() == "tell" and _is_told(trigger)):
        return True
    there = trigger.kind == "press conference" or (_case(trigger.head) in {"at", "during"} and verb.lemma_ in _SPEAKING)
    return words.is_speech(verb.lemma_.lower()) and there


def _is_told(trigger: Trigger) -> bool:
    """ "Told the meeting", "told a packed meeting of the cabinet": no preposition before it."""
    return not any(c.dep_ == "case" and c.i < trigger.start for c in trigger.head.children)


def _takes_part(trigger: Trigger, verb: Token) -> bool:
    """Whether the subject of the verb is a party: "A held talks", "A told a news conference"."""
    if trigger.head.dep_ not in {"obj", "dobj"} and not _follows(trigger, verb):
        return False
    return verb.lemma_.lower() in _HOLDING or (
        trigger.kind == "press conference" and words.is_speech(verb.lemma_.lower())
    )


def governor(trigger: Trigger) -> Token:
    """The verb that a noun is said to be held, attended or told by: the one right before it, else that of the tree."""
    doc, i = trigger.head.doc, trigger.start - 1
    while i > trigger.head.sent.start and _is_phrasal(doc[i]):
        i -= 1
    before = doc[max(i, 0)]
    return before if before.pos_ == "VERB" and before.lemma_.lower() in _HOLDING else trigger.head.head


def _is_phrasal(token: Token) -> bool:
    """Whether a token may stand in the phrase of a noun before it: "Monday's", "a second"."""
    return token.pos_ in _PHRASAL or token.ent_type_ == "DATE" or token.lower_ in {"'s", "’s"}


def _follows(trigger: Trigger, verb: Token) -> bool:
    """ "Will hold another meeting": an object by its place, whatever the tree calls it."""
    phrase = verb.doc[verb.i + 1 : trigger.start]
    active = not any(c.dep_.endswith(":pass") for c in verb.children)
    return verb.i < trigger.start and active and all(map(_is_phrasal, phrase))


def _before(reading: Reading, sentence: DocSpan, trigger: Trigger) -> Iterator[tuple[int, float]]:
    """ "Norway-EU talks", "the Oslo summit", "Monday's meeting", "Lee's visit"."""
    names, doc = reading.names, reading.doc
    i = trigger.start - 1 if trigger.head.pos_ != "VERB" else sentence.start - 1
    while i >= sentence.start:
        name, token = names.at(i), doc[i]
        if name is not None:
            yield from ((t, 0.85) for t in range(names.names[name].start, i + 1))
            i = names.names[name].start - 1
        elif token.ent_type_ in {"DATE", "TIME"}:
            yield i, 0.85
            i -= 1
        elif token.lower_ in _JOINTS or (token.pos_ in {"ADJ", "NOUN", "NUM"} and not token.is_punct):
            i -= 1
        else:
            return


def _day_before(sentence: DocSpan, trigger: Trigger) -> Iterator[int]:
    """The day of "in July 1997, at a summit" and "on Monday at a meeting", where it opens the sentence."""
    doc, i = sentence.doc, trigger.start - 1
    while i > sentence.start and doc[i].pos_ in _PHRASAL and not doc[i].ent_type_:
        i -= 1
    if i <= sentence.start or trigger.head.pos_ == "VERB" or doc[i].lower_ not in {"at", "during"}:
        return
    i -= 2 if doc[i - 1].text == "," else 1
    days = list(
        takewhile(lambda t: t.i >= sentence.start and t.ent_type_ == "DATE", reversed(doc[sentence.start : i + 1]))
    )
    if days and days[-1].i - sentence.start < 2:
        yield from (t.i for t in days)


def _after(reading: Reading, sentence: DocSpan, trigger: Trigger) -> Iterator[tuple[int, float]]:
    """ "The session, in Oslo on 4 January, …": places and dates right behind, whatever the tree makes of them."""
    if trigger.head.pos_ == "VERB":
        return
    doc, i = reading.doc, trigger.end
    while i < sentence.end and doc[i].lower_ in _RUNNING:  # "talks that were held", "talks are to resume"
        i += 1
    told = i < sentence.end and (doc[i].lower_ in LOCATIVE | {"on", "from", "this"} or doc[i].ent_type_ == "DATE")
    if i > trigger.end and not told:
        return  # "told the briefing that Oslo was pleased", "at the talks were the Omani envoys"
    while i < sentence.end:
        token, name = doc[i], reading.names.at(i)
        if token.ent_type_ in {"DATE", "TIME"}:
            yield i, 0.75
            i += 1
        elif name is not None and reading.names.kind(name) in {EntityKind.PLACE, EntityKind.COUNTRY}:
            yield from ((t, 0.75) for t in range(i, reading.names.names[name].end))
            i = reading.names.names[name].end
        elif token.lower_ in LOCATIVE | _FILLERS or token.lemma_.lower() in SETTLEMENTS:
            if token.lower_ in {"on", "from"} and not (i + 1 < sentence.end and doc[i + 1].ent_type_ == "DATE"):
                return
            i += 1
        else:
            return


def _child(child: Token, weight: float, *, subject_counts: bool) -> Iterator[tuple[int, float]]:
    """The tokens that one dependent of the gathering, or of its verb, ties to it."""
    case = _case(child)
    if child.ent_type_ in {"DATE", "TIME"}:
        yield from ((t.i, weight) for t in child.subtree if t.ent_type_ in {"DATE", "TIME"})
        return
    if child.lower_ == "here":
        yield child.i, weight
    if case in TOPICAL:
        return
    party = case in PARTIES or (subject_counts and child.dep_ in {"nsubj", "nsubj:pass", "obj"} and not case)
    if not party and case not in LOCATIVE:
        return
    for token in (child, *_conjuncts(child)):
        yield token.i, weight
        for c in token.children:
            if c.ent_type_ == "NORP" and token.ent_type_ == "PERSON" and not _is_office(token.doc[c.i + 1 : token.i]):
                continue  # "Norwegian rower Ann Lee" takes part, Norway does not
            if c.dep_ in {"amod", "compound", "flat", "appos", "nmod:desc", "nmod:poss"}:
                yield from ((t.i, weight) for t in (c, *_conjuncts(c)))
            elif c.dep_ == "nmod" and token.lemma_.lower() in SETTLEMENTS:
                yield c.i, weight
            elif c.dep_ in {"nmod", "obl"} and (case not in PARTIES or _case(c) in LOCATIVE | PARTIES):
                yield from _child(c, weight - 0.1, subject_counts=False)


def _is_office(title: DocSpan) -> bool:
    return words.role_kind(title.text) == "office"


def _case(token: Token) -> str:
    """The preposition of a noun phrase, as the tree has it."""
    return next((c.lower_ for c in token.children if c.dep_ == "case"), "")


def _conjuncts(token: Token) -> list[Token]:
    return [t for c in token.children if c.dep_ == "conj" for t in (c, *_conjuncts(c))]
