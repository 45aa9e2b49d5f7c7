"""Sentence → indirect statements: "Lee said that the talks were useful", "the talks were useful, according to Lee"."""

from collections.abc import Container, Iterator

from spacy.tokens import Token

from kg.extract.cues import is_cue
from kg.extract.quotes import words_in
from kg.extract.reading import Reading
from kg.extract.speakers import Speakers
from kg.model import Evidence, StatementFact

LEAST_WORDS = 4
_UNSAID = frozenset({"not", "n't", "n’t", "never", "if", "would", "could", "might", "may", "should", "must"})
_MARKS = frozenset({"that", "whether", "if"})
_DENYING = frozenset("deny dismiss refute reject".split())
_TELLING = frozenset("assure inform notify promise remind tell warn".split())
_HEARER = 6  # tokens of "a crowd of reporters in Oslo"
_CERTAINTY = 0.85  # of the speaker's own


def reported(reading: Reading, speakers: Speakers, quoted: Container[int]) -> Iterator[StatementFact]:
    """The reported clauses of an article whose speaker is told; what is mostly in quotation marks is left out."""
    for sentence in reading.sentences:
        for cue in sentence:
            if not is_cue(cue) or cue.i in quoted or any(c.lower_ in _UNSAID for c in cue.children):
                continue
            content = _content(cue)
            said = [t for t in content if not t.is_punct]
            if not said or 2 * sum(t.i in quoted for t in said) > len(said):
                continue
            attribution = speakers.of(cue)
            span = reading.span(content[0].i, content[-1].i + 1)
            text = " ".join(span.of(reading.text).split())
            if attribution is None or words_in(text) < LEAST_WORDS or not _is_clause(content):
                continue
            named = [attribution.span] if attribution.span else []
            confidence = round(_CERTAINTY * attribution.confidence, 2)
            yield StatementFact(
                attribution.speaker,
                attribution.text,
                text,
                "according to" if cue.lower_ == "according" else cue.text,
                False,
                Evidence(
                    reading.sentence_span(sentence),
                    tuple(sorted({span, reading.span(cue.i, cue.i + 1), *named})),
                    "statement.reported.v1",
                    confidence,
                ),
            )


def _is_clause(content: list[Token]) -> bool:
    """Not "accused him of planning", "told clients not to expect a cut": there is a finite verb, and no preposition first."""
    first = next((t for t in content if t.pos_ != "ADV"), content[0])  # "partly reflected the rise" has no subject
    begins = content[0].pos_ != "ADP" and first.pos_ not in {"AUX", "VERB"} and first.tag_ not in {"WP", "WP$", "WDT"}
    return begins and any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in content)


def _content(cue: Token) -> list[Token]:
    """The tokens of the clause that a reporting word reports, in one stretch, without "that" and outer marks."""
    if cue.lower_ == "according":
        return _trimmed(_beside_phrase(cue))
    clause = next((c for c in cue.children if c.dep_ == "ccomp"), None)
    if clause is not None and cue.lemma_ in _DENYING and any(c.dep_ == "obj" for c in cue.children):
        return []  # "denied reports that she had left"
    if clause is not None:
        return _trimmed(_past_hearer(_stretch(clause, cue), cue))
    if cue.dep_ == "parataxis" and cue.head.i < cue.i:  # "The talks were useful, Lee said."
        return _trimmed(_stretch(cue.head, cue))
    return []


def _stretch(clause: Token, cue: Token) -> list[Token]:
    """The tokens of a clause on its own side of the reporting word, without the speaker's."""
    below = {t.i for t in cue.subtree} if cue.dep_ == "parataxis" else _speaker_tokens(clause, cue)
    own_side = [t for t in clause.subtree if t.i not in below and (t.i < cue.i) == (clause.i < cue.i)]
    return list(cue.doc[own_side[0].i : own_side[-1].i + 1]) if own_side else []


def _past_hearer(content: list[Token], cue: Token) -> list[Token]:
    """Without the noun phrase that a tree puts into the clause: "told | African envoys that | she would come"."""
    mark = next((i for i, t in enumerate(content[: _HEARER + 1]) if t.lower_ == "that"), 0)
    heard = content[:mark]
    hearer = cue.lemma_ in _TELLING and len(heard) > 0 and content[0].i == cue.i + 1
    return content[mark:] if hearer and not any(t.pos_ in {"VERB", "AUX"} or t.is_punct for t in heard) else content


def _speaker_tokens(clause: Token, cue: Token) -> set[int]:
    return {cue.i} | {t.i for c in cue.children if c.i != clause.i for t in c.subtree}


def _beside_phrase(according: Token) -> list[Token]:
    """The rest of a sentence that opens or closes with "according to …"."""
    source = according.head
    phrase = {t.i for t in source.subtree} | {according.i}
    rest = [t for t in according.sent if t.i not in phrase]
    one_side = all(t.i > max(phrase) for t in rest) or all(t.i < min(phrase) or t.is_punct for t in rest)
    return rest if one_side else []


def _trimmed(tokens: list[Token]) -> list[Token]:
    start, end = 0, len(tokens)
    while start < end and (tokens[start].is_punct or tokens[start].is_space or tokens[start].lower_ in _MARKS):
        start += 1
    while end > start and (tokens[end - 1].is_punct or tokens[end - 1].is_space):
        if tokens[end - 1].is_quote and sum(t.is_quote for t in tokens[start:end]) % 2 == 0:
            break  # the mark closes a quotation within
        end -= 1
    return tokens[start:end]
