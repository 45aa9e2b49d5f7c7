"""Sentence → how long a gathering lasted, where the words say it of the gathering itself: "more than three hours of talks".

Hours and minutes only: days are dates. What is ahead ("resume in two hours") or of something else ("after a two-hour
flight") is no duration of it.
"""

import re
from collections.abc import Sequence

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.dates.words import NUMBERS
from kg.extract.support import Trigger
from kg.model import Duration

_WORDS = 3  # modifiers between an amount and the gathering
_UNITS = {"hour": 60, "minute": 1}
_MORE = frozenset({"more than", "over", "at least"})
_LESS = frozenset({"less than", "under", "just under", "nearly", "almost"})
_ABOUT = frozenset({"about", "around", "some", "roughly", "approximately"})
_NUMBER = rf"\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))}"
_HOW = "|".join(sorted(_MORE | _LESS | _ABOUT, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?:\b(?P<how>{_HOW})\s+)?(?<!half )(?<!of )\b(?P<number>{_NUMBER})(?P<half>\s+and\s+a\s+half)?"
    r"(?:\s+|-)(?P<unit>hour|minute)(?P<plural>s?)\b(?! to| late| longer)",
    re.IGNORECASE,
)
_PARTLY = frozenset({"first", "last", "final", "next", "past", "within", "in"})
_LASTING = frozenset({"last", "run", "take", "go", "drag"})
_MODIFIERS = frozenset({"ADJ", "ADV", "NOUN", "PROPN"})
_LINKS = frozenset({"on", "for", "just", "only"})


def duration(sentence: DocSpan, trigger: Trigger) -> Duration | None:
    """How long a gathering lasted, in the words of its sentence: "three hours of talks", "met for an hour", "lasted …"."""
    text, verb = sentence.doc.text, trigger.head.pos_ == "VERB"
    for found in _AMOUNT.finditer(text, sentence.start_char, sentence.end_char):
        before = text[sentence.start_char : found.start()].split()[-1:]
        between = [t for t in sentence if found.end() <= t.idx and t.i < trigger.start]
        if before and before[0].lower() in _PARTLY:
            continue
        if between or found.end() <= trigger.head.idx:
            if not verb and _is_of(between, plural=bool(found["plural"])):
                return _duration(found)
        elif _is_lasting(trigger, [t for t in sentence if trigger.end <= t.i and t.idx < found.start()]):
            return _duration(found)
    return None


def _is_of(between: Sequence[Token], *, plural: bool) -> bool:
    """ "Three hours of tense talks", "a three-hour meeting", "an hour-long session"."""
    rest = [t for t in between if t.lower_ not in {"long", "-"}]
    if rest and rest[0].lower_ == "of":
        rest = rest[1:]
    elif plural:
        return False
    return len(rest) <= _WORDS and all(t.pos_ in _MODIFIERS for t in rest)


def _is_lasting(trigger: Trigger, between: Sequence[Token]) -> bool:
    """ "Talks in Oslo lasted three hours", "met, held talks there for three hours": no other verb stands between."""
    verbs = [t for t in between if t.pos_ == "VERB"]
    if not between or any(t.lower_ in {"after", "before", "that", "which"} for t in between):
        return False
    if not verbs:
        held = trigger.head.pos_ == "VERB" or trigger.head.head.lemma_.lower() in {"hold", "have"}
        return held and between[-1].lower_ == "for"
    if trigger.head.pos_ == "VERB":
        return False
    behind = [t.lower_ for t in between if verbs and t.i > verbs[-1].i]
    return len(verbs) == 1 and verbs[0].lemma_.lower() in _LASTING and set(behind) <= _LINKS


def _duration(found: re.Match[str]) -> Duration:
    """An amount with its bounds: "nearly eight hours" is between seven and eight, "eight hours" about that."""
    how, number = (found["how"] or "").lower(), found["number"].lower()
    unit = _UNITS[found["unit"].lower()]
    told = (int(number) if number.isdigit() else NUMBERS[number]) * unit + (unit // 2 if found["half"] else 0)
    step = unit if unit > 1 else max(told // 4, 1)
    least = told if how in _MORE else told - step if how else told - step // 2
    most = told if how in _LESS else told + step if how else told + step // 2
    first = "how" if found["how"] else "number"
    words = found.string[found.start(first) : found.end("plural")]
    return Duration(" ".join(words.split()), told, max(least, 1), most)
