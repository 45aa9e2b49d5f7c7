"""The Python interface."""

from collections.abc import Iterable
from os import PathLike
from pathlib import Path

import pytest

import kg
from kg.facts import Source

TEXT = 'Quay\n\nBERGEN, May 3, 2024 (Coast News) - "We will rebuild\nthe quay — all of it," Mayor Ann Lee of Bergen said.\n'


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = Path("a.txt")
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.mark.parametrize("form", [lambda p: p, str, lambda p: [p], lambda p: (str(p),), lambda p: iter([p])])
def test_inputs_are_one_path_or_several(path: Path, form) -> None:
    inputs: str | PathLike[str] | Iterable[str | PathLike[str]] = form(path)
    graph = kg.build(inputs)
    assert [a.document.source for a in graph.articles] == [str(path)]
    assert graph.rejections == ()


def test_facts_know_where_they_stand(path: Path) -> None:
    facts = list(kg.build(path).facts())
    assert facts
    for fact in facts:
        source = fact.source
        assert " ".join(TEXT[source.start : source.end].split()) == source.sentence
        assert source.end > source.start > 0


def test_a_source_needs_no_offsets() -> None:
    source = Source("a.txt", "Hello.", "role.title-before.v1", 0.9)
    assert (source.start, source.end) == (0, 0)
