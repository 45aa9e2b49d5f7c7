"""Sentence → triggers: the words that name a particular gathering, by the network and by the lexicon."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.lookalikes import only_looks_like
from kg.extract.moments import tells_day
from kg.extract.reading import Reading
from kg.extract.reference import SINGULAR, is_definite_plural
from kg.extract.support import ACCORDS, Trigger
from kg.lexicon import words
from kg.nlp.component import MEETINGS

_PARTS = frozenset({"round", "series", "session", "day", "week"})
_PARTICLES = frozenset({"down", "together"})
_LONG = frozenset({"hour", "minute", "day"})
_RECEIVING = frozenset({"host", "receive"})
_SPEAKING = frozenset({"talk"})
_STAGED = frozenset("begin close conclude convene end kick open resume run start".split())
_WHEN_OR_WHERE = frozenset("at from here in last next on this".split())  # not "held responsible", "held to"
_STAGING = frozenset("convene hold host open organise organize".split())
_TABLE = 7  # tokens of "sat around the same table"
_MODIFIERS = frozenset({"ADJ", "DET", "NOUN", "NUM", "PROPN", "VERB"})


def triggers(reading: Reading, sentence: DocSpan) -> Iterator[Trigger]:
    """The words of a sentence that name a particular gathering, in text order."""
    marked = {t.i: span for span in reading.doc.spans.get(MEETINGS, ()) for t in span}
    seen: set[int] = set()
    for token in sentence:
        span = marked.get(token.i)
        if span is None and (_is_gathering(token) or _is_meeting(reading, token) or _is_staged(token)):
            span = sentence.doc[token.i : token.i + 1]
        if span is None or span.start in seen:
            continue
        seen.add(span.start)
        kind = _kind(span)
        speaks = span.root.pos_ == "VERB" and span.root.lemma_.lower() in _SPEAKING
        if kind is None or (speaks and not _speak_together(reading, span.root, marked=True)):
            reading.refuse("meeting", span.start, span.end, "meeting.no-gathering.v1")
        elif only_looks_like(span, kind, sentence):
            reading.refuse("meeting", span.start, span.end, "meeting.looks-alike.v1")
        else:
            yield Trigger(span.start, span.end, span.root, kind)


def _is_gathering(token: Token) -> bool:
    """Whether a noun names one: "talks", "courtesy call"."""
    return token.pos_ == "NOUN" and any(words.meeting_kind(p, "NOUN") for p in (token.lower_, _with_word_before(token)))


def _is_staged(token: Token) -> bool:
    """ "The 12th Coastal Cities Forum will take place in Porto": a named event that the network has missed."""
    verb, kind = token.head, words.meeting_kind(token.lower_, "NOUN")
    last = token.i + 1 == len(token.doc) or token.nbor().is_digit or token.nbor().ent_type_ != token.ent_type_
    if token.pos_ != "PROPN" or kind is None or not last or token.ent_type_ not in {"EVENT", "ORG"}:
        return False
    if any(c.dep_.startswith("acl") and c.lemma_ == "hold" and c.tag_ == "VBN" for c in token.children):
        return True  # "the Coastal Cities Forum, held in Porto"
    takes_place = verb.lemma_ == "take" and any(c.lower_ == "place" and c.i == verb.i + 1 for c in verb.children)
    behind = verb.nbor().lower_ if verb.i + 1 < len(verb.doc) else ""
    is_held = verb.lemma_ == "hold" and token.dep_ == "nsubj:pass" and behind in _WHEN_OR_WHERE
    if is_held or takes_place or token.ent_type_ == "ORG":
        return (is_held or takes_place) and token.dep_.startswith("nsubj")
    staged = token.dep_.startswith("nsubj") and verb.lemma_ in _STAGED
    return staged or (token.dep_ in {"obj", "dobj"} and verb.lemma_ in _STAGING)


def _is_meeting(reading: Reading, token: Token) -> bool:
    """Whether a verb tells that people come together: "met Holm", "sat down with Holm"."""
    if token.pos_ != "VERB" or words.meeting_kind(_phrasal(token), "VERB") is None:
        return False
    lemma = token.lemma_.lower()
    if lemma == "sign" and _sign_accord(reading, token):
        return True
    if lemma in _SPEAKING:
        return _speak_together(reading, token)
    return _receives(token) if lemma in _RECEIVING else _meets_somebody(reading, token)


def innermost(found: Sequence[Trigger]) -> list[Trigger]:
    """ "A round of talks" is named by its last noun."""
    outer = {a.start for a, b in pairwise(found) if a.head.lemma_.lower() in _PARTS and _is_of(a, b)}
    return [t for t in found if t.start not in outer]


def _is_of(outer: Trigger, inner: Trigger) -> bool:
    """Whether only "of" and modifiers stand between two nouns."""
    between = inner.head.doc[outer.end : inner.start]
    return bool(between) and between[0].lower_ == "of" and all(t.pos_ in _MODIFIERS for t in between[1:])


def _meets_somebody(reading: Reading, verb: Token) -> bool:
    """ "Lee met Holm", "the sides met in Oslo"; not "Lee met the deadline"."""
    objects = [c for c in verb.children if c.dep_ in {"obj", "dobj"}]
    return all(reading.names.at(o.i) is not None for o in objects)


def _sign_accord(reading: Reading, verb: Token) -> bool:
    """ "Norway and Sweden signed an accord on Monday": together, not "Lee signed the bill"."""
    signed = [c for c in verb.children if c.dep_ in {"obj", "dobj"} and c.lemma_.lower() in ACCORDS]
    return bool(signed) and tells_day(verb.sent) and _named_subjects(reading, verb) > 1


def _speak_together(reading: Reading, verb: Token, *, marked: bool = False) -> bool:
    """ "Lee and Holm talked for nine hours in Oslo": together, at a place, for long unless the network marks it."""
    lasting = any(c.lemma_.lower() in _LONG and any(p.lower_ == "for" for p in c.children) for c in verb.children)
    where = any(c.dep_ == "obl" and any(p.lower_ in {"at", "in"} for p in c.children) for c in verb.children)
    several = any(is_definite_plural(c) for c in verb.children if c.dep_ == "nsubj")
    return (lasting or marked) and where and (several or _named_subjects(reading, verb) > 1)


def _named_subjects(reading: Reading, verb: Token) -> int:
    """How many names a verb has as its subject: "Lee and Holm signed"."""
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    parties = [t for s in subjects for t in (s, *(c for c in s.children if c.dep_ == "conj"))]
    return sum(reading.names.at(p.i) is not None for p in parties)


def _receives(verb: Token) -> bool:
    """ "Lee received Holm", "Lee was received by Holm": people, not letters or prizes."""
    parties = [c for c in verb.children if c.dep_ in {"obj", "dobj", "obl:agent"} or c.dep_.startswith("nsubj")]
    named = [[p, *(c for c in p.children if c.dep_ == "appos")] for p in parties]  # "its chairman, Bo Holm"
    people = [p for p in named if any(t.ent_type_ == "PERSON" or t.lower_ in SINGULAR for t in p)]
    return len(people) > 1


def _phrasal(verb: Token) -> str:
    """The lemma of a verb with its particle: "sit down"."""
    behind = verb.nbor() if verb.i + 1 < verb.sent.end else None
    lemma = verb.lemma_.lower()
    if lemma in {"sit", "sat"} and _is_round_table(verb):
        return "sit down"
    return f"{lemma} {behind.lower_}" if behind is not None and behind.lower_ in _PARTICLES else lemma


def _is_round_table(verb: Token) -> bool:
    """ "Sat around a horseshoe table"."""
    behind = [t.lower_ for t in verb.doc[verb.i + 1 : min(verb.i + _TABLE, verb.sent.end)]]
    return bool(behind) and behind[0] in {"around", "round"} and "table" in behind


def _with_word_before(noun: Token) -> str:
    return f"{noun.nbor(-1).lower_} {noun.lower_}" if noun.i > 0 else noun.lower_


def _kind(span: DocSpan) -> str | None:
    """The kind of a gathering by the lexicon, the longest phrase first; None for calls, votes, matches and words it does not know."""
    head = span.root
    by_verb = words.meeting_kind(_phrasal(head), "VERB") if head.pos_ == "VERB" else None
    if by_verb is not None:
        return by_verb
    for phrase in (_with_word_before(head), span.text.lower(), head.lower_, head.lemma_.lower()):
        if words.is_not_meeting(phrase):
            return None
        kind = words.meeting_kind(phrase, "NOUN")
        if kind is not None:
            return kind
    return None
