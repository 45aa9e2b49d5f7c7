"""The values that cross the seams between the stages.

    Document → Article (segments, mentions, facts of one text) → Resolution (entities of the set) → graph

Everything is frozen and plain: no spaCy, no RDF. Offsets are Unicode code points into
`Document.text`, half-open `[start, end)`; `text[span.start:span.end]` is always the anchor.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of the text, `[start, end)` in Unicode code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of the span."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end


# ---------------------------------------------------------------- read


@dataclass(frozen=True, slots=True)
class Document:
    """One article as it was read: the text untouched, and what the container said about it."""

    source: str  # file as given, JSONL record url or id, or "stdin"
    text: str
    headline: str | None = None  # only where metadata states it
    published: str | None = None  # ISO date or date-time, only where metadata states it
    publisher: str | None = None
    authors: tuple[str, ...] = ()


# ---------------------------------------------------------------- segment


class SegmentKind(str, Enum):
    """What a stretch of a page is."""

    HEADLINE = "headline"
    BYLINE = "byline"  # "By Ann Lee": who wrote it
    CREDITS = "credits"  # "(Reporting by …; Editing by …)", photo credits on their own line
    DATELINE = "dateline"  # "GENEVA (Reuters) -", or a line with the date of publication
    BODY = "body"  # one paragraph
    CAPTION = "caption"
    BOILERPLATE = "boilerplate"  # teasers, notices, share links, other stories


CONTENT = frozenset({SegmentKind.HEADLINE, SegmentKind.BODY, SegmentKind.CAPTION})
"""The kinds that facts are read from."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A region of the text. Segments do not overlap and come in text order."""

    span: Span
    kind: SegmentKind
    reason: str = ""  # why it is skipped, for the kinds that are


# ---------------------------------------------------------------- dates


class Precision(str, Enum):
    """How precise a date is; `PERIOD` is an interval whose ends are days."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    PERIOD = "period"  # "from Monday to Wednesday": the thing lasts from start to end
    WITHIN = "within"  # "this week", "in early May": some time between start and end


@dataclass(frozen=True, slots=True)
class DateValue:
    """A calendar date or interval that an expression denotes, never more precise than the text."""

    start: date  # first day
    end: date  # last day, inclusive
    precision: Precision
    rule: str  # e.g. "date.weekday.v1"

    def overlaps(self, other: "DateValue") -> bool:
        """Whether both hold one day at least."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class Duration:
    """How long something lasted: "more than three hours" is between three and four."""

    text: str  # the words
    minutes: int  # the number that they tell
    least: int  # minutes
    most: int


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """When an article was published, and how that is known."""

    day: date
    basis: str  # "metadata", "dateline", "text", "inferred"


# ---------------------------------------------------------------- extract: one article


class EntityKind(str, Enum):
    """The kinds of node that names are resolved to."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text that refers to an entity of the article."""

    span: Span
    text: str
    label: str  # entity label of the pipeline: PERSON, ORG, GPE, LOC, FAC, NORP
    entity: int  # index into Article.entities
    metonym: bool = False  # a capital or seat that stands for its government


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """One person, organization, place or country, as one article names it."""

    kind: EntityKind
    name: str  # fullest form in the article, without honorific
    forms: tuple[str, ...]  # every form, sorted
    code: str | None = None  # ISO 3166 alpha-2, countries only


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands in the text and which rule read it."""

    sentence: Span
    parts: tuple[Span, ...]  # the mentions and words that carry the fact
    rule: str  # "role.title-before.v1"
    confidence: float  # 0 to 1


@dataclass(frozen=True, slots=True)
class RoleFact:
    """A person holds or held a role, possibly in a named organization or country."""

    person: int
    role: str  # bare title: "deputy foreign minister"
    organization: int | None
    former: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class MeetingFact:
    """One gathering as one article tells it, however often it is named there."""

    label: str
    kind: str  # KINDS
    status: str  # STATUSES
    places: tuple[int, ...]
    venue: str | None
    date: DateValue | None
    date_text: str | None  # the words of the date, also where they could not be resolved
    participants: tuple[int, ...]
    evidence: Evidence  # the most telling sentence; parts from every mention of the gathering
    duration: Duration | None = None
    series: Span | None = None  # the words that name several gatherings of the article of which it is one


@dataclass(frozen=True, slots=True)
class StatementFact:
    """What somebody said."""

    speaker: int | None  # None: unnamed
    speaker_text: str  # the speaker as the text has it
    text: str  # the words said, without outer marks and without the attribution between parts
    cue: str | None  # "said"
    direct: bool
    evidence: Evidence  # parts: the spans of the quoted words


KINDS = (
    "talks",
    "meeting",
    "summit",
    "conference",
    "visit",
    "session",
    "press conference",
    "ceremony",
    "signing",
    "debate",
    "other",
)
STATUSES = ("planned", "held", "ongoing", "cancelled", "postponed", "unclear")


@dataclass(frozen=True, slots=True)
class Article:
    """Everything that one text says, before it is compared with others. Can be pickled and cached."""

    document: Document
    segments: tuple[Segment, ...]
    headline: str | None
    published: PublicationDate | None
    contributors: tuple[str, ...]  # bylines and credits, never actors of the story
    sentences: tuple[Span, ...]
    entities: tuple[LocalEntity, ...]
    mentions: tuple[Mention, ...]
    roles: tuple[RoleFact, ...]
    meetings: tuple[MeetingFact, ...]
    statements: tuple[StatementFact, ...]
    weekdays: tuple[int, ...] = ()  # on which the story says that something was said or done, 0 is Monday; sorted


@dataclass(frozen=True, slots=True)
class Refusal:
    """A candidate for a fact that a rule refused: told to those who ask why something is not in the graph."""

    kind: str  # "role", "meeting", "statement"
    span: Span
    rule: str  # "role.denied.v1"
