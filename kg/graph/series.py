"""Resolution → series: several meetings that articles tell as one whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from kg.graph.instances import Instances, Meeting
from kg.graph.terms import digest
from kg.model import Evidence, MeetingFact, Span
from kg.names import slug
from kg.resolve.series import Naming

_RULE = "meeting.series.v1"


@dataclass(frozen=True, slots=True)
class Series:
    """Meetings that one or several articles put together, each with the words that do so."""

    iri: NamedNode
    label: str
    reports: tuple[tuple[int, Meeting, Evidence], ...]


def series(instances: Instances) -> Iterator[Series]:
    """The series of a resolution."""
    told: dict[Naming, list[tuple[Meeting, MeetingFact]]] = {}
    for meeting in instances.meetings:
        for number, fact in meeting.reports:
            if fact.series is not None:
                told.setdefault((number, fact.series), []).append((meeting, fact))
    for namings in instances.resolution.series:
        reports = tuple((n, m, _evidence(instances, n, words, f)) for n, words in namings for m, f in told[n, words])
        parts = {m.iri: m for _, m, _ in reports}
        label = _label(instances, list(parts.values()))
        ident = digest(*sorted(iri.value for iri in parts), length=8)
        yield Series(instances.mint.iri("series", f"{slug(label)}-{ident}"), label, reports)


def _evidence(instances: Instances, number: int, words: Span, fact: MeetingFact) -> Evidence:
    """The sentence with the words that name the series."""
    sentences = instances.resolution.articles[number].sentences
    sentence = next((s for s in sentences if s.covers(words)), fact.evidence.sentence)
    return replace(fact.evidence, sentence=sentence, parts=(words,), rule=_RULE)


def _label(instances: Instances, parts: Sequence[Meeting]) -> str:
    """ "Norway–Peru series of talks, 2024-05-13/2024-05-17": the bodies, or else people, of each part; first and last day."""
    present = [
        {instances.entity_iris[instances.resolution.entity_of[n, p]] for n, f in m.reports for p in f.participants}
        for m in parts
    ]
    shared = set.intersection(*present)
    bodies = {e for e in shared if "/person/" not in e.value}
    parties = "–".join(sorted(instances.label(e) for e in bodies or shared)[:3])
    kind = "talks" if any(m.kind == "talks" for m in parts) else "meetings"
    days = sorted(d for m in parts if m.date for d in (m.date.start, m.date.end))
    when = f", {days[0]}/{days[-1]}" if days else ""
    return f"{parties} series of {kind}{when}".strip()
