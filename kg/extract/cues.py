"""Token → is it a reporting word, and in which construction: passive, "quoted … as saying", a thing that shows something."""

from spacy.tokens import Token

from kg.extract.described import BODY_NOUNS
from kg.lexicon import words

_WRITTEN = frozenset("statement letter tweet post email memo message remark comment tribute".split())
_SHOWING = frozenset("highlight indicate justify reflect relate reveal signal suggest underline underscore".split())
"""Verbs that report the words of people and papers only: "the departure reflects" a change."""
_SOURCES = frozenset(
    "analysis announcement critic dealer document expert filing finding investor paper people poll report resident "
    "review source study survivor trader witness".split()
)
_QUOTING = frozenset({"cite", "quote"})


def is_cue(token: Token) -> bool:
    """Whether a token is a reporting word: a verb of saying, or the "according" of "according to"."""
    if token.lower_ == "according":
        return token.i + 1 < len(token.doc) and token.nbor().lower_ == "to"
    if token.lemma_ == "put" and token.i + 1 < len(token.doc) and token.nbor().lower_ == "it":  # "as Lee put it"
        return any(c.lower_ == "as" for c in token.children)
    return token.pos_ in {"VERB", "AUX"} and words.is_speech(token.lemma_.lower())


def is_written(token: Token) -> bool:
    """Whether a noun is what somebody puts out: "a statement", "the following remarks"."""
    return token.lemma_.lower() in _WRITTEN


def quoting_verb(cue: Token) -> Token | None:
    """The "quoted" of "quoted Lee as saying", from either of its verbs."""
    if cue.lemma_ in _QUOTING:
        saying = (c for c in cue.children if c.lower_ == "saying" and c.i > cue.i)
        return cue if any(g.lower_ == "as" for c in saying for g in c.children) else None
    told = cue.lower_ == "saying" and cue.i > 0 and cue.nbor(-1).lower_ == "as"
    return cue.head if told and cue.head.lemma_ in _QUOTING else None


def source_of(quoting: Token) -> Token | None:
    """Who is quoted: "quoted Lee as saying", "Lee was quoted as saying"."""
    passive = any(c.dep_ == "aux:pass" for c in quoting.children)
    objects = (c for c in quoting.children if c.i > quoting.i and c.dep_ in {"obj", "iobj", "nsubj"})
    return next((c for c in quoting.children if c.dep_ == "nsubj:pass"), None) if passive else next(objects, None)


def is_passive(cue: Token) -> bool:
    """ "Was accused", and "accused" or "asked" in a clause of its own."""
    auxiliaries = [c.dep_ for c in cue.children if c.dep_.startswith("aux")]
    return "aux:pass" in auxiliaries or (cue.tag_ == "VBN" and cue.dep_ in {"advcl", "acl"} and not auxiliaries)


def belongs_elsewhere(name: Token, cue: Token) -> bool:
    """ "It is not enough to argue Lee was ill": the name is the subject of another verb, or owns its subject."""
    return name.head.i > cue.i and name.head.i != name.i and (name.dep_.startswith("nsubj") or name.dep_ == "nmod:poss")


def only_shows(cue: Token, subject: Token) -> bool:
    """ "The departure reflects “no change”": a thing that shows something does not speak."""
    noun = subject.lemma_.lower()
    speaks = noun in _SOURCES | _WRITTEN | BODY_NOUNS or words.role_kind(noun) is not None
    return cue.lemma_ in _SHOWING and subject.pos_ == "NOUN" and not subject.ent_type_ and not speaks
