"""Doc + names + roles → statements: who said what, in quotation marks.

A quotation belongs to the reporting word of its own sentence, after it or before it; a quotation
without one goes on with the speech before it. Words in marks that nobody is said to have said
(titles, scare quotes) give no fact.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.extract.cues import is_cue, is_written
from kg.extract.quotes import Quoted, is_title, quoted, trimmed, words_in
from kg.extract.reading import Reading
from kg.extract.reported import reported
from kg.extract.speakers import Attribution, Speakers
from kg.model import CONTENT, EntityKind, Evidence, RoleFact, Span, StatementFact

LEAST_WORDS = 3
_FINAL = frozenset(".?!")
_WINDOW = 45  # tokens looked at on either side of a quotation


@dataclass(frozen=True, slots=True)
class Speech:
    """Quoted spans of one speaker that belong together."""

    spans: tuple[Span, ...]
    attribution: Attribution
    paragraph: int
    continued: bool = False


def statements(reading: Reading, roles: Sequence[RoleFact]) -> Iterator[StatementFact]:
    """The direct quotations and then the reported clauses of an article whose speaker is told, as they appear."""
    speeches = _Speeches(reading, roles)
    yield from speeches.statements()
    yield from reported(reading, speeches.speakers, speeches.inside)


class _Speeches:
    """Walks through the quotations of one article, remembering who spoke last."""

    def __init__(self, reading: Reading, roles: Sequence[RoleFact]) -> None:
        self.reading = reading
        self.doc, self.text = reading.doc, reading.text
        self.paragraphs = [s.span for s in reading.segments if s.kind in CONTENT]
        self.quotations = list(quoted(self.text, self.paragraphs))
        self.inside = {t.i for q in self.quotations for t in self._tokens(q.inner)}
        self.speakers = Speakers(reading, roles, self.inside)

    def _tokens(self, span: Span) -> list[Token]:
        chars = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        return [t for t in chars if not t.is_space] if chars is not None else []

    def statements(self) -> Iterator[StatementFact]:
        """Quotations with their speakers, parts of one speech joined."""
        speeches: list[Speech] = []
        for q in self.quotations:
            span = trimmed(self.text, q.inner)
            if span.start >= span.end:
                continue
            speech = self._speech(q, span, speeches[-1] if speeches else None)
            if speech is None:
                tokens = self._tokens(span)
                self.reading.refuse("statement", tokens[0].i, tokens[-1].i + 1, "statement.no-speaker.v1")
                continue
            if speeches and self._same_record(speeches[-1], speech):
                last = speeches.pop()
                speech = Speech((*last.spans, *speech.spans), last.attribution, speech.paragraph)
            speeches.append(speech)
        for speech in speeches:
            words_said = " ".join(s.of(self.text) for s in speech.spans)
            tokens = self._tokens(speech.spans[0])
            if words_in(words_said) < LEAST_WORDS or is_title(words_said):
                rule = "statement.title.v1" if is_title(words_said) else "statement.too-short.v1"
                self.reading.refuse("statement", tokens[0].i, tokens[-1].i + 1, rule)
            else:
                yield self._fact(speech, " ".join(words_said.split()))

    def _fact(self, speech: Speech, said: str) -> StatementFact:
        a = speech.attribution
        cue = self.doc[a.cue.i : a.cue.i + (2 if a.cue.lower_ == "according" else 1)].text
        first = self.reading.sentence_at(self.token_at_or_before(speech.spans[0].start))
        sentence = self.reading.sentence_span(first)
        cue_span = Span(a.cue.idx, a.cue.idx + len(cue))
        parts = {*speech.spans, *([a.span] if a.span else []), *([] if speech.continued else [cue_span])}
        return StatementFact(
            a.speaker,
            a.text,
            said,
            None if speech.continued or cue == ":" else cue,
            True,
            Evidence(sentence, tuple(sorted(parts)), a.rule, a.confidence),
        )

    def token_at_or_before(self, char: int) -> int:
        """Index of the token that holds the character."""
        chars = self.doc.char_span(char, char + 1, alignment_mode="expand")
        return int(chars.start) if chars is not None else 0

    # -- whose words

    def _speech(self, q: Quoted, span: Span, last: Speech | None) -> Speech | None:
        after, before = self._outside(q, forward=True), self._outside(q, forward=False)
        whole = not before  # the quotation opens its sentence
        found: Attribution | None = None
        if whole:
            found = self.speakers.nearest(after, nearest_first=True)
        else:
            found = self.speakers.nearest(before, nearest_first=False)
            goes_on = found is None or (self._ends_open(q, span) and not (after and after[0].pos_ == "CCONJ"))
            behind = self.speakers.nearest(after, nearest_first=True) if goes_on else None
            if found is not None and behind is not None and self._relays(behind, found.cue):
                behind = None
            if behind is not None and (
                self._closes_clause(behind.cue) or (found is None and not _reports_otherwise(behind.cue))
            ):
                found = behind
            found = found or self._before_colon(before)
        if found is not None:
            return Speech((span,), found, q.paragraph)
        led_to = self._led_to(q)
        if led_to is not None:
            return Speech((span,), led_to, q.paragraph, continued=True)
        said_before = self._said_before(q) if whole and words_in(span.of(self.text)) > 3 else None
        if said_before is not None and (last is None or last.spans[-1].end < said_before.cue.idx):
            return Speech((span,), said_before, q.paragraph, continued=True)
        if whole and last is not None and words_in(span.of(self.text)) > 3 and self._goes_on(q, last):
            a = last.attribution
            again = Attribution(
                a.cue, a.speaker, a.text, a.span, "statement.continued.v1", round(a.confidence * 0.8, 2)
            )
            return Speech((span,), again, q.paragraph, continued=True)
        return None

    def _said_before(self, q: Quoted) -> Attribution | None:
        """ "Lee said growers understood. “Apples can wait.”": the speaker of the sentence before, in one paragraph."""
        paragraph = self.paragraphs[q.paragraph]
        if q.outer.start == paragraph.start or q.outer.start < 3:
            return None
        before = self.doc[max(self.token_at_or_before(q.outer.start) - 1, 0)].sent
        tokens = [t for t in before if t.idx >= paragraph.start and t.idx < q.outer.start and t.i not in self.inside]
        cue = before.root
        if cue not in tokens or not is_cue(cue) or len(tokens) < len(before) - 2:
            return None
        found = self.speakers.of(cue)
        if found is None or found.speaker is None:
            return None
        return replace(found, rule="statement.said-before.v1", confidence=round(found.confidence * 0.7, 2))

    def _led_to(self, q: Quoted) -> Attribution | None:
        """ "Ann Lee released this statement:" in the paragraph before one that opens with the quotation."""
        if q.paragraph == 0 or q.outer.start != self.paragraphs[q.paragraph].start:
            return None
        tokens = self._tokens(self.paragraphs[q.paragraph - 1])
        if not tokens or tokens[-1].text != ":":
            return None
        lead = [t for t in tokens if t.i >= tokens[-1].sent.start and t.i not in self.inside]
        found = self.speakers.nearest(lead, nearest_first=False)
        if found is None and any(is_written(t) for t in lead):
            found = self.speakers.of_clause(tokens[-1])
        return None if found is None else replace(found, rule="statement.led-to.v1")

    def _relays(self, behind: Attribution, cue: Token) -> bool:
        """ "She said it was “a black day,” Harbour Radio reported": the radio reports her words."""
        names = self.reading.names
        person = behind.speaker is not None and names.entities[behind.speaker].kind is EntityKind.PERSON
        media = behind.cue.lemma_ == "report" and not person
        return media or (cue.dep_ == "ccomp" and cue.head.i == behind.cue.i)

    def _ends_open(self, q: Quoted, span: Span) -> bool:
        """Whether the sentence goes on behind the quotation: a comma or the like inside or behind its mark."""
        last = self.text[max(q.inner.start, q.inner.end - 1) : q.inner.end]
        open_mark = last in {",", "?", "!", "—"} or self.text[q.outer.end : q.outer.end + 1] == ","
        return open_mark and words_in(span.of(self.text)) > 3

    def _closes_clause(self, cue: Token) -> bool:
        """ "…, Lee said.": the reporting word has nothing of its own, out of marks, to report behind it."""
        own = (c for c in cue.children if c.i > cue.i and c.dep_ in {"ccomp", "xcomp"})
        return not any(t.i not in self.inside and not t.is_punct for c in own for t in c.subtree)

    def _before_colon(self, before: Sequence[Token]) -> Attribution | None:
        """ "Ann Lee: 'We will talk'", "in the words of the mayor, Ann Lee: …"."""
        if len(before) < 2 or before[-1].text != ":":
            return None
        names = self.reading.names
        name = names.at(before[-2].i)
        if name is None or names.kind(name) is not EntityKind.PERSON:
            return self.speakers.of_clause(before[-1])
        n = names.names[name]
        return Attribution(before[-1], names.entity_of[name], n.text, n.span, "statement.colon.v1", 0.8)

    def _goes_on(self, q: Quoted, last: Speech) -> bool:
        """Whether an unattributed quotation belongs to the speech before it."""
        gap = self.text[last.spans[-1].end : q.outer.start]
        if q.paragraph == last.paragraph:
            return True
        return (
            q.paragraph == last.paragraph + 1 and q.outer.start == self.paragraphs[q.paragraph].start and len(gap) < 400
        )

    def _same_record(self, last: Speech, speech: Speech) -> bool:
        """Parts around one attribution, in one paragraph: "We will," he said, "come back.\""""
        if last.paragraph != speech.paragraph or last.attribution.speaker != speech.attribution.speaker:
            return False
        same_cue = last.attribution.cue.i == speech.attribution.cue.i
        between = self.text[last.spans[-1].end : speech.spans[0].start]
        cue = last.attribution.cue
        attribution_between = last.spans[-1].end <= cue.idx < speech.spans[0].start
        return (same_cue or speech.continued) and attribution_between and words_in(between) <= 25

    def _outside(self, q: Quoted, *, forward: bool) -> list[Token]:
        """The tokens of the quotation's sentence after or before it, as far as they are not quoted."""
        paragraph = self.paragraphs[q.paragraph]
        region = Span(q.outer.end, paragraph.end) if forward else Span(paragraph.start, q.outer.start)
        tokens = self._tokens(region) if region.start < region.end else []
        tokens = tokens[:_WINDOW] if forward else tokens[::-1][:_WINDOW]
        out: list[Token] = []
        for n, token in enumerate(tokens):
            if token.i in self.inside:
                if forward:
                    break
                continue
            if not q.outer.end <= token.idx and not token.idx + len(token) <= q.outer.start:
                continue
            if token.text in _FINAL and not (
                token.i + 1 < len(self.doc) and self.doc[token.i + 1].is_lower and forward
            ):
                break
            if not forward and n and token.is_space:
                break
            if (
                forward
                and n
                and token.is_sent_start
                and token.i - 1 not in self.inside
                and self.doc[token.i - 1].text in _FINAL
            ):
                break
            if not token.is_quote and token.text not in {"``", "''", "_"}:
                out.append(token)
        if forward and self.text[q.inner.end - 1 : q.inner.end] in {"."} and out and not any(map(is_cue, out[:8])):
            return []
        return out if forward else out[::-1]


def _reports_otherwise(cue: Token) -> bool:
    """ "“Why?”, …, Lee replied that it was late": what Lee says is not the quotation."""
    return any(
        c.dep_ == "ccomp" and c.i > cue.i and any(m.dep_ == "mark" and m.lower_ == "that" for m in c.children)
        for c in cue.children
    )
