"""Arguments of a plural → those of each gathering that it names: "two rounds of talks: in Oslo on Monday, in Rome on Friday"."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from spacy.tokens import Span as DocSpan

from kg.extract.arguments import ACCEPTED
from kg.extract.candidates import Argument
from kg.extract.moments import moments
from kg.extract.reading import Reading
from kg.extract.support import LOCATIVE, Trigger
from kg.model import EntityKind

_WHEN = frozenset({"on", "from"}) | LOCATIVE  # "with A in Oslo Monday"
_PARTNERS = frozenset({"with", "at"})
_LEADING = _WHEN | _PARTNERS
_JOINTS = frozenset({",", ";", "and", "then"})
_SKIPPED = frozenset({"the", "for", "one", "another", "(", ")"})
_LONG = frozenset({"week", "weekend", "month", "year"})
_HELD = frozenset("be have hold do plan schedule expect set arrange take follow agree".split())
"""Verbs that tell nothing but that gatherings take place."""
_WITHIN = frozenset({"place", "date"})


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


def listed(reading: Reading, sentence: DocSpan, found: Sequence[Argument], trigger: Trigger) -> list[list[Argument]]:
    """The arguments of gatherings that phrases of one form list: "with A in Oslo on Monday and at the B in Rome on Friday".

    Who is told before the list takes part in each, and so do partners that only its first phrase tells.
    """
    legs_told = _phrases_told(reading, sentence, trigger)
    first = legs_told[0][0].start if legs_told else 0
    shared = [a for a in found if a.slot == "who" and a.end <= first]
    return [shared + leg for leg in legs_told]


def _phrases_told(reading: Reading, sentence: DocSpan, trigger: Trigger) -> list[list[Argument]]:
    """The phrases of a list, each with its own arguments; none where their forms differ."""
    out: list[list[Argument]] = []
    for joint, argument in _in_phrases(reading, sentence, trigger):
        filled = {a.slot for a in out[-1]} if out else set()
        if not out or (joint and filled & _WITHIN and (joint == "and" or argument.slot in filled)):
            out.append([])
        elif argument.slot in filled & _WITHIN:
            return []
        out[-1].append(argument)
    told = [{a.slot for a in leg} for leg in out]
    if len(out) < 2 or len({frozenset(t & _WITHIN) for t in told}) > 1 or any(len(t) < 2 for t in told[:1]):
        return []
    partners = [a for a in out[0] if a.slot == "who"]
    return [leg if "who" in t else [*partners, *leg] for leg, t in zip(out, told, strict=True)]


def _in_phrases(reading: Reading, sentence: DocSpan, trigger: Trigger) -> Iterator[tuple[str, Argument]]:
    """Partners, places and dates of the first run of phrases behind a trigger, each with what joins it to the one before.

    "This week" and the like say when all of them are.
    """
    dates, at, preposition, joint = dict(moments(sentence)), trigger.end, "", ""
    begun = False
    while at < sentence.end:
        token, date_end = reading.doc[at], dates.get(at)
        argument = _argument(reading, at, date_end, preposition)
        if date_end is not None and reading.doc[date_end - 1].lower_ in _LONG:
            at = date_end
        elif argument is not None:
            yield joint, argument
            begun, joint, at = True, "", argument.end
        else:
            if token.lower_ in _JOINTS:
                joint = "and" if token.lower_ in {"and", ";"} else joint or token.lower_
            elif token.lower_ in _LEADING:
                preposition = token.lower_
            elif token.lower_ not in _SKIPPED:
                if begun or (token.pos_ == "VERB" and token.lemma_.lower() not in _HELD):
                    return
                preposition = joint = ""
            at += 1


def _argument(reading: Reading, at: int, date_end: int | None, preposition: str) -> Argument | None:
    """What the phrase of a preposition tells of a gathering; None if its noun is neither name nor date."""
    if not preposition:
        return None
    if date_end is not None:
        return Argument("date", at, date_end, ACCEPTED) if preposition in _WHEN else None
    number = reading.names.at(at)
    if number is None:
        return None
    name, kind = reading.names.names[number], reading.names.kind(number)
    if kind in {EntityKind.PLACE, EntityKind.COUNTRY} and preposition in LOCATIVE:
        return Argument("place", at, name.end, ACCEPTED, number)
    if kind is not EntityKind.PLACE and preposition in _PARTNERS and name.label != "FAC":
        return Argument("who", at, name.end, ACCEPTED, number)
    return None
