"""Resolution → triples: the three layers of the graph (mentions, claims, instances)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.contradictions import contradictions
from kg.graph.identities import decisions, gazetteer
from kg.graph.instances import Instances, Meeting, Membership, Named, Said
from kg.graph.series import Series, series
from kg.graph.sides import sides
from kg.graph.terms import Mint, boolean, day, decimal, digest, duration, integer, start_and_end, text
from kg.graph.variants import variants
from kg.graph.vocab import DCTERMS, FOAF, ITSRDF, KG, NIF, ORG, PROV, RDF, RDFS, SCHEMA, SKOS
from kg.lexicon.places import country_around
from kg.model import CONTENT, Article, EntityKind, Evidence, MeetingFact, Mention, Precision, Span
from kg.resolve import Resolution

Term = NamedNode | Literal
_BOUNDS = (SCHEMA.startDate, SCHEMA.endDate)
_WITHIN = (KG.earliest, KG.latest)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Run:
    """What made a graph: recorded in it, without clock time."""

    version: str
    model: str
    rules: str
    options: tuple[str, ...] = ()


def build_graph(
    resolution: Resolution, runs: Run | Mapping[str, Run], *, base: str, keep_text: bool = False
) -> set[Triple]:
    """All triples of a set of articles; `runs` is what read them all, or what read each source."""
    if isinstance(runs, Run):
        runs = dict.fromkeys((a.document.source for a in resolution.articles), runs)
    return set(_Builder(resolution, runs, Mint(base), keep_text=keep_text).triples())


class _Builder:
    """Knows every IRI of one graph and emits its triples, layer by layer."""

    def __init__(self, resolution: Resolution, runs: Mapping[str, Run], mint: Mint, *, keep_text: bool) -> None:
        self.resolution, self.mint, self.keep_text = resolution, mint, keep_text
        self.runs = [runs[a.document.source] for a in resolution.articles]
        sources = [a.document.source for a in resolution.articles]
        self.article_iris = [mint.article(s) for s in sources]
        self.entity_iris = mint.entities(resolution.entities, sources)
        self.mention_at: list[dict[Span, Mention]] = [{m.span: m for m in a.mentions} for a in resolution.articles]
        self.said_by = [
            [(part, s.speaker) for s in a.statements if s.speaker is not None for part in s.evidence.parts]
            for a in resolution.articles
        ]
        self.instances = Instances(resolution, mint, self.entity_iris)

    def triples(self) -> Iterator[Triple]:
        """Every triple; some may come more than once."""
        for run in dict.fromkeys(self.runs):
            yield from self._run(run)
        for number in range(len(self.resolution.articles)):
            yield from self._article(number)
        yield from self._entities()
        yield from decisions(self.resolution, self.mint, self.entity_iris)
        for role in self.instances.roles:
            yield from self._named(role, ORG.Role)
        for venue in self.instances.venues:
            yield from self._named(venue, SCHEMA.Place)
        for membership in self.instances.memberships:
            yield from self._membership(membership)
        for meeting in self.instances.meetings:
            yield from self._meeting(meeting)
        for whole in series(self.instances):
            yield from self._series(whole)
        for said in self.instances.statements:
            yield from self._statement(said)
        for said, variant in variants(self.instances):
            yield Triple(said.iri, KG.variantOf, variant.iri)
            yield Triple(variant.iri, KG.variantOf, said.iri)
        for one, other in contradictions(self.instances):
            yield Triple(self._claim_iri(*one), KG.contradicts, self._claim_iri(*other))
            yield Triple(self._claim_iri(*other), KG.contradicts, self._claim_iri(*one))

    # ------------------------------------------------------------ run, articles, mentions

    def _run_iri(self, run: Run) -> NamedNode:
        return self.mint.iri("run", digest(run.version, run.model, run.rules, *run.options))

    def _run(self, run: Run) -> Iterator[Triple]:
        iri = self._run_iri(run)
        yield from self._node(iri, [PROV.Activity], f"kg {run.version}")
        yield Triple(iri, KG.programVersion, text(run.version))
        yield Triple(iri, KG.model, text(run.model))

    def _article(self, number: int) -> Iterator[Triple]:
        article, iri = self.resolution.articles[number], self.article_iris[number]
        document = article.document
        yield from self._node(iri, [SCHEMA.NewsArticle, NIF.Context], article.headline or document.source)
        yield Triple(iri, DCTERMS.source, text(document.source))
        yield Triple(iri, PROV.wasGeneratedBy, self._run_iri(self.runs[number]))
        if article.headline:
            yield Triple(iri, SCHEMA.headline, text(article.headline))
        if article.published:
            yield Triple(iri, SCHEMA.datePublished, day(article.published.day))
            yield Triple(iri, KG.dateBasis, text(article.published.basis))
        if document.publisher:
            yield Triple(iri, SCHEMA.publisher, text(document.publisher))
        for name in article.contributors:
            yield Triple(iri, SCHEMA.contributor, text(name))
        skipped = sum(s.span.end - s.span.start for s in article.segments if s.kind not in CONTENT)
        yield Triple(iri, KG.skippedCharacters, integer(skipped))
        first = self.resolution.articles[self.resolution.origin[number]].document.source
        origin = self.mint.iri("origin", digest("origin", first))
        yield Triple(iri, KG.origin, origin)
        yield from self._node(origin, [KG.Origin], f"origin of {first}")
        if self.keep_text:
            yield Triple(iri, NIF.isString, text(document.text))
        for mention in article.mentions:
            yield from self._mention(number, mention)

    def _mention(self, number: int, mention: Mention) -> Iterator[Triple]:
        article = self.resolution.articles[number]
        node = self._stretch_iri(number, mention.span)
        yield from self._stretch(number, mention.span, NIF.Phrase)
        yield Triple(node, ITSRDF.taIdentRef, self.entity_iris[self.resolution.entity_of[number, mention.entity]])
        if mention.metonym:
            yield Triple(node, KG.metonym, boolean(True))
        sentence = next((s for s in article.sentences if s.covers(mention.span)), None)
        if sentence is not None:
            yield Triple(node, NIF.sentence, self._stretch_iri(number, sentence))
            yield from self._stretch(number, sentence, NIF.Sentence)

    def _stretch_iri(self, number: int, span: Span) -> NamedNode:
        return self.mint.span(self.article_iris[number], span)

    def _stretch(self, number: int, span: Span, kind: NamedNode) -> Iterator[Triple]:
        node = self._stretch_iri(number, span)
        yield Triple(node, RDF.type, kind)
        yield Triple(node, NIF.beginIndex, integer(span.start))
        yield Triple(node, NIF.endIndex, integer(span.end))
        yield Triple(node, NIF.anchorOf, text(span.of(self.resolution.articles[number].document.text)))
        yield Triple(node, NIF.referenceContext, self.article_iris[number])

    # ------------------------------------------------------------ entities

    def _entities(self) -> Iterator[Triple]:
        acting = self.instances.acting
        countries = {
            e.code: iri for e, iri in zip(self.resolution.entities, self.entity_iris, strict=True) if e.code is not None
        }
        for number, (entity, iri) in enumerate(zip(self.resolution.entities, self.entity_iris, strict=True)):
            types = {
                EntityKind.PERSON: [FOAF.Person],
                EntityKind.ORGANIZATION: [ORG.Organization],
                EntityKind.PLACE: [SCHEMA.Place, *([KG.GeopoliticalEntity] if number in acting else [])],
                EntityKind.COUNTRY: [SCHEMA.Country, KG.GeopoliticalEntity],
            }[entity.kind]
            yield from self._node(iri, types, entity.name)
            yield Triple(iri, SKOS.prefLabel, text(entity.name))
            for form in entity.forms:
                if form != entity.name:
                    yield Triple(iri, SKOS.altLabel, text(form))
            yield from gazetteer(iri, entity)
            around = entity.site.country if entity.site else country_around(entity.name)
            if entity.kind is EntityKind.PLACE and around in countries:
                yield Triple(iri, SCHEMA.containedInPlace, countries[around])

    def _named(self, thing: Named, kind: NamedNode) -> Iterator[Triple]:
        """A role or a venue: one name, and the other spellings."""
        yield from self._node(thing.iri, [kind], thing.name)
        yield Triple(thing.iri, SKOS.prefLabel, text(thing.name))
        for form in thing.forms:
            yield Triple(thing.iri, SKOS.altLabel, text(form))

    # ------------------------------------------------------------ memberships

    def _membership(self, m: Membership) -> Iterator[Triple]:
        yield from self._node(m.iri, [ORG.Membership], m.label)
        yield Triple(m.iri, ORG.member, m.person)
        yield Triple(m.iri, ORG.role, m.role)
        if m.organization is not None:
            yield Triple(m.iri, ORG.organization, m.organization)
        yield Triple(m.iri, KG.former, boolean(m.former))
        dates = self._dates(number for number, _ in m.reports)
        if dates:
            yield Triple(m.iri, KG.attestedFrom, day(dates[0]))
            yield Triple(m.iri, KG.attestedUntil, day(dates[-1]))
        yield from self._support(m.iri, [(n, f.evidence) for n, f in m.reports])
        for number, facts in m.by_article().items():
            best = max(facts, key=lambda f: (f.evidence.confidence, -f.evidence.sentence.start))
            yield from self._claim(number, m.iri, ORG.role, m.role, best.evidence)
            yield Triple(self._claim_iri(number, m.iri, ORG.role, m.role), KG.roleText, text(best.role))
            yield from self._claim(number, m.iri, KG.former, boolean(all(f.former for f in facts)), best.evidence)
            named = [f for f in facts if f.organization is not None]
            if m.organization is not None and named:
                yield from self._claim(number, m.iri, ORG.organization, m.organization, named[0].evidence)

    # ------------------------------------------------------------ meetings

    def _meeting(self, m: Meeting) -> Iterator[Triple]:
        yield from self._node(m.iri, [KG.Meeting], m.label)
        yield Triple(m.iri, SKOS.prefLabel, text(m.label))
        yield Triple(m.iri, KG.kind, text(m.kind))
        yield Triple(m.iri, KG.status, text(m.status))
        if m.date is not None:
            yield Triple(m.iri, KG.earliest, day(m.date.start))
            yield Triple(m.iri, KG.latest, day(m.date.end))
        yield from self._support(m.iri, [(n, f.evidence) for n, f in m.reports])
        present: dict[NamedNode, list[tuple[int, Evidence]]] = defaultdict(list)
        acting: dict[NamedNode, list[tuple[int, NamedNode, Evidence]]] = defaultdict(list)
        for number, fact in m.reports:
            for predicate, value, words in self._stated(number, fact):
                if predicate not in {KG.status, KG.kind, *_WITHIN}:
                    yield Triple(m.iri, predicate, value)
                yield from self._claim(number, m.iri, predicate, value, self._where(number, fact.evidence, words))
            for position, place in enumerate(self.instances.places(number, fact), 1):
                located = self._claim_iri(number, m.iri, SCHEMA.location, self.entity_iris[place])
                yield Triple(located, SCHEMA.position, integer(position))
            for participant in fact.participants:
                present[self._entity_iri(number, participant)].append((number, fact.evidence))
            for participant, party, evidence in sides(self.resolution.articles[number], fact):
                side = self._entity_iri(number, party)
                acting[self._entity_iri(number, participant)].append((number, side, evidence))
        for entity, told in present.items():
            yield Triple(m.iri, SCHEMA.attendee, entity)
            yield from self._participation(m, entity, told, acting[entity])

    def _series(self, s: Series) -> Iterator[Triple]:
        yield from self._node(s.iri, [SCHEMA.EventSeries], s.label)
        yield Triple(s.iri, SKOS.prefLabel, text(s.label))
        yield from self._support(s.iri, [(n, evidence) for n, _, evidence in s.reports])
        for number, part, evidence in s.reports:
            yield Triple(part.iri, SCHEMA.superEvent, s.iri)
            yield from self._claim(number, part.iri, SCHEMA.superEvent, s.iri, evidence)

    def _stated(self, number: int, fact: MeetingFact) -> Iterator[tuple[NamedNode, Term, tuple[str, ...]]]:
        """What an article says of a meeting, its participants left out, with the words that tell it."""
        yield KG.status, text(fact.status), ()
        yield KG.kind, text(fact.kind), ()
        for place in self.instances.places(number, fact):
            yield SCHEMA.location, self.entity_iris[place], self.resolution.entities[place].forms
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
        article = self.resolution.articles[number]

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
        node = self.mint.iri("participation", digest(m.iri.value, entity.value))
        yield from self._node(node, [KG.Participation], f"{self.instances.label(entity)} at {m.label}")
        yield Triple(node, KG.meeting, m.iri)
        yield Triple(node, KG.participant, entity)
        yield from self._support(node, told)
        for number, evidence in told:
            yield from self._claim(number, node, KG.participant, entity, evidence)
        for number, side, evidence in acting:
            yield Triple(node, KG.side, side)
            yield from self._claim(number, node, KG.side, side, evidence)

    # ------------------------------------------------------------ statements

    def _statement(self, s: Said) -> Iterator[Triple]:
        yield from self._node(s.iri, [SCHEMA.Quotation], s.label)
        yield Triple(s.iri, SCHEMA.text, text(s.text))
        dates = self._dates(number for number, _ in s.reports)
        if dates:
            yield Triple(s.iri, KG.saidOn, day(dates[0]))
        yield from self._support(s.iri, [(n, f.evidence) for n, f in s.reports])
        yield Triple(s.iri, KG.directness, text("direct" if any(f.direct for _, f in s.reports) else "indirect"))
        for number, fact in s.reports:
            stated: list[tuple[NamedNode, Term]] = [
                (SCHEMA.text, text(s.text)),
                (KG.speakerText, text(fact.speaker_text)),
                (KG.directness, text("direct" if fact.direct else "indirect")),
            ]
            if s.speaker is not None:
                stated.append((SCHEMA.spokenByCharacter, s.speaker))
            if fact.cue:
                stated.append((KG.cue, text(fact.cue)))
            for predicate, value in stated:
                if predicate != KG.directness:
                    yield Triple(s.iri, predicate, value)
                yield from self._claim(number, s.iri, predicate, value, fact.evidence)

    # ------------------------------------------------------------ shared

    @staticmethod
    def _node(iri: NamedNode, types: Iterable[NamedNode], label: str) -> Iterator[Triple]:
        for kind in types:
            yield Triple(iri, RDF.type, kind)
        yield Triple(iri, RDFS.label, text(label))

    def _entity_iri(self, article: int, entity: int) -> NamedNode:
        return self.entity_iris[self.resolution.entity_of[article, entity]]

    def _dates(self, articles: Iterable[int]) -> list[date]:
        every: list[Article] = [self.resolution.articles[n] for n in articles]
        return sorted({a.published.day for a in every if a.published})

    def _support(self, node: NamedNode, told: list[tuple[int, Evidence]]) -> Iterator[Triple]:
        documents = {number for number, _ in told}
        origins = {self.resolution.origin[number] for number in documents}
        yield Triple(node, KG.documents, integer(len(documents)))
        yield Triple(node, KG.origins, integer(len(origins)))
        yield Triple(node, KG.confidence, decimal(max(e.confidence for _, e in told)))

    def _claim_iri(self, number: int, subject: NamedNode, predicate: NamedNode, value: Term) -> NamedNode:
        return self.mint.iri("claim", digest(self.article_iris[number].value, str(subject), str(predicate), str(value)))

    def _claim(
        self, number: int, subject: NamedNode, predicate: NamedNode, value: Term, evidence: Evidence
    ) -> Iterator[Triple]:
        """One triple as one article says it."""
        article = self.resolution.articles[number]
        claim = self._claim_iri(number, subject, predicate, value)
        sentence = self._stretch_iri(number, evidence.sentence)
        yield Triple(claim, RDF.type, KG.Claim)
        yield Triple(claim, RDF.subject, subject)
        yield Triple(claim, RDF.predicate, predicate)
        yield Triple(claim, RDF.object, value)
        yield Triple(claim, KG.inArticle, self.article_iris[number])
        yield Triple(claim, KG.evidence, sentence)
        yield from self._stretch(number, evidence.sentence, NIF.Sentence)
        for part in evidence.parts:
            if part in self.mention_at[number]:
                yield Triple(claim, PROV.wasDerivedFrom, self._stretch_iri(number, part))
        for speaker in self._relayed(number, evidence):
            yield Triple(claim, KG.accordingTo, speaker)
        yield Triple(claim, KG.rule, text(evidence.rule))
        yield Triple(claim, KG.confidence, decimal(evidence.confidence))
        if article.published:
            yield Triple(claim, KG.asOf, day(article.published.day))
        yield Triple(claim, PROV.wasGeneratedBy, self._run_iri(self.runs[number]))

    def _relayed(self, number: int, evidence: Evidence) -> set[NamedNode]:
        """Who says what an article tells only in the words of others, all of it; none where it says so itself."""
        said_by = self.said_by[number]
        around = [[who for words, who in said_by if words.covers(part) and words != part] for part in evidence.parts]
        return {self._entity_iri(number, who) for some in around for who in some} if all(around) else set()
