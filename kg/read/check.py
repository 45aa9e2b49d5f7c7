"""Whether a text can be an English article."""

LONGEST = 2_000_000  # characters
LETTERS_TO_JUDGE = 200  # fewer than this are too few to tell a language by
_FREQUENT = frozenset(
    "the of to and a in that is was for on with as by at from it be are this have has had not said will he his its an or "
    "but were which who been their they would".split()
)
LEAST_FREQUENT = 0.12  # share of these words in running English is about 0.4


def reason_to_reject(text: str) -> str | None:
    """Why a text is no English article; None if it may be one.

    >>> reason_to_reject("  \\n"), reason_to_reject("PK\\x03\\x04\\x00")
    ('empty', 'binary data, not text')
    """
    if not text.strip("\ufeff \t\r\n"):
        return "empty"
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
    letters = sum(c.isalpha() for c in text)
    if letters < LETTERS_TO_JUDGE:
        return None
    words = [w.strip(".,;:!?\"'()“”‘’") for w in text[:20_000].lower().split()]
    if sum(w in _FREQUENT for w in words) >= LEAST_FREQUENT * len(words):
        return None
    import py3langid

    language: str = py3langid.classify(text[:20_000])[0]
    return language if language != "en" else None
