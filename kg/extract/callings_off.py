"""Trigger → whether its clause calls the gathering off or puts it off, and the verbs that govern it."""

from collections.abc import Iterator

from spacy.tokens import Token

_CALLED_OFF = {
    **dict.fromkeys(["cancel", "scrap", "abandon", "axe", "scuttle", "scrub"], "cancelled"),
    **dict.fromkeys(["postpone", "delay", "defer", "reschedule"], "postponed"),
}
_DUE = frozenset("due expected planned scheduled set slated supposed".split())
_CLAUSE = 8  # tokens of "was due to hold a second round of talks"
FELL_THROUGH = "fell through"
_PARTICLES = {("call", "off"): "cancelled", ("put", "off"): "postponed", ("push", "back"): "postponed"}


def called_off(head: Token) -> str:
    """The status of what is "scrapped", "put off" or "has been called off"; "" for anything else."""
    return next(filter(None, map(_calls_off, governors(head))), "")


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
