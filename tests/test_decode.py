"""Scores become well-formed label sequences and trees."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kg.nlp.decode import spans, tree

LABELS = ["O", "B-ORG", "I-ORG", "B-GPE", "I-GPE"]


def one_hot(*labels: str) -> np.ndarray:
    """Scores that favour the given labels."""
    return np.array([[float(label == given) for label in LABELS] for given in labels], dtype=np.float32)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (("O", "B-ORG", "I-ORG", "O"), [(1, 3, "ORG")]),
        (("B-ORG", "B-ORG"), [(0, 1, "ORG"), (1, 2, "ORG")]),
        (("O", "O"), []),
        ((), []),
    ],
)
def test_spans_of_clear_scores(tags: tuple[str, ...], expected: list[tuple[int, int, str]]) -> None:
    assert spans(one_hot(*tags), LABELS) == expected


@given(arrays(np.float32, st.tuples(st.integers(1, 6), st.just(5)), elements=st.floats(-5, 5, width=32)))
def test_the_best_legal_sequence_is_found(scores: np.ndarray) -> None:
    def legal(tags: tuple[int, ...]) -> bool:
        names = ["O", *(LABELS[t] for t in tags)]
        return all(b[:2] != "I-" or (a != "O" and a[2:] == b[2:]) for a, b in pairwise(names))

    best = max(
        sum(float(scores[i, t]) for i, t in enumerate(tags))
        for tags in product(range(5), repeat=len(scores))
        if legal(tags)
    )
    chosen = ["O"] * len(scores)
    for start, end, label in spans(scores, LABELS):
        chosen[start:end] = ["B-" + label] + ["I-" + label] * (end - start - 1)
    got = sum(float(scores[i, LABELS.index(t)]) for i, t in enumerate(chosen))
    assert got == pytest.approx(best, abs=1e-4)


def is_tree(heads: list[int]) -> bool:
    """Exactly one word hangs on the root (0), and every word reaches it."""
    if heads.count(0) != 1:
        return False
    for word in range(1, len(heads) + 1):
        seen = set()
        while word:
            if word in seen:
                return False
            seen.add(word)
            word = heads[word - 1]
    return True


@settings(deadline=None)
@given(st.integers(1, 4).flatmap(lambda n: arrays(np.float32, (n, n + 1), elements=st.floats(-10, 10, width=32))))
def test_the_best_tree_is_found(scores: np.ndarray) -> None:
    n = len(scores)
    np.fill_diagonal(scores[:, 1:], -100)
    heads = tree(scores)
    assert is_tree(heads)
    total = sum(float(scores[i, h]) for i, h in enumerate(heads))
    best = max(
        sum(float(scores[i, h]) for i, h in enumerate(c)) for c in product(range(n + 1), repeat=n) if is_tree(list(c))
    )
    assert total == pytest.approx(best, abs=1e-3)


def test_a_long_sentence_gives_a_tree() -> None:
    scores = np.random.default_rng(1).normal(size=(180, 181)).astype(np.float32)
    assert is_tree(tree(scores))
