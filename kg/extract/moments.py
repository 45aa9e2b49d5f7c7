"""Sentence → the stretches that can say when something is: dates put together, durations and open ends left out.

A pipeline marks "7" and "10 November" of "from 7 to 10 November" apart, or stops at "April 14 to"; what
the date reader can read as one expression is one. "Two days", "every spring" and "since 2014" say no day.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.dates import Tense, resolve

_JOINTS = frozenset({"to", "and", "until", "till", "through", "-", "–", "at", "on"})
_OPENING = frozenset({"between", "from"})
_OPEN_ENDED = frozenset({"since", "before", "after"})
_ANY_DAY = date(2000, 1, 5)  # only whether an expression can be read is asked


def moments(sentence: DocSpan) -> Iterator[tuple[int, int]]:
    """Tokens `[start, end)` of every date of a sentence, in text order."""
    doc, end = sentence.doc, sentence.start
    marked = [(e.start, e.end) for e in sentence.ents if e.label_ in {"DATE", "TIME"}]
    for first, last in marked:
        if first < end:
            continue
        start, end = next(
            (
                (a, b)
                for a, b in _stretches(sentence, first, last, [e for _, e in marked if e >= last])
                if _is_date(_words(doc, a, b))
            ),
            (last, last),
        )
        if start < end and not _is_open_ended(doc, start, sentence.start):
            yield start, end


def _stretches(sentence: DocSpan, first: int, last: int, ends: list[int]) -> Iterator[tuple[int, int]]:
    """The longest expression around the marked tokens `[first, last)`, then shorter ones."""
    doc, reach = sentence.doc, last
    while reach < sentence.end and _goes_on(doc[reach], doc[reach - 1]):
        reach += 1
    start = first
    if start - 2 >= sentence.start and doc[start - 1].lower_ in _JOINTS and _is_day(doc[start - 2]):
        start -= 2  # "7 to 10 November", of which only "10 November" is marked
    if start > sentence.start and doc[start - 1].lower_ in _OPENING:
        yield start - 1, reach
    cuts = sorted({reach, last, *(e for e in ends if e <= reach)}, reverse=True)
    yield from ((a, b) for b in cuts for a in dict.fromkeys((start, first)))


def _goes_on(token: Token, before: Token) -> bool:
    """Whether a date may go on with a token: another date, a joint, or the bare day behind one."""
    if token.ent_type_ in {"DATE", "TIME"} or token.is_space or token.lower_ in _JOINTS:
        return True
    return _is_day(token) and before.lower_ in _JOINTS


def _is_day(token: Token) -> bool:
    return token.text.isdigit() and len(token.text) < 3


def _words(doc: Doc, start: int, end: int) -> str:
    return " ".join(doc[start:end].text.split())


def tells_day(sentence: DocSpan) -> bool:
    """Whether a sentence names a day, not only a month or year."""
    found = (resolve(_words(sentence.doc, a, b), reference=_ANY_DAY, tense=Tense.PAST) for a, b in moments(sentence))
    return any(day is not None and day.start == day.end for day in found)


@cache
def _is_date(text: str) -> bool:
    """Whether an expression can be read as a date: "Monday", "28 to 30 June"; not "two days", "weekly"."""
    return any(
        resolve(text, reference=_ANY_DAY, anchor=_ANY_DAY, tense=tense) is not None
        for tense in (Tense.PAST, Tense.FUTURE)
    )


def _is_open_ended(doc: Doc, start: int, limit: int) -> bool:
    """ "The first since 2014", "before Monday": a bound, no day."""
    return start > limit and doc[start - 1].lower_ in _OPEN_ENDED
