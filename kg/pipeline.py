"""Inputs → graph: read, segment, annotate, extract, resolve, map to RDF.

Everything up to `extract` looks at one article and is kept by content (`Analyses`); the rest looks at
the whole set of a store.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.codec import from_json, to_json
from kg.errors import OptionError, StoreError
from kg.files import write_whole
from kg.model import CONTENT, Article, Document, MeetingFact, RoleFact, Segment, StatementFact
from kg.names import fold
from kg.read import Rejection, read_inputs
from kg.segment import segment

if TYPE_CHECKING:
    from pyoxigraph import Triple
    from spacy.language import Language

    from kg.resolve import Resolution

BATCH = 16  # documents annotated at a time

F = TypeVar("F", RoleFact, MeetingFact, StatementFact)

Progress = Callable[[str], None]
"""Called with the source of every input that is done."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: the set of articles, its graph, and the inputs that were rejected."""

    resolution: Resolution
    triples: frozenset[Triple]
    rejections: tuple[Rejection, ...]
    added: int  # articles that this build read
    lost: tuple[Rejection, ...] = ()  # articles of earlier builds that cannot be read any more


class Analyses:
    """Analysed articles kept in a folder, one JSON file a source; an unchanged article is not analysed again."""

    def __init__(self, folder: Path | None, stamp: str) -> None:
        self.folder, self.stamp = folder, stamp  # the stamp names model and rules

    def _path(self, source: str) -> Path | None:
        from kg.graph.terms import digest

        return self.folder / f"{digest(source)}.json" if self.folder else None

    def get(self, document: Document) -> Article | None:
        """The kept analysis of exactly this document by this model and these rules."""
        path = self._path(document.source)
        try:
            stamp, article = _read(path) if path else ("", None)
        except _UNREADABLE:
            return None
        return article if article and stamp == self.stamp and article.document == document else None

    def put(self, article: Article) -> None:
        """Keep an analysis."""
        path = self._path(article.document.source)
        if path:
            data = {"stamp": self.stamp, "article": to_json(article)}
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, json.dumps(data, ensure_ascii=False))
            except OSError as e:
                raise StoreError(path.parent.parent, f"cannot be written: {e.strerror}") from e

    def others(self, sources: Iterable[str]) -> Iterator[Article | Rejection]:
        """Every kept article that is not of these sources, also those that another model or other rules read."""
        done = {self._path(s) for s in sources}
        for path in sorted(self.folder.glob("*.json")) if self.folder else ():
            if path not in done:
                yield _read_or_reject(path)


_UNREADABLE = (OSError, ValueError, KeyError, TypeError)
_LOST = (
    "kept by an earlier build, but damaged or of another version of kg, so it is not in the graph; "
    "build the article again, or delete {}"
)


def _read(path: Path) -> tuple[str, Article]:
    """A kept analysis and its stamp; `_UNREADABLE` if it is damaged, or this version cannot read it."""
    data = json.loads(path.read_text("utf-8"))
    return data["stamp"], from_json(Article, data["article"])


def _read_or_reject(path: Path) -> Article | Rejection:
    """A kept article, or why it is lost and what to do."""
    try:
        return _read(path)[1]
    except _UNREADABLE:
        return Rejection(_source(path), _LOST.format(path))


def _source(path: Path) -> str:
    """The source of a kept article, where that much can be read; else the file itself."""
    try:
        return str(json.loads(path.read_text("utf-8"))["article"]["document"]["source"])
    except _UNREADABLE:
        return str(path)


def analyse(
    nlp: Language, inputs: Iterable[Document | Rejection], analyses: Analyses, *, progress: Progress | None = None
) -> Iterator[Article | Rejection]:
    """One article or one rejection for every input, in order."""
    stream = iter(inputs)
    while batch := list(islice(stream, BATCH)):
        for result in _analyse_batch(nlp, batch, analyses):
            if progress is not None:
                progress(result.document.source if isinstance(result, Article) else result.source)
            yield result


def _analyse_batch(
    nlp: Language, batch: Sequence[Document | Rejection], analyses: Analyses
) -> Iterator[Article | Rejection]:
    from kg.extract import extract
    from kg.nlp.pipeline import annotate

    kept = {i: a for i, d in enumerate(batch) if isinstance(d, Document) and (a := analyses.get(d)) is not None}
    fresh: dict[int, tuple[Document, tuple[Segment, ...]]] = {}
    for i, document in enumerate(batch):
        if isinstance(document, Document) and i not in kept:
            segments = segment(document)
            if any(s.kind in CONTENT for s in segments):
                fresh[i] = (document, segments)
    docs = dict(zip(fresh, annotate(nlp, fresh.values()), strict=True))
    for i, document in enumerate(batch):
        if isinstance(document, Rejection):
            yield document
        elif i in kept:
            yield kept[i]
        elif i in docs:
            article = extract(document, fresh[i][1], docs[i])
            analyses.put(article)
            yield article
        else:
            yield Rejection(document.source, "no article text found, only page furniture")


def check_base(base: str) -> None:
    """OptionError if no IRIs can be made of a base."""
    from pyoxigraph import NamedNode

    if base.endswith("/") and re.match(r"[A-Za-z][A-Za-z0-9+.-]*:/*[^/]", base):
        with suppress(ValueError):
            NamedNode(f"{base}article/x#char=0,1")
            return
    raise OptionError("base", f"'{base}' is no absolute IRI that ends in '/'; give one such as https://example.org/kg/")


def build(
    inputs: Sequence[str],
    *,
    model: str | None = None,
    base: str | None = None,
    keep_text: bool = False,
    min_confidence: float = 0.0,
    folder: Path | None = None,
    threads: int = 1,
    progress: Progress | None = None,
) -> Built:
    """Build the graph of the inputs, together with the articles kept in `folder`."""
    from kg import __version__
    from kg.extract import RULES_VERSION
    from kg.graph.build import Run, build_graph
    from kg.graph.terms import DEFAULT_BASE
    from kg.nlp.pipeline import SHIPPED, load, version
    from kg.resolve import resolve

    if base is not None:
        check_base(base)
    nlp = load(model or SHIPPED, threads=threads)
    run = Run(__version__, version(nlp), RULES_VERSION)
    analyses = Analyses(folder, f"{run.model} rules {run.rules}")
    articles: dict[str, Article] = {}
    rejections: list[Rejection] = []
    lost: list[Rejection] = []
    for result in analyse(nlp, read_inputs(inputs), analyses, progress=progress):
        if isinstance(result, Article):
            articles[result.document.source] = result
        else:
            rejections.append(result)
    added = len(articles)
    for kept in analyses.others(articles):
        if isinstance(kept, Article):
            articles.setdefault(kept.document.source, kept)
        else:
            lost.append(kept)
    resolution = resolve(surer(a, min_confidence) for a in articles.values())
    triples = build_graph(resolution, run, base=DEFAULT_BASE if base is None else base, keep_text=keep_text)
    return Built(resolution, frozenset(triples), tuple(rejections), added, tuple(lost))


def surer(article: Article, least: float) -> Article:
    """An article without its facts below a confidence."""

    def kept(facts: tuple[F, ...]) -> tuple[F, ...]:
        return tuple(f for f in facts if f.evidence.confidence >= least)

    return replace(
        article, roles=kept(article.roles), meetings=kept(article.meetings), statements=kept(article.statements)
    )


def counts(built: Built) -> dict[str, int]:
    """How much the graph holds, by kind of thing."""
    resolution = built.resolution
    kinds = Counter(e.kind.value for e in resolution.entities)
    return {
        "articles": len(resolution.articles),
        "people": kinds["person"],
        "organizations": kinds["organization"],
        "places": kinds["place"] + kinds["country"],
        "roles": len(
            {
                (resolution.entity_of[n, r.person], fold(r.role))
                for n, a in enumerate(resolution.articles)
                for r in a.roles
            }
        ),
        "meetings": len(resolution.gatherings),
        "statements": sum(len(a.statements) for a in resolution.articles),
    }


def skipped(articles: Iterable[Article]) -> Counter[str]:
    """Characters of the articles that no fact was read from, by reason."""
    out: Counter[str] = Counter()
    for article in articles:
        for s in article.segments:
            if s.kind not in CONTENT:
                out[s.reason or s.kind.value] += s.span.end - s.span.start
    return out
