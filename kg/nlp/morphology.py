"""Penn tag, word and tree → UD features (https://universaldependencies.org/en/feat/), as a FEATS string.

English shows most of them in the tag. Person and number of past and plain present verbs are those of
the subject; "you" is left without a number.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

_BY_TAG = {
    "NN": "Number=Sing",
    "NNP": "Number=Sing",
    "NNS": "Number=Plur",
    "NNPS": "Number=Plur",
    "VB": "VerbForm=Inf",
    "VBD": "Mood=Ind|Tense=Past|VerbForm=Fin",
    "VBG": "Tense=Pres|VerbForm=Part",
    "VBN": "Tense=Past|VerbForm=Part",
    "VBP": "Mood=Ind|Tense=Pres|VerbForm=Fin",
    "VBZ": "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
    "MD": "VerbForm=Fin",
    "JJ": "Degree=Pos",
    "JJR": "Degree=Cmp",
    "JJS": "Degree=Sup",
    "RBR": "Degree=Cmp",
    "RBS": "Degree=Sup",
    "CD": "NumType=Card",
    "WDT": "PronType=Rel",
    "WP": "PronType=Rel",
    "WP$": "Poss=Yes|PronType=Rel",
    "WRB": "PronType=Int",
}

_PERSONAL = {  # person, number, gender
    "1": ("1", "Sing", ""),
    "2": ("2", "", ""),
    "3m": ("3", "Sing", "Masc"),
    "3f": ("3", "Sing", "Fem"),
    "3n": ("3", "Sing", "Neut"),
    "1p": ("1", "Plur", ""),
    "3p": ("3", "Plur", ""),
}
_PRONOUNS = {  # form → (whom it stands for, its case; "" where the form does not say)
    **dict.fromkeys(["i"], ("1", "Nom")),
    **dict.fromkeys(["me", "myself"], ("1", "Acc")),
    **dict.fromkeys(["you", "yourself", "yourselves"], ("2", "")),
    **dict.fromkeys(["he"], ("3m", "Nom")),
    **dict.fromkeys(["him", "himself"], ("3m", "Acc")),
    **dict.fromkeys(["she"], ("3f", "Nom")),
    **dict.fromkeys(["her", "herself"], ("3f", "Acc")),
    **dict.fromkeys(["it"], ("3n", "")),
    **dict.fromkeys(["itself"], ("3n", "Acc")),
    **dict.fromkeys(["we"], ("1p", "Nom")),
    **dict.fromkeys(["us", "ourselves"], ("1p", "Acc")),
    **dict.fromkeys(["they"], ("3p", "Nom")),
    **dict.fromkeys(["them", "themselves"], ("3p", "Acc")),
}
_POSSESSIVES = {
    **dict.fromkeys(["my", "mine"], "1"),
    **dict.fromkeys(["your", "yours"], "2"),
    "his": "3m",
    **dict.fromkeys(["her", "hers"], "3f"),
    "its": "3n",
    **dict.fromkeys(["our", "ours"], "1p"),
    **dict.fromkeys(["their", "theirs"], "3p"),
}
_BY_WORD = {
    **dict.fromkeys(["a", "an"], "Definite=Ind|PronType=Art"),
    "the": "Definite=Def|PronType=Art",
    **dict.fromkeys(["this", "that"], "Number=Sing|PronType=Dem"),
    **dict.fromkeys(["these", "those"], "Number=Plur|PronType=Dem"),
    **dict.fromkeys(["some", "any", "another", "either"], "PronType=Ind"),
    **dict.fromkeys(["all", "every", "each", "both"], "PronType=Tot"),
    **dict.fromkeys(["no", "neither", "none"], "PronType=Neg"),
    **dict.fromkeys(["something", "anything", "someone", "anyone", "somebody", "anybody"], "Number=Sing|PronType=Ind"),
    **dict.fromkeys(["everything", "everyone", "everybody"], "Number=Sing|PronType=Tot"),
    **dict.fromkeys(["nothing", "nobody"], "Number=Sing|PronType=Neg"),
}
_AGREEING = frozenset({"VBD", "VBP"})
_NOMINAL = frozenset({"csubj", "nsubj", "obj", "nmod", "obl"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "expl"})


_VERBAL, _NOMINAL_POS = frozenset({"VERB", "AUX"}), frozenset({"NOUN", "PROPN"})


def agreement(tags: Sequence[str], kinds: Sequence[str]) -> NDArray[np.bool_]:
    """Which Penn tags go with which UPOS: (tags, kinds). A noun's tag is no verb's and the other way round.

    >>> agreement(["NNS", "VBZ"], ["NOUN", "VERB"]).tolist()
    [[True, False], [False, True]]
    """
    wrong = {"NN": _VERBAL, "JJ": _VERBAL, "VB": _NOMINAL_POS, "MD": _NOMINAL_POS}
    return np.array([[kind not in wrong.get(tag[:2], ()) for kind in kinds] for tag in tags])


def morphology(
    words: Sequence[str], pos: Sequence[str], tags: Sequence[str], heads: Sequence[int], deps: Sequence[str]
) -> list[str]:
    """The FEATS of every word; `heads` are indices of words.

    >>> morphology(["They", "met", "us"], ["PRON", "VERB", "PRON"], ["PRP", "VBD", "PRP"], [1, 1, 1],
    ...            ["nsubj", "ROOT", "obj"])[1:]
    ['Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin', 'Case=Acc|Number=Plur|Person=1|PronType=Prs']
    """
    lower = [word.lower() for word in words]
    subject: dict[int, int] = {}
    passive, several, marked = set(), set(), set()
    for i, (head, dep) in enumerate(zip(heads, deps, strict=True)):
        if dep in _SUBJECTS:
            subject.setdefault(head, i)
        elif dep == "conj":
            several.add(head)
        elif dep == "mark":
            marked.add(head)
        if dep in {"aux:pass", "nsubj:pass"}:
            passive.add(head)
    out = []
    for i, (word, kind, tag, dep) in enumerate(zip(lower, pos, tags, deps, strict=True)):
        features = _of_word(word, kind, tag, "Nom" if dep in _SUBJECTS else "Acc")
        if tag in _AGREEING:
            clause = heads[i] if dep in {"aux", "aux:pass", "cop"} else i
            who = subject.get(clause)
            if who is not None:
                features = _joined(features, _agreement(lower[who], tags[who], who in several))
        elif tag == "VBG" and (i in marked or dep in _NOMINAL):
            features = "VerbForm=Ger"
        elif tag == "VBN" and kind == "VERB" and (i in passive or dep in {"acl", "amod"}):
            features = _joined(features, "Voice=Pass")
        out.append(features)
    return out


@cache
def _of_word(word: str, pos: str, tag: str, case: str) -> str:
    if tag == "PRP" and word in _PRONOUNS:
        who, own = _PRONOUNS[word]
        reflexive = "|Reflex=Yes" if word.endswith(("self", "selves")) else ""
        return _joined(_person(who), f"Case={own or case}|PronType=Prs{reflexive}")
    if tag == "PRP$" and word in _POSSESSIVES:
        return _joined(_person(_POSSESSIVES[word]), "Case=Gen|Poss=Yes|PronType=Prs")
    if pos in {"DET", "PRON"} and word in _BY_WORD and tag not in {"WDT", "WP"}:
        return _BY_WORD[word]
    if pos == "PART" and tag == "RB":
        return "Polarity=Neg"
    return _BY_TAG.get(tag, "")


def _person(who: str) -> str:
    names = zip(("Person", "Number", "Gender"), _PERSONAL[who], strict=True)
    return "|".join(f"{name}={value}" for name, value in names if value)


def _agreement(subject: str, tag: str, several: bool) -> str:
    if subject in _PRONOUNS:
        person, number, _ = _PERSONAL[_PRONOUNS[subject][0]]
        number = number or "Sing"
    else:
        person, number = "3", "Plur" if tag in {"NNS", "NNPS"} else "Sing"
    return f"Number={'Plur' if several else number}|Person={person}"


@cache
def _joined(a: str, b: str) -> str:
    """Two FEATS strings as one, in alphabetical order."""
    return "|".join(sorted(f for f in (*a.split("|"), *b.split("|")) if f))
