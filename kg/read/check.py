"""Whether a text can be an English article."""

import math
import re

LONGEST = 2_000_000  # characters
LETTERS_TO_JUDGE = 40  # bytes of UTF-8: fewer are too few to tell a language by
_FREQUENT = frozenset(  # none that is a word of other languages too, such as "a", "on" or "for"
    "the and that with from are this have has had said his its but were which who been their they would of to".split()
)
LEAST_FREQUENT = 0.12  # share of these words in running English is about 0.3
SURE = 8.0  # by how much another language fits better; English headlines and lists of names stay below 6.5
_ENGLISH = ("en", "pcm")  # Nigerian Pidgin, for which news of Africa in plain English is often taken
_HALF = re.compile("[\ud800-\udfff]")


def reason_to_reject(text: str) -> str | None:
    """Why a text is no English article; None if it may be one.

    >>> reason_to_reject("  \\n"), reason_to_reject("PK\\x03\\x04\\x00")
    ('empty', 'binary data, not text')
    """
    if not text.strip("\ufeff \t\r\n"):
        return "empty"
    half = _HALF.search(text)
    if half:
        return f"no valid text: half of a surrogate pair (\\u{ord(half[0]):04x}) at character {half.start()}"
    sample = text[:20_000]
    control = sum(c < " " and c not in "\t\r\n\f\v" for c in sample)
    if "\0" in sample or control > len(sample) / 50:
        return "binary data, not text"
    if len(text) > LONGEST:
        return f"longer than {LONGEST:,} characters; split it into articles"
    language = _foreign(text)
    return f"not English (looks like '{language}')" if language else None


def _foreign(text: str) -> str | None:
    """The language code of a text that is surely not English."""
    sample = text[:20_000]
    if len("".join(c for c in sample if c.isalpha()).encode()) < LETTERS_TO_JUDGE:
        return None
    words = [w.strip(".,;:!?\"'()“”‘’") for w in sample.lower().split()]
    if sum(w in _FREQUENT for w in words) >= LEAST_FREQUENT * len(words):
        return None
    import py3langid

    scores: dict[str, float] = dict(py3langid.rank(sample))
    best = max(scores, key=lambda language: scores[language])
    english = max(scores[language] for language in _ENGLISH)
    return best if scores[best] - english > SURE * math.sqrt(len(sample.encode())) else None
