"""Doc + names + roles → meetings: who met whom, where and when, one fact a gathering.

First every word that names a gathering is read with the arguments of its own sentence (`Sighting`);
then sightings of the same gathering are joined: "talks in Geneva", "the session", "the negotiations".
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.dates import Tense, resolve, weekday_of
from kg.extract.absence import absentees
from kg.extract.arguments import arguments
from kg.extract.attendance import Attendance, attendances, join_attendances
from kg.extract.callings_off import called_off, is_off_now
from kg.extract.candidates import Argument
from kg.extract.durations import duration
from kg.extract.extents import days_of, has_begun
from kg.extract.gatherings import Sighting, join, own_briefings, without
from kg.extract.leads import place_of_writing
from kg.extract.legs import legs, listed
from kg.extract.moods import ARRANGED, NONE, by_date, mood, tense_of
from kg.extract.neighbours import completed
from kg.extract.nested import nested
from kg.extract.reading import Reading
from kg.extract.reference import SINGULAR, Cast, antecedent, couple, group, pair, relative_person, series
from kg.extract.series import parts, several
from kg.extract.support import PARTIES, Trigger, own_session, subjects
from kg.extract.triggers import innermost, triggers
from kg.extract.venues import building_end
from kg.model import DateValue, EntityKind, Evidence, MeetingFact, Precision, RoleFact

_DEPARTING = frozenset({"leave", "depart", "fly", "head", "travel"})
REACH = 250  # tokens back to the gathering whose parties "the two sides" are
_AS_GOOD = 0.05
_YEAR = 4  # digits
_NOW = frozenset({"today", "now", "tonight", "this morning"})
_PHRASE = 4  # tokens between a party and the gathering that is called by it
VAGUE_KINDS = frozenset({"meeting", "other"})


def meetings(reading: Reading, roles: Sequence[RoleFact]) -> Iterator[MeetingFact]:
    """The gatherings of an article, in order of appearance."""
    cast = Cast.of(roles)
    sightings: list[Sighting] = []
    attending: list[Attendance] = []
    for sentence in reading.sentences:
        sightings += _sightings(reading, sentence, cast, sightings)
        attending += attendances(reading, sentence)
    absent = [a for sentence in reading.sentences for a in absentees(reading, sentence)]
    groups = without(join(sightings), absent)
    present = join_attendances(attending, groups, cast.served)
    series_of = parts(reading, groups)
    for n, same in enumerate(map(partial(completed, groups), groups)):
        fact = _fact(reading, same, present.get(n, ()))
        if fact is not None:
            lasted = next((s.duration for s in same if s.duration), None)
            yield replace(fact, series=series_of.get(n), duration=lasted)
        else:
            reading.refuse("meeting", same[0].trigger.start, same[0].trigger.end, "meeting.too-little-told.v1")


def _sightings(reading: Reading, sentence: DocSpan, cast: Cast, before: Sequence[Sighting]) -> Iterator[Sighting]:
    found = innermost(list(triggers(reading, sentence)))
    for trigger, args in nested(reading, found, arguments(reading, sentence, found)):
        plural = trigger.head.tag_ in {"NNS", "NNPS"}
        told = listed(reading, sentence, args, trigger) if plural else []
        whole = several(reading, trigger) if told else None
        each = told or (legs(args, trigger) if plural else [args])
        lasted = duration(sentence, trigger) if len(each) == 1 else None
        for leg in each:
            sighting = _sighting(reading, sentence, trigger, leg, cast, before)
            if sighting is not None:
                yield from own_briefings(replace(sighting, series=whole, duration=lasted))


def _sighting(
    reading: Reading,
    sentence: DocSpan,
    trigger: Trigger,
    args: Sequence[Argument],
    cast: Cast,
    before: Sequence[Sighting],
) -> Sighting | None:
    """One naming of a gathering in terms of the article's entities; None where none is told as a fact."""
    names = reading.names
    entity = {a: names.entity_of[a.name] for a in args if a.name is not None}
    venue = max((a for a in args if a.slot == "venue"), key=lambda a: (a.name is not None, -a.start), default=None)
    when = _when(reading, args)
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
    begun = when is not None and has_begun(reading, sentence, trigger, when)
    status = "ongoing" if begun and status == "planned" else status
    gone = when is not None and (begun or _has_left(reading, when) or _had_been(reading, trigger, when))
    tense = Tense.FUTURE if is_off_now(trigger.head) else Tense.PAST if gone else tense_of(status)
    day = resolve(date_text, reference=reference, tense=tense, anchor=told) if date_text else None
    if status == "planned" and date_text and date_text.lower().startswith("last "):
        status = "held"  # "hosts a meeting to follow up last year's conference"
    if day is not None:
        day = days_of(reading, sentence, trigger, [a for a in args if a.slot == "date"], day, reference)
        under_way = reference is not None and day.start < day.end and day.start <= reference <= day.end
        status = "ongoing" if under_way and status == "planned" and day.precision is Precision.PERIOD else status
    named = [entity[a] for a in args if a.slot == "who"]
    who = tuple(dict.fromkeys([*named, *_referred(reading, sentence, trigger, cast, before)]))
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
        powers=frozenset(bodies | {b for e in who for b in cast.served.get(e, ())}),
        parts=tuple(sorted({reading.span(trigger.start, trigger.end), *(reading.span(a.start, a.end) for a in args)})),
        confidence=round(sum(scores) / len(scores), 2),
        restricted=any(_restricts(reading, trigger, a) for a in args if a.slot == "who"),
    )


def _referred(
    reading: Reading, sentence: DocSpan, trigger: Trigger, cast: Cast, before: Sequence[Sighting]
) -> Iterator[int]:
    """The parties that a pronoun or a noun such as "the two sides" stands for."""
    near = [
        s.participants
        for s in reversed(before)
        if sentence.start - s.sentence.end < REACH and s.trigger.kind not in {"press conference", "visit"}
    ]
    yield from own_session(reading, trigger)
    owners = [_owner(c) for c in trigger.head.children if c.lower_ == "their" and trigger.head.pos_ != "VERB"]
    for node in (*subjects(trigger), *owners):  # "their talks"
        if node.lower_ in SINGULAR | {"who"}:
            person = antecedent(reading, node) if node.lower_ in SINGULAR else relative_person(reading, sentence, node)
            yield from () if person is None else (person,)
        elif reading.names.at(node.i) is None:
            nodes = [node, *(c for c in node.children if c.dep_ == "nmod:poss")]  # "the two countries' leaders"
            told = couple(reading, sentence, node) if node.lower_ in {"they", "their"} else ()
            told = told or next((g for n in nodes for parties in near if (g := group(reading, n, parties))), ())
            people = told and all(reading.names.entities[e].kind is EntityKind.PERSON for e in told)
            yield from told if people else pair(reading, node, cast.titles) or told


def _owner(their: Token) -> Token:
    """ "The envoys met for their monthly talks": the plural subject of the clause, where it has one, else the word itself."""
    verb = their.head
    while verb.pos_ != "VERB" and verb.head.i != verb.i:
        verb = verb.head
    found = (c for c in verb.children if c.dep_ == "nsubj" and c.i < their.i and c.tag_ in {"NNS", "NNPS"})
    return next(found, their)


def _restricts(reading: Reading, trigger: Trigger, party: Argument) -> bool:
    """ "The talks with Norway", "the Norway talks": a party that says which gathering is meant."""
    if party.end <= trigger.start:
        between = reading.doc[party.end : trigger.start]
        return len(between) < _PHRASE and all(t.pos_ not in {"VERB", "AUX", "ADP"} for t in between)
    behind = reading.doc[trigger.end : party.start]
    return bool(behind) and behind[0].lower_ in PARTIES - {"by", "including"} and all(t.text != "," for t in behind)


def _when(reading: Reading, args: Sequence[Argument]) -> Argument | None:
    """The date that fits best; of several that fit about as well the first that tells a day."""
    dates = [a for a in args if a.slot == "date"]
    best = max((a.score for a in dates), default=0.0)
    good = [a for a in dates if a.score > best - _AS_GOOD]
    return next((a for a in good if _tells_day(reading, a)), max(good, key=lambda a: a.score, default=None))


def _tells_day(reading: Reading, when: Argument) -> bool:
    words_of = reading.doc[when.start : when.end]
    return any((t.is_digit and len(t) < _YEAR) or weekday_of(t.text) is not None for t in words_of)


def _is_new(reading: Reading, trigger: Trigger, when: Argument) -> bool:
    """ "The talks were put off to Monday": when they are to be now, not when they were to be."""
    doc = reading.doc
    planned = (
        doc[when.start - 2].tag_ in {"VBN", "VBD"} and doc[when.start - 2].lemma_ in ARRANGED
    )  # "planned for Monday"
    return when.start > trigger.end and not planned and doc[when.start - 1].lower_ in {"for", "to", "until", "till"}


def _has_left(reading: Reading, when: Argument) -> bool:
    """ "Lee left on Tuesday for talks in Oslo": the day is past, wherever the talks are."""
    verb = reading.doc[when.start : when.end].root.head
    return verb.tag_ == "VBD" and verb.lemma_.lower() in _DEPARTING


def _had_been(reading: Reading, trigger: Trigger, when: Argument) -> bool:
    """ "A meeting that had been planned for March was called off": a March that is past."""
    return any(t.lower_ == "had" for t in reading.doc[trigger.end : when.start])


def _is_now(reading: Reading, when: Argument) -> bool:
    return reading.doc[when.start : when.end].text.lower() in _NOW


def _building(reading: Reading, venue: Argument) -> str:
    """The name of a venue with the common noun behind it: "Seaplane Harbour museum", "NATO's headquarters"."""
    end = building_end(reading.doc, venue.end)
    return " ".join(reading.span(venue.start, end).of(reading.text).split())


def _finest(reading: Reading, found: Sequence[Argument]) -> tuple[int, ...]:
    """ "Cape Canaveral, Florida" and "Paris, France" are one place: the city."""
    names = reading.names
    kept: list[int] = []
    for n, a in enumerate(found):
        behind_comma = n and a.start - found[n - 1].end <= 1 and reading.doc[a.start - 1].text == ","
        if a.name is None or (behind_comma and kept and names.entities[kept[-1]].kind is EntityKind.PLACE):
            continue
        kept.append(names.entity_of[a.name])
    cities = [p for p in kept if names.entities[p].kind is EntityKind.PLACE]
    return tuple(dict.fromkeys(cities or kept))


def _fact(reading: Reading, same: Sequence[Sighting], present: Sequence[Attendance]) -> MeetingFact | None:
    """One fact for the sightings of one gathering; none if they give neither place, date nor two participants."""
    cities = [p for s in same for p in s.places if p in s.cities]
    places = tuple(dict.fromkeys(cities or [p for s in same for p in s.places]))
    told = [p for s in same for p in s.participants]
    participants = tuple(dict.fromkeys([*told, *(p for a in present for p in a.people)]))
    status, dated = _status(same), [s for s in same if s.date_text]
    here = place_of_writing(reading, same, status)
    places = places if here is None else (here,)
    housed = any(s.venue for s in same) and bool(participants)
    if not places and not dated and not housed and len({p for s in same for p in s.named}) < 2:
        return None
    if not places and not participants and not any(s.date or s.venue for s in same):  # "other meetings this week"
        return None
    best = max(same, key=lambda s: (s.content, s.confidence, -s.trigger.start))
    exact = min(
        (s for s in dated if s.date),
        key=lambda s: _vagueness(s.date) if s.date else 0,
        default=dated[0] if dated else None,
    )
    kinds = [s.trigger.kind for s in same]
    return MeetingFact(
        label=reading.span(best.trigger.start, best.trigger.end).of(reading.text),
        kind=next((k for k in kinds if k not in VAGUE_KINDS), kinds[0]),
        status=status,
        places=places,
        venue=next((s.venue for s in same if s.venue), None),
        date=exact.date if exact else None,
        date_text=exact.date_text if exact else None,
        participants=participants,
        evidence=Evidence(
            reading.sentence_span(best.sentence),
            tuple(sorted({*(p for s in same for p in s.parts), *(a.part for a in present)})),
            "meeting.trigger.v1",
            best.confidence,
        ),
    )


def _vagueness(days: DateValue) -> int:
    """How little a date says of the days of a gathering; those from the first to the last say most."""
    length = (days.end - days.start).days
    return -length if days.precision is Precision.PERIOD else length


def _status(same: Sequence[Sighting]) -> str:
    """Called off beats held beats planned for a day beats ongoing."""
    seen = {s.status for s in same}
    order = ["cancelled", "postponed", "held", "ongoing", "planned"]
    if any(s.status == "planned" and s.date_text for s in same):
        order[3:] = ["planned", "ongoing"]
    return next((s for s in order if s in seen), "unclear")
