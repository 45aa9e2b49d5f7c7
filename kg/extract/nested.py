"""Gatherings within others: talks on a visit or a signing at a ceremony are one, a meeting at a summit is where it is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.candidates import Argument
from kg.extract.moods import led_in_by
from kg.extract.reading import Reading
from kg.extract.support import Trigger

_LINKS = frozenset({"where", "when", "for", "during", "which"})
_MARGINS = frozenset({"sidelines", "sideline", "margins", "fringes"})
_PHRASE = 6  # tokens of "sidelines of the annual Oslo summit"
_REACH = 25  # tokens between a visit and what takes place on it
_OTHER = frozenset({"visit", "press conference"})


def nested(
    reading: Reading, found: Sequence[Trigger], args: Sequence[list[Argument]]
) -> Iterator[tuple[Trigger, list[Argument]]]:
    """The gatherings of a sentence with their arguments; a visit gives its own to the talks on it, and goes."""
    visit_of: dict[int, int] = {}
    for n, trigger in enumerate(found):
        for m in range(n):
            if m not in visit_of.values() and _takes_place_on(reading, trigger, found[m]):
                visit_of[n] = m
    for n, trigger in enumerate(found):
        if n + 1 < len(found) and _is_ceremony_of(found[n + 1], trigger):
            args[n + 1][:] = _together(args[n + 1], args[n])
        elif n and _is_ceremony_of(trigger, found[n - 1]):
            yield replace(trigger, kind=found[n - 1].kind), args[n]
        elif n + 1 < len(found) and _is_purpose_of(found[n + 1], trigger):
            args[n + 1][:] = _together(args[n + 1], args[n])
        elif n in visit_of:
            visit = visit_of[n]
            yield replace(trigger, journey=found[visit]), _together(args[n], args[visit])
        elif n + 1 < len(found) and _is_larger(reading, found[n + 1]):
            shared = [a for a in args[n + 1] if a.slot in {"place", "date"}]
            yield replace(trigger, beside=found[n + 1].head), _together(args[n], shared)
        elif n and _is_larger(reading, found[n - 1]):
            yield replace(trigger, beside=found[n - 1].head), args[n]
        elif n not in visit_of.values():
            yield trigger, args[n]


def _takes_place_on(reading: Reading, trigger: Trigger, visit: Trigger) -> bool:
    """Whether a gathering is what a visit before it is for."""
    if visit.kind != "visit" or trigger.kind in _OTHER or trigger.start - visit.end > _REACH:
        return False
    return any(t.lower_ in _LINKS for t in reading.doc[visit.end : trigger.start])


def _is_ceremony_of(ceremony: Trigger, signing: Trigger) -> bool:
    """ "Signed the accord at a ceremony"."""
    told = signing.kind == "signing" and ceremony.kind == "ceremony" and signing.head.pos_ == "VERB"
    return told and ceremony.start - signing.end < _REACH and bool(led_in_by(ceremony.head) & {"at", "in", "during"})


def _is_purpose_of(noun: Trigger, verb: Trigger) -> bool:
    """ "Gathered in Oslo for a two-day summit", "met in a special session"."""
    if not verb.head.tag_.startswith("VB") or noun.head.pos_ == "VERB" or noun.kind in _OTHER:
        return False
    doc, phrase = noun.head.doc, led_in_by(noun.head)
    between = doc[verb.end : noun.start]
    if not phrase & {"for", "in"} or not phrase & {"a", "an", "their", "its"} or len(between) > _REACH:
        return False
    return not any(t.pos_ in {"VERB", "SCONJ"} or t.lower_ in {"after", "before", "ahead"} for t in between)


def _is_larger(reading: Reading, trigger: Trigger) -> bool:
    """ "On the sidelines of the summit": others meet there."""
    return any(t.lower_ in _MARGINS for t in reading.doc[max(trigger.start - _PHRASE, 0) : trigger.start])


def _together(own: Sequence[Argument], larger: Sequence[Argument]) -> list[Argument]:
    """What a gathering does not say of itself is that of the visit or summit; who travels takes part."""
    told = {a.slot for a in own} - {"who"}
    named = {a.name for a in own}
    more = [a for a in larger if a.slot not in told and not (a.slot == "who" and a.name in named)]
    return sorted([*own, *more], key=lambda a: a.start)
