"""Trigger → whether its clause calls the gathering off or puts it off, and the verbs that govern it."""

from collections.abc import Iterator

from spacy.tokens import Token

_CALLED_OFF = {
    **dict.fromkeys(["cancel", "scrap", "abandon", "axe", "scuttle", "scrub"], "cancelled"),
    **dict.fromkeys(["postpone", "delay", "defer", "reschedule"], "postponed"),
}
_PARTICLES = {("call", "off"): "cancelled", ("put", "off"): "postponed", ("push", "back"): "postponed"}


def called_off(head: Token) -> str:
    """The status of what is "scrapped", "put off" or "has been called off"; "" for anything else."""
    return next(filter(None, map(_calls_off, governors(head))), "")


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
