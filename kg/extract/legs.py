"""Arguments of a plural → those of each gathering that it names: "two rounds of talks: in Oslo on Monday, in Rome on Friday"."""

from collections.abc import Sequence
from itertools import takewhile

from kg.extract.candidates import Argument
from kg.extract.support import Trigger


def legs(found: Sequence[Argument], trigger: Trigger) -> list[list[Argument]]:
    """The arguments of each gathering that one plural names.

    "Two rounds of talks that week: with A in Oslo on Monday and with B in Rome on Friday" are two gatherings;
    what stands before the trigger belongs to each, and a date right behind it to those without one of their own.
    """
    shared = [a for a in found if a.end <= trigger.start]
    after = sorted((a for a in found if a.start >= trigger.end), key=lambda a: a.start)
    dates = list(takewhile(lambda a: a.slot == "date", after))
    if not any(a.slot == "date" for a in after[len(dates) :]):
        dates = []
    out: list[list[Argument]] = [[]]
    for a in after[len(dates) :]:
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
    return [shared + (leg if any(a.slot == "date" for a in leg) else dates + leg) for leg in out]


def _continues(a: Argument, leg: Sequence[Argument]) -> bool:
    """ "Rome, Italy": the second place lies around the first."""
    last = leg[-1]
    return a.slot == last.slot and a.start - last.end <= 1
