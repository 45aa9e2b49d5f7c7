"""Gatherings told in the lead without a place → the city of the dateline, where the reporter was."""

from collections.abc import Sequence
from datetime import timedelta

from kg.extract.candidates import preposition
from kg.extract.gatherings import Sighting
from kg.extract.moods import led_in_by
from kg.extract.reading import Reading
from kg.extract.support import LOCATIVE, TOPICAL
from kg.model import EntityKind, SegmentKind

_LEAD = 2  # sentences
_FRESH = timedelta(days=2)  # between a gathering and the report of one who was there
_ASIDE = TOPICAL | {"after", "before", "ahead", "following", "since", "from"}
_KINDS = frozenset({"press conference", "visit"})


def place_of_writing(reading: Reading, same: Sequence[Sighting], status: str) -> int | None:
    """The city in which an article was written, if one of its gatherings was there; none for what lies ahead or apart.

    Only a gathering that the lead tells as its own news counts: not "shares fell after the meeting", and none
    of a sentence that names a place of its own.
    """
    here = reading.names.dateline
    if here is None or status not in {"held", "ongoing"} or any(s.places for s in same):
        return None
    lead = [s for s in same if s.trigger.kind not in _KINDS and _is_lead(reading, s) and s.participants]
    told = any(not led_in_by(s.trigger.head) & _ASIDE and not _is_elsewhere(reading, s) for s in lead)
    return here.entity if told and all(_is_fresh(reading, s) for s in same) else None


def _is_lead(reading: Reading, s: Sighting) -> bool:
    """Whether a sighting stands in one of the first sentences behind the dateline."""
    here = reading.names.dateline
    lines = [x.span.end for x in reading.segments if x.kind is SegmentKind.HEADLINE]
    start = max([here.span.end if here else 0, *lines[:1]])
    behind = [x.start for x in reading.sentences if x[-1].idx > start]
    return s.sentence.start in behind[:_LEAD]


def _is_fresh(reading: Reading, s: Sighting) -> bool:
    if s.date is None or reading.published is None:
        return s.date_text is None
    return timedelta() <= reading.published.day - s.date.end <= _FRESH


def _is_elsewhere(reading: Reading, s: Sighting) -> bool:
    """Whether the sentence says where something is: "in Bergen", "at Geneva"."""
    names = reading.names
    for i in names.within(s.sentence.start, s.sentence.end):
        name = names.names[i]
        root = reading.doc[name.start : name.end].root
        placed = names.kind(i) in {EntityKind.PLACE, EntityKind.COUNTRY} and i not in names.metonyms
        if placed and preposition(root, name.start, s.sentence.start) in LOCATIVE - {"to", "into"}:
            return True
    return False
