"""Day + words → days: "ended a three-day meeting on Friday", "opened on Monday and closes today", "last year, on 3 May"."""

from collections.abc import Sequence
from datetime import date, timedelta

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.dates import Tense, resolve
from kg.extract.candidates import Argument
from kg.extract.reading import Reading
from kg.extract.support import Trigger
from kg.model import DateValue, Precision

_OPENING = frozenset("open opens opened begin begins began begun start starts started kicked convened".split())
_CLOSING = frozenset(
    "close closes closed end ends ended conclude concludes concluded finish finishes finished wrapped wraps wound emerged "
    "broke adjourned".split()
)
_NUMBERS = {w: n for n, w in enumerate("one two three four five six seven eight nine ten".split(), 1)}
_ORDINALS = {w: n for n, w in enumerate("first second third fourth fifth sixth seventh".split(), 1)}
_NEAR = 7  # tokens of "a bruising third day of closed-door talks"


def days_of(
    reading: Reading,
    sentence: DocSpan,
    trigger: Trigger,
    dates: Sequence[Argument],
    day: DateValue,
    reference: date | None,
) -> DateValue:
    """The days of a gathering that is dated by one of them, where its length or its other end is told too."""
    if day.start != day.end:
        return _finer(reading, dates, day)
    edges = {_edge(reading, sentence, d): d for d in dates}
    if _OPENING in edges and _CLOSING in edges:
        first, last = (
            resolve(_text(reading, edges[e]), reference=reference, tense=_tense(reading, sentence, edges[e]))
            for e in (_OPENING, _CLOSING)
        )
        if first and last and first.start < last.end:
            return DateValue(first.start, last.end, Precision.PERIOD, "date.opened-closed.v1")
    length, passed = _length(sentence, trigger)
    edge = next((e for e in edges if e), None)
    if passed > 1 or (length > 1 and edge is _CLOSING):
        return DateValue(day.start - timedelta(max(passed, length) - 1), day.end, Precision.PERIOD, "date.duration.v1")
    if length > 1 and edge is _OPENING:
        return DateValue(day.start, day.end + timedelta(length - 1), Precision.PERIOD, "date.duration.v1")
    return day


def has_begun(reading: Reading, sentence: DocSpan, trigger: Trigger, when: Argument) -> bool:
    """ "A summit that opened on Monday": the day is past, whatever else is planned."""
    told = [t for t in reading.doc[trigger.end : when.start] if t.lower_ in _OPENING | _CLOSING]
    if not told or when.start - told[-1].i > _NEAR or told[-1].nbor(-1).lower_ in {"have", "be", "to"}:
        return False
    return _tense(reading, sentence, when) is Tense.PAST


def _finer(reading: Reading, dates: Sequence[Argument], day: DateValue) -> DateValue:
    """ "Twice last year, most recently on 3 May": the day that lies in the longer time."""
    if day.end - day.start < timedelta(27):
        return day
    for other in dates:
        found = resolve(_text(reading, other), reference=day.end, tense=Tense.PAST)
        if found is not None and found.start == found.end and day.start <= found.start <= day.end:
            return found
    return day


def _edge(reading: Reading, sentence: DocSpan, when: Argument) -> frozenset[str] | None:
    """Whether a date is that of the opening or of the end: by the last such word before it."""
    for token in reversed(reading.doc[sentence.start : when.start]):
        for edge in (_OPENING, _CLOSING):
            if token.lower_ in edge:
                return edge
    return None


def _tense(reading: Reading, sentence: DocSpan, when: Argument) -> Tense:
    """The tense of the word that tells of the opening or of the end."""
    words = [t for t in reading.doc[sentence.start : when.start] if t.lower_ in _OPENING | _CLOSING]
    return Tense.PAST if words and words[-1].lower_.endswith(("ed", "an", "ound")) else Tense.FUTURE


def _length(sentence: DocSpan, trigger: Trigger) -> tuple[int, int]:
    """Days that the words before a gathering say it has, and the day of it that is told of: "a third day of talks"."""
    before = list(sentence.doc[max(sentence.start, trigger.start - _NEAR) : trigger.start])
    for n, token in enumerate(before):
        if token.lower_ in {"day", "days"} and n:
            known = next((_number(t) for t in reversed(before[max(n - 2, 0) : n]) if _number(t)), 0)
            which = _ORDINALS.get(before[n - 1].lower_, 0)
            return (known, 0) if not which else (0, which)
    return 0, 0


def _number(token: Token) -> int:
    return int(token.text) if token.text.isdigit() and len(token.text) < 3 else _NUMBERS.get(token.lower_, 0)


def _text(reading: Reading, when: Argument) -> str:
    return str(reading.doc[when.start : when.end].text)
