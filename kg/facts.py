"""Resolution → facts in plain words: what the Python API iterates over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kg.model import Evidence
from kg.resolve import Resolution


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands: the article, the sentence, and the rule that read it.

    The sentence is `text[start:end]` of the article, in Unicode code points, with white space folded.
    """

    article: str
    sentence: str
    rule: str
    confidence: float
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Role:
    """A person holds or held a role."""

    person: str
    role: str
    organization: str | None
    former: bool
    source: Source


@dataclass(frozen=True, slots=True)
class Meeting:
    """A gathering as one article tells it; `start` and `end` bound its days."""

    kind: str
    status: str
    places: tuple[str, ...]
    venue: str | None
    start: date | None
    end: date | None
    participants: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said, in quotation marks (`direct`) or reported; `speaker` is a name, or a description."""

    speaker: str
    quote: str
    direct: bool
    source: Source


def facts(resolution: Resolution) -> Iterator[Role | Meeting | Statement]:
    """Every fact of every article, with the names that the whole set gives its entities."""
    for number, article in enumerate(resolution.articles):

        def name(entity: int, number: int = number) -> str:
            return resolution.entities[resolution.entity_of[number, entity]].name

        def source(evidence: Evidence, text: str = article.document.text, at: str = article.document.source) -> Source:
            sentence = " ".join(evidence.sentence.of(text).split())
            return Source(at, sentence, evidence.rule, evidence.confidence, *evidence.sentence)

        for r in article.roles:
            organization = None if r.organization is None else name(r.organization)
            yield Role(name(r.person), r.role, organization, r.former, source(r.evidence))
        for m in article.meetings:
            yield Meeting(
                m.kind,
                m.status,
                tuple(map(name, m.places)),
                m.venue,
                m.date.start if m.date else None,
                m.date.end if m.date else None,
                tuple(map(name, m.participants)),
                source(m.evidence),
            )
        for s in article.statements:
            yield Statement(
                s.speaker_text if s.speaker is None else name(s.speaker), s.text, s.direct, source(s.evidence)
            )
