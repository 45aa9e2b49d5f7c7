"""Doc + names + roles → meetings: who met whom, where and when, one fact a gathering.

First every word that names a gathering is read with the arguments of its own sentence (`Sighting`);
then sightings of the same gathering are joined: "talks in Geneva", "the session", "the negotiations".
"""

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.dates import Tense, resolve
from kg.extract.arguments import Argument, Trigger, arguments, legs
from kg.extract.gatherings import Sighting, join
from kg.extract.reading import Reading
from kg.lexicon import words
from kg.model import EntityKind, Evidence, MeetingFact, RoleFact
from kg.nlp.component import MEETINGS, STATUS

VAGUE_KINDS = frozenset({"meeting", "other"})


def meetings(reading: Reading, roles: Sequence[RoleFact]) -> Iterator[MeetingFact]:
    """The gatherings of an article, in order of appearance."""
    served: dict[int, set[int]] = {}  # person → bodies they act for
    for role in roles:
        if role.organization is not None and not role.former:
            served.setdefault(role.person, set()).add(role.organization)
    sightings = [s for sentence in reading.sentences for s in _sightings(reading, sentence, served)]
    for group in join(sightings):
        fact = _fact(reading, group)
        if fact is not None:
            yield fact


def _sightings(reading: Reading, sentence: DocSpan, served: Mapping[int, set[int]]) -> Iterator[Sighting]:
    found = list(triggers(reading, sentence))
    for trigger, args in zip(found, arguments(reading, sentence, found), strict=True):
        plural = trigger.head.tag_ in {"NNS", "NNPS"}
        for leg in legs(args, trigger) if plural else [args]:
            yield _sighting(reading, sentence, trigger, leg, served)


def _sighting(
    reading: Reading, sentence: DocSpan, trigger: Trigger, args: Sequence[Argument], served: Mapping[int, set[int]]
) -> Sighting:
    """One naming of a gathering in terms of the article's entities."""
    names = reading.names
    entity = {a: names.entity_of[a.name] for a in args if a.name is not None}
    venue = next((a for a in args if a.slot == "venue"), None)
    when = max((a for a in args if a.slot == "date"), key=lambda a: a.score, default=None)
    date_text = reading.doc[when.start : when.end].text if when else None
    reference = reading.published.day if reading.published else None
    who = tuple(dict.fromkeys(entity[a] for a in args if a.slot == "who"))
    bodies = {e for e in who if names.entities[e].kind is not EntityKind.PERSON}
    scores = [0.5, *(a.score for a in args)]
    places = _finest(reading, [a for a in args if a.slot == "place"])
    return Sighting(
        trigger=trigger,
        sentence=sentence,
        places=places,
        cities=frozenset(p for p in places if names.entities[p].kind is EntityKind.PLACE),
        venue=_building(reading, venue) if venue else None,
        date=resolve(date_text, reference=reference, tense=tense_of(trigger.status)) if date_text else None,
        date_text=date_text,
        participants=who,
        powers=frozenset(bodies | {b for e in who for b in served.get(e, ())}),
        parts=tuple(sorted({reading.span(trigger.start, trigger.end), *(reading.span(a.start, a.end) for a in args)})),
        confidence=round(sum(scores) / len(scores), 2),
    )


def _building(reading: Reading, venue: Argument) -> str:
    """The name of a venue with the common noun behind it: "Seaplane Harbour museum"."""
    doc, end = reading.doc, venue.end
    while end < len(doc) and doc[end].pos_ == "NOUN" and any(t.head.i == end for t in doc[venue.start : end]):
        end += 1
    return " ".join(reading.span(venue.start, end).of(reading.text).split())


def _finest(reading: Reading, found: Sequence[Argument]) -> tuple[int, ...]:
    """ "Cape Canaveral, Florida" and "Paris, France" are one place: the city."""
    names, kept = reading.names, []
    for n, a in enumerate(found):
        if a.name is None or (n and a.start - found[n - 1].end <= 1 and reading.doc[a.start - 1].text == ","):
            continue
        kept.append(names.entity_of[a.name])
    cities = [p for p in kept if names.entities[p].kind is EntityKind.PLACE]
    return tuple(dict.fromkeys(cities or kept))


def tense_of(status: str) -> Tense:
    """The direction in which a meeting's weekday is looked for.

    >>> tense_of("planned").name
    'FUTURE'
    """
    if status == "held":
        return Tense.PAST
    return Tense.FUTURE if status in {"planned", "postponed", "cancelled"} else Tense.UNKNOWN


def _fact(reading: Reading, group: Sequence[Sighting]) -> MeetingFact | None:
    """One fact for the sightings of one gathering; none if they give neither place, date nor two participants."""
    cities = [p for s in group for p in s.places if p in s.cities]
    places = tuple(dict.fromkeys(cities or [p for s in group for p in s.places]))
    participants = tuple(dict.fromkeys(p for s in group for p in s.participants))
    dated = [s for s in group if s.date_text]
    if not places and not dated and len(participants) < 2:
        return None
    best = max(group, key=lambda s: (s.content, s.confidence, -s.trigger.start))
    exact = min(
        (s for s in dated if s.date),
        key=lambda s: (s.date.end - s.date.start).days if s.date else 0,
        default=dated[0] if dated else None,
    )
    kinds = [s.trigger.kind for s in group]
    return MeetingFact(
        label=reading.span(best.trigger.start, best.trigger.end).of(reading.text),
        kind=next((k for k in kinds if k not in VAGUE_KINDS), kinds[0]),
        status=_status(group),
        places=places,
        venue=next((s.venue for s in group if s.venue), None),
        date=exact.date if exact else None,
        date_text=exact.date_text if exact else None,
        participants=participants,
        evidence=Evidence(
            reading.sentence_span(best.sentence),
            tuple(sorted({p for s in group for p in s.parts})),
            "meeting.trigger.v1",
            best.confidence,
        ),
    )


def _status(group: Sequence[Sighting]) -> str:
    """Called off beats held beats ongoing beats planned."""
    seen = {s.trigger.status for s in group}
    return next((s for s in ("cancelled", "postponed", "held", "ongoing", "planned") if s in seen), "unclear")


# ---------------------------------------------------------------- triggers


def triggers(reading: Reading, sentence: DocSpan) -> Iterator[Trigger]:
    """The words of a sentence that name a particular gathering, in text order."""
    marked = {t.i: span for span in reading.doc.spans.get(MEETINGS, ()) for t in span}
    seen: set[int] = set()
    for token in sentence:
        span = marked.get(token.i)
        if span is None and (
            (token.pos_ == "NOUN" and words.meeting_kind(token.lower_, "NOUN"))
            or (
                token.pos_ == "VERB"
                and words.meeting_kind(token.lemma_.lower(), "VERB")
                and _meets_somebody(reading, token)
            )
        ):
            span = sentence.doc[token.i : token.i + 1]
        if span is None or span.start in seen:
            continue
        seen.add(span.start)
        kind = _kind(span)
        if kind is not None:
            status = _mood(reading, span.root, span.start)
            if status != "none":
                yield Trigger(span.start, span.end, span.root, kind, status)


def _meets_somebody(reading: Reading, verb: Token) -> bool:
    """ "Lee met Holm", "the sides met in Oslo"; not "Lee met the deadline"."""
    objects = [c for c in verb.children if c.dep_ in {"obj", "dobj"}]
    return all(reading.names.at(o.i) is not None for o in objects)


def _kind(span: DocSpan) -> str | None:
    """The kind of a gathering by the lexicon; None for calls, votes, matches and words it does not know."""
    head = span.root
    before = head.nbor(-1).lower_ if head.i > 0 else ""
    phrases = [f"{before} {head.lower_}", span.text.lower(), head.lower_, head.lemma_.lower()]
    if any(words.is_not_meeting(p) for p in phrases):
        return None
    pos = "VERB" if head.pos_ == "VERB" else "NOUN"
    return next((k for p in phrases if (k := words.meeting_kind(p, pos)) is not None), None)


_NEGATIVE = frozenset({"not", "n't", "no", "never", "without", "nor"})
_CANCEL = {
    "cancel": "cancelled",
    "scrap": "cancelled",
    "abandon": "cancelled",
    "axe": "cancelled",
    "postpone": "postponed",
    "delay": "postponed",
    "defer": "postponed",
    "reschedule": "postponed",
}
_PLAN = frozenset("plan expect schedule due set intend hope agree prepare will would shall may might could".split())
_ARRANGED = frozenset("set schedule plan expect due slate arrange".split())
_PROPOSE = frozenset("propose urge demand request suggest refuse reject rule decline deny want wish seek".split())


def _mood(reading: Reading, head: Token, anchor: int) -> str:
    """Status by the governing verbs: "none" where negated or merely proposed, else as the network says."""
    proposed: str = reading.doc.user_data.get(STATUS, {}).get(anchor, "")
    if any(c.lower_ == "no" for c in head.children):
        return "none"
    if any(c.dep_ == "acl" and c.lemma_ in _ARRANGED for c in head.children):  # "a meeting set for Monday"
        return "planned"
    for n, verb in enumerate(_governors(head)):
        if verb.lemma_ in _CANCEL:
            return _CANCEL[verb.lemma_]
        if verb.lemma_ in {"call", "put", "push"} and _particle(verb) in {"off", "back"}:
            return "cancelled" if verb.lemma_ == "call" else "postponed"
        if n == 0 and any(c.lower_ in _NEGATIVE for c in verb.children):
            return "none"
        if verb.lemma_ in _ARRANGED or (verb.tag_ == "VB" and _is_to(verb)):
            return "planned"
        if n == 0 and verb.lemma_ in _PROPOSE and proposed != "held":
            return "none"
        auxiliaries = {form for c in verb.children if c.dep_ == "aux" for form in (c.lower_, c.lemma_.lower())}
        if auxiliaries & {"will", "'ll", "’ll", "shall"}:
            return "planned"
        if auxiliaries & {"would", "could", "might", "should", "may"} and proposed not in {"held", "ongoing"}:
            return "planned"
    return proposed or _by_tense(head)


def _is_to(verb: Token) -> bool:
    """ "The two are to meet", "a visit was to begin"."""
    to = any(c.lower_ == "to" and c.i < verb.i for c in verb.children)
    return to and (
        verb.head.lemma_ == "be" or any(c.lemma_ == "be" and c.dep_ in {"aux", "cop"} for c in verb.children)
    )


def _by_tense(head: Token) -> str:
    """For pipelines without a status head: a verb of planning is planned, past tense is held."""
    for verb in _governors(head):
        if verb.lemma_ in _PLAN:
            return "planned"
        if verb.tag_ in {"VBD", "VBN"}:
            return "held"
    return "unclear"


def _particle(verb: Token) -> str:
    return next((c.lower_ for c in verb.children if c.dep_ in {"compound:prt", "prt", "advmod"}), "")


def _governors(head: Token) -> Iterator[Token]:
    """The verb of the gathering's clause, then the verbs that this one is a complement of."""
    token = head
    for _ in range(4):
        if token.pos_ in {"VERB", "AUX"}:
            yield token
            if token.dep_ != "xcomp":
                return
        if token.head.i == token.i:
            return
        token = token.head
