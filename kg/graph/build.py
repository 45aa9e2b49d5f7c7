"""Resolution → triples: the three layers of the graph (mentions, claims, instances)."""

from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode, Triple

from kg.graph.claims import Claims, Run, Term
from kg.graph.contradictions import contradictions
from kg.graph.identities import decisions, gazetteer
from kg.graph.instances import Instances, Membership, Named, Said
from kg.graph.meetings import Meetings
from kg.graph.terms import Mint, boolean, day, digest, integer, text
from kg.graph.variants import variants
from kg.graph.vocab import DCTERMS, FOAF, ITSRDF, KG, NIF, ORG, PROV, SCHEMA, SKOS
from kg.lexicon.places import UNION, country_around
from kg.model import CONTENT, EntityKind, Mention, StatementFact
from kg.resolve import Resolution


def build_graph(
    resolution: Resolution, runs: Run | Mapping[str, Run], *, base: str, keep_text: bool = False
) -> set[Triple]:
    """All triples of a set of articles; `runs` is what read them all, or what read each source."""
    if isinstance(runs, Run):
        runs = dict.fromkeys((a.document.source for a in resolution.articles), runs)
    return set(_Builder(resolution, runs, Mint(base), keep_text=keep_text).triples())


class _Builder:
    """Emits the triples of one graph, layer by layer."""

    def __init__(self, resolution: Resolution, runs: Mapping[str, Run], mint: Mint, *, keep_text: bool) -> None:
        self.resolution, self.mint, self.keep_text = resolution, mint, keep_text
        self.claims = Claims(resolution, runs, mint)
        self.instances = Instances(resolution, mint, self.claims.entity_iris)

    def triples(self) -> Iterator[Triple]:
        """Every triple; some may come more than once."""
        for run in dict.fromkeys(self.claims.runs):
            yield from self._run(run)
        for number in range(len(self.resolution.articles)):
            yield from self._article(number)
        yield from self._entities()
        yield from decisions(self.resolution, self.mint, self.claims.entity_iris)
        for role in self.instances.roles:
            yield from self._named(role, ORG.Role)
        for venue in self.instances.venues:
            yield from self._named(venue, SCHEMA.Place)
        for membership in self.instances.memberships:
            yield from self._membership(membership)
        yield from Meetings(self.claims, self.instances).triples()
        for said in self.instances.statements:
            yield from self._statement(said)
        for said, variant in variants(self.instances):
            yield Triple(said.iri, KG.variantOf, variant.iri)
            yield Triple(variant.iri, KG.variantOf, said.iri)
        for one, other in contradictions(self.instances):
            yield Triple(self.claims.claim_iri(*one), KG.contradicts, self.claims.claim_iri(*other))
            yield Triple(self.claims.claim_iri(*other), KG.contradicts, self.claims.claim_iri(*one))

    # ------------------------------------------------------------ run, articles, mentions

    def _run(self, run: Run) -> Iterator[Triple]:
        iri = self.claims.run_iri(run)
        yield from self.claims.node(iri, [PROV.Activity], f"kg {run.version}")
        yield Triple(iri, KG.programVersion, text(run.version))
        yield Triple(iri, KG.model, text(run.model))

    def _article(self, number: int) -> Iterator[Triple]:
        article, iri = self.resolution.articles[number], self.claims.article_iris[number]
        document = article.document
        yield from self.claims.node(iri, [SCHEMA.NewsArticle, NIF.Context], article.headline or document.source)
        yield Triple(iri, DCTERMS.source, text(document.source))
        yield Triple(iri, PROV.wasGeneratedBy, self.claims.run_iri(self.claims.runs[number]))
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
        yield from self.claims.node(origin, [KG.Origin], f"origin of {first}")
        if self.keep_text:
            yield Triple(iri, NIF.isString, text(document.text))
        for mention in article.mentions:
            yield from self._mention(number, mention)

    def _mention(self, number: int, mention: Mention) -> Iterator[Triple]:
        article = self.resolution.articles[number]
        node = self.claims.stretch_iri(number, mention.span)
        yield from self.claims.stretch(number, mention.span, NIF.Phrase)
        yield Triple(node, ITSRDF.taIdentRef, self.claims.entity_iri(number, mention.entity))
        if mention.metonym:
            yield Triple(node, KG.metonym, boolean(True))
        sentence = next((s for s in article.sentences if s.covers(mention.span)), None)
        if sentence is not None:
            yield Triple(node, NIF.sentence, self.claims.stretch_iri(number, sentence))
            yield from self.claims.stretch(number, sentence, NIF.Sentence)

    # ------------------------------------------------------------ entities

    def _entities(self) -> Iterator[Triple]:
        acting = self.instances.acting
        countries = {
            e.code: iri
            for e, iri in zip(self.resolution.entities, self.claims.entity_iris, strict=True)
            if e.code is not None
        }
        for number, (entity, iri) in enumerate(zip(self.resolution.entities, self.claims.entity_iris, strict=True)):
            types = {
                EntityKind.PERSON: [FOAF.Person],
                EntityKind.ORGANIZATION: [ORG.Organization],
                EntityKind.PLACE: [SCHEMA.Place, *([KG.GeopoliticalEntity] if number in acting else [])],
                EntityKind.COUNTRY: [
                    ORG.Organization if entity.code == UNION else SCHEMA.Country,
                    KG.GeopoliticalEntity,
                ],
            }[entity.kind]
            yield from self.claims.node(iri, types, entity.name)
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
        yield from self.claims.node(thing.iri, [kind], thing.name)
        yield Triple(thing.iri, SKOS.prefLabel, text(thing.name))
        for form in thing.forms:
            yield Triple(thing.iri, SKOS.altLabel, text(form))

    # ------------------------------------------------------------ memberships

    def _membership(self, m: Membership) -> Iterator[Triple]:
        yield from self.claims.node(m.iri, [ORG.Membership], m.label)
        yield Triple(m.iri, ORG.member, m.person)
        yield Triple(m.iri, ORG.role, m.role)
        if m.organization is not None:
            yield Triple(m.iri, ORG.organization, m.organization)
        yield Triple(m.iri, KG.former, boolean(m.former))
        dates = self.claims.dates(number for number, _ in m.reports)
        if dates:
            yield Triple(m.iri, KG.attestedFrom, day(dates[0]))
            yield Triple(m.iri, KG.attestedUntil, day(dates[-1]))
        yield from self.claims.support(m.iri, [(n, f.evidence) for n, f in m.reports])
        for number, facts in m.by_article().items():
            best = max(facts, key=lambda f: (f.evidence.confidence, -f.evidence.sentence.start))
            yield from self.claims.claim(number, m.iri, ORG.role, m.role, best.evidence)
            yield Triple(self.claims.claim_iri(number, m.iri, ORG.role, m.role), KG.roleText, text(best.role))
            yield from self.claims.claim(number, m.iri, KG.former, boolean(all(f.former for f in facts)), best.evidence)
            named = [f for f in facts if f.organization is not None]
            if m.organization is not None and named:
                yield from self.claims.claim(number, m.iri, ORG.organization, m.organization, named[0].evidence)

    # ------------------------------------------------------------ statements

    def _statement(self, s: Said) -> Iterator[Triple]:
        yield from self.claims.node(s.iri, [SCHEMA.Quotation], s.label)
        yield Triple(s.iri, SCHEMA.text, text(s.text))
        dates = self.claims.dates(number for number, _ in s.reports)
        if dates:
            yield Triple(s.iri, KG.saidOn, day(dates[0]))
        yield from self.claims.support(s.iri, [(n, f.evidence) for n, f in s.reports])
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
            stated += [(SCHEMA.mentions, named) for named in self._named_in(number, fact)]
            for predicate, value in stated:
                if predicate != KG.directness:
                    yield Triple(s.iri, predicate, value)
                yield from self.claims.claim(number, s.iri, predicate, value, fact.evidence)

    def _named_in(self, number: int, fact: StatementFact) -> dict[NamedNode, None]:
        """Who and what the words of a statement name, its speaker left out."""
        inside = (
            m
            for m in self.resolution.articles[number].mentions
            if m.entity != fact.speaker and any(p.covers(m.span) and p != m.span for p in fact.evidence.parts)
        )
        return dict.fromkeys(self.claims.entity_iri(number, m.entity) for m in inside)
