"""Inputs → graph: read, segment, annotate, extract, resolve, map to RDF.

Everything up to `extract` looks at one article and is kept by content (`kg.analyses`); the rest looks at
the whole set of a store, so that articles can come and go in any order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.analyses import Analyses, Kept, Stamp, kept
from kg.errors import OptionError
from kg.model import CONTENT, Article, Document, MeetingFact, RoleFact, Segment, StatementFact
from kg.read import Rejection, read_inputs
from kg.segment import segment

if TYPE_CHECKING:
    from pyoxigraph import Triple
    from spacy.language import Language

    from kg.resolve import Resolution
    from kg.resolve.judgements import Judgement
    from kg.store import Settings

BATCH = 16  # documents annotated at a time
_FEW = 20  # words: an article of fewer ends a sentence at least once
_END = re.compile(r"[.!?…](?!\w)")

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
    aged: tuple[str, ...] = ()  # sources of articles that another model or other rules read


@dataclass(frozen=True, slots=True)
class Removed:
    """What is left when articles leave a store."""

    resolution: Resolution
    triples: frozenset[Triple]
    sources: tuple[str, ...]  # of the articles that leave
    unknown: tuple[str, ...]  # names of no article
    lost: tuple[Rejection, ...]  # articles of earlier builds that cannot be read any more


@dataclass(frozen=True, slots=True)
class Judged:
    """What the articles of a store are about, as judgements on identity have it."""

    resolution: Resolution
    triples: frozenset[Triple]
    lost: tuple[Rejection, ...]  # articles of earlier builds that cannot be read any more


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

    known = {i: a for i, d in enumerate(batch) if isinstance(d, Document) and (a := analyses.get(d)) is not None}
    fresh: dict[int, tuple[Document, tuple[Segment, ...]]] = {}
    rejected = {i: d for i, d in enumerate(batch) if isinstance(d, Rejection)}
    for i, document in enumerate(batch):
        if isinstance(document, Document) and i not in known:
            segments = segment(document)
            reason = _no_article(document.text, segments)
            if reason is None:
                fresh[i] = (document, segments)
            else:
                rejected[i] = Rejection(document.source, reason)
    docs = dict(zip(fresh, annotate(nlp, fresh.values()), strict=True))
    for i in range(len(batch)):
        if i in fresh:
            article = extract(*fresh[i], docs[i])
            analyses.put(article)
            yield article
        else:
            yield rejected.get(i) or known[i]


def _no_article(text: str, segments: Iterable[Segment]) -> str | None:
    """Why a page holds no article: it has no content, or so little that it may be a label, and no end of a sentence."""
    content = " ".join(s.span.of(text) for s in segments if s.kind in CONTENT)
    if not content:
        return "no article text found, only page furniture"
    if len(content.split()) < _FEW and not _END.search(content):
        return "no article text found, only a few words without the end of a sentence"
    return None


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
    from kg.extract import RULES_VERSION
    from kg.nlp.pipeline import SHIPPED, load, version
    from kg.store.judgements import load_judgements

    if base is not None:
        check_base(base)
    nlp = load(model or SHIPPED, threads=threads)
    analyses = Analyses(folder, Stamp(version(nlp), RULES_VERSION))
    articles: dict[str, Article] = {}
    rejections: list[Rejection] = []
    for result in analyse(nlp, read_inputs(inputs), analyses, progress=progress):
        if isinstance(result, Article):
            articles[result.document.source] = result
        else:
            rejections.append(result)
    added = len(articles)
    before = list(analyses.others(articles))
    stamps = dict.fromkeys(articles, analyses.stamp)
    for other in before:
        if isinstance(other, Kept):
            articles[other.source] = other.article
            stamps[other.source] = other.stamp
    resolution, triples = assemble(
        articles.values(),
        stamps,
        base=base,
        keep_text=keep_text,
        min_confidence=min_confidence,
        judgements=load_judgements(folder.parent) if folder else (),
    )
    return Built(
        resolution,
        triples,
        tuple(rejections),
        added=added,
        lost=tuple(other for other in before if isinstance(other, Rejection)),
        aged=tuple(source for source, stamp in stamps.items() if stamp != analyses.stamp),
    )


def remove(names: Sequence[str], folder: Path, settings: Settings, graph: Iterable[str] = ()) -> Removed:
    """The graph of the articles kept in `folder` without those of some sources; the files stay until `forget`.

    `graph` are sources of articles in the graph: it may tell of one whose file is gone, after a removal was cut off.
    """
    from kg.store.judgements import load_judgements

    before = list(kept(folder))
    sources = {*graph, *(a.source for a in before)}
    gone = {source for source in sources if any(_names(name, source) for name in names)}
    unknown = tuple(name for name in names if not any(_names(name, source) for source in gone))
    left = _judged((a for a in before if a.source not in gone), load_judgements(folder.parent), settings)
    return Removed(left.resolution, left.triples, tuple(sorted(gone)), unknown, left.lost)


def judge(folder: Path, judgements: Iterable[Judgement], settings: Settings) -> Judged:
    """The graph of the articles kept in `folder` with other judgements on identity; no language model is needed."""
    return _judged(kept(folder), judgements, settings)


def _judged(there: Iterable[Kept | Rejection], judgements: Iterable[Judgement], settings: Settings) -> Judged:
    """The graph of kept articles, and those that are lost."""
    articles: list[Kept] = []
    lost: list[Rejection] = []
    for a in there:
        if isinstance(a, Kept):
            articles.append(a)
        else:
            lost.append(a)
    resolution, triples = assemble(
        (a.article for a in articles),
        {a.source: a.stamp for a in articles},
        base=settings.base,
        keep_text=settings.keep_text,
        min_confidence=settings.min_confidence,
        judgements=judgements,
    )
    return Judged(resolution, triples, tuple(lost))


def _names(name: str, source: str) -> bool:
    """Whether a name is that of a source, of a folder that it lies in, or of the file that it is a line of.

    >>> _names("news/", "news/a.txt"), _names("feed.jsonl", "feed.jsonl#3"), _names("news", "newspaper.txt")
    (True, True, False)
    """
    stem = name.rstrip("/")
    return source == name or bool(stem and source.startswith((f"{stem}/", f"{stem}#")))


def assemble(
    articles: Iterable[Article],
    stamps: Mapping[str, Stamp],
    *,
    base: str | None = None,
    keep_text: bool = False,
    min_confidence: float = 0.0,
    judgements: Iterable[Judgement] = (),
) -> tuple[Resolution, frozenset[Triple]]:
    """What analysed articles are about, and its graph; `stamps` tells by source what read each of them."""
    from kg import __version__
    from kg.graph.build import build_graph
    from kg.graph.claims import Run
    from kg.graph.terms import DEFAULT_BASE
    from kg.resolve import resolve

    options = (f"min-confidence {min_confidence}",) if min_confidence else ()
    runs = {source: Run(__version__, stamp.model, stamp.rules, options) for source, stamp in stamps.items()}
    resolution = resolve((surer(a, min_confidence) for a in articles), judgements)
    triples = build_graph(resolution, runs, base=DEFAULT_BASE if base is None else base, keep_text=keep_text)
    return resolution, frozenset(triples)


def surer(article: Article, least: float) -> Article:
    """An article without its facts below a confidence."""

    def kept(facts: tuple[F, ...]) -> tuple[F, ...]:
        return tuple(f for f in facts if f.evidence.confidence >= least)

    return replace(
        article, roles=kept(article.roles), meetings=kept(article.meetings), statements=kept(article.statements)
    )


def skipped(articles: Iterable[Article]) -> Counter[str]:
    """Characters of the articles that no fact was read from, by reason."""
    out: Counter[str] = Counter()
    for article in articles:
        for s in article.segments:
            if s.kind not in CONTENT:
                out[s.reason or s.kind.value] += s.span.end - s.span.start
    return out
