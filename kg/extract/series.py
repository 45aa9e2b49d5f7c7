"""Gatherings of one article → which are parts of one series, where the words say so.

"Two more rounds of talks: in Oslo on Monday and in Rome on Friday" are two parts of what its first words name;
"the first round of talks" and "the second round" between the same parties are parts too. Talks alone are no series.
"""

from collections import defaultdict
from collections.abc import Sequence

from spacy.tokens import Token

from kg.extract.gatherings import Sighting
from kg.extract.reading import Reading
from kg.extract.support import Trigger
from kg.model import Span

_PARTS = frozenset({"round", "session", "series", "string"})
_UNCOUNTED = frozenset({"talk", "negotiation", "discussion", "consultation", "contact", "debate"})
_MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "VERB"})
_BEFORE = frozenset({"ADJ", "DET", "NUM"})


def several(reading: Reading, trigger: Trigger) -> Span | None:
    """The words of a plural that counts its gatherings, "three meetings"; None for "talks"."""
    noun = _noun(trigger)
    plural = noun.tag_ in {"NNS", "NNPS"} and noun.lemma_.lower() not in _UNCOUNTED
    return _naming(reading, trigger, noun) if plural or noun.lower_ in {"series", "string"} else None


def parts(reading: Reading, groups: Sequence[Sequence[Sighting]]) -> dict[int, Span]:
    """Group → the words that name the series that it is a part of."""
    out = {n: s.series for n, group in enumerate(groups) for s in group if s.series is not None}
    rounds: dict[frozenset[int], dict[int, Sighting]] = defaultdict(dict)
    for n, group in enumerate(groups):
        powers = frozenset(p for s in group for p in s.powers)
        first = next((s for s in group if s.number and _noun(s.trigger).lemma_.lower() == "round"), None)
        if first is not None and len(powers) > 1:
            rounds[powers][n] = first
    for numbered in rounds.values():
        if len({s.number for s in numbered.values()}) > 1:
            trigger = next(iter(numbered.values())).trigger
            named = _naming(reading, trigger, _noun(trigger))
            out |= {n: named for n in numbered if n not in out}
    return out


def _noun(trigger: Trigger) -> Token:
    """ "Rounds" of "rounds of secret talks", else the word itself."""
    doc, at = trigger.head.doc, trigger.start - 1
    while at > trigger.head.sent.start and doc[at].pos_ in _MODIFIERS and doc[at].lower_ != "of":
        at -= 1
    inner = at > trigger.head.sent.start and doc[at].lower_ == "of" and doc[at - 1].lemma_.lower() in _PARTS
    return doc[at - 1] if inner else trigger.head


def _naming(reading: Reading, trigger: Trigger, noun: Token) -> Span:
    """The characters from the first modifier of a noun to the end of the trigger."""
    start = min(noun.i, trigger.start)
    while start > noun.sent.start and noun.doc[start - 1].pos_ in _BEFORE:
        start -= 1
    return reading.span(start, trigger.end)
