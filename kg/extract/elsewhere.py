"""Trigger + candidate → whether the words say it of something else: the topic of talks, the day of another deed."""

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.candidates import Argument, preposition
from kg.extract.moods import led_in_by
from kg.extract.reading import Reading
from kg.extract.support import PARTIES, TOPICAL, Trigger
from kg.lexicon import words
from kg.model import EntityKind

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
    return (trigger.head.pos_ != "VERB" and any(joined)) or _is_before_deed(between)


def _is_before_deed(between: DocSpan) -> bool:
    """ "Will hold talks with Lee before flying home on Tuesday": no comma parts the deed from its day."""
    deed = next((t for t in between[1:] if t.tag_ == "VBG" and t.nbor(-1).lower_ in LATER), None)
    return deed is not None and all(t.text != "," for t in between[deed.i - between.start :])


def is_aside(trigger: Trigger, token: Token) -> bool:
    """ "Norway, which was asked to join in Lisbon, will sign in Oslo": said of a name, in a clause of its own."""
    while token.head.i != token.i and trigger.head.i not in {t.i for t in token.subtree}:
        own = token.head.i == trigger.head.i or token.i == trigger.end  # "talks planned for Oslo", in any tree
        if token.dep_ == "acl:relcl" or (token.dep_ == "acl" and not own):
            return True
        token = token.head
    return False


def is_clause_before(trigger: Trigger, token: Token) -> bool:
    """ "Lee is to fly to Oslo, and the two will meet in Bergen": in a clause with a subject of its own."""
    verb = trigger.head if trigger.head.pos_ == "VERB" else clause_of(trigger.head)
    joint = next((c.i for c in verb.children if c.dep_ == "cc" and c.i < trigger.start), -1)
    own = any(c.dep_.startswith("nsubj") and c.i > joint for c in verb.children)
    return verb.dep_ == "conj" and token.i < joint and own


def is_given_up(trigger: Trigger, token: Token) -> bool:
    """ "Had been due to fly to Oslo, but will instead hold a meeting on Monday": of what does not take place."""
    verb = trigger.head if trigger.head.pos_ == "VERB" else clause_of(trigger.head)
    instead = any(c.lower_ == "instead" for c in verb.children)
    return instead and verb.dep_ == "conj" and any(c.lower_ == "but" and token.i < c.i for c in verb.children)


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


def is_own_name(doc: Doc, trigger: Trigger, candidate: Argument) -> bool:
    """ "The Harbour Hall Conference", "the National Dairy Summit": a name in it is neither its house nor a party."""
    if candidate.slot == "venue":
        return candidate.end == trigger.start and trigger.head.is_title
    last = doc[candidate.end - 1]
    if trigger.kind == "ceremony" and last.is_title and words.meeting_kind(last.lower_, "NOUN"):
        return doc[candidate.start - 1].lower_ in {"of", "the"}  # "the closing ceremony of the Dairy Conference"
    return candidate.slot == "who" and candidate.start <= trigger.head.i < candidate.end


def is_told_of_others(reading: Reading, trigger: Trigger, party: Argument) -> bool:
    """ "Lee is to brief union officials, and the two ministers will meet"."""
    if party.name is None or reading.names.kind(party.name) is EntityKind.PERSON:
        return False
    root = reading.doc[party.start : party.end].root
    while root.dep_ in {"compound", "amod", "nmod:desc", "nmod:poss"} and root.head.i != root.i:
        root = root.head
    return root.dep_ in {"obj", "obl"} and is_clause_before(trigger, root)
