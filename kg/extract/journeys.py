"""Visits and the talks on them are one gathering: "visits Oslo on Monday for talks", "a trip on which she will meet …"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.arguments import Argument
from kg.extract.reading import Reading
from kg.extract.support import Trigger

_LINKS = frozenset({"where", "when", "for", "during", "which"})
_REACH = 25  # tokens between a visit and what takes place on it
_OTHER = frozenset({"visit", "press conference"})


def journeys(
    reading: Reading, found: Sequence[Trigger], args: Sequence[list[Argument]]
) -> Iterator[tuple[Trigger, list[Argument]]]:
    """The gatherings of a sentence with their arguments; a visit gives its own to the talks on it, and goes."""
    visit_of: dict[int, int] = {}
    for n, trigger in enumerate(found):
        for m in range(n):
            if m not in visit_of.values() and _takes_place_on(reading, trigger, found[m]):
                visit_of[n] = m
    for n, trigger in enumerate(found):
        if n in visit_of:
            visit = visit_of[n]
            yield replace(trigger, journey=found[visit]), _together(args[n], args[visit])
        elif n not in visit_of.values():
            yield trigger, args[n]


def _takes_place_on(reading: Reading, trigger: Trigger, visit: Trigger) -> bool:
    """Whether a gathering is what a visit before it is for."""
    if visit.kind != "visit" or trigger.kind in _OTHER or trigger.start - visit.end > _REACH:
        return False
    return any(t.lower_ in _LINKS for t in reading.doc[visit.end : trigger.start])


def _together(own: Sequence[Argument], visit: Sequence[Argument]) -> list[Argument]:
    """What a gathering does not say of itself is that of the visit; who travels takes part."""
    told = {a.slot for a in own} - {"who"}
    named = {a.name for a in own}
    more = [a for a in visit if a.slot not in told and not (a.slot == "who" and a.name in named)]
    return sorted([*own, *more], key=lambda a: a.start)
