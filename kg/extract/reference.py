"""Pronouns and "the two ministers" → the entities of the article that they stand for, only where that is certain."""

from collections.abc import Container, Sequence

from spacy.tokens import Token

from kg.extract.reading import Reading
from kg.model import EntityKind

_GENDERED = {
    "he": frozenset({"mr", "sir", "lord", "king", "prince", "father", "brother"}),
    "she": frozenset({"mrs", "ms", "miss", "dame", "lady", "queen", "princess", "sister", "actress"}),
}
_ENDINGS = {"he": ("sman", "irman", "lman"), "she": ("woman",)}
SINGULAR = frozenset({"he", "she"})
_PEOPLE = frozenset("leader minister president premier official man woman chief envoy diplomat negotiator".split())
_POWERS = frozenset("country nation state government capital power neighbour neighbor ally".split())
_SIDES = frozenset("side party delegation team".split())
_PAIRS = frozenset({"they", "both", "two", "pair", "duo"})
_SERIES = frozenset({"round", "session", "talk", "talks", "negotiation", "contact"})
_RESUMING = frozenset({"resume", "restart", "continue", "reopen", "reconvene"})
_OTHER_ONES = frozenset({"next", "previous", "earlier", "another", "further", "last"})
_MODIFIERS = 4  # tokens before a noun in which "next" is said of it
_REACH = 220  # tokens back to the person that a pronoun stands for
_NON_SUBJECT = 60  # tokens by which a name that is no subject is the less likely


def antecedent(reading: Reading, pronoun: Token, quoted: Container[int] = ()) -> int | None:
    """The person that "he" or "she" is: the subject named last, else the person named last, outside quotations.

    Somebody called "Ms" or "spokesman" is not taken for the other pronoun.
    """
    names = reading.names
    other = _said_to_be(reading, "she" if pronoun.lower_ == "he" else "he")
    found: list[tuple[int, int]] = []
    for name, entity in zip(names.names, names.entity_of, strict=True):
        if name.label != "PERSON" or name.start >= pronoun.i or name.start in quoted or entity in other:
            continue
        root = reading.doc[name.start : name.end].root
        found.append((name.start if _is_subject(root) else name.start - _NON_SUBJECT, entity))
    if not found:
        return None
    start, entity = max(found)
    return entity if pronoun.i - start < _REACH else None


def _said_to_be(reading: Reading, pronoun: str) -> set[int]:
    """The people whose honorific or title, right beside their name, says which pronoun is theirs."""
    names, doc = reading.names, reading.doc
    out = set()
    for name, entity in zip(names.names, names.entity_of, strict=True):
        if name.label == "PERSON":
            beside = doc[max(name.start - 2, 0) : min(name.end + 4, len(doc))]
            words_beside = {t.lower_.strip(".") for t in beside if t.i < name.start or t.ent_type_ == "ROLE"}
            if any(w in _GENDERED[pronoun] or w.endswith(_ENDINGS[pronoun]) for w in words_beside):
                out.add(entity)
    return out


def _is_subject(token: Token) -> bool:
    """Whether a name is a subject, owns one ("Lee's plan failed"), or is said to be the source ("according to Lee")."""
    if any(c.lower_ == "according" for c in token.children):
        return True
    if token.dep_ == "nmod:poss":
        token = token.head
    while token.dep_ in {"flat", "appos", "compound", "nmod:desc"} and token.head.i != token.i:
        token = token.head
    return token.dep_.startswith("nsubj") or token.dep_ == "ROOT"


def group(reading: Reading, node: Token, before: Sequence[int]) -> tuple[int, ...]:
    """The parties of the gathering told before that "they", "the two ministers" or "both sides" stand for.

    `before` are entities. Only a pair is taken up, or the pair of people, or of powers, that the noun asks for;
    leaders who are not named are their countries.
    """
    noun = node.lemma_.lower()
    definite = any(c.lower_ in {"the", "both", "two"} for c in node.children) or node.lower_ in _PAIRS
    if not definite or node.tag_ not in {"NNS", "NNPS", "PRP", "NN", "CD", "DT"}:
        return ()
    people = tuple(e for e in before if reading.names.entities[e].kind is EntityKind.PERSON)
    powers = tuple(e for e in before if e not in people)
    if noun in _PEOPLE:
        wanted = people or powers
    elif noun in _POWERS | _SIDES:
        wanted = powers
    elif noun in _PAIRS or node.lower_ in _PAIRS:
        wanted = tuple(before) if len(before) == 2 else powers if len(powers) == 2 else people
    else:
        return ()
    return wanted if len(wanted) == 2 else ()


def series(reading: Reading, head: Token, before: Sequence[int]) -> tuple[int, ...]:
    """The parties of the talks told before, which "the next round", "an earlier session" and talks that resume share."""
    modifiers = {t.lower_ for t in head.doc[max(head.sent.start, head.i - _MODIFIERS) : head.i]}
    goes_on = head.head.lemma_.lower() in _RESUMING and head.dep_.startswith("nsubj")
    if head.lemma_.lower() not in _SERIES or not (goes_on or modifiers & _OTHER_ONES):
        return ()
    powers = tuple(e for e in before if reading.names.entities[e].kind is not EntityKind.PERSON)
    wanted = powers or tuple(before)
    return wanted if len(wanted) == 2 else ()
