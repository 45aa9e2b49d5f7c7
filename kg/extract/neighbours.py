"""Gatherings beside others → what they have from these: the place of a summit, the day of the talks before a briefing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.extract.gatherings import Sighting
from kg.extract.moods import led_in_by
from kg.lexicon import words

_PAST = frozenset({"after", "following"})
_BRIEFING = "press conference"


def completed(groups: Sequence[list[Sighting]], same: list[Sighting]) -> list[Sighting]:
    """The sightings of one of the gatherings, with what another one tells of its place or day."""
    return _dated(groups, same) if same[0].trigger.kind == _BRIEFING else _placed(groups, same)


def _placed(groups: Sequence[list[Sighting]], same: list[Sighting]) -> list[Sighting]:
    """A gathering on the sidelines of another is where that is, unless it says where."""
    larger = next((s.trigger.beside for s in same if s.trigger.beside is not None), None)
    if larger is None or any(s.places or s.venue for s in same):
        return same
    nearest = max((s for s in _told_before(groups, same, larger) if s.places), key=_place_in_text, default=None)
    if nearest is None:
        return same
    return [replace(same[0], places=nearest.places, cities=nearest.cities), *same[1:]]


def _dated(groups: Sequence[list[Sighting]], same: list[Sighting]) -> list[Sighting]:
    """ "At a news conference after the talks": on the day of these."""
    if any(s.date_text for s in same):
        return same
    others = (s for noun in _followed(same) for s in _told_before(groups, same, noun))
    dated = (s for s in others if s.date_text and (s.date is None or s.date.start == s.date.end))
    day = max(dated, key=_place_in_text, default=None)
    if day is None:
        return same
    return [replace(same[0], date=day.date, date_text=day.date_text), *same[1:]]


def _followed(same: Sequence[Sighting]) -> Iterator[Token]:
    """The gatherings after which the sentences say that it took place."""
    for s in same:
        behind = s.sentence.doc[s.trigger.end : s.sentence.end]
        yield from (t for t in behind if words.meeting_kind(t.lower_, "NOUN") and led_in_by(t) & _PAST)


def _told_before(groups: Sequence[list[Sighting]], same: list[Sighting], noun: Token) -> Iterator[Sighting]:
    """What is told, up to a noun, of other gatherings that are called so."""
    kind = words.meeting_kind(noun.lower_, "NOUN") or words.meeting_kind(noun.lemma_.lower(), "NOUN")
    for group in groups:
        called = {g.trigger.kind for g in group} | {g.trigger.head.lemma_ for g in group}
        if group is not same and {kind, noun.lemma_} & called:
            yield from (s for s in group if s.trigger.start <= noun.i)


def _place_in_text(s: Sighting) -> int:
    return s.trigger.start
