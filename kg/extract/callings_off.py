"""Trigger → whether its clause calls the gathering off, puts it off or rules it out, and the verbs that govern it."""

import re
from collections.abc import Iterator
from itertools import takewhile

from spacy.tokens import Token

_CALLED_OFF = {
    **dict.fromkeys(["cancel", "scrap", "abandon", "axe", "scuttle", "scrub"], "cancelled"),
    **dict.fromkeys(["postpone", "delay", "defer", "reschedule"], "postponed"),
}
_DUE = frozenset("due expected planned scheduled set slated supposed".split())
_INTENT = 9  # tokens of "no plans for the two leaders to meet"
_CLAUSE = 8  # tokens of "was due to hold a second round of talks"
_INTENTS = frozenset({"plan", "intention", "desire", "prospect"})
_HOLDING = frozenset("convene have hold host organise organize resume".split())
_OFF_AGENDA = re.compile(r"\b(?:is|are|was|were) ?(?:not|n['’]t) (?:\w+ )?(?:on|in) the (?:agenda|cards|diary|table)\b")
_NEGATIVE = frozenset({"not", "n't", "n’t", "never"})
_REFUSING = frozenset({"refuse", "decline"})
_MOVING = frozenset({"move", "relocate", "shift", "transfer"})
FELL_THROUGH = "fell through"
_PARTICLES = {("call", "off"): "cancelled", ("put", "off"): "postponed", ("push", "back"): "postponed"}


def called_off(head: Token) -> str:
    """The status of what is "scrapped", "put off" or "has been called off"; "" for anything else."""
    return next((_calls_off(v) for v in governors(head) if _calls_off(v) and not _is_denied(v)), "")


def _is_denied(verb: Token) -> bool:
    """ "Will not cancel", "has no plans to cancel", "refused to put off"."""
    refused = verb.dep_ == "xcomp" and verb.head.lemma_ in _REFUSING
    return refused or any(c.lower_ in _NEGATIVE for c in verb.children) or _is_unintended(verb)


def fell_through(head: Token) -> str:
    """What "was due to meet Lee on Monday, but fell ill" makes of a gathering: it was called off, put off, or did not
    come about as told; "" where nothing of the kind is said.
    """
    doc, sentence = head.doc, head.sent
    but = next((t.i for t in doc[head.i + 1 : sentence.end] if t.lower_ == "but"), head.i)
    clause = doc[max(sentence.start, head.i - _CLAUSE) : but]
    due = next((t.i for t in clause if _was_due(t)), None)
    if due is None or any(t.lower_ in {"that", "which", "who"} for t in clause):
        return ""
    return next(filter(None, map(_calls_off, doc[but : sentence.end])), FELL_THROUGH)


def is_ruled_out(head: Token) -> bool:
    """ "There are no plans for Lee to meet Holm", "has no intention of holding talks", "a summit is not on the agenda"."""
    phrase = takewhile(lambda t: t.pos_ != "VERB", head.doc[head.i + 1 : head.sent.end])  # the predicate is its own
    return _OFF_AGENDA.search(" ".join(t.lower_ for t in phrase)) is not None or _is_unintended(head)


def _is_unintended(head: Token) -> bool:
    """ "Has no plans to hold talks": nothing but the holding between."""
    doc, start = head.doc, head.sent.start
    for i in range(max(start, head.i - _INTENT), head.i):
        if doc[i].lemma_.lower() in _INTENTS and any(t.lower_ == "no" for t in doc[max(start, i - 2) : i]):
            between = doc[i + 1 : head.i]
            return not any(t.is_punct or (t.pos_ == "VERB" and t.lemma_ not in _HOLDING) for t in between)
    return False


def only_moves(head: Token) -> bool:
    """ "The meeting has been moved to the annex": to another place, not to another day."""
    verb = next(governors(head), None)
    if verb is None or verb.lemma_ not in _MOVING or not any(c.lower_ in {"has", "have"} for c in verb.children):
        return False
    behind = [t for t in head.doc[verb.i + 1 : head.sent.end] if not t.is_punct]
    to = next((n for n, t in enumerate(behind) if t.lower_ in {"to", "until", "back", "forward"}), len(behind))
    there = behind[to + 1 : to + 3]
    return bool(there) and behind[to].lower_ == "to" and not any(t.ent_type_ == "DATE" for t in there)


def _was_due(token: Token) -> bool:
    """ "Was due to", "had been scheduled to"."""
    if token.lower_ not in _DUE or token.i < 1 or token.i + 1 >= len(token.doc):
        return False
    before = token.nbor(-2) if token.nbor(-1).pos_ == "ADV" and token.i > 1 else token.nbor(-1)
    return before.lower_ in {"was", "were", "been"} and token.nbor().lower_ == "to"


def is_off_now(head: Token) -> bool:
    """ "Has been called off": what lies ahead."""
    return any(c.lower_ in {"has", "have"} for v in governors(head) if _calls_off(v) for c in v.children)


def _calls_off(verb: Token) -> str:
    """The status that a verb, with its particle, gives to its object."""
    found = (_PARTICLES.get((verb.lemma_, c.lower_), "") for c in verb.children)
    return _CALLED_OFF.get(verb.lemma_) or next(filter(None, found), "")


def governors(head: Token) -> Iterator[Token]:
    """The verb of the gathering's clause, then the verbs that this one is a complement of."""
    token = head
    for _ in range(4):
        if token.pos_ in {"VERB", "AUX"}:
            yield token
            if token.dep_ != "xcomp" and not (token.dep_ == "ccomp" and token.tag_ == "VB"):
                return
        if token.head.i == token.i:
            return
        token = token.head
