"""Triggers → arguments: which places, dates and parties of a sentence belong to which gathering.

Syntax says which slot a name can fill ("in Oslo" is a place, "over Oslo" a topic), syntax and the
network together say of which gathering. A place or date belongs to one gathering only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.absence import stays_away
from kg.extract.candidates import Argument, candidates, hosts, is_located, preposition
from kg.extract.elsewhere import (
    LATER,
    clause_of,
    dates_noun,
    is_aside,
    is_given_up,
    is_matter,
    is_own_name,
    is_told_of_others,
    is_topic,
    leads_on,
    speaks,
    tells_other,
)
from kg.extract.moods import led_in_by
from kg.extract.reading import Reading
from kg.extract.rivals import told_best
from kg.extract.support import TOPICAL, Trigger, supported
from kg.lexicon import words
from kg.model import EntityKind

ACCEPTED = 0.5
PER_TOKEN = 0.01  # by which a gathering farther away is the less likely
BACKWARD = 10
CERTAIN = 0.9  # a probability of the network that needs no support by the tree
PHRASE = 8  # tokens between a gathering and a place that may be said in one phrase
_JOURNEY = 15  # tokens of "is to fly to Oslo on Monday" before "where"
_JOINTS = 3  # tokens between a place and a date: ", Norway, on"
_BY_WAY = 0.7
_NOMINAL = frozenset({"ADJ", "ADP", "CCONJ", "DET", "NOUN", "NUM", "PART", "PRON", "PROPN"})
_HYPHENS = frozenset({"-", "–", "—", "/"})
_NOUNS = 4  # tokens between a party and the gathering that is called by it


def arguments(reading: Reading, sentence: DocSpan, triggers: Sequence[Trigger]) -> list[list[Argument]]:
    """For every trigger of a sentence its arguments, in text order."""
    out: list[list[Argument]] = [[] for _ in triggers]
    left: list[Argument] = []
    support = [supported(reading, sentence, t) for t in triggers]
    told = list(candidates(reading, sentence))
    for candidate in told:
        scored = []
        for n, trigger in enumerate(triggers):
            if candidate.slot == "who" and any(t is not trigger and _names(t, candidate) for t in triggers):
                continue
            if is_own_name(reading.doc, trigger, candidate):
                continue
            score = _score(reading, sentence, trigger, candidate, support[n])
            if score >= ACCEPTED:
                scored.append((score - PER_TOKEN * _distance(trigger, candidate), n, score))
        if not scored:
            root = reading.doc[candidate.start : candidate.end].root
            if candidate.slot != "place" or _is_bound_for(root) or is_located(root, candidate.start, sentence.start):
                left += [] if any(is_topic(t, root) for t in triggers) else [candidate]
            continue
        best = max(scored)
        for _, n, score in scored:
            shared = candidate.slot == "who" and candidate.start in support[n]
            if n == best[1] or shared:
                out[n].append(replace(candidate, score=score))
    taken = {a.start for found in out for a in found}
    parties = [c for c in told if c.slot == "who" and c.start not in taken]
    for trigger, found in zip(triggers, out, strict=True):
        found += [c for c in _coordinated(reading, found, parties) if not _skips(reading, sentence, trigger, c)]
        found += [a for a in map(partial(_beside, reading.doc, found), left) if a is not None]
        found += [
            replace(c, slot="place", score=_BY_WAY) for c in told if _is_destination(reading, sentence, trigger, c)
        ]
        found += _on_the_way(reading.doc, trigger, found, left)
        found[:] = told_best(sentence, trigger, found)
        found.sort(key=lambda a: a.start)
    return out


def _is_bound_for(root: Token) -> bool:
    """ "Will leave for Oslo"."""
    return root.head.lemma_ in {"leave", "depart", "head"} and any(c.lower_ == "for" for c in root.children)


def _names(trigger: Trigger, party: Argument) -> bool:
    """ "After the Norway-Peru talks, Norway and Chile are to meet": the first two are of the talks alone."""
    between = trigger.head.doc[party.end : trigger.start] if party.end <= trigger.start else None
    if between is None or trigger.head.pos_ == "VERB" or len(between) > _NOUNS:
        return False
    return all(t.pos_ in {"ADJ", "NOUN", "PROPN"} or t.text in _HYPHENS for t in between)


def _coordinated(reading: Reading, found: Sequence[Argument], parties: Sequence[Argument]) -> Iterator[Argument]:
    """The parties that only "and" ties to one found: "Norway's and Sweden's ministers failed to agree at a meeting"."""
    firsts = {_first(reading.doc, a): a for a in found if a.slot == "who"}
    for party in parties:
        beside = firsts.get(_first(reading.doc, party))
        if beside is not None:
            yield replace(party, score=beside.score)


def _first(doc: Doc, party: Argument) -> int:
    """The token that leads the coordination in which a party stands; a preposition of its own begins another."""
    root = doc[party.start : party.end].root
    while root.dep_ == "conj" and not any(c.dep_ == "case" and c.i < root.i for c in root.children):
        root = root.head
    return root.i


def _beside(doc: Doc, found: Sequence[Argument], candidate: Argument) -> Argument | None:
    """ "In Oslo on Monday": a date right behind the place of a gathering that has none, or a place before its date."""
    other = {"place": "date", "date": "place"}.get(candidate.slot)
    if other is None or any(a.slot == candidate.slot for a in found):
        return None
    for a in found:
        first, last = sorted((a, candidate), key=lambda x: x.start)
        between = [t for t in doc[first.end : last.start] if t.ent_type_ != "GPE"]  # "in Bergen, Norway, on Monday"
        if a.slot == other and 0 < len(between) <= _JOINTS and all(t.lower_ in {",", "on", "in"} for t in between):
            return replace(candidate, score=ACCEPTED)
    return None


def _on_the_way(doc: Doc, trigger: Trigger, found: Sequence[Argument], left: Sequence[Argument]) -> Iterator[Argument]:
    """ "Is to fly to Oslo on Monday, where she will meet Holm": the place that "where" takes up, and the day of the journey."""
    where = next(
        (i for i in range(trigger.start - 1, max(trigger.start - PHRASE, 1), -1) if doc[i].lower_ == "where"), 0
    )
    before = [c for c in left if where - _JOURNEY < c.start and c.end <= where]
    places_before = [c for c in before if c.slot == "place"]
    told = {a.slot for a in found}
    near = places_before and all(
        t.text == "," or t.ent_type_ == "DATE" or t.lower_ == "on" for t in doc[places_before[-1].end : where]
    )
    if not near or "place" in told:
        return
    yield replace(places_before[-1], score=_BY_WAY)
    days = [c for c in before if c.slot == "date"]
    if days and "date" not in told:
        yield replace(days[-1], score=_BY_WAY)


def _distance(trigger: Trigger, candidate: Argument) -> int:
    """Tokens between them; places and dates mostly follow their gathering, so that one behind is the farther."""
    if candidate.start >= trigger.end:
        return candidate.start - trigger.end
    return trigger.start - candidate.end + (0 if candidate.slot == "who" else BACKWARD)


def _is_hosted(trigger: Trigger, verb: Token) -> bool:
    """ "Hosts the session", "the session that Oslo will host"."""
    objects = {c.i for c in verb.children if c.dep_ in {"obj", "dobj"} and c.pos_ != "PRON"}
    return trigger.head.i in objects or (not objects and trigger.end <= verb.i)


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
    if candidate.slot == "who" and (
        _skips(reading, sentence, trigger, candidate) or _is_destination(reading, sentence, trigger, candidate)
    ):
        return 0.0
    if candidate.slot == "who" and not backed:
        if trigger.kind != "press conference" and speaks(reading, candidate):
            return 0.0
        if is_told_of_others(reading, trigger, candidate):
            return 0.0
        if (
            reading.doc[candidate.start : candidate.end].root.dep_ in {"obj", "iobj"}
            and led_in_by(trigger.head) & LATER
        ):
            return 0.0  # "asked Lee to report after a meeting"
        return likely if likely >= 0.65 and not is_matter(reading.doc, trigger, candidate) else 0.0
    root = reading.doc[candidate.start : candidate.end].root
    located = is_located(root, candidate.start, sentence.start)
    if candidate.slot in {"place", "date"} and trigger.head.pos_ != "VERB" and _is_brought(reading, sentence, trigger):
        backed = max(backed, 0.6)
    if candidate.slot == "place" and hosts(root) and _is_hosted(trigger, root.head):
        backed = max(backed, 0.6)
    if candidate.slot == "place" and not located and not (backed and _modifies(reading.doc, candidate, trigger)):
        return 0.0  # "dockers from Oslo"; but "the Oslo summit"
    if candidate.slot == "place" and (is_topic(trigger, root) or leads_on(trigger, candidate, root, sentence)):
        return 0.0
    if candidate.slot in {"place", "date"} and is_given_up(trigger, root):
        return 0.0
    if candidate.slot == "date" and (tells_other(reading.doc, trigger, candidate) or dates_noun(trigger, root)):
        return 0.0
    if candidate.slot in {"place", "date"} and not (
        backed or _same_clause(trigger, root) or _in_phrase(reading.doc, trigger, candidate)
    ):
        aside = is_aside(trigger, root) or words.is_speech(clause_of(root).lemma_.lower())
        return likely if likely >= CERTAIN and not aside else 0.0
    if candidate.slot == "venue" and candidate.name is not None and located and _same_clause(trigger, root):
        likely = max(likely, 0.55)
    return max(likely, backed)


def _modifies(doc: Doc, candidate: Argument, trigger: Trigger) -> bool:
    """ "The Oslo summit", "Oslo's second round of talks", "Oslo will host the summit"."""
    if hosts(doc[candidate.start : candidate.end].root):
        return True
    between = doc[candidate.end : trigger.start]
    if trigger.head.pos_ == "VERB":
        return False  # "the governors of Ohio and Utah met"
    return candidate.end <= trigger.start + 1 and all(t.pos_ not in {"VERB", "AUX"} for t in between)


def _skips(reading: Reading, sentence: DocSpan, trigger: Trigger, candidate: Argument) -> bool:
    """ "Lee skipped the summit"."""
    return stays_away(reading.doc, (candidate.start, candidate.end), (trigger.start, trigger.end), sentence.start)


def _same_clause(trigger: Trigger, token: Token) -> bool:
    """Whether a place or date hangs on the gathering or on its verb, not on another verb of the sentence.

    In "they will patrol from January, Lee said on Friday after talks" neither date is that of the talks.
    """
    verb = clause_of(token)
    own = trigger.head if trigger.head.pos_ == "VERB" else clause_of(trigger.head)
    if verb.i == own.i:
        return token.i in {t.i for t in trigger.head.subtree} or not words.is_speech(verb.lemma_.lower())
    if own.dep_ == "xcomp" and own.head.i == verb.i:
        return True
    within = verb.i in {t.i for t in trigger.head.subtree}
    return within and (trigger.head.pos_ != "VERB" or verb.dep_ == "xcomp")


_BRINGING = frozenset("host gather welcome receive assemble convene come travel fly".split())


def _is_brought(reading: Reading, sentence: DocSpan, trigger: Trigger) -> bool:
    """ "Will host ministers in Oslo on Friday for a conference", by order: nothing else is told before it."""
    verbs = [t for t in reading.doc[sentence.start : trigger.start] if t.pos_ == "VERB" and t.tag_ != "VBG"]
    return "for" in led_in_by(trigger.head) and bool(verbs) and verbs[0].lemma_ in _BRINGING


def _is_destination(reading: Reading, sentence: DocSpan, trigger: Trigger, party: Argument) -> bool:
    """ "A tour of Norway and Sweden": they are visited."""
    if trigger.kind != "visit" or party.slot != "who" or party.start < trigger.end or party.name is None:
        return False
    between = reading.doc[trigger.end : party.start]
    if any(t.tag_ in {"VBD", "VBZ", "VBP"} and t.nbor(-1).text == "," for t in between[1:]):
        return False  # "who is on a tour of the region, met King Farid of Jordan"
    before = preposition(reading.doc[party.start : party.end].root, party.start, sentence.start)
    return reading.names.kind(party.name) is EntityKind.COUNTRY and before not in {"by", "with"}


def _in_phrase(doc: Doc, trigger: Trigger, candidate: Argument) -> bool:
    """ "A meeting with counterparts in Oslo": nothing but nouns and prepositions between them."""
    between = doc[trigger.end : candidate.start]
    if not 0 < len(between) < PHRASE or any(t.pos_ not in _NOMINAL for t in between):
        return False
    return not any(t.lower_ in TOPICAL for t in (between[:-1] if candidate.slot == "date" else between))
