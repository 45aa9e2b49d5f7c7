"""Office + holder → is it told as a fact? Negations, wishes, counterfactuals, relatives and fiction are not."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.naming import Name
from kg.extract.offices import Office
from kg.extract.reading import Reading
from kg.lexicon import words

_NEGATIVE = frozenset({"not", "n't", "n’t", "never", "no", "nor", "neither"})
_NOBODY = frozenset({"nobody", "none", "neither"})
_UNREAL = frozenset({"would", "could", "might", "may", "should", "'d", "’d"})
_SUPPOSING = frozenset({"if", "unless", "whether"})
_WISHES = frozenset(
    "aspire bid consider decline deny dream dub expect favourite favorite hope know likely nickname play portray refuse "
    "reject rumour rumor seek shortlist tip tipped vie want wish contender hopeful frontrunner front-runner".split()
)
_FICTION = frozenset({"fictional", "novel", "novella", "protagonist", "screenplay", "sitcom", "thriller"})
_GAME = "video game"
_RELATIVES = frozenset(
    "son daughter wife husband widow widower brother sister father mother child grandson granddaughter nephew niece "
    "cousin uncle aunt parent partner friend neighbour neighbor".split()
)
_NAMING = frozenset({"know", "nickname", "dub", "call", "style"})
_NICKNAME = 10  # tokens before an office in which "known … as" makes it a nickname
_BEFORE = frozenset(
    {"would-be", "aspiring", "wannabe", "self-styled", "self-proclaimed", "fictional", "honorary", "mock"}
)


def told_as_fact(reading: Reading, sentence: DocSpan, office: Office, holder: Name) -> bool:
    """Whether the sentence says that the holder has, had or will have the office."""
    head = reading.doc[office.start : office.end].root
    before = reading.doc[max(office.first - 3, sentence.start) : office.start].text.lower().replace(" ", "")
    if any(before.endswith(word) for word in _BEFORE):
        return False
    if _hoped_for(reading.doc, office, holder):
        return False
    chain = list(
        _governors(head, reading.doc[holder.start : holder.end].root, _is_apposed(reading.doc, office, holder))
    )
    verb = reading.doc[holder.start : holder.end].root.head
    if any(_denies(token) for token in chain) or (holder.end <= verb.i < office.start and _is_supposed(verb)):
        return False
    return not _fiction(sentence)


def _is_apposed(doc: Doc, office: Office, holder: Name) -> bool:
    """ "The minister, Lee, declined to comment": what the verb denies is not the office."""
    if holder.start < office.start:
        return doc[holder.end].text == ","
    return not any(t.pos_ in {"VERB", "AUX", "SCONJ"} for t in doc[office.end : holder.start])


def _hoped_for(doc: Doc, office: Office, holder: Name) -> bool:
    """ "Lee is the favourite to be the next coach", "known in Oslo as the Minister of Defence"."""
    left, right = sorted(((office.start, office.end), (holder.start, holder.end)))
    between = doc[left[1] : right[0]]
    if any(t.lemma_.lower() in _WISHES and (t.pos_ == "NOUN" or t.tag_ == "VBN") for t in between):
        return True
    before = doc[max(office.start - _NICKNAME, 0) : office.start]
    named = any(t.lemma_.lower() in _NAMING for t in before)
    return named and any(t.lower_ == "as" for t in before[-3:])


def belongs_to_other(reading: Reading, office: Office, holder: Name) -> bool:
    """Whether the office is that of somebody else in the phrase: "the president's wife, Ann Lee", "whose father is …"."""
    doc = reading.doc
    head = doc[office.start : office.end].root
    if office.end < len(doc) and doc[office.end].lower_ in {"'s", "’s"}:
        return True
    if head.dep_ in {"nmod", "nmod:poss"} and head.head.pos_ == "NOUN" and not _is_office(head.head):
        return True
    if _of_relative(doc, office.first) or _behind_preposition(doc, office.first):
        return True
    named = range(holder.start, holder.end)
    subject = next((c for c in head.children if c.dep_.startswith("nsubj")), None)
    if subject is None or subject.i in named or subject.lower_ in {"who", "that", "he", "she"}:
        return False
    return not any(t.i in named for t in subject.subtree)


def _behind_preposition(doc: Doc, first: int) -> bool:
    """ "The house of the chairman", "considered for chief executive"; but "elected as chair"."""
    i = first - 1
    while i > 0 and doc[i].pos_ in {"DET", "ADJ", "PROPN"}:
        i -= 1
    return i >= 0 and doc[i].lower_ in {"of", "for", "in", "at", "with", "from", "like", "under", "against"}


def _of_relative(doc: Doc, first: int) -> bool:
    """ "Son of a bishop", "the wife of the former mayor"."""
    i = first - 1
    while i > 0 and doc[i].pos_ in {"DET", "ADJ"}:
        i -= 1
    return i > 0 and doc[i].lower_ == "of" and doc[i - 1].lemma_.lower() in _RELATIVES


def _governors(head: Token, holder: Token, apposed: bool) -> Iterator[Token]:
    """The office and what it hangs on, up to the verb that ties it to its holder."""
    token = head
    above = {t.i for t in (holder, *holder.ancestors)}
    for _ in range(4):
        yield token
        if token.i in above or token.head.i == token.i or (apposed and token.dep_.startswith("nsubj")):
            return
        token = token.head
    yield token


def _denies(token: Token) -> bool:
    """Whether a word of the chain is negated, unreal or a wish."""
    lower = [c.lower_ for c in token.children if c.dep_ in {"advmod", "aux", "det", "neg", "cop"}]
    voted = token.lemma_ == "vote"  # "voted no"
    if any(w in _NEGATIVE and not (voted and w == "no") for w in lower) or (
        any(w in _UNREAL for w in lower) and "have" not in lower
    ):
        return True
    if _is_supposed(token):
        return True
    if any(c.dep_.startswith("nsubj") and c.lower_ in _NOBODY for c in token.children):
        return True
    return bool({token.lemma_.lower(), token.lower_} & _WISHES)


def _is_supposed(token: Token) -> bool:
    """ "If Lee is elected mayor", "whether Lee was the treasurer"."""
    return any(c.dep_ == "mark" and c.lower_ in _SUPPOSING for c in token.children)


def _is_office(token: Token) -> bool:
    return token.ent_type_ == "ROLE" or words.role_kind(token.lower_) is not None


def _fiction(sentence: DocSpan) -> bool:
    """Whether the sentence tells a story: "the novel opens with President Lee"."""
    return (
        bool({t.lemma_.lower() for t in sentence if (t.lower_, t.pos_) != ("novel", "ADJ")} & _FICTION)
        or _GAME in sentence.text.lower()
    )
