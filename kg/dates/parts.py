"""Text → what a date expression states by itself (`PartialDate`), without any reference.

`normalize` brings an expression into the plain form that every pattern of the grammar expects.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from kg.dates.words import AMBIGUOUS, DAY, DAY_ORDINALS, DAY_PARTS, MONTH, MONTHS, WEEKDAY, WEEKDAYS, YEAR, alternatives


@dataclass(frozen=True, slots=True)
class PartialDate:
    """The fields of a calendar date that an expression states; weekday 0 is Monday."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None

    def __bool__(self) -> bool:
        return self != PartialDate()

    def as_date(self) -> date | None:
        """The full date, or None where a field is missing, impossible or against the weekday.

        >>> PartialDate(2024, 5, 16, 3).as_date()
        datetime.date(2024, 5, 16)
        >>> PartialDate(2024, 5, 16, 4).as_date()
        """
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            day = date(self.year, self.month, self.day)
        except ValueError:
            return None
        return day if self.weekday in (None, day.weekday()) else None


_CHARACTERS = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "–": "-", "—": "-", "‑": "-",
                             "\u00a0": " ", "\u202f": " ", "(": " ", ")": " ", ",": " "})  # fmt: skip
_LOWER_CASE_WORDS = re.compile(rf"\b(?:{'|'.join(AMBIGUOUS)})\b")
_ZONE = r"(?:local time|[a-z]{2}/[a-z]{2}|gmt|utc|bst|ist|msk|c?e[sd]?t|e[ds]?t|c[ds]t|m[ds]t|p[ds]?t)"
_MERIDIEM = r"[ap] ?m\b"
_CLOCK = re.compile(
    rf"(?:\b(?:at|around|about|by) )?"
    rf"(?:\b\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?(?: ?{_MERIDIEM})?|\b\d{{1,2}} ?{_MERIDIEM}"
    rf"|\b\d{{4}}(?= (?:gmt|utc)\b)"
    rf"|\bat (?:{DAY_PARTS}))(?: {_ZONE}\b)?(?: on\b)?(?![.\d])"
)


def _compiled(*rewrites: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in rewrites)


_BEFORE_CLOCK = _compiled(
    (r"\b([ap])\. ?m\b\.?", r"\1m"),
    (r"(?<=[a-z])\.", " "),
    (r"(?<=[a-z])'s?(?=[\s-]|$)", ""),
    (r"(\d{4}-\d\d-\d\d)[t ]\d\d:\d\d.*", r"\1"),
    (r"\b(\d{1,2})-([a-z]{3,9})-(\d{4})\b", r"\1 \2 \3"),
    (r"\b(\d{1,2})-([a-z]{3,9})-(\d\d)$", r"\1 \2 '\3"),
    (r"\s*-\s*", "-"),
    (r"\s+", " "),
)
_AFTER_CLOCK = _compiled(
    (r"\s+", " "),
    (r" local time$", ""),
    (r"^(?:the )?(?:early |late )?last night$", "yesterday"),
    (r"^(?:early |late |later |earlier )?(?:tonight|this (?:morning|afternoon|evening))$", "today"),
    (rf"\b(next|following|previous|same|that) (?:{DAY_PARTS})$", r"\1 day"),
    (rf"^(?:on )?(?:the )?(?:{DAY_PARTS}) of (?=.)", ""),
    (rf"(?<=.) (?:early |late |mid-)?(?:{DAY_PARTS})$", ""),
    (rf"^(?:noon|midday|dawn) (?=(?:{'|'.join(WEEKDAYS)}|today|yesterday|tomorrow)\b)", ""),
    (r"^(?:in |during )?the month of (?=.)", ""),
    (r" nights? ago$", " days ago"),
    (rf"^(?:early|late|earlier|later) (?=(?:{'|'.join(WEEKDAYS)}|today|yesterday|tomorrow)\b)", ""),
    (r"^(?:early|late|earlier|later) on (?=.)", ""),
)


_ORDINAL = re.compile(rf"\b{alternatives(DAY_ORDINALS)}(?= of {alternatives(MONTHS)}\b)")


def normalize(text: str) -> str:
    """The expression in lower case, without times of day, parts of the day, commas and brackets.

    Words such as "may" and "march" count as names of months only with a capital; an expression with
    one of them in lower case becomes the empty string, which no rule reads.

    >>> normalize("Thursday (Mar. 6) at 9:30 a.m. GMT")
    'thursday mar 6'
    >>> normalize("they may 5")
    ''
    """
    text = text.translate(_CHARACTERS)
    if _LOWER_CASE_WORDS.search(text):
        return ""
    text = text.lower().strip(' \t\n;:"“”')
    for pattern, replacement in _BEFORE_CLOCK:
        text = pattern.sub(replacement, text).strip()
    text = _CLOCK.sub(" ", text).strip(" .;:")
    for pattern, replacement in _AFTER_CLOCK:
        text = pattern.sub(replacement, text)
    return _ORDINAL.sub(lambda match: str(DAY_ORDINALS[match[0]]), text).strip()


_CALENDAR = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{WEEKDAY} )?(?:the )?{DAY} (?:of )?{MONTH}(?: (?:of )?{YEAR})?",
        rf"(?:{WEEKDAY} )?{MONTH} (?:the )?{DAY}(?: {YEAR})?",
        rf"(?:the )?{DAY} (?:of )?{MONTH}(?: {YEAR})? {WEEKDAY}",
        rf"{MONTH} {DAY}(?: {YEAR})? {WEEKDAY}",
        rf"{MONTH} (?:of )?{YEAR}",
        r"(?:the year )?(?P<year>1[5-9]\d\d|20\d\d)",
        rf"{YEAR} {MONTH} {DAY}",
        rf"(?:{WEEKDAY} )?(?P<year>\d{{4}})([-/])(?P<month>\d\d)\3(?P<day>\d\d)",
        rf"(?:{WEEKDAY} )?(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}})",
        r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])",
        r"(?P<month>0[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)",
        rf"on (?:{WEEKDAY} )?the (?P<day>[0-3]?\d)(?:st|nd|rd|th)",
        rf"{WEEKDAY} the (?P<day>[0-3]?\d)(?:st|nd|rd|th)",
        MONTH,
        WEEKDAY,
    )
)
_NUMERIC = re.compile(rf"(?:{WEEKDAY} )?(?P<first>\d{{1,2}})([-/])(?P<second>\d{{1,2}})\3(?P<year>\d{{4}}|\d\d)")
_PREPOSITION = re.compile(r"^(?:on|in|at|for|during|over|of|both|either) ")


def year_number(digits: str) -> int:
    """The year of two or four digits; of two, 69 to 99 lie in the twentieth century.

    >>> year_number("'98"), year_number("24"), year_number("1815")
    (1998, 2024, 1815)
    """
    digits = digits.lstrip("'")
    if len(digits) > 2:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= 69 else 2000)


def read_fields(match: re.Match[str]) -> PartialDate:
    """The fields that the named groups of a match hold."""
    groups = match.groupdict()
    month, weekday = groups.get("month"), groups.get("weekday")
    return PartialDate(
        year=year_number(groups["year"]) if groups.get("year") else None,
        month=(MONTHS.get(month) or int(month)) if month else None,
        day=int(groups["day"]) if groups.get("day") else None,
        weekday=WEEKDAYS[weekday] if weekday else None,
    )


def numeric_readings(normal: str, order: str | None = None) -> tuple[PartialDate, ...]:
    """The possible readings of digits such as 11/04/1998: month first and day first.

    >>> numeric_readings("11/04/1998", order="dmy")
    (PartialDate(year=1998, month=4, day=11, weekday=None),)
    """
    match = _NUMERIC.fullmatch(normal)
    if not match:
        return ()
    bare = read_fields(match)
    first, second = int(match["first"]), int(match["second"])
    readings = []
    if order != "dmy":
        readings.append(replace(bare, month=first, day=second))
    if order != "mdy" and (first != second or not readings):
        readings.append(replace(bare, month=second, day=first))
    return tuple(reading for reading in readings if reading.as_date())


def read_calendar(normal: str, order: str | None = None) -> PartialDate:
    """What a normalized expression states; empty where it is no calendar expression."""
    for pattern in _CALENDAR:
        match = pattern.fullmatch(normal)
        if match:
            return read_fields(match)
    readings = numeric_readings(normal, order)
    return readings[0] if len(readings) == 1 else PartialDate()


def without_preposition(normal: str) -> str:
    """The normalized expression without a leading "on", "in" and the like."""
    return _PREPOSITION.sub("", normal)


def partial(text: str) -> PartialDate:
    """What an expression states by itself: year, month, day and weekday as far as they are given.

    >>> partial("Thursday 6 Mar")
    PartialDate(year=None, month=3, day=6, weekday=3)
    >>> bool(partial("the day after"))
    False
    """
    normal = normalize(text)
    return read_calendar(normal) or read_calendar(without_preposition(normal))


def weekday_of(text: str) -> int | None:
    """The weekday that an expression names, 0 for Monday; None where it names none.

    >>> weekday_of("on Tuesday morning")
    1
    """
    return partial(text).weekday
