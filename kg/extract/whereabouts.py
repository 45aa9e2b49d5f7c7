"""Doc → the cities that common words stand for: "here" behind a dateline, "the Omani capital"."""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from kg.extract.quotes import quoted
from kg.lexicon import places
from kg.model import Document, Segment, SegmentKind, Span

_FIRST = re.compile(r"[^\W\d_][^,(/\d–—]*?(?=\s*(?:[,(–—_]|\s-|--|$))")
_NO_CITY = frozenset({"market", "gain", "good", "stock", "letter", "punishment", "expenditure", "spending", "fund"})


def cities_meant(document: Document, segments: Sequence[Segment], doc: Doc) -> dict[int, str]:
    """Token → the city that the word stands for in this article."""
    out = dict(_capitals(doc))
    stated = dateline(document.text, segments)
    if stated is not None:
        city = stated[0]
        inside = [q.inner for q in quoted(document.text, [s.span for s in segments])]
        out |= {
            t.i: city
            for t in doc
            if t.lower_ == "here" and t.pos_ == "ADV" and not any(s.start <= t.idx < s.end for s in inside)
        }
    return out


def dateline(text: str, segments: Sequence[Segment]) -> tuple[str, Span] | None:
    """The city that the datelines of an article name, and where; None where there are several or none.

    >>> dateline("PHNOM PENH, May 22 (AB) - ", [Segment(Span(0, 26), SegmentKind.DATELINE, "dateline")])
    ('Phnom Penh', Span(start=0, end=10))
    """
    found: dict[str, int] = {}
    for stated in segments:
        line = stated.span.of(text)
        if stated.kind is SegmentKind.DATELINE and stated.reason == "dateline" and not line.endswith(":"):
            match = _FIRST.match(line)
            found.setdefault(match.group() if match else "", stated.span.start)
    name, start = next(iter(found.items())) if len(found) == 1 else ("", 0)
    known = places.city(name)
    if name.isupper():
        city = known.name if known and known.name.casefold() == name.casefold() else name.title()
    else:
        city = name if known else ""
    return (city, Span(start, start + len(name))) if city and places.body(name) is None else None


def _capitals(doc: Doc) -> Iterator[tuple[int, str]]:
    """ "The Omani capital", "Norway's capital"; not "the Omani capital, Muscat", which names the city itself."""
    for token in doc:
        if token.lower_ != "capital" or token.i == 0 or _names_city(token) or _is_compound(token):
            continue
        before = token.nbor(-1)
        if before.lower_ in {"'s", "’s", "'", "’"} and before.i:
            before = before.nbor(-1)
        country = places.country(before.text)
        if country is not None and country.capital:
            yield token.i, country.capital


def _names_city(token: Token) -> bool:
    """Whether the name of the city follows: "capital, Muscat", "capital of Muscat", "capital Muscat"."""
    behind = [t for t in token.doc[token.i + 1 : token.i + 5] if t.lower_ not in {"city", "of", ","}]
    return bool(behind) and behind[0].ent_type_ == "GPE"


def _is_compound(token: Token) -> bool:
    """ "Capital markets", "capital letters"."""
    return token.i + 1 < len(token.doc) and token.nbor().lemma_.lower() in _NO_CITY
