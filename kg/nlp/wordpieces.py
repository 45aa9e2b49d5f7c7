"""Words → sub-word pieces for the encoder: the same code at training time and at run time.

The encoder is uncased, so every word also carries one of a few case classes. A word is cut after
`MAX_PIECES` pieces, a text into overlapping windows of at most `WINDOW` pieces.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MAX_PIECES = 8
WINDOW = 256
OVERLAP = 64

LOWER, TITLE, UPPER, MIXED, DIGIT, OTHER, INNER, PAD = range(8)
CASE_CLASSES = 8


def case_class(word: str) -> int:
    """The case class of a word.

    >>> [case_class(w) for w in ("talks", "Geneva", "NATO", "McKay", "2022", "--")] == [
    ...     LOWER, TITLE, UPPER, MIXED, DIGIT, OTHER]
    True
    """
    if any(c.isdigit() for c in word):
        return DIGIT
    if not any(c.isalpha() for c in word):
        return OTHER
    if word.islower():
        return LOWER
    if word.isupper() and len(word) > 1:
        return UPPER
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return TITLE
    return MIXED


@dataclass(frozen=True, slots=True)
class Window:
    """The pieces of words `[start, end)`, between a first and a last marker piece."""

    start: int
    end: int
    pieces: tuple[int, ...]
    cases: tuple[int, ...]
    first: tuple[int, ...]  # index of each word's first piece


class WordPieces:
    """A WordPiece vocabulary (a `tokenizers` JSON file) applied to words that are already split."""

    def __init__(self, path: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        vocabulary: dict[str, int] = self._tokenizer.get_vocab()
        self.unknown, self.begin, self.end = vocabulary["[UNK]"], vocabulary["[CLS]"], vocabulary["[SEP]"]

    def pieces(self, words: Sequence[str]) -> list[list[int]]:
        """One to `MAX_PIECES` piece ids for every word."""
        encoded = self._tokenizer.encode_batch(
            [[w[: 8 * MAX_PIECES]] for w in words], is_pretokenized=True, add_special_tokens=False
        )
        return [e.ids[:MAX_PIECES] or [self.unknown] for e in encoded]

    def windows(self, words: Sequence[str], *, size: int = WINDOW, overlap: int = OVERLAP) -> list[Window]:
        """Overlapping windows that together hold every word."""
        pieces = self.pieces(words)
        windows, start = [], 0
        while start < len(words):
            end, used = start, 2
            while end < len(words) and used + len(pieces[end]) <= size:
                used += len(pieces[end])
                end += 1
            windows.append(self._window(words, pieces, start, end))
            if end == len(words):
                break
            back, shared = end, 0
            while back - 1 > start and shared + len(pieces[back - 1]) <= overlap:
                back -= 1
                shared += len(pieces[back])
            start = back
        return windows

    def _window(self, words: Sequence[str], pieces: list[list[int]], start: int, end: int) -> Window:
        ids, cases, first = [self.begin], [OTHER], []
        for word, word_pieces in zip(words[start:end], pieces[start:end], strict=True):
            first.append(len(ids))
            ids += word_pieces
            cases += [case_class(word)] + [INNER] * (len(word_pieces) - 1)
        return Window(start, end, (*ids, self.end), (*cases, OTHER), tuple(first))
