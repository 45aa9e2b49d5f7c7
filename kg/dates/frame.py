"""Calendar fields + the moment of writing → DateValue: what a date leaves unsaid is filled in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from kg.dates.parts import PartialDate
from kg.dates.spans import day_of, month_of, on_or_after, on_or_before, year_of
from kg.model import DateValue, Precision


class Tense(Enum):
    """When the clause around an expression places its event, seen from the moment of writing."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Frame:
    """What an expression is read against."""

    reference: date | None = None  # day of writing
    tense: Tense = Tense.UNKNOWN
    anchor: date | None = None  # day of the event told before, for "the following day"
    order: str | None = None  # "dmy" or "mdy", where the source is known to write so


def nearest(values: Iterable[DateValue], frame: Frame) -> DateValue | None:
    """The value that the tense asks for: the latest begun, the next not over, or the nearest.

    A tie between both directions is not decided.
    """
    reference = frame.reference
    if reference is None:
        return None
    found = sorted(values, key=lambda value: value.start)
    if frame.tense is Tense.PAST:
        return next((value for value in reversed(found) if value.start <= reference), None)
    if frame.tense is Tense.FUTURE:
        return next((value for value in found if value.end >= reference), None)
    ranked = sorted((_distance(value, reference), n) for n, value in enumerate(found))
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return found[ranked[0][1]]


def _distance(value: DateValue, day: date) -> int:
    """Months between whole months, else days."""
    if value.precision is Precision.MONTH:
        return abs((value.start.year - day.year) * 12 + value.start.month - day.month)
    return max((value.start - day).days, (day - value.end).days, 0)


def weekday_value(weekday: int, frame: Frame, rule: str = "date.weekday.v1") -> DateValue | None:
    """A bare weekday: the last one, the next one, or the one within three days of the reference."""
    reference = frame.reference
    if reference is None:
        return None
    if frame.tense is Tense.PAST:
        return day_of(on_or_before(reference, weekday), rule)
    if frame.tense is Tense.FUTURE:
        return day_of(on_or_after(reference, weekday), rule)
    after = on_or_after(reference, weekday)
    return day_of(after if (after - reference).days <= 3 else on_or_before(reference, weekday), rule)


def calendar_value(fields: PartialDate, frame: Frame) -> DateValue | None:
    """The date of calendar fields; a weekday that does not fit them refuses the reading.

    >>> calendar_value(PartialDate(month=1, day=11), Frame(date(2024, 5, 16), Tense.PAST)).start
    datetime.date(2024, 1, 11)
    """
    year, month, day = fields.year, fields.month, fields.day
    if day is not None and month is not None:
        if year is not None:
            full = fields.as_date()
            return day_of(full, "date.calendar.v1") if full else None
        return nearest(_same_day_of_years(fields, frame), frame)
    if day is not None:
        return nearest(_same_day_of_months(fields, frame), frame)
    if month is not None:
        if year is not None:
            return month_of(year, month, "date.month.v1")
        if frame.reference is None:
            return None
        years = range(frame.reference.year - 1, frame.reference.year + 2)
        return nearest((month_of(year, month, "date.month.v1") for year in years), frame)
    if year is not None:
        return year_of(year, "date.year.v1")
    return weekday_value(fields.weekday, frame) if fields.weekday is not None else None


def _same_day_of_years(fields: PartialDate, frame: Frame) -> Iterable[DateValue]:
    reach = 4 if (fields.month, fields.day) == (2, 29) else 1 if fields.weekday is None else 3
    if frame.reference is None:
        return
    for year in range(frame.reference.year - reach, frame.reference.year + reach + 1):
        day = replace(fields, year=year).as_date()
        if day:
            yield day_of(day, "date.day-month.v1")


def _same_day_of_months(fields: PartialDate, frame: Frame) -> Iterable[DateValue]:
    if frame.reference is None:
        return
    for step in range(-4, 5):
        month = month_of(frame.reference.year, frame.reference.month + step, "").start
        day = replace(fields, year=month.year, month=month.month).as_date()
        if day:
            yield day_of(day, "date.day-of-month.v1")
