"""Triggers → arguments: which places, dates and parties of a sentence belong to which gathering.

Syntax says which slot a name can fill ("in Oslo" is a place, "over Oslo" a topic), syntax and the
network together say of which gathering. A place or date belongs to one gathering only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.finding import Name
from kg.extract.reading import Reading
from kg.lexicon import places, words
from kg.model import EntityKind

ACCEPTED = 0.5
LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "to", "into"})
TOPICAL = frozenset({"on", "over", "about", "regarding", "concerning", "against", "despite", "toward", "towards"})
ABSENT = frozenset({"without", "except", "minus", "unlike"})
PARTIES = frozenset({"between", "with", "among", "of", "by", "including"})
_BUILDINGS = frozenset(
    "base building campus castle centre center chamber compound embassy hall headquarters hotel hq house library mission "
    "museum office palace residence stadium theatre theater villa".split()
)
_SETTLEMENTS = frozenset("city town capital village state province region resort port suburb district island".split())
_HOLDING = frozenset(
    "hold have host attend begin start open end conclude resume join convene lead stage organise organize "
    "finish enter conduct discuss sign".split()
)
_ADDRESSING = frozenset({"address", "speak", "attend", "appear"})
_SKIPPING = frozenset({"skip", "miss", "boycott", "snub", "shun"})
_RECEIVING = frozenset("receive welcome host meet gather join invite greet travel fly arrive assemble sit".split())
_JOINTS = frozenset({"-", "–", "—", "'s", "’s", "'", "’", "/", "and", "&"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names a gathering: tokens `[start, end)`, and its kind."""

    start: int
    end: int
    head: Token
    kind: str


@dataclass(frozen=True, slots=True)
class Argument:
    """A place, venue, date or party of a gathering: tokens `[start, end)`, with the name's index if it is one."""

    slot: str  # "place", "venue", "date", "who"
    start: int
    end: int
    score: float
    name: int | None = None


def arguments(reading: Reading, sentence: DocSpan, triggers: Sequence[Trigger]) -> list[list[Argument]]:
    """For every trigger of a sentence its arguments, in text order."""
    out: list[list[Argument]] = [[] for _ in triggers]
    support = [_supported(reading, sentence, t) for t in triggers]
    for candidate in _candidates(reading, sentence):
        scored = []
        for n, trigger in enumerate(triggers):
            score = _score(reading, sentence, trigger, candidate, support[n])
            if score >= ACCEPTED:
                scored.append((score, -_distance(trigger, candidate), n))
        if not scored:
            continue
        best = max(scored)
        for score, _, n in scored:
            shared = candidate.slot == "who" and candidate.start in support[n]
            if n == best[2] or shared:
                out[n].append(Argument(candidate.slot, candidate.start, candidate.end, score, candidate.name))
    return out


def _distance(trigger: Trigger, candidate: Argument) -> int:
    return min(abs(candidate.start - trigger.end), abs(trigger.start - candidate.end))


def _candidates(reading: Reading, sentence: DocSpan) -> Iterator[Argument]:
    """The slots that the names and dates of a sentence can fill, whatever the gathering."""
    names, doc = reading.names, reading.doc
    for ent in sentence.ents:
        if ent.label_ in {"DATE", "TIME"}:
            yield Argument("date", ent.start, ent.end, 0.0)
    for i in names.within(sentence.start, sentence.end):
        name = names.names[i]
        kind = names.kind(i)
        before = preposition(doc[name.start : name.end].root, name.start, sentence.start)
        if before in TOPICAL | ABSENT or _absent(doc, name.start, sentence.start):
            continue
        if name.label == "FAC" or (name.label == "ORG" and before == "at" and _is_building(doc, name)):
            yield Argument("venue", name.start, name.end, 0.0, i)
        elif kind in {EntityKind.PLACE, EntityKind.COUNTRY} and i not in names.metonyms and name.label != "NORP":
            if before in LOCATIVE or kind is EntityKind.PLACE:
                yield Argument("place", name.start, name.end, 0.0, i)
            if kind is EntityKind.COUNTRY and before not in LOCATIVE:
                yield Argument("who", name.start, name.end, 0.0, i)
        elif kind is not EntityKind.PLACE and before not in LOCATIVE - {"to"}:
            yield Argument("who", name.start, name.end, 0.0, i)


def building_end(doc: Doc, end: int) -> int:
    """The token behind the common noun of a building that goes on a name: "NATO's headquarters", "Harbour museum"."""
    i = end + (end < len(doc) and doc[end].lower_ in {"'s", "’s"})
    last = i
    while i < len(doc) and doc[i].pos_ in {"NOUN", "ADJ", "PROPN"} and i < end + 4:
        i += 1
        last = i if doc[i - 1].lemma_.lower() in _BUILDINGS else last
    return last if last > end + 1 or (last > end and last == i) else end


def _is_building(doc: Doc, name: Name) -> bool:
    """A body named behind "at" is a place where its building is meant, or where it is no power that could take part."""
    return places.body(name.text) is None or building_end(doc, name.end) > name.end


def _absent(doc: Doc, start: int, limit: int) -> bool:
    """ "In the absence of the mayor, Ann Lee, …"."""
    before = [t.lower_ for t in doc[max(limit, start - 8) : start]]
    return "absence" in before and not any(t.pos_ == "VERB" for t in doc[max(limit, start - 8) : start])


def preposition(token: Token, start: int, sentence_start: int) -> str:
    """The preposition that governs a name: "in" for Oslo in "in the Norwegian capital of Oslo"."""
    own = next((c for c in token.children if c.dep_ == "case" and c.i < token.i and c.lower_ not in {"'s", "’s"}), None)
    if own is not None:
        if own.lower_ == "of" and token.head.lemma_.lower() in _SETTLEMENTS:
            return preposition(token.head, token.head.i, sentence_start)
        return own.lower_
    if token.dep_ == "conj" and token.head.i < token.i:
        return preposition(token.head, token.head.i, sentence_start)
    if token.dep_ == "appos" or (token.dep_ in {"nmod:desc", "compound"} and token.head.lemma_.lower() in _SETTLEMENTS):
        return preposition(token.head, token.head.i, sentence_start) if token.head.i < token.i else ""
    i = start - 1
    while i >= sentence_start and token.doc[i].pos_ in {"DET", "ADJ"}:
        i -= 1
    return token.doc[i].lower_ if i >= sentence_start and token.doc[i].pos_ == "ADP" else ""


def _score(
    reading: Reading, sentence: DocSpan, trigger: Trigger, candidate: Argument, support: dict[int, float]
) -> float:
    """How well a candidate fits a gathering: the network's probability, raised or lowered by syntax."""
    likely = max(
        (
            r.probability
            for r in reading.relations(trigger.start, f"meeting_{candidate.slot}")
            if candidate.start <= r.other < candidate.end
        ),
        default=0.0,
    )
    backed = max((support.get(t, 0.0) for t in range(candidate.start, candidate.end)), default=0.0)
    if candidate.slot == "venue":
        likely = max(
            likely,
            max(
                (
                    r.probability
                    for r in reading.relations(trigger.start, "meeting_place")
                    if candidate.start <= r.other < candidate.end
                ),
                default=0.0,
            ),
        )
    if candidate.slot == "who" and _skips(reading, trigger, candidate):
        return 0.0
    if candidate.slot == "who" and not backed:
        if trigger.kind != "press conference" and _speaks(reading, candidate):
            return 0.0
        return likely if likely >= 0.65 else 0.0
    root = reading.doc[candidate.start : candidate.end].root
    if candidate.slot in {"place", "date"} and not backed and not _same_clause(trigger, root):
        return 0.0
    located = preposition(root, candidate.start, sentence.start) in LOCATIVE
    if candidate.slot == "venue" and located and _same_clause(trigger, root):
        likely = max(likely, 0.55)
    if candidate.slot == "place" and not located and not (backed and candidate.end <= trigger.start + 1):
        return 0.0  # "dockers from Oslo"; but "the Oslo summit"
    return max(likely, backed)


def _skips(reading: Reading, trigger: Trigger, candidate: Argument) -> bool:
    """ "Lee skipped the summit"."""
    verb = trigger.head.head
    if verb.lemma_.lower() not in _SKIPPING or trigger.head.dep_ not in {"obj", "dobj"}:
        return False
    absent = {t.i for c in verb.children if c.dep_.startswith("nsubj") for t in c.subtree}
    return reading.doc[candidate.start : candidate.end].root.i in absent


def _same_clause(trigger: Trigger, token: Token) -> bool:
    """Whether a place or date hangs on the gathering or on its verb, not on another verb of the sentence.

    In "they will patrol from January, Lee said on Friday after talks" neither date is that of the talks.
    """
    verb = _clause(token)
    own = trigger.head if trigger.head.pos_ == "VERB" else _clause(trigger.head)
    if verb.i == own.i:
        return token.i in {t.i for t in trigger.head.subtree} or not words.is_speech(verb.lemma_.lower())
    if own.dep_ == "xcomp" and own.head.i == verb.i:
        return True
    within = verb.i in {t.i for t in trigger.head.subtree}
    return within and (trigger.head.pos_ != "VERB" or verb.dep_ == "xcomp")


def _clause(token: Token) -> Token:
    """The verb (or root) that a token belongs to."""
    while token.head.i != token.i:
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            return token
    return token


def _speaks(reading: Reading, candidate: Argument) -> bool:
    """Whether a name is the subject of a reporting verb: "The ministry said talks …"."""
    root = reading.doc[candidate.start : candidate.end].root
    while root.dep_ in {"flat", "appos", "compound", "nmod:desc", "nmod", "nmod:poss"} and root.head.i != root.i:
        root = root.head
    return root.dep_.startswith("nsubj") and words.is_speech(root.head.lemma_.lower())


def _supported(reading: Reading, sentence: DocSpan, trigger: Trigger) -> dict[int, float]:
    """Token → how strongly syntax ties it to the gathering."""
    out = {**dict(_before(reading, sentence, trigger)), **dict(_after(reading, sentence, trigger))}
    head = trigger.head
    for child in head.children:
        out.update(_child(child, 0.9, subject_counts=head.pos_ == "VERB"))
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
    if head.pos_ != "VERB" and verb.pos_ == "VERB" and head.dep_ in {"nsubj", "nsubj:pass", "obj", "dobj", "xcomp"}:
        for child in verb.children:
            if child.i != head.i and not _names_gathering(child):
                out.update(_child(child, 0.7, subject_counts=_takes_part(trigger, verb)))
        if verb.dep_ == "xcomp" and head.dep_ == "obj":  # "Russia is due to hold talks"
            for child in verb.head.children:
                if child.dep_.startswith("nsubj"):
                    out.update(_child(child, 0.7, subject_counts=True))
    if (
        head.dep_ == "obl" and verb.pos_ == "VERB" and verb.lemma_.lower() in _RECEIVING
    ):  # "A received B in Oslo for talks"
        for child in verb.children:
            if child.i != head.i:
                out.update(_child(child, 0.7, subject_counts=True))
    if head.pos_ != "VERB" and verb.pos_ == "VERB" and _is_speech_at(trigger, verb):
        for subject in subjects(trigger):
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
        verb = head.head
        if verb.pos_ != "VERB" or not (_takes_part(trigger, verb) or _is_speech_at(trigger, verb)):
            return []
    for _ in range(3):
        found = [c for c in verb.children if c.dep_.startswith("nsubj")]
        if found or verb.dep_ not in {"xcomp", "advcl", "conj"}:
            return [t for c in found for t in (c, *_conjuncts(c))]
        verb = verb.head
    return []


def _is_speech_at(trigger: Trigger, verb: Token) -> bool:
    """ "Lee said at a news conference", "speaking at the summit, Lee …", "Lee told the session"."""
    if trigger.head.dep_ not in {"obl", "obj"} or verb.lemma_.lower() in _SKIPPING:
        return False
    speaks = verb.lemma_.lower() in _ADDRESSING or words.is_speech(verb.lemma_.lower())
    return speaks and (trigger.kind == "press conference" or verb.lemma_.lower() in _ADDRESSING)


def _takes_part(trigger: Trigger, verb: Token) -> bool:
    """Whether the subject of the verb is a party: "A held talks", "A told a news conference"."""
    if trigger.head.dep_ not in {"obj", "dobj"}:
        return False
    return verb.lemma_.lower() in _HOLDING or (
        trigger.kind == "press conference" and words.is_speech(verb.lemma_.lower())
    )


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


def _after(reading: Reading, sentence: DocSpan, trigger: Trigger) -> Iterator[tuple[int, float]]:
    """ "The session, in Oslo on 4 January, …": places and dates right behind, whatever the tree makes of them."""
    if trigger.head.pos_ == "VERB":
        return
    doc, i = reading.doc, trigger.end
    while i < sentence.end:
        token, name = doc[i], reading.names.at(i)
        if token.ent_type_ in {"DATE", "TIME"}:
            yield i, 0.75
            i += 1
        elif name is not None and reading.names.kind(name) in {EntityKind.PLACE, EntityKind.COUNTRY}:
            yield from ((t, 0.75) for t in range(i, reading.names.names[name].end))
            i = reading.names.names[name].end
        elif token.lower_ in LOCATIVE | {"on", "from", "of", "the", ","} or token.lemma_.lower() in _SETTLEMENTS:
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
    if case in TOPICAL:
        return
    party = case in PARTIES or (subject_counts and child.dep_ in {"nsubj", "nsubj:pass", "obj"} and not case)
    if not party and case not in LOCATIVE:
        return
    for token in (child, *_conjuncts(child)):
        yield token.i, weight
        for c in token.children:
            if c.dep_ in {"amod", "compound", "flat", "appos", "nmod:desc", "nmod:poss"}:
                yield from ((t.i, weight) for t in (c, *_conjuncts(c)))
            elif c.dep_ == "nmod" and token.lemma_.lower() in _SETTLEMENTS:
                yield c.i, weight
            elif c.dep_ in {"nmod", "obl"} and (case not in PARTIES or _case(c) in LOCATIVE | PARTIES):
                yield from _child(c, weight - 0.1, subject_counts=False)


def _case(token: Token) -> str:
    """The preposition of a noun phrase, as the tree has it."""
    return next((c.lower_ for c in token.children if c.dep_ == "case"), "")


def _conjuncts(token: Token) -> list[Token]:
    return [t for c in token.children if c.dep_ == "conj" for t in (c, *_conjuncts(c))]


def legs(found: Sequence[Argument], trigger: Trigger) -> list[list[Argument]]:
    """The arguments of each gathering that one plural names.

    "Two rounds of talks: with A in Oslo on Monday and with B in Rome on Friday" are two gatherings;
    what stands before the trigger belongs to each.
    """
    shared = [a for a in found if a.end <= trigger.start]
    out: list[list[Argument]] = [[]]
    for a in sorted((a for a in found if a.start >= trigger.end), key=lambda a: a.start):
        filled = {b.slot for b in out[-1]}
        starts = (a.slot == "who" and filled & {"place", "date"} and "who" in filled) or (
            a.slot in {"place", "date"} and a.slot in filled and len(filled) > 1 and not _continues(a, out[-1])
        )
        if starts:
            out.append([])
        out[-1].append(a)
    complete = [leg for leg in out if {a.slot for a in leg} & {"place", "date"}]
    if len(out) < 2 or len(complete) < len(out):
        return [list(found)]
    return [shared + leg for leg in out]


def _continues(a: Argument, leg: Sequence[Argument]) -> bool:
    """ "Rome, Italy": the second place lies around the first."""
    last = leg[-1]
    return a.slot == last.slot and a.start - last.end <= 1
