"""Facts and their evidence → claims: each triple as one article says it, at its sentence, by its rule."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.terms import Mint, day, decimal, digest, integer, text
from kg.graph.vocab import KG, NIF, PROV, RDF, RDFS
from kg.model import Article, Evidence, Mention, Span
from kg.resolve import Resolution

Term = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Run:
    """What made a graph: recorded in it, without clock time."""

    version: str
    model: str
    rules: str
    options: tuple[str, ...] = ()


class Claims:
    """Knows the IRIs of articles, entities and stretches of text, and emits what every layer of the graph needs."""

    def __init__(self, resolution: Resolution, runs: Mapping[str, Run], mint: Mint) -> None:
        self.resolution, self.mint = resolution, mint
        self.runs = [runs[a.document.source] for a in resolution.articles]
        sources = [a.document.source for a in resolution.articles]
        self.article_iris = [mint.article(s) for s in sources]
        self.entity_iris = mint.entities(resolution.entities, sources)
        self._mention_at: list[dict[Span, Mention]] = [{m.span: m for m in a.mentions} for a in resolution.articles]
        self._said_by = [
            [(part, s.speaker) for s in a.statements if s.speaker is not None for part in s.evidence.parts]
            for a in resolution.articles
        ]

    def stretch_iri(self, number: int, span: Span) -> NamedNode:
        """The IRI of some characters of an article."""
        return self.mint.span(self.article_iris[number], span)

    def stretch(self, number: int, span: Span, kind: NamedNode) -> Iterator[Triple]:
        """Some characters of an article, as a phrase or a sentence."""
        node = self.stretch_iri(number, span)
        yield Triple(node, RDF.type, kind)
        yield Triple(node, NIF.beginIndex, integer(span.start))
        yield Triple(node, NIF.endIndex, integer(span.end))
        yield Triple(node, NIF.anchorOf, text(span.of(self.resolution.articles[number].document.text)))
        yield Triple(node, NIF.referenceContext, self.article_iris[number])

    def run_iri(self, run: Run) -> NamedNode:
        """The IRI of a run."""
        return self.mint.iri("run", digest(run.version, run.model, run.rules, *run.options))

    @staticmethod
    def node(iri: NamedNode, types: Iterable[NamedNode], label: str) -> Iterator[Triple]:
        """A node with its types and its name for viewers."""
        for kind in types:
            yield Triple(iri, RDF.type, kind)
        yield Triple(iri, RDFS.label, text(label))

    def entity_iri(self, article: int, entity: int) -> NamedNode:
        """The IRI of an entity of an article."""
        return self.entity_iris[self.resolution.entity_of[article, entity]]

    def dates(self, articles: Iterable[int]) -> list[date]:
        """The days of publication of some articles, sorted."""
        every: list[Article] = [self.resolution.articles[n] for n in articles]
        return sorted({a.published.day for a in every if a.published})

    def support(self, node: NamedNode, told: list[tuple[int, Evidence]]) -> Iterator[Triple]:
        """How many articles and origins say something, and how sure the surest is."""
        documents = {number for number, _ in told}
        origins = {self.resolution.origin[number] for number in documents}
        yield Triple(node, KG.documents, integer(len(documents)))
        yield Triple(node, KG.origins, integer(len(origins)))
        yield Triple(node, KG.confidence, decimal(max(e.confidence for _, e in told)))

    def claim_iri(self, number: int, subject: NamedNode, predicate: NamedNode, value: Term) -> NamedNode:
        """The IRI of a triple as one article says it."""
        return self.mint.iri("claim", digest(self.article_iris[number].value, str(subject), str(predicate), str(value)))

    def claim(
        self, number: int, subject: NamedNode, predicate: NamedNode, value: Term, evidence: Evidence
    ) -> Iterator[Triple]:
        """One triple as one article says it."""
        article = self.resolution.articles[number]
        claim = self.claim_iri(number, subject, predicate, value)
        sentence = self.stretch_iri(number, evidence.sentence)
        yield Triple(claim, RDF.type, KG.Claim)
        yield Triple(claim, RDF.subject, subject)
        yield Triple(claim, RDF.predicate, predicate)
        yield Triple(claim, RDF.object, value)
        yield Triple(claim, KG.inArticle, self.article_iris[number])
        yield Triple(claim, KG.evidence, sentence)
        yield from self.stretch(number, evidence.sentence, NIF.Sentence)
        for part in evidence.parts:
            if part in self._mention_at[number]:
                yield Triple(claim, PROV.wasDerivedFrom, self.stretch_iri(number, part))
        for speaker in self._relayed(number, evidence):
            yield Triple(claim, KG.accordingTo, speaker)
        yield Triple(claim, KG.rule, text(evidence.rule))
        yield Triple(claim, KG.confidence, decimal(evidence.confidence))
        if article.published:
            yield Triple(claim, KG.asOf, day(article.published.day))
        yield Triple(claim, PROV.wasGeneratedBy, self.run_iri(self.runs[number]))

    def _relayed(self, number: int, evidence: Evidence) -> set[NamedNode]:
        """Who says what an article tells only in the words of others, all of it; none where it says so itself."""
        said_by = self._said_by[number]
        around = [[who for words, who in said_by if words.covers(part) and words != part] for part in evidence.parts]
        return {self.entity_iri(number, who) for some in around for who in some} if all(around) else set()
