"""The trained network at run time: an ONNX encoder (int8) and light heads in NumPy.

Files in the model folder, written by `training/export.py`:
`encoder.onnx`, `heads.npz` (float16 weights), `pieces.json` (WordPiece vocabulary),
`labels.json` (label inventories and what the model was made from), `lemmas.tsv`.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import ModelError
from kg.nlp.wordpieces import Window, WordPieces

Array = NDArray[np.float32]
ROWS = 256  # words whose dependency labels are scored at once, which bounds memory
FILES = ("encoder.onnx", "heads.npz", "pieces.json", "labels.json", "lemmas.tsv")


class Network:
    """Word vectors from the encoder, and the scores of every head."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        import onnxruntime

        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise ModelError(str(folder), f"no {', '.join(missing)} in it; reinstall kg, or run `make train`")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = threads
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        with np.load(folder / "heads.npz") as weights:
            self._weights: dict[str, Array] = {k: weights[k].astype(np.float32) for k in weights.files}
        self.pieces = WordPieces(folder / "pieces.json")
        info: dict[str, Any] = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self.labels: dict[str, list[str]] = info["labels"]
        self.about: dict[str, str] = info["about"]
        rows = (folder / "lemmas.tsv").read_text(encoding="utf-8").splitlines()
        self.lemmas: dict[str, str] = dict(row.split("\t") for row in rows)

    def vectors(self, texts: Sequence[Sequence[str]]) -> list[Array]:
        """For every text (its words) an array (words, size).

        A word that lies in several windows gets the vector of the one where it is farthest from an edge.
        """
        return [self._text_vectors(words) for words in texts]

    def _text_vectors(self, words: Sequence[str]) -> Array:
        out = np.zeros((len(words), len(self._weights["root"])), np.float32)
        margin = np.full(len(words), -1)
        for window in self.pieces.windows(words):
            index, first = np.arange(window.start, window.end), np.array(window.first)
            left = np.where(window.start > 0, first, len(window.pieces))
            right = np.where(window.end < len(words), len(window.pieces) - first, len(window.pieces))
            inner = np.minimum(left, right)
            better = inner > margin[index]
            out[index[better]] = self._encode(window)[first[better]]
            margin[index[better]] = inner[better]
        return out

    def _encode(self, window: Window) -> Array:
        """Vectors of the pieces of one window.

        One window a call: the scales of int8 activations are set call by call, so that in a batch the
        vectors of one article would depend on its neighbours.
        """
        inputs = {"pieces": window.pieces, "cases": window.cases, "mask": (1,) * len(window.pieces)}
        hidden: Array = self._session.run(None, {k: np.array([v], np.int64) for k, v in inputs.items()})[0][0]
        return hidden

    def linear(self, head: str, words: Array) -> Array:
        """Scores of a linear head: (words, labels)."""
        weight, bias = self._weights[f"{head}.weight"], self._weights[f"{head}.bias"]
        return _float32(words @ weight.T + bias)

    def arc_sides(self, words: Array) -> tuple[Array, Array]:
        """The two factors of the head scores: dependents (words, k) and heads (words + 1, k), row 0 is the root."""
        heads = _gelu(self.linear("arc_head", self._with_root(words)))
        dependents = _with_one(_gelu(self.linear("arc_dependent", words)))
        return dependents @ self._weights["arc"], heads

    def dependency_labels(self, words: Array, heads: NDArray[np.int64]) -> NDArray[np.int64]:
        """The best label for the head (0 is the root, n + 1 the n-th word) of every word."""
        chosen = _with_one(_gelu(self.linear("label_head", self._with_root(words))))[heads]
        dependent = _with_one(_gelu(self.linear("label_dependent", words)))
        parts = [slice(i, i + ROWS) for i in range(0, len(words), ROWS)]
        best = [_bilinear(dependent[p], self._weights["label"], chosen[p]).argmax(1) for p in parts]
        return np.concatenate(best)

    def relations(self, anchors: Array, words: Array) -> Array:
        """Probability of every relation from each anchor to each word: (relations, anchors, words)."""
        anchor = _with_one(_gelu(self.linear("relation_anchor", anchors)))
        other = _with_one(_gelu(self.linear("relation_other", words)))
        odds = anchor @ self._weights["relation"] @ other.T  # (relations, anchors, words) by broadcasting
        return _float32(1 / (1 + np.exp(-np.clip(odds, -30, 30))))

    def _with_root(self, words: Array) -> Array:
        return np.concatenate([self._weights["root"][None], words])


def _bilinear(left: Array, form: Array, right: Array) -> Array:
    """`left[n] @ form[l] @ right[n]` for every row n and label l: (rows, labels)."""
    labels, rows, columns = form.shape
    half = (left @ form.transpose(1, 0, 2).reshape(rows, labels * columns)).reshape(len(left), labels, columns)
    return _float32((half @ right[:, :, None])[:, :, 0])


def _float32(x: NDArray[Any]) -> Array:
    return x.astype(np.float32, copy=False)


def _with_one(x: Array) -> Array:
    return np.concatenate([x, np.ones((len(x), 1), np.float32)], axis=1, dtype=np.float32)


def _gelu(x: Array) -> Array:
    """x Φ(x), with Φ by tanh (https://arxiv.org/abs/1606.08415, section 2), within 5e-4 of the form trained with."""
    return _float32(0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x))))
