"""IRIs and literals: minted from content, the same in every run.

id:article/<hash of source>     id:person/<slug>     id:membership/<slug>     id:claim/<hash>
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.graph.vocab import XSD
from kg.model import DateValue, EntityKind, Precision, Span
from kg.names import slug

if TYPE_CHECKING:
    from kg.resolve import Entity

DEFAULT_BASE = "https://w3id.org/newskg/id/"


def digest(*parts: str, length: int = 16) -> str:
    """A hexadecimal digest of strings."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:length]


class Mint:
    """Makes the IRIs of one graph."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self.base = base

    def iri(self, kind: str, ident: str) -> NamedNode:
        """The IRI of a thing of a kind."""
        return NamedNode(f"{self.base}{kind}/{ident}")

    def article(self, source: str) -> NamedNode:
        """An article: its source is its identity."""
        return self.iri("article", digest(source))

    def span(self, article: NamedNode, span: Span) -> NamedNode:
        """A stretch of an article (RFC 5147 fragment, code points)."""
        return NamedNode(f"{article.value}#char={span.start},{span.end}")

    def entities(self, entities: Sequence[Entity], sources: Sequence[str]) -> list[NamedNode]:
        """One IRI an entity: its slug; with a digest of its articles where two share a slug.

        A lone surname, or a body that only a common noun names, always carries the digest, since another
        article's namesake may arrive.
        """
        slugs = [slug(e.name) for e in entities]
        count = Counter((e.kind, s) for e, s in zip(entities, slugs, strict=True))
        out = []
        for entity, ident in zip(entities, slugs, strict=True):
            lone = (entity.kind is EntityKind.PERSON and " " not in entity.name.strip()) or entity.name.islower()
            if lone or ident == "x" or count[entity.kind, ident] > 1:
                seen = sorted({sources[a] for a, _ in entity.members})
                ident = f"{ident}-{digest(entity.name, *seen, length=8)}"
            out.append(self.iri(entity.kind.value, ident))
        return out


def text(value: str) -> Literal:
    """A plain string; characters that RDF cannot hold (lone surrogates, NUL) become U+FFFD."""
    return Literal("".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF or c == "\0" else c for c in value))


def integer(value: int) -> Literal:
    """An xsd:integer, also for offsets: Oxigraph turns every narrower integer type into it."""
    return Literal(str(value), datatype=XSD.integer)


def boolean(value: bool) -> Literal:
    """An xsd:boolean."""
    return Literal("true" if value else "false", datatype=XSD.boolean)


def decimal(value: float) -> Literal:
    """An xsd:decimal with two digits at most."""
    return Literal(str(Decimal(str(round(value, 2))).normalize() + 0), datatype=XSD.decimal)


def degrees(value: float) -> Literal:
    """An xsd:decimal with four digits at most: a place to about ten metres."""
    return Literal(str(Decimal(str(round(value, 4))).normalize() + 0), datatype=XSD.decimal)


def day(value: date) -> Literal:
    """An xsd:date."""
    return Literal(value.isoformat(), datatype=XSD.date)


def duration(minutes: int) -> Literal:
    """An xsd:duration in canonical form: "PT1H30M"."""
    hours, rest = divmod(minutes, 60)
    return Literal("PT" + f"{hours}H" * (hours > 0) + f"{rest}M" * (rest > 0), datatype=XSD.duration)


def start_and_end(value: DateValue) -> tuple[Literal | None, Literal | None]:
    """schema:startDate and schema:endDate in the text's own precision; nothing for "some time within"."""
    if value.precision is Precision.DAY:
        return day(value.start), None
    if value.precision is Precision.MONTH:
        return Literal(f"{value.start:%Y-%m}", datatype=XSD.gYearMonth), None
    if value.precision is Precision.YEAR:
        return Literal(f"{value.start.year:04d}", datatype=XSD.gYear), None
    if value.precision is Precision.PERIOD:
        return day(value.start), day(value.end)
    return None, None
