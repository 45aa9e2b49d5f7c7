"""A header or dateline → the day of publication.

A date counts only where the words before it belong to a header (labels, names of outlets, a byline, a
clock) and what follows does not go on as a sentence, so that dates told by the story are left alone.
"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from kg.dates.parts import normalize, numeric_readings, read_calendar
from kg.dates.words import MONTHS, WEEKDAYS, alternatives

_WEEKDAY = rf"(?:{alternatives(WEEKDAYS)}\b\.?,? +)?"
_MONTH = rf"{alternatives(MONTHS)}\b\.?"
_YEAR = r"(?:19|20)\d\d\b"
_DATE = re.compile(
    r"(?<![\w/.-])(?:"
    rf"{_WEEKDAY}\d{{1,2}}(?:st|nd|rd|th)?(?:[ -]|\bof\b)+{_MONTH}(?:,|-| )+{_YEAR}"
    rf"|{_WEEKDAY}{_MONTH} +\d{{1,2}}(?:st|nd|rd|th)?,? +{_YEAR}"
    rf"|{_WEEKDAY}{_YEAR}[-/]\d\d[-/]\d\d(?=$|[^\d])"
    rf"|{_WEEKDAY}\d{{1,2}}\.\d{{1,2}}\.{_YEAR}"
    rf"|{_WEEKDAY}\d{{1,2}}([-/])\d{{1,2}}\1(?:{_YEAR}|\d\d\b)"
    r")(?![-/]\d)",
    re.IGNORECASE,
)
_LABELS = frozenset(
    ("a", "am", "and", "at", "by", "date", "dated", "et", "filed", "first", "for", "from", "gmt", "in",
     "last", "local", "modified", "of", "on", "pm", "posted", "publication", "published", "release",
     "released", "revised", "the", "time", "update", "updated", "utc", "via")
)  # fmt: skip
_LATER = re.compile(r"\b(?:updated?|modified|revised)\b", re.IGNORECASE)
_LEAD_ON = re.compile(r"(?:^|[a-z] )(?:on|in|of|since|until|for|by|from)\s*$", re.IGNORECASE)
_LABELLED = re.compile(r"\b(?:published|posted|updated|modified|released|revised|filed)\b[^.]*$", re.IGNORECASE)
_CLOCK = re.compile(
    r"^T?[\s,|·•-]*(?:at )?\d{1,2}[:.]\d\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?(?: ?[ap]\.?m\b\.?)?", re.IGNORECASE
)
_SENTENCE_GOES_ON = re.compile(r"^[\s,]*(?!(?:at|by|updated|published|posted|last|edt|est|gmt|am|pm|in|from)\b)[a-z]")
_MOST_WORDS = 8
_WEST, _EAST = 11, 13  # hours by which local time lies behind and ahead of universal time


def find_publication(text_line: str, *, updates: bool = True) -> tuple[date, ...]:
    """The day that a header line states: one date, both readings of ambiguous digits, or nothing.

    Without `updates` the day of an update does not stand in for that of publication.

    >>> find_publication("Published: May 14, 2024 09:31 GMT")
    (datetime.date(2024, 5, 14),)
    >>> find_publication("03/06/1997 08:15:00")
    (datetime.date(1997, 3, 6), datetime.date(1997, 6, 3))
    >>> find_publication("On January 3, 2019, the minister resigned.")
    ()
    """
    fallback: tuple[date, ...] = ()
    begin = 0
    for match in _DATE.finditer(text_line):
        before, after = text_line[begin : match.start()], text_line[match.end() :]
        begin = match.end()
        found = _readings(match[0])
        if not found or not _is_header(before, after):
            continue
        if not _LATER.search(before):
            return found
        fallback = fallback or (found if updates else ())
    return fallback


_STAMP = re.compile(r"\s*(\d{4}-\d\d-\d\d)T(\d\d):\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]00:?00)\s*")


def local_day(stamp: str, told: Iterable[date]) -> date | None:
    """The day that the article itself tells, where its time stamp is in universal time and fits the day beside it.

    >>> local_day("2024-05-04T02:30:00Z", [date(2024, 5, 3)]), local_day("2024-05-04T14:30:00Z", [date(2024, 5, 3)])
    (datetime.date(2024, 5, 3), None)
    """
    match = _STAMP.fullmatch(stamp)
    if match is None:
        return None
    day, hour = date.fromisoformat(match[1]), int(match[2])
    beside = [(day - timedelta(days=1), hour <= _WEST), (day + timedelta(days=1), hour >= 24 - _EAST)]
    return next((d for d in told for other, reached in beside if d == other and reached), None)


def _readings(text: str) -> tuple[date, ...]:
    normal = normalize(text if text[:1].isdigit() else text.title())
    fields = read_calendar(normal)
    readings = (fields,) if fields else numeric_readings(normal)
    return tuple(day for reading in readings if (day := reading.as_date()))


def _is_header(before: str, after: str) -> bool:
    words = re.findall(r"[^\W\d_]+", before)
    if len(words) > _MOST_WORDS or any(w.islower() and w not in _LABELS for w in words):
        return False
    if _LEAD_ON.search(before) and not _LABELLED.search(before):
        return False
    return not _SENTENCE_GOES_ON.match(_CLOCK.sub("", after))


def weekday_order(candidates: Iterable[date], weekdays: Iterable[int]) -> date | None:
    """The candidate that fits the weekdays which the body uses in the past tense (0 is Monday).

    News tells of the day it appears or of the day before, so each use of such a weekday is a vote for
    a candidate; the same day counts before the day before. Equal votes, or none, decide nothing.

    >>> weekday_order((date(1997, 3, 6), date(1997, 6, 3)), [3])
    datetime.date(1997, 3, 6)
    >>> weekday_order((date(1997, 3, 6), date(1997, 6, 3)), [4])
    """
    used = Counter(weekdays)
    ranked = sorted({(_votes(day, used), day) for day in candidates}, reverse=True)
    if not ranked or ranked[0][0][0] == 0:
        return None
    return ranked[0][1] if len(ranked) == 1 or ranked[0][0] > ranked[1][0] else None


def _votes(day: date, used: Counter[int]) -> tuple[int, int]:
    same, before = used[day.weekday()], used[(day - timedelta(days=1)).weekday()]
    return same + before, same
