"""Word forms and tree → tags put right where they contradict these: "meeting" is no infinitive, nor is "their talks" one."""

import re
from collections.abc import Iterator, Sequence

_DETERMINING = frozenset({"det", "nmod:poss"})
_NOUNLIKE = frozenset({"cop", "amod", "compound", "nummod"})
_NOMINAL = frozenset({"nsubj", "obj", "iobj", "obl", "nmod", "appos"})
_ING = re.compile(r"[a-z]*[aeiouy][a-z]*ing")
_ED = re.compile(r"[a-z]*[aeiouy][a-z]*(?<!e)ed")
_STEMS = frozenset("embed shred".split())
_PLURAL = re.compile(r"[a-z]{3,}[^aiosuy\W]s")
_NO_GERUND = frozenset({"VB", "VBD", "VBN", "VBP", "VBZ"})
_NO_PAST = frozenset({"VB", "VBG", "VBP", "VBZ"})


def settled(
    forms: Sequence[str], tags: Sequence[str], pos: Sequence[str], heads: Sequence[int], deps: Sequence[str]
) -> Iterator[tuple[int, str, str]]:
    """The words whose tag the form or a determiner forbids, with the part of speech and the tag they have instead.

    >>> list(settled(["a", "meeting"], ["DT", "VB"], ["DET", "VERB"], [1, 1], ["det", "ROOT"]))
    [(1, 'NOUN', 'NN')]
    >>> list(settled(["chad", "boycotted"], ["NNP", "VBG"], ["PROPN", "VERB"], [1, 1], ["nsubj", "ROOT"]))
    [(1, 'VERB', 'VBD')]
    >>> list(settled(["will", "meet"], ["MD", "NN"], ["AUX", "NOUN"], [1, 1], ["aux", "ROOT"]))
    [(1, 'VERB', 'VB')]
    >>> list(settled(["it", "meets"], ["PRP", "NNS"], ["PRON", "NOUN"], [1, 1], ["nsubj", "ROOT"]))
    [(1, 'VERB', 'VBZ')]
    >>> list(settled(["the", "will", "meet"], ["DT", "MD", "VB"], ["DET", "AUX", "VERB"], [2, 2, 2], ["det", "aux", "ROOT"]))
    []
    """
    determined = {head for head, dep in zip(heads, deps, strict=True) if dep in _DETERMINING}
    described = {head for head, dep in zip(heads, deps, strict=True) if dep == "amod"}
    subjects = {head for head, dep in zip(heads, deps, strict=True) if dep == "nsubj"}
    nominal = {head for head, dep in zip(heads, deps, strict=True) if dep in {*_DETERMINING, *_NOUNLIKE}}
    led = {i for i in range(1, len(forms)) if _is_led(i, tags, heads)}
    for i, (form, tag, kind) in enumerate(zip(forms, tags, pos, strict=True)):
        past = _ED.fullmatch(form) is not None and form not in _STEMS
        if i in led and kind not in {"VERB", "AUX"} and form.isalpha() and tags[i - 1] != "TO":
            yield i, "VERB", "VB"
        elif kind in {"ADJ", "NOUN"} and past and deps[i] == "ROOT" and i in subjects:
            yield i, "VERB", "VBD"
        elif tag == "NNS" and deps[i] == "ROOT" and i in subjects and i not in nominal:
            yield i, "VERB", "VBZ"
        elif kind == "VERB" and (i not in led or tag != "VB"):
            noun = i in determined or (i in described and deps[i].split(":")[0] in _NOMINAL)
            plural = tag == "VB" and i not in subjects and _PLURAL.fullmatch(form) is not None  # not "he talks"
            if (noun or plural) and (tag not in {"VBD", "VBN"} or _ING.fullmatch(form)):  # not "the wounded"
                yield i, "NOUN", "NNS" if form.endswith("s") else "NN"
            elif _ING.fullmatch(form) and tag in _NO_GERUND and not _is_stem(form):
                yield i, "VERB", "VBG"
            elif past and tag in _NO_PAST:
                yield i, "VERB", "VBD"


def _is_led(i: int, tags: Sequence[str], heads: Sequence[int]) -> bool:
    """Whether a modal verb or "to" that belongs to a word stands right before it, adverbs aside: "will again meet"."""
    k = i - 1
    while k > 0 and tags[k] == "RB":
        k -= 1
    return tags[k] in {"MD", "TO"} and heads[k] == i


def _is_stem(form: str) -> bool:
    """ "Bring", which is no form of a shorter verb."""
    return form in {"bring", "string", "upbring"}
