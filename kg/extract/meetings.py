"""Doc + names → meetings: who met whom, where and when, one fact a gathering.

First every word that names a gathering is read with the arguments of its own sentence (`Sighting`);
then sightings of the same gathering are joined: "talks in Geneva", "the session", "the negotiations".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.dates import Tense, resolve
from kg.extract.gatherings import join
from kg.extract.names import Names
from kg.extract.reading import Reading
from kg.lexicon import words
from kg.model import DateValue, EntityKind, Evidence, MeetingFact, Span
from kg.nlp.component import MEETINGS, STATUS

LIKELY = 0.5  # of a relation, for the network alone
SUPPORTED = 0.12  # of a relation that the syntax supports
_ACTORS = frozenset({EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.COUNTRY})
_LOCATIVE = frozenset({"in", "at", "near", "outside", "inside"})
_MODEL_KINDS = frozenset({"talks", "meeting", "summit", "conference", "visit", "session", "press conference",
                          "ceremony", "other"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names a gathering: tokens `[start, end)`, kind and status as the words around say."""

    start: int
    end: int
    head: Token
    kind: str
    status: str


@dataclass(slots=True)
class Sighting:
    """One naming of a gathering, with the arguments that its sentence gives it."""

    trigger: Trigger
    sentence: DocSpan
    places: list[int] = field(default_factory=list)  # entities
    venue: str | None = None
    date: DateValue | None = None
    date_text: str | None = None
    participants: list[int] = field(default_factory=list)  # entities
    parts: list[Span] = field(default_factory=list)
    confidence: float = 0.0


def meetings(reading: Reading) -> Iterator[MeetingFact]:
    """The gatherings of an article, in order of appearance."""
    sightings = [
        _sighting(reading, sentence, trigger)
        for sentence in reading.sentences
        for trigger in triggers(reading, sentence)
    ]
    for group in join(sightings):
        fact = _fact(reading, group)
        if fact is not None:
            yield fact


def _fact(reading: Reading, group: Sequence[Sighting]) -> MeetingFact | None:
    """One fact for the sightings of one gathering; none if they give neither place, date nor two participants."""
    places = tuple(dict.fromkeys(p for s in group for p in s.places))
    participants = tuple(dict.fromkeys(p for s in group for p in s.participants))
    dated = [s for s in group if s.date_text]
    if not places and not dated and len(participants) < 2:
        return None
    best = max(group, key=lambda s: (bool(s.places) + bool(s.date_text) + min(len(s.participants), 2), s.confidence))
    exact = next((s for s in dated if s.date is not None), dated[0] if dated else None)
    kinds = [s.trigger.kind for s in group]
    return MeetingFact(
        label=reading.span(best.trigger.start, best.trigger.end).of(reading.doc.text),
        kind=next((k for k in kinds if k not in {"meeting", "other"}), kinds[0]),
        status=_status(group),
        places=places,
        venue=next((s.venue for s in group if s.venue), None),
        date=exact.date if exact else None,
        date_text=exact.date_text if exact else None,
        participants=participants,
        evidence=Evidence(
            reading.sentence_span(best.sentence), tuple(sorted({p for s in group for p in s.parts})),
            "meeting.trigger.v1", round(max(s.confidence for s in group), 2)),
    )


def _status(group: Sequence[Sighting]) -> str:
    """Called off beats held beats ongoing beats planned."""
    seen = {s.trigger.status for s in group}
    return next((s for s in ("cancelled", "postponed", "held", "ongoing", "planned") if s in seen), "unclear")


# ---------------------------------------------------------------- triggers


def triggers(reading: Reading, sentence: DocSpan) -> Iterator[Trigger]:
    """The words of a sentence that name a particular gathering."""
    marked = {t.i: span for span in reading.doc.spans.get(MEETINGS, ()) for t in span}
    seen: set[int] = set()
    for token in sentence:
        span = marked.get(token.i)
        if span is not None and span.start not in seen:
            seen.add(span.start)
            kind = _kind(span, span.label_)
            if kind is not None:
                yield Trigger(span.start, span.end, span.root, kind, _mood(reading, span.root, span.start))
        elif span is None and token.pos_ == "NOUN":
            found = words.meeting_kind(token.lower_, "NOUN") or words.meeting_kind(token.lemma_.lower(), "NOUN")
            if found is not None and found != "other" and not _denied(token):
                yield Trigger(token.i, token.i + 1, token, found, _mood(reading, token, token.i))


def _kind(span: DocSpan, proposed: str) -> str | None:
    """The kind of a gathering that the network marked; None for elections, calls and the like."""
    head = span.root
    if _denied(head) or proposed not in _MODEL_KINDS:
        return None
    for text in (span.text.lower(), head.lower_, head.lemma_.lower()):
        known = words.meeting_kind(text, "VERB" if head.pos_ == "VERB" else "NOUN")
        if known is not None:
            return known
    return proposed if head.pos_ in {"NOUN", "PROPN", "VERB"} else None


def _denied(head: Token) -> bool:
    """Calls, votes and matches; "trade talks collapsed" is a gathering, "talks" as a verb of speech is not."""
    if words.is_not_meeting(head.lemma_.lower()):
        return True
    before = head.nbor(-1).lower_ if head.i > 0 else ""
    return words.is_not_meeting(f"{before} {head.lower_}")


_NEGATIVE = frozenset({"not", "n't", "no", "never", "without", "nor"})
_CANCEL = {"cancel": "cancelled", "scrap": "cancelled", "abandon": "cancelled", "axe": "cancelled", "scuttle": "cancelled",
           "postpone": "postponed", "delay": "postponed", "defer": "postponed", "reschedule": "postponed"}
_PLAN = frozenset("plan expect schedule due set intend hope propose agree prepare want seek offer urge call invite "
                  "demand request aim await arrange agree slate will would shall may might could should can".split())


def _mood(reading: Reading, head: Token, anchor: int) -> str:
    """Status by the governing verb: negated → "none"; called off; planned; else what the network says."""
    proposed = reading.doc.user_data.get(STATUS, {}).get(anchor, "")
    for verb in _governors(head):
        negated = any(c.lower_ in _NEGATIVE for c in verb.children)
        if verb.lemma_ in _CANCEL or (verb.lemma_ in {"call", "put", "push"} and _particle(verb) in {"off", "back"}):
            return "cancelled" if verb.lemma_ == "call" else _CANCEL.get(verb.lemma_, "postponed")
        if negated and verb.lemma_ in {"hold", "meet", "take", "be", "have", "attend", "plan", "schedule"}:
            return "none"
        auxiliaries = {c.lemma_.lower() for c in verb.children if c.dep_ == "aux"} | {
            c.lower_ for c in verb.children if c.dep_ == "aux"}
        if auxiliaries & {"will", "'ll", "’ll", "shall"}:
            return "planned"
        if auxiliaries & {"would", "could", "might", "should", "may", "can"} and proposed not in {"held", "ongoing"}:
            return "planned"
    if any(c.lower_ == "no" for c in head.children):
        return "none"
    if proposed:
        return proposed
    return _by_tense(head)


def _by_tense(head: Token) -> str:
    """Without a status head: past tense is held, a verb of planning or a modal is planned."""
    for verb in _governors(head):
        if verb.lemma_ in _PLAN or any(c.lemma_.lower() in _PLAN for c in verb.children if c.dep_ in {"aux", "xcomp"}):
            return "planned"
        if verb.tag_ in {"VBD", "VBN"}:
            return "held"
    return "unclear"


def _particle(verb: Token) -> str:
    return next((c.lower_ for c in verb.children if c.dep_ in {"compound:prt", "prt", "advmod"}), "")


def _governors(head: Token) -> Iterator[Token]:
    """The verb of the gathering's clause, and the verbs that this one hangs on as a complement."""
    token = head
    for _ in range(4):
        if token.pos_ in {"VERB", "AUX"}:
            yield token
            if token.dep_ not in {"xcomp", "ccomp", "aux", "advcl"} or token.dep_ == "advcl":
                return
        elif token is not head and token.pos_ in {"NOUN", "PROPN"} and token.dep_ in {"nsubj", "obj"} and head.dep_ == "root":
            return
        if token.head.i == token.i:
            return
        token = token.head


# ---------------------------------------------------------------- arguments


def _sighting(reading: Reading, sentence: DocSpan, trigger: Trigger) -> Sighting:
    out = Sighting(trigger, sentence, parts=[reading.span(trigger.start, trigger.end)])
    names = reading.names
    support = _supported(reading, sentence, trigger)
    scores = {
        name: {r.other: r.probability for r in reading.relations(trigger.start, f"meeting_{name}")}
        for name in ("place", "venue", "date", "who")
    }

    def likely(kind: str, start: int, end: int) -> float:
        score = max((scores[kind].get(t, 0.0) for t in range(start, end)), default=0.0)
        backed = any(support.get(t) == kind for t in range(start, end))
        if backed:
            return max(score, 0.6) if score >= SUPPORTED or not any(scores.values()) or kind in {"who", "date"} else 0.0
        return score

    confidence = [0.5]
    for i in names.within(sentence.start, sentence.end):
        name = names.names[i]
        kind = names.kind(i)
        who, place, venue = (likely(k, name.start, name.end) for k in ("who", "place", "venue"))
        if name.label == "FAC" or venue > max(place, who, LIKELY):
            if max(venue, place) >= LIKELY and out.venue is None:
                out.venue = name.text
                out.parts.append(name.span)
                confidence.append(max(venue, place))
        elif place >= LIKELY and place >= who and kind in {EntityKind.PLACE, EntityKind.COUNTRY} and name.label != "NORP":
            if i not in names.metonyms:
                out.places.append(names.entity_of[i])
                out.parts.append(name.span)
                confidence.append(place)
        elif who >= LIKELY and kind in _ACTORS:
            out.participants.append(names.entity_of[i])
            out.parts.append(name.span)
            confidence.append(who)
    _date(reading, sentence, out, likely)
    out.places = _finest(names, list(dict.fromkeys(out.places)))
    out.participants = list(dict.fromkeys(out.participants))
    out.confidence = sum(confidence) / len(confidence)
    return out


def _finest(names: Names, places: list[int]) -> list[int]:
    """"Paris, France": the city alone."""
    cities = [p for p in places if names.entities[p].kind is EntityKind.PLACE]
    return cities or places


def _date(reading: Reading, sentence: DocSpan, out: Sighting, likely) -> None:  # type: ignore[no-untyped-def]
    """The likeliest date expression of the sentence, resolved against the article's date."""
    candidates = [(likely("date", e.start, e.end), -abs(e.start - out.trigger.start), e)
                  for e in sentence.ents if e.label_ in {"DATE", "TIME"}]
    if not candidates:
        return
    probability, _, ent = max(candidates, key=lambda c: c[:2])
    if probability < LIKELY:
        return
    out.date_text = ent.text
    out.date = resolve(ent.text, reference=reading.published.day if reading.published else None,
                       tense=tense_of(out.trigger.status))
    out.parts.append(reading.span(ent.start, ent.end))


def tense_of(status: str) -> Tense:
    """The direction in which a meeting's weekday is looked for.

    >>> tense_of("planned").name
    'FUTURE'
    """
    if status in {"held", "ongoing"}:
        return Tense.PAST
    return Tense.FUTURE if status in {"planned", "postponed", "cancelled"} else Tense.UNKNOWN


def _supported(reading: Reading, sentence: DocSpan, trigger: Trigger) -> dict[int, str]:
    """Token → the argument that syntax suggests it is of the gathering."""
    out: dict[int, str] = {}
    names, head = reading.names, trigger.head
    i = trigger.start - 1  # "Norway-EU talks", "the Oslo summit", "Monday's meeting"
    while i >= sentence.start:
        name = names.at(i)
        token = reading.doc[i]
        if name is not None:
            start = names.names[name].start
            city = names.kind(name) is EntityKind.PLACE
            out.update(dict.fromkeys(range(start, i + 1), "place" if city else "who"))
            i = start - 1
        elif token.ent_type_ in {"DATE", "TIME"}:
            out[i] = "date"
            i -= 1
        elif token.text in {"-", "–", "—", "'s", "’s", "/"} or token.pos_ in {"ADJ", "NOUN"} or token.lower_ == "and":
            i -= 1
        else:
            break
    nodes = [head]
    verb = head.head
    if head.pos_ != "VERB" and verb.pos_ == "VERB" and head.dep_ in {"nsubj", "nsubj:pass", "obj", "dobj"}:
        nodes.append(verb)
    for node in nodes:
        for child in node.children:
            _support_child(reading, node, child, out, verb_is_trigger=node is head and head.pos_ == "VERB")
    return out


def _support_child(reading: Reading, node: Token, child: Token, out: dict[int, str], *, verb_is_trigger: bool) -> None:
    """What one dependent of the gathering (or of its verb) suggests."""
    case = next((c.lower_ for c in child.children if c.dep_ == "case"), "")
    group = [child, *_conjuncts(child)]
    if child.ent_type_ in {"DATE", "TIME"}:
        out.update(dict.fromkeys((t.i for t in child.subtree if t.ent_type_ in {"DATE", "TIME"}), "date"))
    elif case in {"between", "with", "among", "of", "by"} or (
        child.dep_ in {"nsubj", "obj"} and (verb_is_trigger or node.lemma_ in {"hold", "host", "attend", "have"})
    ):
        for token in group:
            out.update(dict.fromkeys(_actor_tokens(token), "who"))
    elif case in _LOCATIVE:
        for token in group:
            out.update(dict.fromkeys((t.i for t in _phrase(token)), "place"))


def _actor_tokens(token: Token) -> list[int]:
    """The token itself, and the nationalities and bodies that modify it: "Russian and U.S. officials"."""
    return [token.i, *(t.i for c in token.children if c.dep_ in {"amod", "compound", "nmod", "flat", "appos", "nmod:poss", "nmod:desc"}
                       for t in (c, *_conjuncts(c)))]


def _phrase(token: Token) -> list[Token]:
    return [token, *(c for c in token.children if c.dep_ in {"compound", "flat", "appos", "nmod", "amod"})]


def _conjuncts(token: Token) -> list[Token]:
    return [t for c in token.children if c.dep_ == "conj" for t in (c, *_conjuncts(c))]
