"""Sightings → gatherings: which namings of meetings in one article are the same meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extract.meetings import Sighting

_TALKS = frozenset({"talks", "meeting", "session", "summit", "conference", "debate", "other"})
_KIND_GROUPS = {kind: "talks" for kind in _TALKS}
_FUTURE = frozenset({"planned", "postponed", "cancelled"})
_PAST = frozenset({"held", "ongoing"})


def join(sightings: Sequence[Sighting]) -> list[list[Sighting]]:
    """Groups of sightings of one gathering, in order of first appearance.

    A sighting joins the group with which it agrees best and clashes in nothing; one that says little
    ("the talks") joins the group named last before it.
    """
    groups: list[list[Sighting]] = []
    strong = [s for s in sightings if s.trigger.status != "none"]
    for sighting in sorted(strong, key=lambda s: -_content(s)):
        scored = [(_agreement(sighting, g), -_distance(sighting, g), i) for i, g in enumerate(groups)]
        fitting = [s for s in scored if s[0] > 0 or (s[0] == 0 and _content(sighting) < 2)]
        if fitting:
            groups[max(fitting)[2]].append(sighting)
        elif _content(sighting):
            groups.append([sighting])
    for group in groups:
        group.sort(key=lambda s: s.trigger.start)
    return sorted(groups, key=lambda g: g[0].trigger.start)


def _content(s: Sighting) -> int:
    """How much a sighting says about its gathering."""
    return bool(s.places or s.venue) + bool(s.date_text) + min(len(s.participants), 2)


def _distance(s: Sighting, group: Sequence[Sighting]) -> int:
    """Tokens to the nearest sighting of a group."""
    return min(abs(s.trigger.start - g.trigger.start) for g in group)


def _agreement(s: Sighting, group: Sequence[Sighting]) -> int:
    """How many of place, date and participants agree; negative if anything clashes."""
    kinds = {_KIND_GROUPS.get(g.trigger.kind, g.trigger.kind) for g in group}
    if _KIND_GROUPS.get(s.trigger.kind, s.trigger.kind) not in kinds:
        return -1
    statuses = {g.trigger.status for g in group}
    if (s.trigger.status in _FUTURE and statuses & _PAST) or (s.trigger.status in _PAST and statuses & _FUTURE):
        return -1
    points = 0
    for mine, theirs in (
        (set(s.places), {p for g in group for p in g.places}),
        ({_day(s)} - {None}, {_day(g) for g in group} - {None}),
    ):
        if mine and theirs:
            if not mine & theirs:
                return -1
            points += 1
    mine_who, their_who = set(s.participants), {p for g in group for p in g.participants}
    if mine_who and their_who:
        shared = mine_who & their_who
        if not shared:
            return -1
        only_mine = mine_who - their_who
        if only_mine and their_who - mine_who and len(shared) == 1 and points == 0:
            return -1  # Russia–NATO talks are not Russia–OSCE talks
        points += 1
    return points


def _day(s: Sighting) -> str | None:
    """What is compared of a date: the day where it is known, else the words."""
    if s.date is not None:
        return f"{s.date.start}/{s.date.end}"
    return s.date_text.casefold() if s.date_text else None
