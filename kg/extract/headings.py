"""Verb that names an office itself → its holder: "who chairs the board", "Bo Holm founded Acme", "led by Ann Lee"."""

from collections.abc import Iterator

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.names import Names
from kg.extract.offices import Holding, Office
from kg.extract.people import person_near, pronoun_subject, subject_of
from kg.extract.predicates import NEGATIVE, body_behind, is_body
from kg.extract.reading import Reading
from kg.lexicon import words

_RELATIVE = frozenset({"who", "which", "that"})
_REAL = frozenset({"has", "have", "had", "will", "’ll", "'ll"})


def heading(reading: Reading, sentence: DocSpan) -> Iterator[Holding]:
    """ "Ann Lee, who heads the Harbour Authority, …", "Bo Holm founded Acme", "the panel is chaired by Ann Lee"."""
    names = reading.names
    for verb in sentence:
        title = words.headed_office(verb.lower_)
        if title is None or not _is_verb(verb) or names.at(verb.i) is not None:
            continue
        if any(c.lower_ in NEGATIVE or (c.dep_ == "aux" and c.lower_ not in _REAL) for c in verb.children):
            continue
        passive = verb.i + 1 < sentence.end and verb.nbor().lower_ == "by"
        found = _led_by(reading, sentence, verb) if passive else _leads(reading, sentence, verb)
        if found is not None and not _moves(reading, verb, found[1]) and not _vague(names, found[1]):
            holder, body = found
            office = Office(verb.i, verb.i + 1, title, False, verb.i, verb.i + 1)
            past = verb.tag_ == "VBD" and "founder" not in title and not passive
            yield Holding(office, holder, body, "role.verb-heads.v1", 0.75, former=past)


def _moves(reading: Reading, verb: Token, body: int) -> bool:
    """ "Led the Harbour Rovers to victory", "led the rebels into the city"."""
    end = reading.names.names[body].end
    following = reading.doc[end].lower_ if end < len(reading.doc) else ""
    return verb.lemma_ == "lead" and following in {"to", "into", "through", "past", "out", "against", "in", "on"}


def _vague(names: Names, body: int) -> bool:
    """ "The group led by Lee": a bare noun that stands for no body named in the article."""
    name = names.names[body]
    return name.described and name.end - name.start == 1 and names.entities[names.entity_of[body]].name.islower()


def _is_verb(token: Token) -> bool:
    before = token.nbor(-1).lower_ if token.i > 0 else ""
    after_who = before in {*_RELATIVE, "also", "now"} and token.lower_.endswith(("s", "d"))
    return token.pos_ == "VERB" or after_who or before == "will"


def _leads(reading: Reading, sentence: DocSpan, verb: Token) -> tuple[int, int] | None:
    """The holder before and the body behind an active verb."""
    names = reading.names
    holder = subject_of(names, verb)
    if holder is None:
        holder = pronoun_subject(reading, sentence, verb)
    if holder is None and verb.nbor(-1).lower_ in {*_RELATIVE, "will", "also", "now"}:
        holder = person_near(names, verb, before=True, limit=sentence)
    body = body_behind(names, verb.i + 1, sentence.end)
    objects = (names.at(c.i) for c in verb.children if c.dep_ in {"obj", "dobj"})
    body = body if body is not None else next((n for n in objects if is_body(names, n)), None)
    return (holder, body) if holder is not None and body is not None else None


def _led_by(reading: Reading, sentence: DocSpan, verb: Token) -> tuple[int, int] | None:
    """The body before and the holder behind "led by", "which is chaired by"."""
    names, doc = reading.names, reading.doc
    i = verb.i - 1
    while i > sentence.start and (doc[i].lemma_ == "be" or doc[i].lower_ in {*_RELATIVE, ",", "now", "currently"}):
        i -= 1
    body = names.at(i)
    if body is not None and names.names[body].described:  # "the Zoo Council, an advisory body led by"
        start = names.names[body].start
        apposed = doc[max(start - 2, 0) : start].text.lower() in {", a", ", an"}
        body = names.at(start - 3) if apposed and is_body(names, names.at(start - 3)) else body
    holder = person_near(names, verb, before=False, limit=sentence)
    if holder is None or not is_body(names, body) or names.names[holder].start > verb.i + 5:
        return None
    return (holder, body) if body is not None else None
