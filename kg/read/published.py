"""HTML → the day of publication, as the page states it: in its head, its data, its address or its header lines.

A date counts only where the page marks it as that of publication; the clock and copyright lines never matter.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from kg.dates import find_publication, local_day
from kg.read.lines import lines

_META = (
    "article:published_time article:published og:article:published_time og:published_time datepublished "
    "date_published date-published published_time published_at publication_date publish_date publish-date publishdate "
    "pubdate parsely-pub-date sailthru.date citation_publication_date originalpublicationdate dcterms.issued "
    "dc.date.issued dc.date.published dcterms.date dc.date dcterms.created dc.date.created date"
).split()
"""Names of `meta` elements that state a date of publication, the surest first."""

_LD_TYPE = re.compile(r"Article|Posting|WebPage")
_OWN = (
    "[not(ancestor::aside or ancestor::nav)]"
    "[not(ancestor::*[not(self::body)][contains(@class, 'comment') or contains(@class, 'related')])]"
)
_LENGTH = "string-length(normalize-space())"
_DATES = (
    f"//*[contains(@itemprop, 'datePublished')]{_OWN}",
    f"//time[@pubdate or contains(@class, 'publish') or contains(@class, 'entry-date')]{_OWN}",
    # unmarked: in no header of the site and in no sentence, and with the story below it
    f"//time{_OWN}[not(ancestor::header or ancestor::footer) or ancestor::article or ancestor::main]"
    f"[not(ancestor::p[{_LENGTH} > 100 or substring(normalize-space(), {_LENGTH}) = '.'])][following::p[{_LENGTH} > 40]]",
)
"""Elements of a page that date its own story, the surest first."""

_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d\d)/(\d\d)/")


def published(tree: Any, headline: str | None) -> str | None:
    """The first date that a page states, in ISO form if it is clear; a stamp in universal time as the local day."""
    told = [day for line in _header(tree, headline) for day in find_publication(line, updates=False)]
    for value in _stated(tree):
        day = _day(value)
        if day:
            local = local_day(value, told)
            return local.isoformat() if local else day
    return next((day for line in _header(tree, headline) if (day := _day(line))), None)


_LINES_BEFORE, _LINES_AFTER = 3, 12  # the headline
_SENTENCE = 100  # characters of a line that is a paragraph of the story
_LONGEST = 160  # characters of a header line


def _header(tree: Any, headline: str | None) -> Iterator[str]:
    """The lines around the headline, up to the first paragraph of the story."""
    body = tree.find("body")
    every = list(lines(tree if body is None else body))
    places = [n for n, line in enumerate(every) if headline and line == headline]
    if not places:
        return
    place = places[-1] if _leads_on(every, places[-1]) else places[0]
    before = every[max(0, place - _LINES_BEFORE) : place]
    for line in (*islice(every, place + 1, place + 1 + _LINES_AFTER), *before):
        if len(line) > _SENTENCE and line.endswith((".", "”", '"')):
            return
        if len(line) <= _LONGEST:
            yield line


def _leads_on(every: list[str], place: int) -> bool:
    """Whether the story stands behind a line."""
    return any(len(line) > _SENTENCE for line in islice(every, place + 1, place + 1 + _LINES_AFTER))


def _stated(tree: Any) -> Iterator[str]:
    """What a page says about the date of its publication, the surest first."""
    named: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        named.setdefault(name.lower(), meta.get("content", ""))
    yield from (named[name] for name in _META if name in named)
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        yield from _linked_data(script.text or "")
    for element in (e for path in _DATES for e in tree.xpath(path)):
        yield element.get("datetime") or element.get("content") or " ".join(element.itertext())
    for address in (*tree.xpath("//link[@rel='canonical']/@href"), named.get("og:url", "")):
        yield "-".join(match.groups()) if (match := _ADDRESS.search(address)) else ""


def _linked_data(script: str) -> Iterator[str]:
    """Every `datePublished` of the articles and pages that a JSON-LD script describes, in order."""
    try:
        waiting = [json.loads(script, strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if _LD_TYPE.search(str(item.get("@type"))):
                yield str(item.get("datePublished", ""))
            waiting += reversed(item.values())
        elif isinstance(item, list):
            waiting += reversed(item)


_ISO = re.compile(r"\s*((?:1[6-9]|[2-9]\d)\d\d)(-?)(\d\d)\2(\d\d)(?!\d)")


def _day(value: str) -> str | None:
    """A stated date, in ISO form if it is clear; None where no day is stated.

    >>> _day("2024-05-03T09:00:00Z"), _day("Fri, 03 May 2024 09:00:00 GMT"), _day("03/06/1997"), _day("2024")
    ('2024-05-03', '2024-05-03', '03/06/1997', None)
    """
    match = _ISO.match(value)
    if match:
        try:
            return date(int(match[1]), int(match[3]), int(match[4])).isoformat()
        except ValueError:
            return None
    found = find_publication(" ".join(value.split()))
    return found[0].isoformat() if len(found) == 1 else value.strip() if found else None
