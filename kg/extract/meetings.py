"""Doc + names + roles → meetings: who met whom, where and when, one fact a gathering.

First every word that names a gathering is read with the arguments of its own sentence (`Sighting`);
then sightings of the same gathering are joined: "talks in Geneva", "the session", "the negotiations".
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.dates import Tense, resolve
from kg.extract.arguments import Argument, arguments
from kg.extract.gatherings import Sighting, join
from kg.extract.legs import legs
from kg.extract.lookalikes import only_looks_like
from kg.extract.moods import NONE, by_date, called_off, mood, tense_of
from kg.extract.nested import nested
from kg.extract.reading import Reading
from kg.extract.reference import SINGULAR, antecedent, group, series
from kg.extract.support import Trigger, subjects
from kg.extract.venues import building_end
from kg.lexicon import words
from kg.model import EntityKind, Evidence, MeetingFact, RoleFact
from kg.nlp.component import MEETINGS

_PARTS = frozenset({"round", "series", "session", "day", "week"})
_PARTICLES = frozenset({"down", "together"})
_DEPARTING = frozenset({"leave", "depart", "fly", "head", "travel"})
RECEIVING = frozenset({"receive"})
_MODIFIERS = frozenset({"ADJ", "DET", "NOUN", "NUM", "PROPN", "VERB"})
REACH = 250  # tokens back to the gathering whose parties "the two sides" are
VAGUE_KINDS = frozenset({"meeting", "other"})


def meetings(reading: Reading, roles: Sequence[RoleFact]) -> Iterator[MeetingFact]:
    """The gatherings of an article, in order of appearance."""
    served: dict[int, set[int]] = {}  # person → bodies they act for
    for role in roles:
        if role.organization is not None and not role.former:
            served.setdefault(role.person, set()).add(role.organization)
    sightings: list[Sighting] = []
    for sentence in reading.sentences:
        sightings += _sightings(reading, sentence, served, sightings)
    for same in join(sightings):
        fact = _fact(reading, same)
        if fact is not None:
            yield fact
        else:
            reading.refuse("meeting", same[0].trigger.start, same[0].trigger.end, "meeting.too-little-told.v1")


def _sightings(
    reading: Reading, sentence: DocSpan, served: Mapping[int, set[int]], before: Sequence[Sighting]
) -> Iterator[Sighting]:
    found = _innermost(list(triggers(reading, sentence)))
    for trigger, args in nested(reading, found, arguments(reading, sentence, found)):
        plural = trigger.head.tag_ in {"NNS", "NNPS"}
        for leg in legs(args, trigger) if plural else [args]:
            sighting = _sighting(reading, sentence, trigger, leg, served, before)
            if sighting is not None:
                yield sighting


def _sighting(
    reading: Reading,
    sentence: DocSpan,
    trigger: Trigger,
    args: Sequence[Argument],
    served: Mapping[int, set[int]],
    before: Sequence[Sighting],
) -> Sighting | None:
    """One naming of a gathering in terms of the article's entities; None where none is told as a fact."""
    names = reading.names
    entity = {a: names.entity_of[a.name] for a in args if a.name is not None}
    venue = max((a for a in args if a.slot == "venue"), key=lambda a: (a.name is not None, -a.start), default=None)
    when = _when(args)
    date_text = reading.doc[when.start : when.end].text if when else None
    status = mood(reading, trigger.head, trigger.start, dated=when is not None and not _is_now(reading, when))
    if trigger.journey is not None and status == "planned":  # "has put off a visit on which talks were due"
        status = called_off(trigger.journey.head) or status
    if status == NONE:
        reading.refuse("meeting", trigger.start, trigger.end, "meeting.negated-or-proposed.v1")
        return None
    if status == "postponed" and when is not None and _is_new(reading, trigger, when):
        date_text = None
    reference = reading.published.day if reading.published else None
    told = next((s.date.start for s in reversed(before) if s.date and s.date.start == s.date.end), None)
    tense = Tense.PAST if when is not None and _has_left(reading, when) else tense_of(status)
    day = resolve(date_text, reference=reference, tense=tense, anchor=told) if date_text else None
    named = [entity[a] for a in args if a.slot == "who"]
    who = tuple(dict.fromkeys([*named, *_referred(reading, sentence, trigger, before)]))
    who = who or next((g for s in reversed(before) if (g := series(reading, trigger.head, s.participants))), ())
    bodies = {e for e in who if names.entities[e].kind is not EntityKind.PERSON}
    scores = [0.5, *(a.score for a in args)]
    places = _finest(reading, [a for a in args if a.slot == "place"])
    return Sighting(
        trigger=trigger,
        status=by_date(status, day, reference),
        sentence=sentence,
        places=places,
        cities=frozenset(p for p in places if names.entities[p].kind is EntityKind.PLACE),
        venue=_building(reading, venue) if venue else None,
        date=day,
        date_text=date_text,
        participants=who,
        named=frozenset(named),
        powers=frozenset(bodies | {b for e in who for b in served.get(e, ())}),
        parts=tuple(sorted({reading.span(trigger.start, trigger.end), *(reading.span(a.start, a.end) for a in args)})),
        confidence=round(sum(scores) / len(scores), 2),
    )


def _referred(reading: Reading, sentence: DocSpan, trigger: Trigger, before: Sequence[Sighting]) -> Iterator[int]:
    """The parties that a pronoun or a noun such as "the two sides" stands for."""
    near = [
        s.participants
        for s in reversed(before)
        if sentence.start - s.sentence.end < REACH and s.trigger.kind not in {"press conference", "visit"}
    ]
    for node in subjects(trigger):
        if node.lower_ in SINGULAR:
            person = antecedent(reading, node)
            yield from () if person is None else (person,)
        elif reading.names.at(node.i) is None:
            nodes = [node, *(c for c in node.children if c.dep_ == "nmod:poss")]  # "the two countries' leaders"
            yield from next((g for n in nodes for parties in near if (g := group(reading, n, parties))), ())


def _when(args: Sequence[Argument]) -> Argument | None:
    """The date that fits best."""
    return max((a for a in args if a.slot == "date"), key=lambda a: a.score, default=None)


def _is_new(reading: Reading, trigger: Trigger, when: Argument) -> bool:
    """ "The talks were put off to Monday": when they are to be now, not when they were to be."""
    return when.start > trigger.end and reading.doc[when.start - 1].lower_ in {"for", "to", "until", "till"}


def _has_left(reading: Reading, when: Argument) -> bool:
    """ "Lee left on Tuesday for talks in Oslo": the day is past, wherever the talks are."""
    verb = reading.doc[when.start : when.end].root.head
    return verb.tag_ == "VBD" and verb.lemma_.lower() in _DEPARTING


def _is_now(reading: Reading, when: Argument) -> bool:
    return reading.doc[when.start : when.end].text.lower() in {"today", "now", "tonight", "this morning"}


def _building(reading: Reading, venue: Argument) -> str:
    """The name of a venue with the common noun behind it: "Seaplane Harbour museum", "NATO's headquarters"."""
    end = building_end(reading.doc, venue.end)
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


def _fact(reading: Reading, same: Sequence[Sighting]) -> MeetingFact | None:
    """One fact for the sightings of one gathering; none if they give neither place, date nor two participants."""
    cities = [p for s in same for p in s.places if p in s.cities]
    places = tuple(dict.fromkeys(cities or [p for s in same for p in s.places]))
    participants = tuple(dict.fromkeys(p for s in same for p in s.participants))
    dated = [s for s in same if s.date_text]
    if not places and not dated and len({p for s in same for p in s.named}) < 2:
        return None
    if not places and not participants and not any(s.date or s.venue for s in same):  # "other meetings this week"
        return None
    best = max(same, key=lambda s: (s.content, s.confidence, -s.trigger.start))
    exact = min(
        (s for s in dated if s.date),
        key=lambda s: (s.date.end - s.date.start).days if s.date else 0,
        default=dated[0] if dated else None,
    )
    kinds = [s.trigger.kind for s in same]
    return MeetingFact(
        label=reading.span(best.trigger.start, best.trigger.end).of(reading.text),
        kind=next((k for k in kinds if k not in VAGUE_KINDS), kinds[0]),
        status=_status(same),
        places=places,
        venue=next((s.venue for s in same if s.venue), None),
        date=exact.date if exact else None,
        date_text=exact.date_text if exact else None,
        participants=participants,
        evidence=Evidence(
            reading.sentence_span(best.sentence),
            tuple(sorted({p for s in same for p in s.parts})),
            "meeting.trigger.v1",
            best.confidence,
        ),
    )


def _status(same: Sequence[Sighting]) -> str:
    """Called off beats held beats planned for a day beats ongoing."""
    seen = {s.status for s in same}
    order = ["cancelled", "postponed", "held", "ongoing", "planned"]
    if any(s.status == "planned" and s.date_text for s in same):
        order[3:] = ["planned", "ongoing"]
    return next((s for s in order if s in seen), "unclear")


# ---------------------------------------------------------------- triggers


def triggers(reading: Reading, sentence: DocSpan) -> Iterator[Trigger]:
    """The words of a sentence that name a particular gathering, in text order."""
    marked = {t.i: span for span in reading.doc.spans.get(MEETINGS, ()) for t in span}
    seen: set[int] = set()
    for token in sentence:
        span = marked.get(token.i)
        if span is None and (_is_gathering(token) or _is_meeting(reading, token)):
            span = sentence.doc[token.i : token.i + 1]
        if span is None or span.start in seen:
            continue
        seen.add(span.start)
        kind = _kind(span)
        if kind is None:
            reading.refuse("meeting", span.start, span.end, "meeting.no-gathering.v1")
        elif only_looks_like(span, kind, sentence):
            reading.refuse("meeting", span.start, span.end, "meeting.looks-alike.v1")
        else:
            yield Trigger(span.start, span.end, span.root, kind)


def _is_gathering(token: Token) -> bool:
    """Whether a noun names one: "talks", "courtesy call"."""
    return token.pos_ == "NOUN" and any(words.meeting_kind(p, "NOUN") for p in (token.lower_, _with_word_before(token)))


def _is_meeting(reading: Reading, token: Token) -> bool:
    """Whether a verb tells that people come together: "met Holm", "sat down with Holm"."""
    if token.pos_ != "VERB" or words.meeting_kind(_phrasal(token), "VERB") is None:
        return False
    return _receives(token) if token.lemma_.lower() in RECEIVING else _meets_somebody(reading, token)


def _innermost(found: Sequence[Trigger]) -> list[Trigger]:
    """ "A round of talks" is named by its last noun."""
    outer = {a.start for a, b in pairwise(found) if a.head.lemma_.lower() in _PARTS and _is_of(a, b)}
    return [t for t in found if t.start not in outer]


def _is_of(outer: Trigger, inner: Trigger) -> bool:
    """Whether only "of" and modifiers stand between two nouns."""
    between = inner.head.doc[outer.end : inner.start]
    return bool(between) and between[0].lower_ == "of" and all(t.pos_ in _MODIFIERS for t in between[1:])


def _meets_somebody(reading: Reading, verb: Token) -> bool:
    """ "Lee met Holm", "the sides met in Oslo"; not "Lee met the deadline"."""
    objects = [c for c in verb.children if c.dep_ in {"obj", "dobj"}]
    return all(reading.names.at(o.i) is not None for o in objects)


def _receives(verb: Token) -> bool:
    """ "Lee received Holm", "Lee was received by Holm": people, not letters or prizes."""
    parties = [c for c in verb.children if c.dep_ in {"obj", "dobj", "obl:agent"} or c.dep_.startswith("nsubj")]
    people = [p for p in parties if p.ent_type_ == "PERSON" or p.lower_ in SINGULAR]
    return len(people) > 1


def _phrasal(verb: Token) -> str:
    """The lemma of a verb with its particle: "sit down"."""
    behind = verb.nbor() if verb.i + 1 < verb.sent.end else None
    lemma = verb.lemma_.lower()
    return f"{lemma} {behind.lower_}" if behind is not None and behind.lower_ in _PARTICLES else lemma


def _with_word_before(noun: Token) -> str:
    return f"{noun.nbor(-1).lower_} {noun.lower_}" if noun.i > 0 else noun.lower_


def _kind(span: DocSpan) -> str | None:
    """The kind of a gathering by the lexicon, the longest phrase first; None for calls, votes, matches and words it does not know."""
    head = span.root
    if head.pos_ == "VERB":
        return words.meeting_kind(_phrasal(head), "VERB")
    for phrase in (_with_word_before(head), span.text.lower(), head.lower_, head.lemma_.lower()):
        if words.is_not_meeting(phrase):
            return None
        kind = words.meeting_kind(phrase, "NOUN")
        if kind is not None:
            return kind
    return None
