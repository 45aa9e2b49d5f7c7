"""Analysed articles, kept in the folder of a store: one JSON file a source.

What `extract` made of an article depends on its text, the model and the rules alone. So an unchanged
article is not analysed again, and an article can leave the store without the model.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.codec import from_json, to_json
from kg.errors import StoreError
from kg.files import write_whole
from kg.graph.terms import digest
from kg.model import Article, Document
from kg.read import Rejection


@dataclass(frozen=True, slots=True)
class Stamp:
    """What read an article: the model with its version, and the version of the rules."""

    model: str
    rules: str

    def __str__(self) -> str:
        return f"{self.model}{_RULES}{self.rules}"

    @classmethod
    def parse(cls, text: str) -> "Stamp":
        """The stamp that `str` wrote; ValueError if it is none.

        >>> Stamp.parse(str(Stamp("kg_news 0.1.0", "2")))
        Stamp(model='kg_news 0.1.0', rules='2')
        """
        model, separator, rules = text.rpartition(_RULES)
        if not separator:
            raise ValueError(f"'{text}' names no model and rules")
        return cls(model, rules)


_RULES = " rules "


@dataclass(frozen=True, slots=True)
class Kept:
    """An article of the store, and what read it."""

    article: Article
    stamp: Stamp

    @property
    def source(self) -> str:
        """The identity of the article."""
        return self.article.document.source


class Analyses:
    """The analysed articles of a folder; without a folder nothing is kept."""

    def __init__(self, folder: Path | None, stamp: Stamp) -> None:
        self.folder, self.stamp = folder, stamp

    def get(self, document: Document) -> Article | None:
        """The kept analysis of exactly this document by this model and these rules."""
        if self.folder is None:
            return None
        try:
            kept = _read(_path(self.folder, document.source))
        except _UNREADABLE:
            return None
        return kept.article if kept.stamp == self.stamp and kept.article.document == document else None

    def put(self, article: Article) -> None:
        """Keep an analysis in the place of what was kept of its source."""
        if self.folder is None:
            return
        data = {"stamp": str(self.stamp), "article": to_json(article)}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(_path(self.folder, article.document.source), json.dumps(data, ensure_ascii=False))
        except OSError as e:
            raise StoreError(self.folder.parent, f"cannot be written: {e.strerror}") from e

    def others(self, sources: Iterable[str]) -> Iterator[Kept | Rejection]:
        """Every kept article that is not of these sources, also those that another model or other rules read."""
        return kept(self.folder, sources) if self.folder else iter(())


def kept(folder: Path, without: Iterable[str] = ()) -> Iterator[Kept | Rejection]:
    """Every article kept in a folder, but for some sources; a rejection for what cannot be read any more."""
    left_out = {_path(folder, s) for s in without}
    for path in sorted(folder.glob("*.json")):
        if path not in left_out:
            yield _read_or_reject(path)


def forget(folder: Path, sources: Iterable[str]) -> None:
    """Keep nothing of some sources any more."""
    try:
        for source in sources:
            _path(folder, source).unlink(missing_ok=True)
    except OSError as e:
        raise StoreError(folder.parent, f"cannot be written: {e.strerror}") from e


_UNREADABLE = (FileNotFoundError, ValueError, KeyError, TypeError)
_LOST = (
    "kept by an earlier build, but damaged or of another version of kg, so it is not in the graph; "
    "build the article again, or delete {}"
)


def _path(folder: Path, source: str) -> Path:
    return folder / f"{digest(source)}.json"


def _read(path: Path) -> Kept:
    """A kept analysis; `_UNREADABLE` if it is damaged, or this version cannot read it; StoreError if nobody can."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise
    except OSError as e:
        place = path.relative_to(path.parent.parent)
        raise StoreError(path.parent.parent, f"{place} cannot be read: {e.strerror}; mend that, or remove it") from e
    return Kept(from_json(Article, data["article"]), Stamp.parse(data["stamp"]))


def _read_or_reject(path: Path) -> Kept | Rejection:
    """A kept article, or why it is lost and what to do."""
    try:
        return _read(path)
    except _UNREADABLE:
        return Rejection(_source(path), _LOST.format(path))


def _source(path: Path) -> str:
    """The source of a kept article, where that much can be read; else the file itself."""
    try:
        return str(json.loads(path.read_text("utf-8"))["article"]["document"]["source"])
    except _UNREADABLE:
        return str(path)
