"""What several tests share: the graph of the example articles, built once."""

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, Span

from kg.nlp.component import MEETINGS, RELATIONS, STATUS, Relation
from kg.pipeline import Built, build
from kg.store import MemoryStore

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples/articles"


@pytest.fixture(scope="session")
def built() -> Built:
    """The example articles, read by the shipped pipeline."""
    return build([str(EXAMPLES)])


@pytest.fixture(scope="session")
def store(built: Built) -> MemoryStore:
    """The graph of the example articles in memory."""
    memory = MemoryStore()
    memory.replace(built.triples)
    return memory


def make_doc(case: dict) -> Doc:
    """The doc of a stored parse (see `make_case.py`)."""
    doc = Doc(
        spacy.blank("en").vocab,
        words=case["words"],
        spaces=case["spaces"],
        pos=case["pos"],
        tags=case["tags"],
        lemmas=case["lemmas"],
        heads=case["heads"],
        deps=case["deps"],
    )
    doc.set_ents([Span(doc, *e) for e in case["ents"]])
    doc.spans[MEETINGS] = [Span(doc, start, end, label=kind) for start, end, kind, _ in case["meetings"]]
    doc.user_data[STATUS] = {start: status for start, _, _, status in case["meetings"]}
    doc.user_data[RELATIONS] = [Relation(*r) for r in case["relations"]]
    return doc
