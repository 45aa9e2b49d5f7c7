"""One annotated article as the extractors see it: the doc, its names and its paragraphs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kg.extract.names import Names
from kg.model import PublicationDate, Refusal, Segment, Span
from kg.nlp.component import Relation, relations


@dataclass(slots=True)
class Reading:
    """The doc of one article (its text is the document's, furniture blanked), names and date."""

    doc: Doc
    names: Names
    segments: Sequence[Segment]
    published: PublicationDate | None = None
    text: str = field(init=False)  # of the doc; spaCy puts it together anew each time it is asked
    refusals: list[Refusal] = field(default_factory=list)  # in the order in which rules refused them
    _by_anchor: dict[tuple[int, str], list[Relation]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.text = self.doc.text
        for relation in relations(self.doc):
            self._by_anchor[relation.anchor, relation.name].append(relation)

    def refuse(self, kind: str, start: int, end: int, rule: str) -> None:
        """Note that the tokens `[start, end)` gave no fact, and by which rule."""
        refusal = Refusal(kind, self.span(start, end), rule)
        if refusal not in self.refusals:
            self.refusals.append(refusal)

    @property
    def sentences(self) -> list[DocSpan]:
        """The sentences that hold more than white space."""
        return [s for s in self.doc.sents if s.text.strip()]

    def relations(self, anchor: int, name: str) -> list[Relation]:
        """What the network relates to the word `anchor`; empty for pipelines without relation heads."""
        return self._by_anchor.get((anchor, name), [])

    def span(self, start: int, end: int) -> Span:
        """Characters of the tokens `[start, end)`, without white space at the ends."""
        while end > start and self.doc[end - 1].is_space:
            end -= 1
        while start < end and self.doc[start].is_space:
            start += 1
        return Span(self.doc[start].idx, self.doc[end - 1].idx + len(self.doc[end - 1]))

    def sentence_span(self, sentence: DocSpan) -> Span:
        """Characters of a sentence."""
        return self.span(sentence.start, sentence.end)
