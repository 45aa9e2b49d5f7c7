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

    def arcs(self, words: Array) -> Array:
        """Head scores within one sentence, column 0 is the root: (words, words + 1)."""
        heads = _gelu(self.linear("arc_head", self._with_root(words)))
        dependents = _with_one(_gelu(self.linear("arc_dependent", words)))
        return _float32(dependents @ self._weights["arc"] @ heads.T)

    def dependency_labels(self, words: Array, heads: Sequence[int]) -> Array:
        """Label scores for the chosen head (a column of `arcs`) of every word: (words, labels)."""
        chosen = _with_one(_gelu(self.linear("label_head", self._with_root(words)[list(heads)])))
        dependent = _with_one(_gelu(self.linear("label_dependent", words)))
        return _bilinear(dependent, self._weights["label"], chosen)

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
    """x Φ(x), with Φ through the error function of Abramowitz and Stegun 7.1.26 (error below 2e-7)."""
    z = np.abs(x) / np.sqrt(2.0)
    t = 1 / (1 + 0.3275911 * z)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1 - poly * np.exp(-z * z))
    return _float32(x * 0.5 * (1 + erf))
