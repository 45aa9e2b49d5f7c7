"""Undated reports + what others know → days of meetings.

"On Monday" says nothing in an article that does not tell when it was written. But where another report of the
same meeting knows its day, the article can only have been written on some days, and these settle what else it
says: "Wednesday" of talks to come is then one day. Nothing is inferred that those days leave open.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from kg.dates import Tense, resolve
from kg.model import Article, DateValue, MeetingFact, Precision
from kg.resolve.meetings import Member

INFERRED = "inferred"  # basis of the day of an article that does not state one itself
REACH = 40  # days around a known meeting in which an article about it may have been written

_TENSE = {"held": Tense.PAST, "planned": Tense.FUTURE}
_RULE = "date.other-articles.v1"


def known_days(articles: Sequence[Article], gatherings: Sequence[Sequence[Member]]) -> list[DateValue | None]:
    """When each gathering is: the narrowest date that its reports state, or that follows from other articles."""
    days = [_stated([f.date for f in _facts(articles, g) if f.date]) for g in gatherings]
    undated = [(n, a) for n, a in enumerate(articles) if a.published is None or a.published.basis == INFERRED]
    while True:  # what one article settles may settle another
        anchors = {m: when for g, when in zip(gatherings, days, strict=True) if when and _one_day(when) for m in g}
        inferred: dict[Member, DateValue] = {}
        for number, article in undated:
            inferred |= _settled(number, article, anchors)
        more = [
            _narrower(when, (inferred[m] for m in g if m in inferred)) for g, when in zip(gatherings, days, strict=True)
        ]
        if more == days:
            return days
        days = more


def _stated(values: Sequence[DateValue]) -> DateValue | None:
    """The narrowest date that reports state; where others share no day with it, the time that holds them all."""
    best = _narrowest(values)
    apart = [v for v in values if best and not v.overlaps(best)]
    if best is None or not apart:
        return best
    first, last = min(v.start for v in (best, *apart)), max(v.end for v in (best, *apart))
    return DateValue(first, last, Precision.WITHIN, best.rule)


def _narrower(known: DateValue | None, others: Iterable[DateValue]) -> DateValue | None:
    """The narrowest of other dates where it says more than the known one and does not clash with it."""
    best = _narrowest(others)
    if known is None or best is None:
        return known or best
    return best if _length(best) < _length(known) and best.overlaps(known) else known


def _settled(number: int, article: Article, anchors: Mapping[Member, DateValue]) -> dict[Member, DateValue]:
    """The days of an undated article's meetings that are the same for every day on which it can have been written."""
    told = {(number, i): f for i, f in enumerate(article.meetings) if f.date is None and f.date_text}
    fixed = {m: anchors[m] for m in told if m in anchors}
    readings: list[dict[Member, DateValue]] = []
    for day in [article.published.day] if article.published else _around(fixed.values()):
        read = {m: value for m, f in told.items() if (value := _read(f, day)) is not None}
        if all(m in read and read[m].overlaps(when) for m, when in fixed.items()):
            readings.append(read)
    closest = min(map(_spread, readings), default=0)  # the days that an article names lie close together
    first, *more = [r for r in readings if _spread(r) == closest] or [{}]
    return {m: value for m, value in first.items() if all(r.get(m) == value for r in more)}


def _read(fact: MeetingFact, written: date) -> DateValue | None:
    """What the words for the day of a meeting say in an article written on a day."""
    value = resolve(fact.date_text or "", reference=written, tense=_TENSE.get(fact.status, Tense.UNKNOWN))
    return DateValue(value.start, value.end, value.precision, _RULE) if value else None


def _around(known: Iterable[DateValue]) -> Iterator[date]:
    """The days on which an article that tells of known meetings may have been written."""
    starts = sorted(when.start for when in known)
    if starts:
        first, last = starts[-1] - timedelta(REACH), starts[0] + timedelta(REACH)
        yield from (first + timedelta(n) for n in range((last - first).days + 1))


def _spread(read: Mapping[Member, DateValue]) -> int:
    """Days from the first to the last that a reading gives."""
    single = [value for value in read.values() if _one_day(value)]
    return (max(v.start for v in single) - min(v.start for v in single)).days if single else 0


def _narrowest(values: Iterable[DateValue]) -> DateValue | None:
    return min(values, key=lambda v: (_length(v), v.start, v.precision is Precision.WITHIN), default=None)


def _facts(articles: Sequence[Article], gathering: Sequence[Member]) -> Iterator[MeetingFact]:
    return (articles[a].meetings[m] for a, m in gathering)


def _length(value: DateValue) -> int:
    return (value.end - value.start).days


def _one_day(value: DateValue) -> bool:
    return value.start == value.end
