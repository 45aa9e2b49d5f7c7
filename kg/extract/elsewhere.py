"""Trigger + candidate → whether the words say it of something else: the topic of talks, the day of another deed."""

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.candidates import Argument, preposition
from kg.extract.moods import led_in_by
from kg.extract.reading import Reading
from kg.extract.support import PARTIES, TOPICAL, Trigger
from kg.lexicon import words

LATER = frozenset({"after", "before", "following", "since"})
_AFFAIRS = frozenset("situation crisis conflict war fighting violence unrest ceasefire truce election".split())
_MATTERS = frozenset({"discuss", "discussing", "discussed", "review", "resolve", "settle", "tackle", "about", "over"})


def is_topic(trigger: Trigger, token: Token) -> bool:
    """ "Talks on the quotas of Bergen", "talks on the situation in Bergen"."""
    if any(t.lemma_.lower() in _AFFAIRS for t in token.doc[max(trigger.end, token.i - 2) : token.i]):
        return True
    while token.head.i not in {token.i, trigger.head.i}:
        token = token.head
        if token.pos_ == "NOUN" and any(c.dep_ == "case" and c.lower_ in TOPICAL for c in token.children):
            return True
    return False


def is_matter(doc: Doc, trigger: Trigger, candidate: Argument) -> bool:
    """ "Met in Oslo to discuss migration from Peru": named behind what is talked about, and with no "with" of its own."""
    between = [t.lower_ for t in doc[trigger.end : candidate.start]]
    topic = max((n for n, word in enumerate(between) if word in _MATTERS), default=-1)
    return topic >= 0 and not any(word in PARTIES - {"of", "by"} for word in between[topic:])


def leads_on(trigger: Trigger, candidate: Argument, root: Token, sentence: DocSpan) -> bool:
    """ "After meeting Lee in Oslo, Holm flew to Bergen", "met Lee before flying to Bergen"."""
    if preposition(root, candidate.start, sentence.start) != "to":
        return False
    marks = {c.lower_ for c in trigger.head.children if c.dep_ in {"mark", "case"}} | led_in_by(trigger.head)
    between = {t.lower_ for t in trigger.head.doc[trigger.end : candidate.start]}
    return bool((marks | between) & LATER)


def tells_other(doc: Doc, trigger: Trigger, candidate: Argument) -> bool:
    """ "Cut short a visit and flew home on Sunday": the day of another deed, whatever the tree makes of it."""
    between = doc[trigger.end : candidate.start]
    joined = (t for t in between[1:] if t.tag_ == "VBD" and t.nbor(-1).lower_ in {"and", "but", "then"})
    return trigger.head.pos_ != "VERB" and any(joined)


def dates_noun(trigger: Trigger, root: Token) -> bool:
    """ "A debate to review the report last week": the day of the report."""
    noun = root.head
    apart = noun.i != trigger.head.i and not noun.ent_type_ and noun.pos_ == "NOUN"
    return root.dep_ == "nmod:unmarked" and apart and root.left_edge.i == noun.i + 1


def speaks(reading: Reading, candidate: Argument) -> bool:
    """Whether a name is the subject of a reporting verb: "The ministry said talks …"."""
    root = reading.doc[candidate.start : candidate.end].root
    while root.dep_ in {"flat", "appos", "compound", "nmod:desc", "nmod", "nmod:poss"} and root.head.i != root.i:
        root = root.head
    return root.dep_.startswith("nsubj") and words.is_speech(root.head.lemma_.lower())


def clause_of(token: Token) -> Token:
    """The verb (or root) that a token belongs to."""
    while token.head.i != token.i:
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            return token
    return token
