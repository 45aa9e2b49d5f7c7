"""Meetings and series of a resolution → triples, with a claim for whatever an article says of them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from pyoxigraph import NamedNode, Triple

from kg.graph.claims import Claims, Term
from kg.graph.instances import Instances, Meeting
from kg.graph.series import Series, series
from kg.graph.sides import sides
from kg.graph.terms import day, digest, duration, integer, start_and_end, text
from kg.graph.vocab import KG, SCHEMA, SKOS
from kg.model import Evidence, MeetingFact, Precision, Span

_BOUNDS = (SCHEMA.startDate, SCHEMA.endDate)
_WITHIN = (KG.earliest, KG.latest)
_WEEK = timedelta(days=7)


class Meetings:
    """Emits the meetings of one graph, their participations and their series."""

    def __init__(self, claims: Claims, instances: Instances) -> None:
        self.claims, self.instances = claims, instances

    def triples(self) -> Iterator[Triple]:
        """Every meeting, then every series."""
        for meeting in self.instances.meetings:
            yield from self._meeting(meeting)
        for whole in series(self.instances):
            yield from self._series(whole)

    def _meeting(self, m: Meeting) -> Iterator[Triple]:
        yield from self.claims.node(m.iri, [KG.Meeting], m.label)
        yield Triple(m.iri, SKOS.prefLabel, text(m.label))
        yield Triple(m.iri, KG.kind, text(m.kind))
        yield Triple(m.iri, KG.status, text(m.status))
        if m.date is not None:
            yield Triple(m.iri, KG.earliest, day(m.date.start))
            yield Triple(m.iri, KG.latest, day(m.date.end))
        yield from self.claims.support(m.iri, [(n, f.evidence) for n, f in m.reports])
        present: dict[NamedNode, list[tuple[int, Evidence]]] = defaultdict(list)
        acting: dict[NamedNode, list[tuple[int, NamedNode, Evidence]]] = defaultdict(list)
        for number, fact in m.reports:
            for predicate, value, words in self._stated(number, fact):
                if predicate not in {KG.status, KG.kind, *_WITHIN}:
                    yield Triple(m.iri, predicate, value)
                yield from self.claims.claim(number, m.iri, predicate, value, self._where(number, fact.evidence, words))
            for position, place in enumerate(self.instances.places(number, fact), 1):
                located = self.claims.claim_iri(number, m.iri, SCHEMA.location, self.claims.entity_iris[place])
                yield Triple(located, SCHEMA.position, integer(position))
            for participant in fact.participants:
                present[self.claims.entity_iri(number, participant)].append((number, fact.evidence))
            for participant, party, evidence in sides(self.claims.resolution.articles[number], fact):
                side = self.claims.entity_iri(number, party)
                acting[self.claims.entity_iri(number, participant)].append((number, side, evidence))
        for entity, told in present.items():
            yield Triple(m.iri, SCHEMA.attendee, entity)
            yield from self._participation(m, entity, told, acting[entity])

    def _series(self, s: Series) -> Iterator[Triple]:
        yield from self.claims.node(s.iri, [SCHEMA.EventSeries], s.label)
        yield Triple(s.iri, SKOS.prefLabel, text(s.label))
        yield from self.claims.support(s.iri, [(n, evidence) for n, _, evidence in s.reports])
        for number, part, evidence in s.reports:
            yield Triple(part.iri, SCHEMA.superEvent, s.iri)
            yield from self.claims.claim(number, part.iri, SCHEMA.superEvent, s.iri, evidence)

    def _stated(self, number: int, fact: MeetingFact) -> Iterator[tuple[NamedNode, Term, tuple[str, ...]]]:
        """What an article says of a meeting, its participants left out, with the words that tell it."""
        yield KG.status, text(fact.status), ()
        yield KG.kind, text(fact.kind), ()
        for place in self.instances.places(number, fact):
            yield SCHEMA.location, self.claims.entity_iris[place], self.claims.resolution.entities[place].forms
        if fact.venue:
            yield KG.venue, self.instances.venue(fact.venue), (fact.venue,)
        dated = (fact.date_text,) if fact.date_text else ()
        for predicate, bound in zip(_BOUNDS, start_and_end(fact.date) if fact.date else (), strict=False):
            if bound is not None:
                yield predicate, bound, dated
        if fact.date and fact.date.precision is Precision.WITHIN and fact.date.end - fact.date.start < _WEEK:
            yield KG.earliest, day(fact.date.start), dated  # "next week": no start, but as good as one to most readers
            yield KG.latest, day(fact.date.end), dated
        if fact.duration:
            yield SCHEMA.duration, duration(fact.duration.minutes), (fact.duration.text,)
        if fact.date_text:
            yield KG.dateText, text(fact.date_text), dated

    def _where(self, number: int, evidence: Evidence, words: tuple[str, ...]) -> Evidence:
        """The evidence with the sentence that holds some words, where that is another one about the same thing."""
        article = self.claims.resolution.articles[number]

        def tells(sentence: Span) -> bool:
            printed = " ".join(sentence.of(article.document.text).split())
            return any(w in printed for w in words)

        if not words or tells(evidence.sentence):
            return evidence
        about = (s for s in article.sentences if any(s.covers(part) for part in evidence.parts))
        return replace(evidence, sentence=next(filter(tells, about), evidence.sentence))

    def _participation(
        self,
        m: Meeting,
        entity: NamedNode,
        told: list[tuple[int, Evidence]],
        acting: list[tuple[int, NamedNode, Evidence]],
    ) -> Iterator[Triple]:
        node = self.claims.mint.iri("participation", digest(m.iri.value, entity.value))
        yield from self.claims.node(node, [KG.Participation], f"{self.instances.label(entity)} at {m.label}")
        yield Triple(node, KG.meeting, m.iri)
        yield Triple(node, KG.participant, entity)
        yield from self.claims.support(node, told)
        for number, evidence in told:
            yield from self.claims.claim(number, node, KG.participant, entity, evidence)
        for number, side, evidence in acting:
            yield Triple(node, KG.side, side)
            yield from self.claims.claim(number, node, KG.side, side, evidence)
