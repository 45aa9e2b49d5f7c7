"""Articles come, change and go in any order: the graph is that of the articles that are there."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from test_resolve import HERE, NORWAY, SWEDEN, article, meeting, role

from kg.analyses import Analyses, Kept, Stamp, forget, kept
from kg.errors import StoreError
from kg.export import ntriples
from kg.model import Article, StatementFact
from kg.pipeline import assemble, build, remove
from kg.store import Settings

STAMPS = (Stamp("kg_news 1", "1"), Stamp("kg_news 2", "1"))
MONDAY, FRIDAY = date(2024, 5, 13), date(2024, 5, 17)
WIRE = "Ann Lee of Norway and Bo Ek of Sweden met in Oslo on Monday and will meet again on Friday, officials said. " * 2


def version(source: str, number: int) -> Article:
    """One of several texts of a source: names, roles, meetings and statements that others share or deny."""
    people = ("person Ann Lee", "person Ann M. Lee", "person Lee")[number % 3]
    day = (MONDAY, FRIDAY, None)[number % 3]
    said = ("The talks were good.", "The talks were very good.")[number % 2]
    made = article(
        source,
        people,
        NORWAY,
        SWEDEN,
        "place Oslo",
        "place Bergen",
        roles=(role(0, ("minister", "mayor")[number % 2], 1),),
        meetings=(meeting(("planned", "held")[number % 2], (3 + number % 2,), day, (1, 2), words="Monday"),),
        text=f"{number} {WIRE}" if number % 4 else f"{source} tells of nothing else.",
    )
    statement = StatementFact(0, "Lee", said, "said", True, HERE)
    return Article(**{n: getattr(made, n) for n in made.__slots__} | {"statements": (statement,)})


def graph(folder: Path) -> str:
    """The graph of the articles kept in a folder, as bytes would be."""
    there = [a for a in kept(folder) if isinstance(a, Kept)]
    return ntriples(assemble((a.article for a in there), {a.source: a.stamp for a in there})[1])


STEPS = st.lists(st.tuples(st.sampled_from("abcde"), st.none() | st.integers(0, 5)), min_size=1, max_size=10)
"""Each puts a version of a source into the store, or takes the source out of it."""


@settings(max_examples=200, deadline=None)
@given(STEPS, st.randoms(use_true_random=False))
def test_the_graph_is_that_of_the_articles_that_are_there(steps: list, random) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        there: dict[str, int] = {}
        for source, number in steps:
            if number is None:
                forget(Path(one), [source])
                there.pop(source, None)
            else:
                Analyses(Path(one), STAMPS[number % 2]).put(version(source, number))
                there[source] = number
        left = list(there.items())
        random.shuffle(left)
        for source, number in left:
            Analyses(Path(other), STAMPS[number % 2]).put(version(source, number))
        assert graph(Path(one)) == graph(Path(other))


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 5)), st.integers(0, 5))
def test_what_comes_and_goes_leaves_no_trace(articles: dict[str, int], number: int) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for source, n in articles.items():
            Analyses(folder, STAMPS[0]).put(version(source, n))
        before = graph(folder)
        Analyses(folder, STAMPS[1]).put(version("new", number))
        assert graph(folder) != before
        assert ntriples(remove(["new"], folder, Settings()).triples) == before


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("news/a.txt", ["news/a.txt"]),
        ("news", ["news/a.txt", "news/b.txt"]),
        ("news/", ["news/a.txt", "news/b.txt"]),
        ("feed.jsonl", ["feed.jsonl#1"]),
        ("new", []),
        ("", []),
        ("/", []),
    ],
)
def test_an_article_leaves_by_its_source_its_folder_or_its_file(tmp_path: Path, name: str, gone: list[str]) -> None:
    for source in ("news/a.txt", "news/b.txt", "newspaper.txt", "feed.jsonl#1"):
        Analyses(tmp_path, STAMPS[0]).put(version(source, 1))
    left = remove([name], tmp_path, Settings())
    assert list(left.sources) == gone
    assert left.unknown == (() if gone else (name,))
    assert len(left.resolution.articles) == 4 - len(gone)


def test_articles_of_another_model_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ann Lee, the mayor of Bergen, met Bo Holm in Oslo on 3 May 2024.\n")
    Analyses(tmp_path / "kept", STAMPS[0]).put(version("old", 1))
    assert build([str(tmp_path / "a.txt")], folder=tmp_path / "kept").aged == ("old",)


def test_an_article_that_the_system_does_not_let_us_read_is_not_dropped(tmp_path: Path) -> None:
    Analyses(tmp_path, STAMPS[0]).put(version("a.txt", 1))
    (file,) = tmp_path.iterdir()
    file.unlink()
    file.mkdir()
    with pytest.raises(StoreError, match=rf"{file.name} cannot be read: Is a directory"):
        list(kept(tmp_path))
    with pytest.raises(StoreError, match="cannot be read"):
        Analyses(tmp_path, STAMPS[0]).get(version("a.txt", 1).document)


# ---------------------------------------------------------------- the command


def kg(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *args]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT)})


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of one article, and a second article beside it."""
    folder = tmp_path_factory.mktemp("one")
    (folder / "a.txt").write_text("Ann Lee, the mayor of Bergen, met Bo Holm in Oslo on 3 May 2024.\n")
    (folder / "b.txt").write_text("Cy Dahl, the mayor of Bergen, spoke in Oslo on 4 May 2024.\n")
    assert kg("build", "a.txt", "--min-confidence", "0.1", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def folder(one: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(one, tmp_path / "copy"))


def exported(folder: Path) -> str:
    return kg("export", "--format", "ntriples", cwd=folder).stdout


def test_build_then_remove_gives_the_same_bytes(folder: Path) -> None:
    before = exported(folder)
    assert kg("build", "b.txt", cwd=folder).returncode == 0
    assert "Cy Dahl" in exported(folder)
    done = kg("remove", "b.txt", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert "1 article removed" in done.stderr
    assert exported(folder) == before
    assert json.loads((folder / "kg-store/store.json").read_text())["settings"]["min_confidence"] == 0.1


def test_the_last_article_leaves_an_empty_graph(folder: Path) -> None:
    assert kg("remove", "a.txt", cwd=folder).returncode == 0
    assert exported(folder) == ""
    assert kg("build", "a.txt", cwd=folder).returncode == 0


@pytest.mark.parametrize(
    ("sources", "code", "told"),
    [
        (["c.txt"], 2, "no article of the store has the source 'c.txt'; did you mean a.txt?"),
        (["a.txt", "zzzzzz"], 1, "no article of the store has the source 'zzzzzz'"),
        (["\x1b[31m"], 2, "'\\x1b[31m'"),
    ],
)
def test_an_unknown_source_is_told(folder: Path, sources: list[str], code: int, told: str) -> None:
    done = kg("remove", *sources, cwd=folder)
    assert done.returncode == code
    assert told in done.stderr


def test_nothing_is_removed_from_no_store(tmp_path: Path) -> None:
    done = kg("remove", "a.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert "there is no store here" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_removing_loads_no_language_model(folder: Path) -> None:
    check = (
        "import sys; sys.argv = ['kg', 'remove', 'a.txt']; from kg.cli import main; main()\n"
        "print(sorted({'spacy', 'onnxruntime', 'kg.nlp.pipeline', 'kg.extract'} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True, cwd=folder, env=environment
    )
    assert done.stdout.splitlines() == ["[]"]
