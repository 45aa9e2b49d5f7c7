"""Things and ties → places on a plane (Fruchterman and Reingold), the same for the same network.

networkx has this too, but needs scipy for more than 500 things.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_ROUNDS = 200
_PAIRS = 2 * 10**8  # pushes between pairs in all: big networks get fewer rounds, but at least these
_FEWEST = 60
_GRAVITY = 3.0  # holds together what no tie connects


def places(count: int, ties: Sequence[tuple[int, int]], *, seed: int = 1) -> NDArray[np.float64]:
    """Where each thing lies: ties pull together, all things push each other apart.

    >>> near, far = np.linalg.norm(np.diff(places(3, [(0, 1)]), axis=0), axis=1)
    >>> bool(near < far)
    True
    """
    at = np.random.default_rng(seed).uniform(-1, 1, (count, 2))
    ends = np.array(ties, dtype=np.intp).reshape(-1, 2)
    ideal = 1 / np.sqrt(max(count, 1))
    rounds = max(_FEWEST, min(_ROUNDS, _PAIRS // max(count, 1) ** 2))
    for heat in np.linspace(0.15, 0.002, rounds):
        move = _pushed(at, ideal) - _GRAVITY * at * np.linalg.norm(at, axis=1, keepdims=True)
        span = at[ends[:, 0]] - at[ends[:, 1]]
        pull = span * np.linalg.norm(span, axis=1, keepdims=True) / ideal
        np.subtract.at(move, ends[:, 0], pull)
        np.add.at(move, ends[:, 1], pull)
        length = np.maximum(np.linalg.norm(move, axis=1, keepdims=True), 1e-9)
        at += move / length * np.minimum(length, heat)
    return at


def _pushed(at: NDArray[np.float64], ideal: float) -> NDArray[np.float64]:
    """How all things push each thing: one array of pairs, made in place, in half the precision."""
    point = at.astype(np.float32)
    square = (point**2).sum(axis=1)
    push = point @ point.T
    push *= -2
    push += square[:, None]
    push += square[None, :]  # the squares of the distances
    np.maximum(push, np.float32((ideal / 100) ** 2), out=push)
    np.divide(np.float32(ideal**2), push, out=push)
    pushed: NDArray[np.float64] = (point * push.sum(axis=1, keepdims=True) - push @ point).astype(np.float64)
    return pushed
