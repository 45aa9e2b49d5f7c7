"""Normalized expression + frame → DateValue, for named stretches: seasons, holidays, decades, quarters."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from kg.dates.frame import Frame, calendar_value, nearest
from kg.dates.parts import PartialDate, read_calendar, year_number
from kg.dates.relative import STEP, STEPS
from kg.dates.spans import day_of, easter, month_of, on_or_after, within
from kg.dates.words import (
    EASTER_DAYS,
    FIXED_DAYS,
    MONTH,
    MONTHS,
    ORDINALS,
    SEASONS,
    WEEKDAYS,
    YEAR,
    alternatives,
)  # fmt: skip
from kg.model import DateValue

Reader = Callable[[re.Match[str], Frame, str], DateValue | None]


def _stepped_month(match: re.Match[str], frame: Frame, rule: str) -> DateValue | None:
    if frame.reference is None:
        return None
    month, step, year = MONTHS[match["month"]], STEPS[match["step"]], frame.reference.year
    if step < 0 and month >= frame.reference.month:
        year -= 1
    if step > 0 and month <= frame.reference.month:
        year += 1
    return month_of(year, month, rule)


def _in_stepped_year(match: re.Match[str], frame: Frame, rule: str) -> DateValue | None:
    fields = read_calendar(match["rest"])
    if frame.reference is None or fields.month is None or fields.year is not None:
        return None
    return calendar_value(replace(fields, year=frame.reference.year + STEPS[match["step"]]), frame)


def _in_stepped_month(match: re.Match[str], frame: Frame, rule: str) -> DateValue | None:
    if frame.reference is None:
        return None
    month = month_of(frame.reference.year, frame.reference.month + STEPS[match["step"]], "").start
    return day_of(month.replace(day=int(match["day"])), rule)


def _season(year: int, name: str, rule: str) -> DateValue | None:
    first = SEASONS[name]
    return within(date(year, first, 1), month_of(year, first + 2, "").end, rule)


def _season_of_year(match: re.Match[str], frame: Frame, rule: str) -> DateValue | None:
    year, name = year_number(match["year"]), match["season"]
    if name == "winter":  # of one year: it may be the winter that ends in it or the one that begins in it
        return within(date(year, 1, 1), month_of(year + 1, 2, "").end, rule)
    return _season(year, name, rule)


def _winter_of_years(match: re.Match[str], frame: Frame, rule: str) -> DateValue | None:
    year = int(match["year"])
    return _season(year, "winter", rule) if int(match["next"]) % 100 == (year + 1) % 100 else None


def _season_near(match: re.Match[str], frame: Frame, rule: str) -> DateValue | None:
    reference = frame.reference
    if reference is None:
        return None
    years = range(reference.year - 2, reference.year + 3)
    found = [value for year in years if (value := _season(year, match["season"], rule))]
    step = STEPS[match["step"]] if match.groupdict().get("step") else None
    if step is None:
        return nearest(found, frame)
    if step < 0:
        return next((value for value in reversed(found) if value.end < reference), None)
    if step > 0:
        return next((value for value in found if value.start > reference), None)
    return next((value for value in found if value.end >= reference), None)


def _holiday(match: re.Match[str], frame: Frame, rule: str) -> DateValue | None:
    reference, name = frame.reference, match["name"]
    if match["year"]:
        return day_of(_holiday_in(name, year_number(match["year"])), rule)
    if reference is None:
        return None
    if match["step"]:
        return day_of(_holiday_in(name, reference.year + STEPS[match["step"]]), rule)
    years = range(reference.year - 1, reference.year + 2)
    return nearest((day_of(_holiday_in(name, year), rule) for year in years), frame)


def _holiday_in(name: str, year: int) -> date:
    if name in FIXED_DAYS:
        return date(year, *FIXED_DAYS[name])
    return easter(year) + timedelta(days=EASTER_DAYS[name])


def _decade(match: re.Match[str], frame: Frame, rule: str) -> DateValue | None:
    start = year_number(match["year"])
    return within(date(start, 1, 1), date(start + 9, 12, 31), rule)


def _century(match: re.Match[str], frame: Frame, rule: str) -> DateValue | None:
    last = int(match["number"]) * 100
    return within(date(last - 99, 1, 1), date(last, 12, 31), rule)


def _two_years(match: re.Match[str], frame: Frame, rule: str) -> DateValue | None:
    year = int(match["year"])
    if int(match["next"]) != (year + 1) % 100:
        return None
    return within(date(year, 1, 1), date(year + 1, 12, 31), rule)


def _part_of_year(match: re.Match[str], frame: Frame, rule: str) -> DateValue | None:
    if match["step"]:
        if frame.reference is None:
            return None
        year = frame.reference.year + STEPS[match["step"]]
    else:
        year = year_number(match["year"])
    groups = match.groupdict()
    months = 6 if groups.get("half") else 3
    count = groups.get("half") or match["quarter"]
    number = int(count) if count.isdigit() else ORDINALS[count]
    last = 12 // months
    first = ((number if number > 0 else last) - 1) * months + 1
    if first > 12:
        return None
    return within(date(year, first, 1), month_of(year, first + months - 1, "").end, rule)


def _half_of_month(match: re.Match[str], frame: Frame, rule: str) -> DateValue | None:
    month = calendar_value(read_calendar(match["rest"]), frame)
    if month is None or month.start.month != month.end.month or month.start == month.end:
        return None
    middle = month.start.replace(day=15)
    if match["half"] == "first":
        return within(month.start, middle, rule)
    return within(middle + timedelta(days=1), month.end, rule)


def _nth_in_month(match: re.Match[str], frame: Frame, rule: str) -> DateValue | None:
    """The nth day, week, weekend or weekday of a month."""
    fields = read_calendar(match["rest"])
    if fields.month is None or fields.day is not None:
        return None
    month = calendar_value(PartialDate(fields.year, fields.month), frame)
    if month is None:
        return None
    number, one = ORDINALS[match["nth"]], timedelta(days=1)
    if match["thing"] == "day":
        return day_of(month.end if number < 0 else month.start + (number - 1) * one, rule)
    if match["thing"] == "week":
        start = month.end - 6 * one if number < 0 else month.start + (number - 1) * 7 * one
        return within(start, min(start + 6 * one, month.end), rule) if start <= month.end else None
    weekday = WEEKDAYS.get(match["thing"], WEEKDAYS["saturday"])
    first = on_or_after(month.end - 6 * one if number < 0 else month.start, weekday)
    day = first if number < 0 else first + (number - 1) * 7 * one
    if day > month.end:
        return None
    return within(day, day + one, rule) if match["thing"] == "weekend" else day_of(day, rule)


_WHICH_YEAR = rf"(?:(?:of |in )?{YEAR}|(?:of |in )?{STEP} year)"
_SEASON = rf"(?P<season>{alternatives(SEASONS)})"
_NTH = alternatives(ORDINALS)

NAMED: tuple[tuple[str, re.Pattern[str], Reader], ...] = tuple(
    (rule, re.compile(pattern), reader)
    for rule, pattern, reader in (
        ("date.stepped-month.v1", rf"{STEP} {MONTH}", _stepped_month),
        ("date.stepped-year.v1", rf"(?P<rest>.+?) (?:of |in )?{STEP} year", _in_stepped_year),
        ("date.stepped-year.v1", rf"{STEP} year (?:on |in )?(?P<rest>.+)", _in_stepped_year),
        ("date.day-of-month.v1",
         rf"(?:on )?the (?P<day>\d\d?)(?:st|nd|rd|th)? of {STEP} month", _in_stepped_month),
        ("date.season.v1",
         rf"(?:in )?(?:the )?{_SEASON} (?:of )?(?P<year>\d{{4}})[-/](?P<next>\d\d(?:\d\d)?)",
         _winter_of_years),
        ("date.season.v1", rf"(?:in )?(?:the )?{_SEASON} (?:of )?{YEAR}", _season_of_year),
        ("date.season.v1", rf"{STEP} {_SEASON}", _season_near),
        ("date.season.v1", rf"(?:in the|in|the) {_SEASON}", _season_near),
        ("date.holiday.v1",
         rf"(?:the )?(?P<name>{alternatives([*FIXED_DAYS, *EASTER_DAYS])})(?: {_WHICH_YEAR})?", _holiday),
        ("date.decade.v1", r"(?:the )?(?P<year>(?:1[5-9]|20)\d0|'\d0)s", _decade),
        ("date.century.v1", r"the (?P<number>1\d|2[01])(?:st|th) century", _century),
        ("date.two-years.v1", r"(?P<year>(?:1[5-9]|20)\d\d)[-/](?P<next>\d\d)", _two_years),
        ("date.half.v1", rf"(?:the )?(?P<half>first|second|last) half (?:of )?{_WHICH_YEAR}", _part_of_year),
        ("date.half.v1", rf"h(?P<half>[12]) {_WHICH_YEAR}", _part_of_year),
        ("date.quarter.v1", rf"(?:the )?(?P<quarter>{_NTH}) quarter (?:of )?{_WHICH_YEAR}", _part_of_year),
        ("date.quarter.v1", rf"q(?P<quarter>[1-4]) {_WHICH_YEAR}", _part_of_year),
        ("date.half.v1", r"the (?P<half>first|second) half of (?P<rest>.+)", _half_of_month),
        ("date.nth-in-month.v1",
         rf"the (?P<nth>{_NTH}) (?P<thing>day|week|weekend|{alternatives(WEEKDAYS)}) (?:of|in) (?P<rest>.+)",
         _nth_in_month),
    )
)  # fmt: skip


def read_named(normal: str, frame: Frame) -> DateValue | None:
    """The value of the first row of `NAMED` that fits."""
    for rule, pattern, reader in NAMED:
        match = pattern.fullmatch(normal)
        value = reader(match, frame, rule) if match else None
        if value:
            return value
    return None
