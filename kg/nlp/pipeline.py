"""Segments → Doc: loads the language pipeline and runs it over the content of documents.

The doc has exactly the text of the document, with everything that is not content blanked out, so
that `token.idx` is an offset into `Document.text`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kg.errors import ModelError
from kg.model import Document, Segment
from kg.segment import masked

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SHIPPED = "kg_news"


def load(name: str = SHIPPED, *, threads: int = 1) -> Language:
    """The shipped pipeline, or any other spaCy pipeline by package name or folder."""
    import spacy

    if name == SHIPPED:
        from spacy.util import compile_infix_regex

        import kg.nlp.component  # noqa: F401 - registers the factory also where the package is not installed

        nlp = spacy.blank("en")
        infixes = [*(nlp.Defaults.infixes or ()), r"(?<=[A-Z]\.)[-–—](?=[A-Z])"]  # "U.S.-Norway" is two names
        nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[union-attr]
        nlp.add_pipe("kg_news", config={"threads": threads})
        return nlp
    try:
        nlp = spacy.load(name)
    except OSError as e:
        hint = f"not installed; try `python -m spacy download {name}`, or leave out --model"
        raise ModelError(name, hint) from e
    missing = [pipe for pipe in ("parser", "ner") if pipe not in nlp.pipe_names]
    if missing:
        raise ModelError(name, f"has no {' and no '.join(missing)}; an English pipeline with both is needed")
    from kg.nlp.other import adapt

    return adapt(nlp)


def version(nlp: Language) -> str:
    """Name and version of a pipeline, for the record of the run."""
    if "kg_news" in nlp.pipe_names:
        component = nlp.get_pipe("kg_news")
        return f"kg_news {component.network.about['version']}"  # type: ignore[attr-defined]
    return f"{nlp.meta.get('lang')}_{nlp.meta.get('name')} {nlp.meta.get('version')}"


def describe(nlp: Language) -> dict[str, str]:
    """What a pipeline is, in words: version, origin, size on disk, components and labels."""
    out = {"pipeline": version(nlp), "components": ", ".join(nlp.pipe_names)}
    if SHIPPED in nlp.pipe_names:
        component = nlp.get_pipe(SHIPPED)
        folder, labels = component.model, component.network.labels  # type: ignore[attr-defined]
        about = component.network.about  # type: ignore[attr-defined]
        out |= {key: about[key] for key in ("encoder", "licence") if key in about}
        names = sorted({label[2:] for label in labels["entity"] if label != "O"})
        out |= {"folder": str(folder), "relations": ", ".join(labels["relation"])}
    else:
        folder, names = nlp.path, sorted(nlp.get_pipe("ner").labels)  # type: ignore[attr-defined]
        out |= {"licence": str(nlp.meta.get("license") or "not stated"), "folder": str(folder or "in memory")}
        out |= {"labels read as ours": "ClearNLP dependencies as UD; offices by lexicon; no relations"}
    out["names"] = ", ".join(names)
    if folder is not None:
        size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
        out["size"] = f"{size / 1e6:.1f} MB"
    return out


def annotate(nlp: Language, texts: Iterable[tuple[Document, Sequence[Segment]]]) -> Iterator[Doc]:
    """One doc for every document, in order."""
    yield from nlp.pipe(_make_doc(nlp, document, segments) for document, segments in texts)


def _make_doc(nlp: Language, document: Document, segments: Sequence[Segment]) -> Doc:
    """The tokens of the content; every segment starts a sentence."""
    doc = nlp.make_doc(masked(document.text, segments))
    starts = {s.span.start for s in segments}
    for token in doc:
        if token.idx in starts:
            token.is_sent_start = True
    return doc
