"""Does a capital stand for its government? It does where it acts, owns demands, or faces another power."""

from spacy.tokens import Span, Token

from kg.lexicon import places

_ACTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj"})
_DELEGATES = frozenset("official representative negotiator diplomat delegation envoy government authority".split())
_STATES = frozenset({"host", "lie", "be", "sit"})


def stands_for_government(head: Token) -> bool:
    """Whether the head of a capital's name is a subject, an agent, a possessor or a party of talks."""
    if head.dep_ in _ACTS:
        return not _is_located(head)
    if head.dep_ == "nmod:poss":
        return head.head.lemma_.lower() not in places.CITY_PARTS
    if head.dep_ in {"compound", "amod"} and head.head.lemma_.lower() in _DELEGATES:
        return True
    if _cases(head) & {"between", "with", "by", "from"} and _power_beside(head):
        return True
    return head.dep_ == "conj" and _acts_with(head.head)


def owns_minister(capital: Span) -> bool:
    """ "Tirana's foreign minister": only a government has such."""
    behind = capital.doc[capital.end : capital.end + 5]
    owner = len(behind) > 0 and behind[0].text in {"'s", "’s"}
    return owner and any(t.lower_ in {"minister", "ambassador", "government"} for t in behind)


def _is_located(head: Token) -> bool:
    """The city itself: Oslo is cold, Vienna will host the talks."""
    return head.head.lemma_.lower() in _STATES or head.head.pos_ in {"ADJ", "NOUN", "PROPN"}


def _acts_with(first: Token) -> bool:
    """Whether the name that a capital is coordinated with acts: NATO and Oslo agreed."""
    if first.ent_type_ not in {"GPE", "ORG"}:
        return False
    return first.dep_ in _ACTS or "between" in _cases(first)


def _power_beside(head: Token) -> bool:
    coordinated = any(c.dep_ == "conj" and c.ent_type_ in {"GPE", "ORG"} for c in head.children)
    return coordinated or "between" in _cases(head)


def _cases(token: Token) -> set[str]:
    """The prepositions of a noun phrase."""
    return {c.lower_ for c in token.children if c.dep_ == "case"}
