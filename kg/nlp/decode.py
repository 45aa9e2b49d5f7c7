"""Scores → well-formed annotations: label sequences and dependency trees."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Heads = NDArray[np.int64]
NONE = -1e9


def agreeing(first: Scores, second: Scores, agree: NDArray[np.bool_]) -> tuple[Heads, Heads]:
    """The best labels (words,) of two heads over the same words that go together by `agree` (first, second).

    >>> agreeing(np.float32([[1, 0]]), np.float32([[0, 3]]), np.eye(2, dtype=bool))
    (array([1]), array([1]))
    """
    a, b = first.argmax(1), second.argmax(1)
    for i in np.flatnonzero(~agree[a, b]):
        sure = _log_softmax(first[i])[:, None] + _log_softmax(second[i])[None]
        a[i], b[i] = np.unravel_index(np.where(agree, sure, NONE).argmax(), agree.shape)
    return a, b


def _log_softmax(scores: Scores) -> Scores:
    shifted = scores - scores.max()
    out: Scores = shifted - np.log(np.exp(shifted).sum())
    return out


def spans(scores: Scores, labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """The best well-formed BIO sequence (Viterbi) as spans `(start, end, label)`.

    `scores` has shape (words, labels); the labels are "O", "B-X" and "I-X".
    """
    if not len(scores):
        return []
    path: Sequence[int] = scores.argmax(1).tolist()
    initial, transition = _transitions(tuple(labels))
    if initial[path[0]] or transition[path[:-1], path[1:]].any():
        path = _viterbi(scores, initial, transition)
    return _join([labels[i] for i in path])


def _viterbi(scores: Scores, initial: Scores, transition: Scores) -> list[int]:
    best = initial + scores[0]
    back = np.zeros(scores.shape, dtype=np.int64)
    for i in range(1, len(scores)):
        total = best[:, None] + transition
        back[i] = total.argmax(0)
        best = total.max(0) + scores[i]
    path = [int(best.argmax())]
    for i in range(len(scores) - 1, 0, -1):
        path.append(int(back[i][path[-1]]))
    return path[::-1]


@cache
def _transitions(labels: tuple[str, ...]) -> tuple[Scores, Scores]:
    """What a first label, and a label after another, costs: 0 where it is well-formed, else `NONE`."""
    initial = [NONE if label[:2] == "I-" else 0.0 for label in labels]
    transition = [[0.0 if _follows(a, b) else NONE for b in labels] for a in labels]
    return np.array(initial, np.float32), np.array(transition, np.float32)


def _follows(first: str, second: str) -> bool:
    return second[:2] != "I-" or (first != "O" and first[2:] == second[2:])


def _join(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """BIO tags → spans.

    >>> _join(["O", "B-ORG", "I-ORG", "B-GPE"])
    [(1, 3, 'ORG'), (3, 4, 'GPE')]
    """
    out: list[tuple[int, int, str]] = []
    for i, tag in enumerate(tags):
        if tag[:2] == "B-":
            out.append((i, i + 1, tag[2:]))
        elif tag[:2] == "I-":
            start, _, label = out.pop()
            out.append((start, i + 1, label))
    return out


def tree(scores: Scores) -> list[int]:
    """The best dependency tree with exactly one root.

    `scores` has shape (words, words + 1); column 0 is the root. Returns for every word the column
    of its head. The best head of every word, where that is a tree already; else the maximum spanning
    arborescence (Chu and Liu 1965, Edmonds 1967), with the root's arcs made so costly that one is used
    (Stanojević and Cohen 2021, https://aclanthology.org/2021.emnlp-main.823).
    """
    n = len(scores)
    free = scores.copy()
    np.fill_diagonal(free[:, 1:], NONE)
    best = free.argmax(1)
    if np.count_nonzero(best == 0) == 1 and _cycle(np.concatenate([[0], best])) is None:
        return [int(h) for h in best]
    graph = np.full((n + 1, n + 1), NONE)  # graph[dependent, head]
    graph[1:, :] = free
    spread = float(scores.max() - scores.min()) + 1.0
    graph[1:, 0] -= spread * n
    return [int(h) for h in _arborescence(graph)[1:]]


def _arborescence(graph: NDArray[np.float64]) -> Heads:
    """Heads of the best arborescence rooted in node 0 (entry 0 is meaningless)."""
    heads: Heads = graph.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    rest = np.array([i for i in range(len(graph)) if i not in cycle])
    ring = np.array(sorted(cycle))
    ring_score = graph[ring, heads[ring]]
    size = len(rest) + 1  # the ring becomes the last node
    small = np.full((size, size), NONE)
    small[:-1, :-1] = graph[np.ix_(rest, rest)]
    leaving = graph[np.ix_(rest, ring)]
    entering = graph[np.ix_(ring, rest)] - ring_score[:, None]
    small[:-1, -1] = leaving.max(1)
    small[-1, :-1] = entering.max(0)
    solved = _arborescence(small)
    out: Heads = heads.copy()
    for i, node in enumerate(rest):
        if i == 0:
            continue
        out[node] = ring[leaving[i].argmax()] if solved[i] == size - 1 else rest[solved[i]]
    entry = int(solved[-1])
    broken = ring[entering[:, entry].argmax()]
    out[broken] = rest[entry]
    return out


def _cycle(heads: Heads) -> set[int] | None:
    """The nodes of one cycle, if there is any."""
    head_of: list[int] = heads.tolist()
    done = [False] * len(head_of)
    done[0] = True
    for start in range(1, len(head_of)):
        path: dict[int, None] = {}
        node = start
        while not done[node] and node not in path:
            path[node] = None
            node = head_of[node]
        if node in path:
            ring = list(path)
            return set(ring[ring.index(node) :])
        for visited in path:
            done[visited] = True
    return None
