"""Calendar arithmetic: days, weeks, months and years → DateValue. Weeks run from Monday to Sunday."""

from calendar import monthrange
from datetime import date, timedelta

from kg.model import DateValue, Precision


def month_of(year: int, month: int, rule: str) -> DateValue:
    """The whole month; months outside 1 to 12 run over into other years.

    >>> month_of(2022, 0, "r").start
    datetime.date(2021, 12, 1)
    """
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    last = monthrange(year, month)[1]
    return DateValue(date(year, month, 1), date(year, month, last), Precision.MONTH, rule)


def year_of(year: int, rule: str) -> DateValue:
    """The whole year."""
    return DateValue(date(year, 1, 1), date(year, 12, 31), Precision.YEAR, rule)


def day_of(day: date, rule: str) -> DateValue:
    """The one day."""
    return DateValue(day, day, Precision.DAY, rule)


def within(start: date, end: date, rule: str) -> DateValue | None:
    """Some time between two days, or None where they are the wrong way round."""
    return DateValue(start, end, Precision.WITHIN, rule) if start <= end else None


def week_of(day: date, rule: str) -> DateValue:
    """Some time within the week that holds the day.

    >>> week_of(date(2024, 5, 16), "r").start
    datetime.date(2024, 5, 13)
    """
    monday = day - timedelta(days=day.weekday())
    return DateValue(monday, monday + timedelta(days=6), Precision.WITHIN, rule)


def on_or_after(day: date, weekday: int) -> date:
    """The first such weekday on or after the day."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def on_or_before(day: date, weekday: int) -> date:
    """The last such weekday on or before the day."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def unit_of(base: date, steps: int, unit: str, rule: str) -> DateValue | None:
    """The day, week, month or year that lies some steps from the one that holds the base.

    >>> unit_of(date(2024, 5, 16), -1, "month", "r").start
    datetime.date(2024, 4, 1)
    """
    if unit == "day":
        return day_of(base + timedelta(days=steps), rule)
    if unit == "week":
        return week_of(base + timedelta(weeks=steps), rule)
    if unit == "month":
        return month_of(base.year, base.month + steps, rule)
    if unit == "year":
        return year_of(base.year + steps, rule)
    return None


def moved(base: date, steps: int, unit: str) -> date:
    """The day some steps away; a day that the month lacks becomes its last.

    >>> moved(date(2024, 3, 31), -1, "month")
    datetime.date(2024, 2, 29)
    """
    if unit in ("day", "week", "fortnight"):
        return base + timedelta(days=steps * {"day": 1, "week": 7, "fortnight": 14}[unit])
    months = steps * {"month": 1, "year": 12, "decade": 120}[unit]
    month = month_of(base.year, base.month + months, "")
    return month.start.replace(day=min(base.day, month.end.day))


def shifted(base: date, steps: int, unit: str, *, rough: bool, rule: str) -> DateValue | None:
    """What "n units ago" or "in n units" means: days exactly, longer units to their own precision.

    >>> shifted(date(2024, 5, 16), -2, "week", rough=False, rule="r").start
    datetime.date(2024, 4, 29)
    """
    if unit in ("minute", "hour"):
        hours = steps if unit == "hour" else (steps > 0) - (steps < 0)
        near, far = sorted((int(hours / 24), (abs(hours) + 23) // 24 * (1 if hours > 0 else -1)))
        return within(base + timedelta(days=near), base + timedelta(days=far), rule)
    middle = moved(base, steps, unit)
    if unit == "day":
        slack = 3 if abs(steps) > 14 else 1 if rough else 0
        if not slack:
            return day_of(middle, rule)
    elif unit in ("week", "fortnight"):
        slack = 3
    elif unit == "month" and not rough:
        return month_of(middle.year, middle.month, rule)
    elif unit == "year" and not rough:
        return year_of(middle.year, rule)
    elif unit == "month":
        return within(moved(middle, -1, "month"), moved(middle, 1, "month"), rule)
    else:
        years = 1 if unit == "year" else 2
        return within(date(middle.year - years, 1, 1), date(middle.year + years, 12, 31), rule)
    return within(middle - timedelta(days=slack), middle + timedelta(days=slack), rule)


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian algorithm).

    >>> easter(2024)
    datetime.date(2024, 3, 31)
    """
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, skipped = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leaps - correction + 15) % 30
    weekday = (32 + 2 * skipped + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def portion(whole: DateValue, part: str, rule: str) -> DateValue | None:
    """The early, mid or late part, or the end, of a week, month, year or longer stretch.

    >>> portion(month_of(2024, 5, "r"), "early", "r").end
    datetime.date(2024, 5, 10)
    """
    days = (whole.end - whole.start).days + 1
    if whole.precision is Precision.DAY or whole.precision is Precision.PERIOD:
        return None
    if days == 7:
        first, last = {"early": (0, 2), "mid": (1, 3), "late": (3, 6), "end": (4, 6)}[part]
    elif whole.precision is Precision.MONTH:
        first, last = {"early": (0, 9), "mid": (10, 19)}.get(part, (20, days - 1))
    elif whole.precision is Precision.YEAR:
        year = whole.start.year
        begin, end = {"early": (1, 4), "mid": (5, 8)}.get(part, (9, 12))
        return within(date(year, begin, 1), month_of(year, end, "").end, rule)
    elif days > 800:
        years = whole.end.year - whole.start.year
        third, thirds, begin = years // 3, 2 * years // 3, whole.start.year
        first, last = {"early": (0, third), "mid": (third, thirds)}.get(part, (thirds, years))
        return within(date(begin + first, 1, 1), date(begin + last, 12, 31), rule)
    elif days > 25:
        third = days // 3
        first, last = {"early": (0, third), "mid": (third, 2 * third)}.get(part, (2 * third, days - 1))
    else:
        return None
    return within(whole.start + timedelta(days=first), whole.start + timedelta(days=last), rule)
