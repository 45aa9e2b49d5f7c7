"""Undated articles + what others report → days of publication, where the set leaves no doubt.

News says on which weekday something was said, and appears on the last of these days. So an article that prints the
copy of a dated one, and says nothing on any other weekday, is of that day. So is one that reports a meeting whose day
another article knows, where the last weekday that it tells of then falls on a day on which a dated report of the same
meeting appeared. If two such days are found, the article stays without one: a wrong day is worse than none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from kg.dates import partial, weekday_of
from kg.model import Article, PublicationDate, SegmentKind
from kg.resolve.days import INFERRED
from kg.resolve.meetings import Member

_WEEK = 7  # days, after which a weekday is another one
_DATED_LINES = (SegmentKind.DATELINE, SegmentKind.BYLINE)
_DAY_AND_MONTH = re.compile(r"\b[A-Z][a-z]{2,8}\.? \d{1,2}\b|\b\d{1,2} [A-Z][a-z]{2,8}\b")


def date_articles(
    articles: Sequence[Article], gatherings: Sequence[Sequence[Member]], origin: Sequence[int]
) -> tuple[Article, ...]:
    """The articles, with days for those whose day follows from others."""
    found: dict[int, set[date]] = {n: set() for n, a in enumerate(articles) if a.published is None and a.weekdays}
    for n, days in found.items():
        days.update(_by_copy(n, articles, origin))
    for gathering in gatherings:
        for n, day in _by_meeting(gathering, articles):
            found[n].add(day)
    return tuple(_dated(a, found.get(n, set())) for n, a in enumerate(articles))


def _by_copy(number: int, articles: Sequence[Article], origin: Sequence[int]) -> Iterator[date]:
    """The day of dated articles of the same origin that tell of every weekday that this one tells of."""
    told = set(articles[number].weekdays)
    for other, twin in zip(articles, origin, strict=True):
        if twin == origin[number] and other.published and told <= set(other.weekdays):
            day = other.published.day
            if _last(told, day - timedelta(_WEEK - 1)) == day:
                yield day


def _by_meeting(gathering: Sequence[Member], articles: Sequence[Article]) -> Iterator[tuple[int, date]]:
    """The undated articles of a gathering with the day on which each appeared, going by each day known for it."""
    facts = {member: articles[member[0]].meetings[member[1]] for member in gathering}
    known = {
        f.date.start
        for (n, _), f in facts.items()
        if f.date is not None and f.date.start == f.date.end and articles[n].published is not None
    }
    appeared = {p.day for n, _ in gathering if (p := articles[n].published) is not None}
    for (n, _), fact in facts.items():
        article = articles[n]
        if article.published is not None or fact.status != "held" or not article.weekdays:
            continue
        for day in known:
            last = _last(set(article.weekdays), day)
            if weekday_of(fact.date_text or "") == day.weekday() and last in appeared:
                yield n, last


def _last(weekdays: set[int], first: date) -> date:
    """The last of some weekdays in the week that begins with a day."""
    return first + timedelta(max((weekday - first.weekday()) % _WEEK for weekday in weekdays))


def _dated(article: Article, days: set[date]) -> Article:
    """The article with its day, if there is exactly one and its own header lines do not speak against it."""
    if len(days) != 1 or not _agrees(article, *days):
        return article
    (day,) = days
    return replace(article, published=PublicationDate(day, INFERRED))


def _agrees(article: Article, day: date) -> bool:
    """Whether every day and month in the header lines is that of a day or of the day before."""
    text = article.document.text
    stated = [
        partial(match[0])
        for s in article.segments
        if s.kind in _DATED_LINES
        for match in _DAY_AND_MONTH.finditer(s.span.of(text))
    ]
    near = [(d.month, d.day) for d in (day, day - timedelta(days=1))]
    return all((p.month, p.day) in near for p in stated if p.month and p.day)
