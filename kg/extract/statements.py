"""Doc + names + roles → statements: who said what, in quotation marks.

A quotation belongs to the reporting word of its own sentence, after it or before it; a quotation
without one goes on with the speech before it. Words in marks that nobody is said to have said
(titles, scare quotes) give no fact.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.quotes import Quoted, is_title, quoted, trimmed, words_in
from kg.extract.reading import Reading
from kg.extract.reference import SINGULAR, antecedent
from kg.lexicon import words
from kg.model import CONTENT, EntityKind, Evidence, RoleFact, Span, StatementFact

LEAST_WORDS = 3
_WRITTEN = frozenset({"statement", "letter", "tweet", "post", "email", "memo", "message"})
_AGED = re.compile(r"\d+-year-old")
_FINAL = frozenset(".?!")
_NOUN_PARTS = frozenset("det amod compound flat nmod nmod:poss nmod:desc nummod appos case advmod".split())
_WINDOW = 45  # tokens looked at on either side of a quotation


@dataclass(frozen=True, slots=True)
class Attribution:
    """A reporting word and its speaker."""

    cue: Token
    speaker: int | None  # entity
    text: str  # the speaker's words in the text
    span: Span | None  # of the speaker
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Speech:
    """Quoted spans of one speaker that belong together."""

    spans: tuple[Span, ...]
    attribution: Attribution
    paragraph: int
    continued: bool = False


def statements(reading: Reading, roles: Sequence[RoleFact]) -> Iterator[StatementFact]:
    """The direct quotations of an article whose speaker is told, in order of appearance."""
    yield from _Speakers(reading, roles).statements()


class _Speakers:
    """Walks through the quotations of one article, remembering who spoke last."""

    def __init__(self, reading: Reading, roles: Sequence[RoleFact]) -> None:
        self.reading, self.roles = reading, roles
        self.doc, self.text = reading.doc, reading.text
        self.paragraphs = [s.span for s in reading.segments if s.kind in CONTENT]
        self.quotations = list(quoted(self.text, self.paragraphs))
        self.inside = {t.i for q in self.quotations for t in self._tokens(q.inner)}
        self.token_at = {t.idx: t.i for t in self.doc}

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
                continue
            if speeches and self._same_record(speeches[-1], speech):
                last = speeches.pop()
                speech = Speech((*last.spans, *speech.spans), last.attribution, speech.paragraph)
            speeches.append(speech)
        for speech in speeches:
            words_said = " ".join(s.of(self.text) for s in speech.spans)
            if words_in(words_said) >= LEAST_WORDS and not is_title(words_said):
                yield self._fact(speech, " ".join(words_said.split()))

    def _fact(self, speech: Speech, said: str) -> StatementFact:
        a = speech.attribution
        cue = self.doc[a.cue.i : a.cue.i + (2 if a.cue.lower_ == "according" else 1)].text
        sentence = self.reading.sentence_span(self.doc[self.token_at_or_before(speech.spans[0].start)].sent)
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
            found = self._attribution(after, nearest_first=True)
        else:
            found = self._attribution(before, nearest_first=False)
            behind = self._attribution(after, nearest_first=True) if found is None or self._ends_open(q, span) else None
            if behind is not None and (
                self._closes_clause(behind.cue) or (found is None and not _reports_otherwise(behind.cue))
            ):
                found = behind
            found = found or self._before_colon(before)
        if found is not None:
            return Speech((span,), found, q.paragraph)
        if whole and last is not None and words_in(span.of(self.text)) > 3 and self._goes_on(q, last):
            a = last.attribution
            again = Attribution(
                a.cue, a.speaker, a.text, a.span, "statement.continued.v1", round(a.confidence * 0.8, 2)
            )
            return Speech((span,), again, q.paragraph, continued=True)
        return None

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
            return None
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
        if forward and self.text[q.inner.end - 1 : q.inner.end] in {"."} and out and not self._reports(out[:8]):
            return []
        return out if forward else out[::-1]

    def _reports(self, tokens: Sequence[Token]) -> bool:
        return any(self._is_cue(t) for t in tokens)

    # -- reporting words

    @staticmethod
    def _is_cue(token: Token) -> bool:
        if token.lower_ == "according":
            return token.i + 1 < len(token.doc) and token.nbor().lower_ == "to"
        return token.pos_ in {"VERB", "AUX"} and words.is_speech(token.lemma_.lower())

    def _attribution(self, tokens: Sequence[Token], *, nearest_first: bool) -> Attribution | None:
        """The reporting word nearest to the quotation that has a speaker."""
        cues = [t for t in tokens if self._is_cue(t)]
        for cue in cues if nearest_first else reversed(cues):
            found = self._speaker(cue)
            if found is not None:
                return found
        return None

    def _speaker(self, cue: Token) -> Attribution | None:
        if cue.lower_ == "according":
            node = next((c for c in cue.doc[cue.i + 2 : cue.i + 14] if c.pos_ in {"NOUN", "PROPN", "PRON"}), None)
            node = node if node is None or node.dep_ not in {"compound", "amod", "flat"} else _top(node)
            return self._named(cue, node, "statement.according-to.v1") if node is not None else None
        beside = self._person_beside(cue)
        if beside is not None:
            return beside
        subjects = [c for c in cue.children if c.dep_ in {"nsubj", "nsubj:pass", "nsubj:outer"}]
        if not subjects and cue.dep_ in {"conj", "xcomp", "advcl"}:
            subjects = [c for c in cue.head.children if c.dep_ in {"nsubj", "nsubj:pass"}]
        subjects = [s for s in subjects if s.i not in self.inside]
        if subjects:
            subject = subjects[0]
            if subject.lower_ in {"who", "which"} and cue.dep_.startswith("acl"):
                subject = cue.head
            return self._named(cue, subject, "statement.cue-subject.v1")
        return self._beside(cue)

    def _person_beside(self, cue: Token) -> Attribution | None:
        """ "…, Ann Lee said" and "… said Ann Lee": the person right at the reporting word, unless the
        name is only part of another speaker's: "a lawyer for Lee said".
        """
        names, doc = self.reading.names, self.doc
        before, after = cue.i - 1, cue.i + 1
        while before >= 0 and (doc[before].pos_ in {"ADV", "AUX"} or doc[before].text in {",", "_"}):
            before -= 1
        for token, left in ((before, True), (after, False)):
            name = names.at(token) if 0 <= token < len(doc) and token not in self.inside else None
            if name is None or names.kind(name) is not EntityKind.PERSON:
                continue
            n = names.names[name]
            lead = doc[n.start - 1] if n.start > 0 else None
            if left and lead is not None and lead.pos_ == "ADP":
                continue
            if not left and n.end < len(doc) and doc[n.end].lower_ in {"'s", "’s"}:
                continue
            if left and doc[before + 1].text == "," and not self._closes_apposition(n.start):
                continue
            if any(c.dep_.startswith("nsubj") and c.i not in range(n.start, n.end) and not left for c in cue.children):
                continue
            return Attribution(cue, names.entity_of[name], n.text, n.span, "statement.cue-name.v1", 0.92)
        return None

    def _closes_apposition(self, start: int) -> bool:
        """Whether the comma behind a name closes "the minister, Ann Lee, said"."""
        return start > 0 and self.doc[start - 1].text == ","

    def _beside(self, cue: Token) -> Attribution | None:
        """Without a parsed subject: the name right before or right behind the reporting word."""
        names = self.reading.names
        for i in (cue.i - 1, cue.i + 1):
            name = names.at(i)
            if name is not None and names.kind(name) in {EntityKind.PERSON, EntityKind.ORGANIZATION}:
                n = names.names[name]
                return Attribution(cue, names.entity_of[name], n.text, n.span, "statement.cue-neighbour.v1", 0.7)
        for i in (cue.i - 1, cue.i + 1):
            if 0 <= i < len(self.doc) and self.doc[i].lower_ in SINGULAR:
                return self._named(cue, self.doc[i], "statement.cue-neighbour.v1")
        return None

    # -- speakers

    def _named(self, cue: Token, node: Token, rule: str) -> Attribution | None:
        """The speaker that a noun phrase stands for."""
        names = self.reading.names
        if node.pos_ == "PRON" and node.lower_ not in SINGULAR:
            return None
        if node.lower_ in SINGULAR or _AGED.fullmatch(node.text):
            person = antecedent(self.reading, node, self.inside)
            return (
                None
                if person is None
                else Attribution(
                    cue, person, node.text, Span(node.idx, node.idx + len(node)), "statement.pronoun.v1", 0.75
                )
            )
        if node.lemma_.lower() in _WRITTEN:  # "Lee's statement said"
            node = next((c for c in node.children if c.dep_ == "nmod:poss" and names.at(c.i) is not None), node)
        phrase = _phrase(node)
        inside = [n for t in phrase if (n := names.at(t.i)) is not None]
        head = names.at(node.i)
        people = [
            n for n in dict.fromkeys(inside) if names.kind(n) is EntityKind.PERSON and not self._possessor(n, node)
        ]
        chosen = people[0] if people else self._office_holder(phrase) or head
        if chosen is not None and names.names[chosen].label == "NORP" and node.tag_ in {"NN", "NNP"}:  # "the Finn"
            chosen = None
        if chosen is not None and names.kind(chosen) is not EntityKind.PLACE:
            name = names.names[chosen]
            return Attribution(cue, names.entity_of[chosen], name.text, name.span, rule, 0.9)
        span = self.reading.span(phrase[0].i, phrase[-1].i + 1)
        holder = self._holder(node) if phrase[0].lower_ in {"the", "this"} else None
        if holder is not None:
            return Attribution(cue, holder, span.of(self.text), span, "statement.descriptor.v1", 0.75)
        label = span.of(self.text)
        for article in ("the ", "a ", "an "):
            if label.lower().startswith(article):
                label = label[len(article) :]
        return Attribution(cue, None, label, span, rule, 0.7) if node.pos_ in {"NOUN", "PROPN"} else None

    def _office_holder(self, phrase: Sequence[Token]) -> int | None:
        """The person named right behind the office in a phrase: "Foreign Minister Ann Lee"."""
        names = self.reading.names
        end = phrase[-1].i + 1
        while end < len(self.doc) and self.doc[end].ent_type_ == "ROLE":
            end += 1
        name = names.at(end) if end < len(self.doc) and self.doc[end - 1].ent_type_ == "ROLE" else None
        return name if name is not None and names.kind(name) is EntityKind.PERSON else None

    def _possessor(self, name: int, node: Token) -> bool:
        """ "Lee's lawyer said": Lee does not speak."""
        root = self.doc[self.reading.names.names[name].start : self.reading.names.names[name].end].root
        return root.i != node.i and root.dep_ in {"nmod:poss", "nmod", "compound"}

    def _holder(self, node: Token) -> int | None:
        """The person whose office is "the spokesman": the one named last among its holders."""
        noun = node.lemma_.lower()
        holders = {r.person for r in self.roles if r.role.casefold().split()[-1] == noun}
        names = self.reading.names
        before = [e for n, e in zip(names.names, names.entity_of, strict=True) if e in holders and n.start < node.i]
        return before[-1] if before else None


def _reports_otherwise(cue: Token) -> bool:
    """ "“Why?”, …, Lee replied that it was late": what Lee says is not the quotation."""
    return any(
        c.dep_ == "ccomp" and c.i > cue.i and any(m.dep_ == "mark" and m.lower_ == "that" for m in c.children)
        for c in cue.children
    )


def _top(token: Token) -> Token:
    while token.dep_ in {"compound", "amod", "flat", "nmod:poss", "nmod:desc"} and token.head.i > token.i:
        token = token.head
    return token


def _phrase(node: Token) -> list[Token]:
    """The noun phrase of a head, without its relative clauses and what follows a comma, but with appositions."""
    out = [node]
    for child in node.children:
        if child.dep_ in _NOUN_PARTS:
            if child.dep_ == "case" and child.i < node.i and child.head.i == node.i and child.pos_ == "ADP":
                continue
            out += [t for t in _phrase(child)] if child.dep_ != "case" else [child]
    out += [t for c in node.children if c.dep_ == "nmod" for t in c.children if t.dep_ == "case"]
    return sorted(set(out), key=lambda t: t.i)
