"""HTML → Document: the article of a page, with what its metadata states.

`Document.text` is the extracted text (trafilatura, without reader comments) and the captions, not the page
source. A date counts only where the page marks it as that of publication; the clock and copyright lines never
matter.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from kg.dates import find_publication
from kg.model import Document
from kg.read.captions import captions


def read_html(source: str, text: str) -> Iterator[Document | tuple[str, str]]:
    """The one article of a page."""
    import trafilatura

    body = trafilatura.extract(text, include_comments=False, include_tables=False)
    if not body:
        yield source, "no article found in this page"
        return
    about = trafilatura.extract_metadata(text, extensive=False)
    title = about.title if about else None
    if title and not body.startswith(title):
        body = f"{title}\n\n{body}"
    tree = trafilatura.load_html(text)
    told = [f"Caption: {c}" for c in captions(tree) if c not in body] if tree is not None else []
    yield Document(
        source=source,
        text="\n\n".join([body, *told]),
        headline=title,
        published=_published(tree),
        publisher=about.sitename if about else None,
        authors=tuple(a.strip() for a in about.author.split(";")) if about and about.author else (),
    )


# ---------------------------------------------------------------- the day of publication

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


def _published(tree: Any) -> str | None:
    """The first date that a page states: in its head, in its data, at its own date line, in its address."""
    return next((day for value in _stated(tree) if (day := _day(value))), None) if tree is not None else None


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
