"""Two quotations of one speaker → whether they are one utterance, perhaps cut, or in two translations.

Translators change the small words and the order, hardly what is spoken of. So two sentences are one utterance when
one stands in the other, or when they share most of their telling words, deny or affirm alike, and name no other numbers.
"""

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from kg.names import fold

STEM = 5  # letters in which the forms of a word agree: "optimism", "optimistic"
FEWEST = 2  # telling words that must be shared
MOST = 0.6  # of the telling words of the sentence with fewer of them
BOTH = 0.4  # of the telling words of both
VERBATIM = 95  # of 100, for words of one that stand in the other
ORDERED = 45  # of 100, where only few words are shared

_SMALL = frozenset(
    "a an the this that these those there here it its he she they we i you his her their our my your him them us me "
    "who whom whose which what when where while as so such than then too very more most much many some any all both "
    "and or but if because though although of in on at to for from by with about into over under after before between "
    "is are was were be been being am has have had having do does did doing will would shall should can could may might "
    "must let s t re ve ll d m also just only still even yet again once one ones people say says said".split()
)
_COMMON = frozenset(
    "want wants wanted expect expects expected hope hopes need needs needed think know see make made take taken get got "
    "go going come coming work new good next last first year years month months week weeks day days time times today "
    "tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday january february march april june july "
    "august september october november december".split()
)
"""Words of which any two utterances may share some."""
_DENIAL = frozenset("no not never none nobody nothing neither nor cannot without".split())
_CONTRACTED = re.compile(r"(?i)(?:\b(?:ca|wo))?n['’]t\b")
_NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million".split()
)
_NOT_TELLING = _SMALL | _COMMON | _DENIAL | _NUMBERS


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What a sentence of a quotation tells."""

    text: str  # folded
    telling: frozenset[str]  # the beginnings of its words, small ones left out
    numbers: frozenset[str]
    denied: bool


def one_utterance(a: str, b: str) -> bool:
    """Whether two quotations of a speaker hold one and the same sentence, or a part of it.

    >>> one_utterance("A river asks no pilot for his passport", "The river does not ask a pilot for a passport.")
    True
    >>> one_utterance("We will sign it.", "We will not sign it.")
    False
    """
    return any(_same(x, y) for x in _sentences(a) for y in _sentences(b))


def telling_words(quotation: str) -> frozenset[str]:
    """The beginnings of the words of a quotation that tell something, for finding others like it."""
    return frozenset().union(*(s.telling for s in _sentences(quotation)))


@cache
def _sentences(quotation: str) -> tuple[_Sentence, ...]:
    """The sentences of a quotation, and all of it."""
    parts = dict.fromkeys([*re.split(r"(?<=[.!?;])\s+|\s[–—]\s", quotation), quotation])
    return tuple(s for s in map(_sentence, parts) if s.telling)


def _sentence(text: str) -> _Sentence:
    folded = fold(_CONTRACTED.sub(" not", re.sub(r"[\[(].*?[\])]", " ", text)))
    words = folded.split()
    telling = {w.removesuffix("s")[:STEM] for w in words if w not in _NOT_TELLING and len(w) > 1 and not w.isdigit()}
    return _Sentence(
        folded,
        frozenset(telling),
        frozenset(w for w in words if w in _NUMBERS or w.isdigit()),
        any(w in _DENIAL for w in words),
    )


def _same(a: _Sentence, b: _Sentence) -> bool:
    short, long = sorted((a, b), key=lambda s: (len(s.telling), s.text))
    shared = len(short.telling & long.telling)
    if shared < FEWEST or (a.numbers and b.numbers and not a.numbers & b.numbers):
        return False
    if shared == len(short.telling) and fuzz.partial_ratio(short.text, long.text) >= VERBATIM:
        return a.denied == b.denied or short.text in long.text
    if a.denied != b.denied or shared < MOST * len(short.telling) or shared < BOTH * len(a.telling | b.telling):
        return False
    return shared > FEWEST or fuzz.token_sort_ratio(a.text, b.text) >= ORDERED
