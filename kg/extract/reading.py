"""One annotated article as the extractors see it: the doc, its names and its paragraphs."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.names import Names
from kg.lexicon import words
from kg.model import PublicationDate, Refusal, Segment, Span
from kg.nlp.component import Relation, relations

_ABBREVIATION = re.compile(r"(?:[A-Z]\.){2,}")
_CLOCK = frozenset({"a.m.", "p.m."})


def _whole(doc: Doc) -> Iterator[DocSpan]:
    """The sentences of a doc; a piece that ends in a comma, in "U.S." or "Corp." before a title, or in "2 p.m." before a
    day goes on.
    """
    start: int | None = None
    for piece in doc.sents:
        if not piece.text.strip():
            continue
        start = piece.start if start is None else start
        if piece.end < len(doc) and _goes_on(piece, doc[piece.end]):
            continue
        yield doc[start : piece.end]
        start = None
    if start is not None:
        yield doc[start:]


def _goes_on(piece: DocSpan, following: Token) -> bool:
    last = piece[-1]
    if last.is_space or following.is_space:
        return False
    if last.text == "," or (last.lower_ in _CLOCK and last.ent_type_ and following.ent_type_ == "DATE"):
        return True
    abbreviated = _ABBREVIATION.fullmatch(last.text) is not None or words.is_organization_suffix(last.text)
    return abbreviated and last.text.endswith(".") and following.ent_type_ == "ROLE"


@dataclass(slots=True)
class Reading:
    """The doc of one article (its text is the document's, furniture blanked), names and date."""

    doc: Doc
    names: Names
    segments: Sequence[Segment]
    published: PublicationDate | None = None
    text: str = field(init=False)  # of the doc; spaCy puts it together anew each time it is asked
    sentences: list[DocSpan] = field(init=False)  # those that hold more than white space
    refusals: list[Refusal] = field(default_factory=list)  # in the order in which rules refused them
    _by_anchor: dict[tuple[int, str], list[Relation]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.text = self.doc.text
        self.sentences = list(_whole(self.doc))
        for relation in relations(self.doc):
            self._by_anchor[relation.anchor, relation.name].append(relation)

    def refuse(self, kind: str, start: int, end: int, rule: str) -> None:
        """Note that the tokens `[start, end)` gave no fact, and by which rule."""
        refusal = Refusal(kind, self.span(start, end), rule)
        if refusal not in self.refusals:
            self.refusals.append(refusal)

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

    def sentence_at(self, token: int) -> DocSpan:
        """The sentence that a token stands in."""
        return next((s for s in self.sentences if s.start <= token < s.end), self.doc[token : token + 1].sent)

    def sentence_span(self, sentence: DocSpan) -> Span:
        """Characters of a sentence."""
        return self.span(sentence.start, sentence.end)
