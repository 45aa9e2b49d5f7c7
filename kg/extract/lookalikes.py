"""Words that only look like gatherings where they stand: trading sessions, mountain tops, matches, transfers, calls."""

from collections.abc import Callable, Iterable
from itertools import takewhile

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.lexicon import words

_SPORT = frozenset(
    "match qualifier league cup goal goalless striker midfielder goalkeeper semi-final semifinal quarter-final innings "
    "season championship tournament fixture beat playoff play-off kick-off halftime derby wicket touchdown".split()
)
_MARKET = frozenset("stock share yen gold oil crude futures index bond trader trading nasdaq ftse euro dollar".split())
_HEIGHTS = frozenset("mountain peak volcano climber mountaineer ridge glacier slope sherpa".split())
_CLIMBING = frozenset("reach climb scale conquer ascend descend top".split())
_PAPERS = frozenset(
    "accord agreement charter communique contract convention deal declaration document memorandum pact protocol treaty "
    "truce understanding ceasefire law bill order decree book".split()
)
_RECORDS = frozenset("recording video transcript tape podcast footage lecture".split())
_RUINS = frozenset("ruin roman archaeologist archaeology excavation antiquity temple emperor".split())
_FULFILLED = frozenset(
    "challenge commitment condition cost criterion criticism deadline demand expectation goal need objective obligation "
    "promise quota requirement resistance standard target threshold".split()
)
_MAKING = frozenset({"assemble", "gather"})
_CROWDS = frozenset(
    "bystander crowd demonstrator fan mourner onlooker pilgrim protester protestor spectator supporter well-wisher "
    "worshipper".split()
)
_SHOWS = frozenset("show podcast programme program episode concert wedding".split())
_ROOMS = frozenset("centre center hall room complex facility chamber building".split())
_REMOTE = frozenset({"phone", "telephone", "video", "videolink", "video-link", "videoconference", "zoom", "online"})
_REACH = 10  # tokens behind a gathering in which "by phone" is said of it
_SERIES = frozenset({"round", "series"})
_TALKS = frozenset("talk negotiation discussion consultation meeting dialogue contact diplomacy interview".split())


def only_looks_like(trigger: DocSpan, kind: str, sentence: DocSpan) -> bool:
    """Whether a word is no gathering here, whatever the lexicon and the network say."""
    head = trigger.root
    if _is_remote(head) or _is_room(trigger):
        return True
    check = _CHECKS.get("verb" if head.pos_ == "VERB" else kind)
    if head.lemma_.lower() in _SERIES and _complements(head) and not _complements(head) & _TALKS:
        return True  # "the second round of the election"
    return check is not None and check(head, {t.lemma_.lower() for t in sentence})


def _is_room(trigger: DocSpan) -> bool:
    """ "The conference centre": where one meets."""
    behind = trigger.doc[trigger.end : trigger.end + 1]
    return trigger.root.pos_ != "VERB" and any(t.lemma_.lower() in _ROOMS for t in behind)


def _match(head: Token, lemmas: set[str]) -> bool:
    """ "Bruges met Porto in the Champions League"."""
    return bool(lemmas & _SPORT)


def _is_somebody(subject: Token) -> bool:
    """A subject that can come together: a name, an office, a body."""
    return subject.dep_.startswith("nsubj") and (
        subject.ent_type_ in {"PERSON", "ORG", "GPE", "NORP", "ROLE"}
        or words.role_kind(subject.lemma_.lower()) is not None
    )


def _is_crowd(subject: Token) -> bool:
    """ "Protesters", "hundreds of mourners": they come together, but hold no meeting."""
    return subject.dep_.startswith("nsubj") and any(t.lemma_.lower() in _CROWDS for t in subject.subtree)


def _no_encounter(head: Token, lemmas: set[str]) -> bool:
    """A match, or "met the deadline", "the bank's conditions were met"."""

    def told(tokens: Iterable[Token]) -> bool:
        phrase = takewhile(lambda t: not t.is_punct and t.pos_ not in {"VERB", "ADP"}, tokens)
        return any(t.lemma_.lower() in _FULFILLED for t in phrase)

    doc, passive = head.doc, head.tag_ == "VBN"
    if head.lemma_.lower() in _MAKING and passive and not any(_is_somebody(c) for c in head.children):
        return True  # "the aircraft are assembled in Mobile"
    if head.lemma_.lower() == "host" and lemmas & _SHOWS:
        return True
    if head.lemma_.lower() in _MAKING and any(_is_crowd(c) for c in head.children):
        return True
    fulfilled = told(doc[head.i + 1 : head.sent.end]) or (passive and told(reversed(doc[head.sent.start : head.i])))
    return fulfilled or _match(head, lemmas)


def _trading(head: Token, lemmas: set[str]) -> bool:
    """ "Stocks fell for a third session"."""
    return bool(lemmas & _MARKET)


def _mountain(head: Token, lemmas: set[str]) -> bool:
    """ "They reached the summit of Makalu"."""
    return head.head.lemma_.lower() in _CLIMBING or bool(lemmas & _HEIGHTS) or "mount" in _complements(head)


def _transfer(head: Token, lemmas: set[str]) -> bool:
    """ "The signing of the winger"; papers are signed at a gathering, players are not."""
    return head.pos_ == "NOUN" and bool(_complements(head)) and not lemmas & _PAPERS


def _lecture(head: Token, lemmas: set[str]) -> bool:
    """ "Recordings of her talks on amber"."""
    return head.head.lemma_.lower() in _RECORDS or bool(_led_by_of(head) & _RECORDS)


def _ruin(head: Token, lemmas: set[str]) -> bool:
    """ "The Roman forum reopened to visitors"."""
    return head.lemma_.lower() == "forum" and bool(lemmas & _RUINS)


_CHECKS: dict[str, Callable[[Token, set[str]], bool]] = {
    "verb": _no_encounter,
    "visit": _match,
    "talks": _lecture,
    "conference": _ruin,
    "session": _trading,
    "summit": _mountain,
    "signing": _transfer,
}


def _complements(head: Token) -> set[str]:
    """The nouns behind the "of" of a noun, by the tree and by order, since trees of such phrases are often wrong."""
    out = {c.lemma_.lower() for c in head.children if c.dep_ == "nmod" and any(g.lower_ == "of" for g in c.children)}
    behind = head.doc[head.i + 1 : head.sent.end]
    if len(behind) > 1 and behind[0].lower_ == "of":
        nouns = takewhile(lambda t: t.pos_ in {"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM"}, behind[1:])
        out |= {t.lemma_.lower() for t in nouns if t.pos_ in {"NOUN", "PROPN"}}
    return out


def _led_by_of(head: Token) -> set[str]:
    """The nouns before the "of" in whose phrase a noun stands."""
    before = head.doc[max(head.sent.start, head.i - _REACH) : head.i]
    return {before[n - 1].lemma_.lower() for n, t in enumerate(before) if t.lower_ == "of" and n}


def _is_remote(head: Token) -> bool:
    """By phone or video: a call, no gathering."""
    held = head.pos_ != "VERB" and head.head.pos_ == "VERB"
    near = [*head.children, *(head.head.children if held else ())]
    said = [t for c in near if c.dep_ in {"obl", "nmod", "compound", "amod", "advmod"} for t in (c, *c.children)]
    behind = head.doc[head.i + 1 : min(head.i + _REACH, head.sent.end)]
    means = [behind[i + 1] for i in range(len(behind) - 1) if behind[i].lower_ in {"by", "via"}]
    return any(t.lemma_.lower() in _REMOTE for t in (*said, *means))
