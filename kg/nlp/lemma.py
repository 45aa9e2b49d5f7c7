"""Word, part of speech, Penn tag → lemma: regular English inflection, plus a table of exceptions."""

from collections.abc import Mapping

_VOWELS = frozenset("aeiou")
_KEEP_CASE = frozenset({"PROPN", "X", "SYM", "NUM"})


def lemmatize(word: str, pos: str, tag: str, exceptions: Mapping[str, str]) -> str:
    """The lemma of a word; `exceptions` maps "word|POS" (lower-case word) to irregular lemmas.

    >>> [lemmatize(w, p, t, {"met|VERB": "meet"}) for w, p, t in (
    ...     ("talks", "NOUN", "NNS"), ("Met", "VERB", "VBD"), ("planned", "VERB", "VBD"),
    ...     ("countries", "NOUN", "NNS"), ("making", "VERB", "VBG"), ("Geneva", "PROPN", "NNP"))]
    ['talk', 'meet', 'plan', 'country', 'make', 'Geneva']
    """
    lower = word.lower()
    known = exceptions.get(f"{lower}|{pos}")
    if known is not None:
        return known
    if pos in _KEEP_CASE:
        return word
    if tag == "NNS" or tag == "VBZ":
        return _without_s(lower)
    if tag in {"VBD", "VBN"} and lower.endswith("ed"):
        return _stem(lower[:-2], lower[:-1])
    if tag == "VBG" and lower.endswith("ing") and len(lower) > 4:
        return _stem(lower[:-3], lower[:-3] + "e")
    if tag in {"JJR", "RBR"} and lower.endswith("er"):
        return _stem(lower[:-2], lower[:-1])
    if tag in {"JJS", "RBS"} and lower.endswith("est"):
        return _stem(lower[:-3], lower[:-2])
    return lower


def _without_s(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes", "oes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _stem(stem: str, with_e: str) -> str:
    """The stem itself, undoubled, or with the mute e that the ending swallowed."""
    if len(stem) < 2:
        return stem
    if stem.endswith("i"):
        return stem[:-1] + "y"
    last, before = stem[-1], stem[-2]
    if last == before and last not in "lsz" and last not in _VOWELS:
        return stem[:-1]
    if stem.endswith(("air", "our", "oir")):  # "chaired", "toured"
        return stem
    if last == "e" or stem.endswith(("ven", "sid", "cid", "vid", "lid")):  # "agreed", "convened", "presided"
        return with_e
    if last in "vuc" or stem.endswith(("dg", "at", "iz", "bl", "rs", "ns", "as", "us", "ir", "ur", "ag", "rg")):
        return with_e
    single_vowel = before in _VOWELS and (len(stem) < 3 or stem[-3] not in _VOWELS)
    if single_vowel and last in "kdmnlrsgz" and len(stem) <= 4 and stem[0] not in _VOWELS:
        return with_e
    return stem
