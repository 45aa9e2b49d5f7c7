"""Pronouns and "the two ministers" → the entities of the article that they stand for, only where that is certain."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.naming import Name
from kg.extract.reading import Reading
from kg.lexicon import words
from kg.model import EntityKind, RoleFact

_GENDERED = {
    "he": frozenset({"mr", "sir", "lord", "king", "prince", "father", "brother"}),
    "she": frozenset({"mrs", "ms", "miss", "dame", "lady", "queen", "princess", "sister", "actress"}),
}
_ENDINGS = {"he": ("sman", "irman", "lman"), "she": ("woman",)}
SINGULAR = frozenset({"he", "she"})
_POSSESSED = {"his": "he", "him": "he", "her": "she"}
_PEOPLE = frozenset("leader minister president premier official man woman chief envoy diplomat negotiator".split())
_POWERS = frozenset("country nation state government capital power neighbour neighbor ally".split())
_SIDES = frozenset("side party delegation team".split())
_PAIRS = frozenset({"they", "their", "both", "two", "pair", "duo"})
_HEADS = frozenset("president premier chancellor king queen emir sultan leader taoiseach".split())
_TITLES = {  # the last words of the titles of those whom a noun may stand for
    "leader": _HEADS,
    "president": frozenset({"president"}),
    "premier": frozenset({"premier"}),
    "minister": frozenset({"minister", "secretary"}),
    "envoy": frozenset("envoy ambassador representative negotiator".split()),
    "diplomat": frozenset("envoy ambassador representative negotiator minister".split()),
    "negotiator": frozenset({"negotiator", "envoy"}),
    "governor": frozenset({"governor"}),
    "mayor": frozenset({"mayor"}),
    "chief": frozenset("chief commander director head".split()),
}
_SUBORDINATE = frozenset("vice deputy assistant press general private former".split())
_COUNTERPARTS = frozenset({"counterpart", "number"})  # "opposite number"
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
_TITLED = 8  # tokens of "and his Omani counterpart," between two names
_SERIES = frozenset({"round", "session", "talk", "talks", "negotiation", "contact"})
_RESUMING = frozenset({"resume", "restart", "continue", "reopen", "reconvene"})
_OTHER_ONES = frozenset({"next", "previous", "earlier", "another", "further", "last"})
_MODIFIERS = 4  # tokens before a noun in which "next" is said of it
_REACH = 220  # tokens back to the person that a pronoun stands for
_NON_SUBJECT = 60  # tokens by which a name that is no subject is the less likely


@dataclass(frozen=True, slots=True)
class Cast:
    """Whom the people of an article act for, and under which titles."""

    served: Mapping[int, frozenset[int]]  # person → bodies
    titles: Mapping[int, frozenset[str]]  # person → ranks

    @classmethod
    def of(cls, roles: Sequence[RoleFact]) -> "Cast":
        """The posts that are held now."""
        held = [r for r in roles if not r.former]
        people = {r.person for r in held}
        return cls(
            {
                p: frozenset(r.organization for r in held if r.person == p and r.organization is not None)
                for p in people
            },
            {p: frozenset(rank(r.role) for r in held if r.person == p) for p in people},
        )


def antecedent(reading: Reading, pronoun: Token, quoted: Container[int] = ()) -> int | None:
    """The person that "he" or "she" is: the subject named last, else the person named last, outside quotations.

    Somebody called "Ms", "spokesman" or "Anthony" is not taken for the other pronoun.
    """
    names = reading.names
    gendered = pronoun.lower_ in SINGULAR or pronoun.lower_ in _POSSESSED
    he = _POSSESSED.get(pronoun.lower_, pronoun.lower_) == "he"
    other = _said_to_be(reading, "she" if he else "he") if gendered else set()
    found: list[tuple[int, int]] = []
    for name, entity in zip(names.names, names.entity_of, strict=True):
        if name.label != "PERSON" or name.start >= pronoun.i or name.start in quoted or entity in other:
            continue
        if _is_credit(reading.doc, name):
            continue
        root = reading.doc[name.start : name.end].root
        subject = _is_subject(root) or _opens(reading.doc, name)
        at = root.sent.start - 1 if subject and _is_embedded(root) else name.start
        found.append((at if subject else name.start - _NON_SUBJECT, entity))
    if not found:
        return None
    start, entity = max(found)
    return entity if pronoun.i - start < _REACH else None


def relative_person(reading: Reading, sentence: DocSpan, pronoun: Token) -> int | None:
    """The person that "who" stands for: the one named last before it."""
    before = (i for i in reading.names.within(sentence.start, pronoun.i) if reading.names.names[i].label == "PERSON")
    last = max(before, default=None)
    return None if last is None else reading.names.entity_of[last]


def _is_credit(doc: Doc, name: Name) -> bool:
    """ "(Ann Lee/Harbour Press)" under a picture."""
    opened = name.start > 0 and doc[name.start - 1].text in {"(", "[", ":", "/"}
    return opened and name.end < len(doc) and doc[name.end].text == "/"


def _said_to_be(reading: Reading, pronoun: str) -> set[int]:
    """The people whose given name, or whose honorific or title right beside their name, says which pronoun is theirs."""
    names, doc = reading.names, reading.doc
    people = ((n, e) for n, e in enumerate(names.entities) if e.kind is EntityKind.PERSON and " " in e.name)
    out = {n for n, e in people if words.pronoun_of(e.name.split()[0]) == pronoun}
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


_EMBEDDING = frozenset("acl acl:relcl advcl ccomp csubj".split())


def _is_embedded(token: Token) -> bool:
    """Whether a name stands in a subordinate clause: the main subject of its sentence is the likelier."""
    return any(t.dep_ in _EMBEDDING for t in token.ancestors)


def _opens(doc: Doc, name: Name) -> bool:
    """Whether only a title stands before a name in its sentence, whatever the tree makes of that."""
    before = doc[doc[name.start].sent.start : name.start]
    return all(t.ent_type_ in {"ROLE", "NORP", "ORG"} or t.is_space for t in before)


def is_definite_plural(node: Token) -> bool:
    """ "The ministers", "both sides", "the two", "they"."""
    definite = any(c.lower_ in {"the", "both", "two"} for c in node.children) or node.lower_ in _PAIRS
    if node.lower_ in _PEOPLE | _POWERS | _SIDES:  # "the French president", whatever its tag
        return False
    return definite and node.tag_ in {"NNS", "NNPS", "PRP", "PRP$", "NN", "CD", "DT"}


def _is_of_somebody(node: Token) -> bool:
    """ "The ministers of the three states": others than those told before."""
    return any(c.dep_ == "nmod" and any(g.lower_ == "of" for g in c.children) for c in node.children)


def pair(reading: Reading, node: Token, titles: Mapping[int, frozenset[str]]) -> tuple[int, ...]:
    """The two people told before whose titles "the two ministers" or "both presidents" stands for; none where more fit.

    `titles` are the ranks of people. "His Omani counterpart" has the title of the other.
    """
    wanted = _TITLES.get(node.lemma_.lower())
    counted = any(c.lower_ in {"two", "both"} for c in node.children)
    if wanted is None or not counted or _is_of_somebody(node):
        return ()
    found: dict[int, None] = {}
    for sentence in reversed(reading.sentences):
        if sentence.start > node.i or node.i - sentence.end > _REACH:
            continue
        for i in reading.names.within(sentence.start, min(sentence.end, node.i)):
            name, entity = reading.names.names[i], reading.names.entity_of[i]
            held = titles.get(entity, frozenset())
            if name.label == "PERSON" and (wanted & held or _is_counterpart(reading, name.start)):
                found[entity] = None
        if len(found) > 1:
            break
    return tuple(found) if len(found) == 2 else ()


def _is_counterpart(reading: Reading, start: int) -> bool:
    """ "His Omani counterpart, Ann Lee"."""
    return any(t.lemma_.lower() in _COUNTERPARTS for t in reading.doc[max(start - 2, 0) : start])


def rank(title: str) -> str:
    """The word of a title by which a plural may call its holder; "" for those below.

    >>> rank("foreign minister"), rank("prime minister"), rank("vice president")
    ('minister', 'premier', '')
    """
    words = title.casefold().replace("prime minister", "premier").split(" of ")[0].split(" for ")[0].split()
    return words[-1] if words and not _SUBORDINATE & set(words[:-1]) else ""


def group(reading: Reading, node: Token, before: Sequence[int]) -> tuple[int, ...]:
    """The parties of the gathering told before that "they", "the two ministers" or "both sides" stand for.

    `before` are entities. Only a pair is taken up, or the pair of people, or of powers, that the noun asks for;
    leaders who are not named are their countries.
    """
    noun = node.lemma_.lower()
    if not is_definite_plural(node) or _is_of_somebody(node):
        return ()
    people = tuple(e for e in before if reading.names.entities[e].kind is EntityKind.PERSON)
    powers = tuple(e for e in before if e not in people)
    if noun in _PEOPLE:
        wanted = people or powers
    elif noun in _POWERS | _SIDES:
        wanted = powers
    elif noun in _PAIRS or node.lower_ in _PAIRS:
        wanted = powers if len(powers) == 2 else people
    else:
        return ()
    return wanted if len(wanted) == _count(node) else ()


def _count(node: Token) -> int:
    """Three of "the three sides"; two where no number is told."""
    return next((_NUMBERS[c.lower_] for c in node.children if c.lower_ in _NUMBERS), 2)


def couple(reading: Reading, sentence: DocSpan, pronoun: Token) -> tuple[int, ...]:
    """ "They" behind "Lee and Holm spoke by phone": the two people that the sentence before, or this one, joins by "and"."""
    names, doc = reading.names, reading.doc
    start = max((s.start for s in reading.sentences if s.start < sentence.start), default=sentence.start)
    people = [i for i in names.within(start, pronoun.i) if names.names[i].label == "PERSON"]
    joined = [
        (names.entity_of[a], names.entity_of[b])
        for a, b in pairwise(people)
        if "and" in (between := [t.lower_ for t in doc[names.names[a].end : names.names[b].start]])
        and len(between) < _TITLED
        and not any(t.pos_ in {"VERB", "AUX"} for t in doc[names.names[a].end : names.names[b].start])
    ]
    return joined[-1] if len({names.entity_of[i] for i in people}) == 2 and joined else ()


def series(reading: Reading, head: Token, before: Sequence[int]) -> tuple[int, ...]:
    """The parties of the talks told before, which "the next round", "an earlier session" and talks that resume share."""
    phrase = reversed(head.doc[max(head.sent.start, head.i - _MODIFIERS) : head.i])
    modifiers = {t.lower_ for t in takewhile(lambda t: t.pos_ != "ADP", phrase)}  # not "last year at talks"
    goes_on = head.head.lemma_.lower() in _RESUMING and head.dep_.startswith("nsubj")
    if head.lemma_.lower() not in _SERIES or not (goes_on or modifiers & _OTHER_ONES):
        return ()
    powers = tuple(e for e in before if reading.names.entities[e].kind is not EntityKind.PERSON)
    wanted = powers or tuple(before)
    return wanted if len(wanted) == 2 else ()
