"""Reporting word → speaker: "Ann Lee said", "according to the ministry", "he added", "the spokesman told reporters"."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.extract.cues import belongs_elsewhere, is_cue, is_passive, is_written, only_shows, quoting_verb, source_of
from kg.extract.reading import Reading
from kg.extract.reference import SINGULAR, antecedent
from kg.model import EntityKind, RoleFact, Span

_SINGULAR_OBJECT = frozenset({"him", "her"})
_AGED = re.compile(r"the (?:now )?\d+-year-old\b.*")
_NOUN_PARTS = frozenset("det amod compound flat nmod nmod:poss nmod:desc nummod appos case advmod".split())


@dataclass(frozen=True, slots=True)
class Attribution:
    """A reporting word and its speaker."""

    cue: Token
    speaker: int | None  # entity
    text: str  # the speaker's words in the text
    span: Span | None  # of the speaker
    rule: str
    confidence: float


class Speakers:
    """Finds whose words a reporting word reports; `inside` are the tokens in quotation marks."""

    def __init__(self, reading: Reading, roles: Sequence[RoleFact], inside: Container[int]) -> None:
        self.reading, self.roles, self.inside = reading, roles, inside
        self.doc, self.text = reading.doc, reading.text

    def nearest(self, tokens: Sequence[Token], *, nearest_first: bool) -> Attribution | None:
        """The reporting word nearest to the quotation that has a speaker."""
        cues = [t for t in tokens if is_cue(t)]
        for cue in cues if nearest_first else reversed(cues):
            found = self.of(cue)
            if found is not None:
                return found
        return None

    def of(self, cue: Token) -> Attribution | None:
        """The speaker of one reporting word."""
        if cue.lower_ == "according":
            node = next((c for c in cue.doc[cue.i + 2 : cue.i + 14] if c.pos_ in {"NOUN", "PROPN", "PRON"}), None)
            node = node if node is None or node.dep_ not in {"compound", "amod", "flat"} else _top(node)
            return self._named(cue, node, "statement.according-to.v1") if node is not None else None
        quoting = quoting_verb(cue)
        if quoting is not None:
            source = source_of(quoting)
            return self._named(cue, source, "statement.quoted-source.v1") if source is not None else None
        if is_passive(cue):  # "Lee was accused by Holm"; nobody is named in "asked by a listener", "Lee was told"
            agent = next((c for c in cue.children if c.dep_ == "obl:agent"), None)
            return self._named(cue, agent, "statement.agent.v1") if agent is not None else None
        beside = self._person_beside(cue)
        if beside is not None:
            return beside
        subjects = [c for c in cue.children if c.dep_ in {"nsubj", "nsubj:pass", "nsubj:outer"}]
        if not subjects and cue.dep_ in {"conj", "xcomp", "advcl"}:
            subjects = [c for c in _first_said(cue).children if c.dep_ in {"nsubj", "nsubj:pass"}]
        if not subjects and cue.dep_ == "acl" and is_written(cue.head):  # "put out a note saying"
            subjects = [c for c in cue.head.head.children if c.dep_ in {"nsubj", "nsubj:pass"}]
        subjects = sorted((s for s in subjects if s.i not in self.inside), key=lambda s: not self._is_person(s))
        if subjects:
            subject = subjects[0]
            if subject.lower_ in {"who", "which"} and cue.dep_.startswith("acl"):
                subject = cue.head
            if only_shows(cue, subject):
                return None
            return self._named(cue, subject, "statement.cue-subject.v1")
        return self._beside(cue)

    def _is_person(self, token: Token) -> bool:
        name = self.reading.names.at(token.i)
        return name is not None and self.reading.names.kind(name) is EntityKind.PERSON

    def of_clause(self, colon: Token) -> Attribution | None:
        """The person who is the subject of a sentence that leads to a quotation: "Ann Lee was more careful: '…'"."""
        root = colon.sent.root
        subject = next((c for c in root.children if c.dep_ == "nsubj" and c.i < colon.i), None)
        if subject is None or subject.i in self.inside or root.i > colon.i:
            return None
        found = self._named(colon, subject, "statement.colon.v1")
        return replace(found, confidence=0.7) if found is not None and found.speaker is not None else None

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
            if not left and belongs_elsewhere(doc[n.start : n.end].root, cue):
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
                if i > cue.i and belongs_elsewhere(self.doc[n.start : n.end].root, cue):
                    continue
                return Attribution(cue, names.entity_of[name], n.text, n.span, "statement.cue-neighbour.v1", 0.7)
        for i in (cue.i - 1, cue.i + 1):
            if 0 <= i < len(self.doc) and self.doc[i].lower_ in SINGULAR:
                return self._named(cue, self.doc[i], "statement.cue-neighbour.v1")
        return None

    def _named(self, cue: Token, node: Token, rule: str) -> Attribution | None:
        """The speaker that a noun phrase stands for."""
        names = self.reading.names
        singular = node.lower_ in _SINGULAR_OBJECT or node.lower_ in SINGULAR
        if node.pos_ == "PRON" and not singular:
            return None
        if singular or self._is_aged(node):
            person = antecedent(self.reading, node, self.inside)
            return (
                None
                if person is None
                else Attribution(
                    cue, person, node.text, Span(node.idx, node.idx + len(node)), "statement.pronoun.v1", 0.75
                )
            )
        if is_written(node):  # "Lee's statement said"
            node = next((c for c in node.children if c.dep_ == "nmod:poss" and names.at(c.i) is not None), node)
        titled = self._in_apposition(node)
        if titled is not None:  # "Ann Lee, Acme's chief executive, described", where the title is taken for the subject
            name = names.names[titled]
            return Attribution(cue, names.entity_of[titled], name.text, name.span, rule, 0.85)
        phrase = [t for t in _phrase(node) if cue.lower_ != "according" or t.i > cue.i + 1]
        inside = [n for t in phrase if (n := names.at(t.i)) is not None]
        head = names.at(node.i)
        people = [
            n for n in dict.fromkeys(inside) if names.kind(n) is EntityKind.PERSON and not self._possessor(n, node)
        ]
        chosen = people[0] if people else self._office_holder(phrase) or head
        if chosen is None:  # "the supplier, Acme, said"
            chosen = next((n for c in node.children if c.dep_ == "appos" and (n := names.at(c.i)) is not None), None)
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

    def _is_aged(self, node: Token) -> bool:
        """ "The 31-year-old", "the 29-year-old midfielder", with nobody's name."""
        phrase = self.doc[node.left_edge.i : node.i + 1]
        named = any(self.reading.names.at(t.i) is not None for t in self.doc[phrase.start : phrase.end + 1])
        return not named and _AGED.fullmatch(phrase.text.lower()) is not None

    def _in_apposition(self, node: Token) -> int | None:
        """The person before a comma whose title a noun is, by the roles of the article."""
        if self.reading.names.at(node.i) is not None:
            return None
        spans = [(r.person, r.evidence.parts) for r in self.roles if r.evidence.rule == "role.apposition-title.v1"]
        people = {p for p, parts in spans if any(s.start <= node.idx < s.end for s in parts)}
        names = self.reading.names
        before = [
            i for i, e in enumerate(names.entity_of) if e in people and node.sent.start <= names.names[i].start < node.i
        ]
        return before[-1] if len(people) == 1 and before else None

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
        if any(c.dep_ in {"nmod:poss", "nmod"} for c in node.children):  # "the minister's spokesman"
            return None
        noun = node.lemma_.lower()
        holders = {r.person for r in self.roles if r.role.casefold().split()[-1] == noun}
        names = self.reading.names
        people = [
            (n, e)
            for n, e in zip(names.names, names.entity_of, strict=True)
            if n.label == "PERSON" and n.start < node.i
        ]
        before = [e for _, e in people if e in holders]
        paragraph = next((s.span.start for s in self.reading.segments if s.span.start <= node.idx < s.span.end), 0)
        near = [e for n, e in people if n.span.start >= paragraph]
        if near and before and near[-1] not in holders:  # somebody else is spoken of: "Lee … the minister said"
            return None
        return before[-1] if before else None


def _first_said(cue: Token) -> Token:
    """The verb whose subject a reporting word without one shares: in "Lee said her party agreed, and said …" the first."""
    matrix = cue.head.head
    again = cue.dep_ == "conj" and cue.head.dep_ == "ccomp" and (matrix.lemma_, matrix.tag_) == (cue.lemma_, cue.tag_)
    return matrix if again else cue.head


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
