"""Expression in news text → DateValue: single dates, parts of stretches, and ranges of both.

Every function here takes a normalized expression. A range is read side by side: what one side leaves
unsaid ("Nov. 20-22", "3 to 5 March 2022") is taken from the other before either is resolved.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from kg.dates.frame import Frame, Tense, calendar_value, weekday_value
from kg.dates.named import read_named
from kg.dates.parts import PartialDate, normalize, read_calendar, without_preposition, year_number
from kg.dates.relative import ANCHORED, RELATIVE
from kg.dates.spans import day_of, moved, portion, shifted, week_of, within
from kg.dates.words import MONTH, NUMBER, NUMBERS, UNIT, WEEKDAY, WEEKDAYS
from kg.model import DateValue, Precision

_PART = re.compile(
    r"(?:in |the |at |by )*(?:(?P<early>early|start of|beginning of|opening of)|(?P<mid>mid|middle of)"
    r"|(?P<late>late)|(?P<end>end of|close of))(?:[ -]in)?[ -](?P<rest>.+)"
)
_HOLDER = re.compile(r"the (?P<unit>week|month|year)")
_WEEK = re.compile(r"(?:the )?week(?P<end>end)? (?P<kind>of|beginning|starting|ending) (?P<rest>.+)")
_SHIFTED = re.compile(rf"(?:(?P<the>the)|{NUMBER}) {UNIT} (?P<side>before|after|from) (?P<rest>.+)")
_BARE_DAY = re.compile(rf"(?:{WEEKDAY} )?(?:the )?(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?: (?P<year>\d{{4}}))?")
_DAY_FIRST = re.compile(rf"(?:{WEEKDAY} )?(?:the )?\d")
_MONTH_DAY = re.compile(rf"(?:{WEEKDAY} )?{MONTH} \d.*")
_JOINT = re.compile(r" (?:to|until|till|til|through|thru) |-| (?P<and>and) | (?P<or>or) ")
_WEEK_OF_BOTH = re.compile(rf"{WEEKDAY}(?P<week> (?:of |in )?(?:the )?(?:last|this|next) week)")
_OPENING = re.compile(r"(?:the weekend of )?(?:(?:from|between|both|either) )?(?:on )?")


def resolve(
    text: str,
    *,
    reference: date | None,
    tense: Tense = Tense.UNKNOWN,
    anchor: date | None = None,
    order: str | None = None,
) -> DateValue | None:
    """The date or interval that an expression denotes, or None where the text does not settle it.

    `reference` is the day of writing; without it only expressions with a year resolve. `anchor` is
    the day of an event told before, for "two days later". `order` is "dmy" or "mdy" for digits.

    >>> resolve("Monday", reference=date(2024, 5, 16), tense=Tense.PAST).start
    datetime.date(2024, 5, 13)
    >>> resolve("from Monday to Wednesday", reference=date(2024, 5, 16), tense=Tense.FUTURE).precision.value
    'period'
    >>> resolve("in 2019", reference=None).precision.value
    'year'
    >>> resolve("24/7", reference=date(2024, 5, 16))
    """
    frame = Frame(reference, tense, anchor, order)
    normal = normalize(text)
    if not normal or len(normal) > 80:
        return None
    try:
        return _read(normal, frame)
    except (ValueError, OverflowError):  # a day such as February 30, or a year beyond the calendar
        return None


def _read(normal: str, frame: Frame) -> DateValue | None:
    stripped = without_preposition(normal)
    for form in dict.fromkeys((normal, stripped)):
        value = _single(form, frame) or _range(form, frame)
        if value:
            return value
    return None


def _single(normal: str, frame: Frame) -> DateValue | None:
    """A date that is no range."""
    fields = read_calendar(normal, frame.order)
    if fields:
        return calendar_value(fields, frame)
    readers = (_leaning, read_named, _part, _around)
    return next((value for reader in readers if (value := reader(normal, frame))), None)


def _leaning(normal: str, frame: Frame) -> DateValue | None:
    for base, rows in ((frame.anchor, ANCHORED), (frame.reference, RELATIVE)):
        for rule, pattern, reader in rows if base else ():
            match = pattern.fullmatch(normal)
            value = reader(match, base, frame, rule) if match and base else None
            if value:
                return value
    return None


def _part(normal: str, frame: Frame) -> DateValue | None:
    """The early, mid or late part, or the end, of a stretch."""
    match = _PART.fullmatch(normal)
    if not match:
        return None
    rest = match["rest"]
    holder = _HOLDER.fullmatch(rest)
    if holder:
        if frame.tense is Tense.PAST:  # the end of some week of the story, not of the week of writing
            return None
        rest = f"this {holder['unit']}"
    whole = _single(rest, frame)
    name = next(part for part in ("early", "mid", "late", "end") if match[part])
    return portion(whole, name, "date.part.v1") if whole else None


def _around(normal: str, frame: Frame) -> DateValue | None:
    """ "The week of March 7", "two days after Christmas Day"."""
    match = _WEEK.fullmatch(normal)
    if match:
        day = _read(match["rest"], frame)
        if day is None or day.precision is not Precision.DAY:
            return None
        if match["end"]:
            return _weekend_of(day.start)
        if match["kind"] == "of":
            return week_of(day.start, "date.week-of.v1")
        six = timedelta(days=6)
        first = day.start - six if match["kind"] == "ending" else day.start
        return DateValue(first, first + six, Precision.WITHIN, "date.week-of.v1")
    match = _SHIFTED.fullmatch(normal)
    base = _single(match["rest"], frame) if match else None
    if match is None or base is None or base.precision is not Precision.DAY:
        return None
    count = 1 if match["the"] else NUMBERS.get(match["number"]) or int(match["number"])
    steps = -count if match["side"] == "before" else count
    if match["unit"] in ("day", "week", "fortnight"):
        return day_of(moved(base.start, steps, match["unit"]), "date.shifted-day.v1")
    return shifted(base.start, steps, match["unit"], rough=False, rule="date.shifted-day.v1")


def _weekend_of(day: date) -> DateValue | None:
    """The Saturday and Sunday that the day belongs to, if it is one of them."""
    saturday = week_of(day, "").start + timedelta(days=5)
    return within(saturday, saturday + timedelta(days=1), "date.weekend.v1") if day >= saturday else None


def _range(normal: str, frame: Frame) -> DateValue | None:
    """Two sides joined by "to", "and", "or" or a dash."""
    opening = _OPENING.match(normal)
    body = normal[opening.end() :] if opening else normal
    for joint in _JOINT.finditer(body):
        left, right = body[: joint.start()], without_preposition(body[joint.end() :])
        ends = _ends(left, right, frame)
        if ends is None or ends[0].start > ends[1].end or ends[0] == ends[1]:
            continue
        return _joined(*ends, listed=bool(joint["and"]) and not normal.startswith("between"),
                       either=bool(joint["or"]))  # fmt: skip
    return None


def _joined(first: DateValue, last: DateValue, *, listed: bool, either: bool) -> DateValue:
    """A period where both ends are days that hang together, else only bounds."""
    days = first.precision is last.precision is Precision.DAY
    apart = listed and last.start - first.end > timedelta(days=1)
    precision = Precision.PERIOD if days and not apart and not either else Precision.WITHIN
    return DateValue(first.start, last.end, precision, "date.range.v1")


def _ends(left: str, right: str, frame: Frame) -> tuple[DateValue, DateValue] | None:
    """Both sides resolved, each with what the other says for it."""
    week = _WEEK_OF_BOTH.fullmatch(right)
    if week and left in WEEKDAYS:
        left += week["week"]
    first, last = _filled(left, right, frame)
    if first and last:
        return _calendar_ends(first, last, frame)
    start, end = _single(left, frame), _single(right, frame)
    if start and last.weekday is not None and last == PartialDate(weekday=last.weekday):
        end = weekday_value(last.weekday, replace(frame, reference=start.end, tense=Tense.FUTURE))
    return (start, end) if start and end else None


def _filled(left: str, right: str, frame: Frame) -> tuple[PartialDate, PartialDate]:
    first, last = read_calendar(left, frame.order), read_calendar(right, frame.order)
    if not first and last.month and last.day and _DAY_FIRST.match(right):
        first = _bare_day(left, last, before=True)
    if not last and first.month and first.day and _MONTH_DAY.fullmatch(left):
        last = _bare_day(right, first, before=False)
    if first.month and last.month and first.year is None and last.year is not None:
        crosses = (first.month, first.day or 0) > (last.month, last.day or 31)
        first = replace(first, year=last.year - crosses)
    return first, last


def _bare_day(text: str, other: PartialDate, *, before: bool) -> PartialDate:
    """A day before or after the other side, which gives its month and, where unsaid, its year."""
    match = _BARE_DAY.fullmatch(text)
    if not match or (int(match["day"]) < (other.day or 0)) is not before:
        return PartialDate()
    year = year_number(match["year"]) if match["year"] else other.year
    weekday = WEEKDAYS[match["weekday"]] if match["weekday"] else None
    return PartialDate(year, other.month, int(match["day"]), weekday)


def _calendar_ends(first: PartialDate, last: PartialDate, frame: Frame) -> tuple[DateValue, DateValue] | None:
    """Two calendar dates: the side that the tense fixes first decides the year or week of the other."""
    floating = first.year is None and last.year is None
    if floating and (frame.tense is Tense.PAST or (frame.tense is Tense.FUTURE and last.month)):
        end = calendar_value(last, frame)
        start = calendar_value(first, Frame(end.start, Tense.PAST)) if end else None
    else:
        start = calendar_value(first, frame)
        later = replace(frame, reference=start.start, tense=Tense.FUTURE) if start else frame
        end = calendar_value(last, later)
    return (start, end) if start and end else None
