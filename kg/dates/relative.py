"""Normalized expression + frame → DateValue, for words that lean on another day.

Rows of `RELATIVE` count from the reference ("last", "this", "next", "ago"), rows of `ANCHORED` from
the day of an event told before ("the following day", "later"). A row is a rule id, a pattern for the
whole expression and the function that reads its match; the first row whose function gives a value wins.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from kg.dates.frame import Frame, Tense, calendar_value, nearest, weekday_value
from kg.dates.parts import read_calendar
from kg.dates.spans import day_of, moved, on_or_after, on_or_before, shifted, unit_of, week_of, within
from kg.dates.words import MONTHS, NUMBER, NUMBERS, UNIT, WEEKDAY, WEEKDAYS, alternatives
from kg.model import DateValue

Reader = Callable[[re.Match[str], date, Frame, str], DateValue | None]

Row = tuple[str, re.Pattern[str], Reader]

STEPS = {"last": -1, "past": -1, "just gone": -1, "this past": -1, "this last": -1, "this": 0, "current": 0, "this current": 0,
          "next": 1, "coming": 1, "this coming": 1, "upcoming": 1}  # fmt: skip
STEP = rf"(?:the )?(?P<step>{alternatives(STEPS)})"


def _is_rough(match: re.Match[str]) -> bool:
    return bool(match.groupdict().get("rough")) or match["number"].startswith("a couple")


def _count(match: re.Match[str]) -> int:
    text = match["number"]
    return NUMBERS[text] if text in NUMBERS else int(text)


def _today(match: re.Match[str], reference: date, frame: Frame, rule: str) -> DateValue | None:
    text = match[0].removeprefix("the ")
    steps = {"today": 0, "yesterday": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2}
    return day_of(reference + timedelta(days=steps[text]), rule)


def _overnight(match: re.Match[str], reference: date, frame: Frame, rule: str) -> DateValue | None:
    before = 0 if frame.tense is Tense.FUTURE else 1
    after = 0 if frame.tense is Tense.PAST else 1
    return within(reference - timedelta(days=before), reference + timedelta(days=after), rule)


def _stepped_weekday(match: re.Match[str], reference: date, frame: Frame, rule: str) -> DateValue | None:
    weekday, word = WEEKDAYS[match["weekday"]], match["step"]
    step = STEPS[word]
    if step < 0:  # not yesterday, which nobody calls so
        return day_of(on_or_before(reference - timedelta(days=2), weekday), rule)
    if word == "next":
        return day_of(week_of(reference + timedelta(days=7), "").start + timedelta(days=weekday), rule)
    if step > 0:
        return day_of(on_or_after(reference + timedelta(days=1), weekday), rule)
    if frame.tense in (Tense.PAST, Tense.FUTURE):
        return weekday_value(weekday, frame, rule)
    return day_of(week_of(reference, "").start + timedelta(days=weekday), rule)


def _weekday_of_week(match: re.Match[str], reference: date, frame: Frame, rule: str) -> DateValue | None:
    monday = week_of(reference + timedelta(weeks=STEPS[match["step"]]), "").start
    return day_of(monday + timedelta(days=WEEKDAYS[match["weekday"]]), rule)


def _weeks_from_weekday(match: re.Match[str], reference: date, frame: Frame, rule: str) -> DateValue | None:
    weekday = WEEKDAYS[match["weekday"]]
    weeks = (_count(match) if match.groupdict().get("number") else 1) * (2 if match["unit"] == "fortnight" else 1)
    if "ago" in match[0]:
        return day_of(on_or_before(reference - timedelta(days=1), weekday) - timedelta(weeks=weeks), rule)
    return day_of(on_or_after(reference, weekday) + timedelta(weeks=weeks), rule)


def _weekdays_away(match: re.Match[str], reference: date, frame: Frame, rule: str) -> DateValue | None:
    weekday, weeks = WEEKDAYS[match["weekday"]], timedelta(weeks=_count(match) - 1)
    if match["side"] == "ago":
        return day_of(on_or_before(reference - timedelta(days=1), weekday) - weeks, rule)
    return day_of(on_or_after(reference + timedelta(days=1), weekday) + weeks, rule)


def _beyond(match: re.Match[str], reference: date, frame: Frame, rule: str) -> DateValue | None:
    steps = -2 if match["side"] == "before last" else 2
    unit = match["thing"]
    if unit in WEEKDAYS:
        if steps < 0:
            return day_of(on_or_before(reference - timedelta(days=8), WEEKDAYS[unit]), rule)
        monday = week_of(reference + timedelta(weeks=2), "").start
        return day_of(monday + timedelta(days=WEEKDAYS[unit]), rule)
    return _weekend(reference, steps, rule) if unit == "weekend" else unit_of(reference, steps, unit, rule)


def _weekend(reference: date, steps: int, rule: str) -> DateValue | None:
    week = week_of(reference + timedelta(weeks=steps), rule)
    return within(week.start + timedelta(days=5), week.end, rule)


def _unit(match: re.Match[str], reference: date, frame: Frame, rule: str) -> DateValue | None:
    unit, steps = match["thing"], STEPS[match["step"]]
    if match[0].startswith(("the last ", "the past ")) and unit != "weekend":
        return within(moved(reference, -1, unit), reference, rule)
    if match[0].startswith("the next ") and unit != "weekend":
        return within(reference, moved(reference, 1, unit), rule)
    if unit != "weekend":
        return unit_of(reference, steps, unit, rule)
    if steps == 0 and frame.tense is Tense.PAST:
        return _bare_weekend(match, reference, frame, rule)
    return _weekend(reference, steps, rule)


def _bare_weekend(match: re.Match[str], reference: date, frame: Frame, rule: str) -> DateValue | None:
    return nearest([v for n in (-1, 0, 1) if (v := _weekend(reference, n, rule))], frame)


def _clipped(match: re.Match[str], reference: date, frame: Frame, rule: str) -> DateValue | None:
    if match["thing"] in MONTHS:
        whole = calendar_value(read_calendar(match["thing"]), frame)
    else:
        whole = unit_of(reference, 0, match["thing"], rule)
    if whole is None:
        return None
    if not whole.start <= reference <= whole.end:
        return within(whole.start, whole.end, rule)
    early = match["side"] == "earlier"
    return within(whole.start, reference, rule) if early else within(reference, whole.end, rule)


def _ago(match: re.Match[str], reference: date, frame: Frame, rule: str) -> DateValue | None:
    sign = -1 if match[0].endswith("ago") else 1
    if sign > 0 and frame.tense is Tense.PAST:
        return None
    return shifted(reference, sign * _count(match), match["unit"], rough=_is_rough(match), rule=rule)


def _ago_today(match: re.Match[str], reference: date, frame: Frame, rule: str) -> DateValue | None:
    sign = -1 if "ago" in match[0] else 1
    base = reference + timedelta(days={"tomorrow": 1, "yesterday": -1}.get(match["base"] or "today", 0))
    return day_of(moved(base, sign * _count(match), match["unit"]), rule)


def _stretch(match: re.Match[str], reference: date, frame: Frame, rule: str) -> DateValue | None:
    past = match["side"] in ("last", "past", "previous")
    count, unit = _count(match), match["unit"]
    if unit == "hour" and count % 24 == 0:
        count, unit = count // 24, "day"
    if unit in ("minute", "hour") or (not past and frame.tense is Tense.PAST):
        return None
    end = moved(reference, count * (-1 if past else 1), unit)
    return within(min(reference, end), max(reference, end), rule)


def _anchored_unit(match: re.Match[str], anchor: date, frame: Frame, rule: str) -> DateValue | None:
    steps = _SIDES[match["side"]]
    if match["thing"] == "weekend":
        return _weekend(anchor, steps, rule)
    return unit_of(anchor, steps, match["thing"], rule)


def _anchored_weekday(match: re.Match[str], anchor: date, frame: Frame, rule: str) -> DateValue | None:
    weekday, steps, one = WEEKDAYS[match["weekday"]], _SIDES[match["side"]], timedelta(days=1)
    if steps > 0:
        return day_of(on_or_after(anchor + one, weekday), rule)
    if steps < 0:
        return day_of(on_or_before(anchor - one, weekday), rule)
    return day_of(week_of(anchor, "").start + timedelta(days=weekday), rule)


def _anchored_shift(match: re.Match[str], anchor: date, frame: Frame, rule: str) -> DateValue | None:
    sign = -1 if match["side"] in ("earlier", "before", "beforehand", "previously") else 1
    count = 1 if match["number"] == "the" else _count(match)
    return shifted(anchor, sign * count, match["unit"], rough=_is_rough(match), rule=rule)


def _rows(*rows: tuple[str, str, Reader]) -> tuple[Row, ...]:
    return tuple((rule, re.compile(pattern), reader) for rule, pattern, reader in rows)


_THING = r"(?P<thing>day|weekend|week|month|year)"
_ROUGH = r"(?:(?P<rough>about|around|roughly|some|nearly|almost|approximately) )?"
_SIDES = {"following": 1, "next": 1, "previous": -1, "preceding": -1, "same": 0, "very same": 0, "": 0}
_SIDE = r"(?:the|that(?= (?:very )?same)) (?P<side>following|next|previous|preceding|very same|same)"

RELATIVE = _rows(
    ("date.today.v1", r"today|yesterday|tomorrow|the day before yesterday|the day after tomorrow", _today),
    ("date.today.v1", r"overnight", _overnight),
    ("date.stepped-weekday.v1", rf"{STEP} {WEEKDAY}", _stepped_weekday),
    ("date.stepped-weekday.v1", rf"{WEEKDAY} (?P<step>last|past|just gone)", _stepped_weekday),
    ("date.weekday-of-week.v1", rf"{WEEKDAY} (?:of |in )?{STEP} week", _weekday_of_week),
    ("date.weekday-of-week.v1", rf"{STEP} week (?:on )?{WEEKDAY}", _weekday_of_week),
    ("date.weeks-from-weekday.v1", rf"{WEEKDAY} (?P<unit>week|fortnight)", _weeks_from_weekday),
    ("date.weeks-from-weekday.v1",
     rf"{NUMBER} (?P<unit>week|fortnight)s? (?:on|from|ago(?: on)?) {WEEKDAY}", _weeks_from_weekday),
    ("date.weeks-from-weekday.v1", rf"{NUMBER} {WEEKDAY}s (?P<side>ago|from now)", _weekdays_away),
    ("date.beyond.v1",
     rf"(?:the )?(?P<thing>week|weekend|month|year|{alternatives(WEEKDAYS)}) "
     r"(?P<side>before last|after next)", _beyond),
    ("date.weekend.v1", r"(?:the )?weekend", _bare_weekend),
    ("date.relative-unit.v1", rf"{STEP} (?P<thing>weekend|week|fortnight|month|year)", _unit),
    ("date.clipped-unit.v1", r"(?P<side>earlier|later) (?:this|in the) (?P<thing>week|month|year)", _clipped),
    ("date.clipped-unit.v1", rf"(?P<side>earlier|later) in (?P<thing>{alternatives(MONTHS)})", _clipped),
    ("date.shift.v1", rf"{_ROUGH}{NUMBER} {UNIT} ago", _ago),
    ("date.shift.v1", rf"in {_ROUGH}{NUMBER} {UNIT}(?: time)?", _ago),
    ("date.shift.v1", rf"{_ROUGH}{NUMBER} {UNIT} (?:from now|hence)", _ago),
    ("date.shift-exact.v1",
     r"(?:exactly )?" + NUMBER + r" (?P<unit>day|week|fortnight|month|year)s? "
     r"(?:ago|from|hence) (?P<base>today|tomorrow|yesterday|to the day)", _ago_today),
    ("date.shift-exact.v1", rf"exactly {NUMBER} (?P<unit>day|week|month|year)s? ago(?P<base>)", _ago_today),
    ("date.stretch.v1",
     rf"(?:in |within |over )?the (?P<side>last|past|previous|next|coming) {NUMBER} {UNIT}", _stretch),
    ("date.stretch.v1", rf"(?P<side>within) {NUMBER} {UNIT}", _stretch),
)  # fmt: skip

ANCHORED = _rows(
    ("date.anchored.v1", rf"(?:later )?{_SIDE} {_THING}", _anchored_unit),
    ("date.anchored.v1", rf"(?P<side>)(?:later )?that {_THING}", _anchored_unit),
    ("date.anchored.v1", rf"{_SIDE} {WEEKDAY}", _anchored_weekday),
    ("date.anchored.v1", rf"(?P<side>following|previous|preceding) {WEEKDAY}", _anchored_weekday),
    ("date.anchored.v1", rf"(?P<side>)that {WEEKDAY}", _anchored_weekday),
    ("date.anchored-shift.v1",
     rf"{_ROUGH}{NUMBER} {UNIT} (?P<side>later|after|afterwards?|earlier|before|beforehand|previously)",
     _anchored_shift),
    ("date.anchored-shift.v1", r"(?P<number>the) (?P<unit>day) (?P<side>after|before)", _anchored_shift),
)  # fmt: skip
