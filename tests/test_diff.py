"""What changed between two graphs, told thing by thing."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT
from pyoxigraph import Triple
from test_resolve import HERE, NORWAY, SWEDEN, article, meeting, role

import kg
from kg.changes import Change, Detail
from kg.changes import changes as diff
from kg.graph.build import build_graph
from kg.graph.claims import Run
from kg.graph.terms import DEFAULT_BASE
from kg.model import Article, Mention, PublicationDate, Span, StatementFact
from kg.resolve import resolve

TEXT = "Lee met Holm in Oslo, they said."
DAY = date(2024, 5, 13)


def graph(*articles: Article) -> set[Triple]:
    return build_graph(resolve(articles), Run("0", "none", "1"), base=DEFAULT_BASE)


def told(source: str, name: str = "Lee", status: str = "planned", title: str = "mayor") -> Article:
    """An article of a person with a role, a mention, a meeting and a quotation."""
    made = article(
        source,
        f"person {name}",
        NORWAY,
        SWEDEN,
        "place Oslo",
        roles=(role(0, title, 1),),
        meetings=(meeting(status, (3,), DAY, (1, 2)),),
        text=TEXT,
    )
    return replace(
        made,
        mentions=(Mention(Span(0, 3), "Lee", "PERSON", 0),),
        statements=(StatementFact(0, "Lee", "We will go", "said", True, HERE),),
        published=PublicationDate(DAY, "text"),
    )


def of(changes: tuple[Change, ...], kind: str) -> list[tuple[str, str, str | None]]:
    return [(c.what, c.label, c.old_label) for c in changes if c.kind == kind]


def test_a_graph_does_not_differ_from_itself() -> None:
    assert diff(graph(told("a")), graph(told("a"))) == ()


def test_things_appear_and_disappear() -> None:
    one, both = graph(told("a", "Ann Lee")), graph(told("a", "Ann Lee"), article("b", "person Bo Holm"))
    added = diff(one, both)
    assert {(c.kind, c.what, c.label) for c in added} == {
        ("article", "appeared", "b"),
        ("person", "appeared", "Bo Holm"),
    }
    assert {(c.kind, c.what, c.label) for c in diff(both, one)} == {
        ("article", "disappeared", "b"),
        ("person", "disappeared", "Bo Holm"),
    }


def test_a_meeting_that_was_held_is_the_one_that_was_planned() -> None:
    changes = diff(graph(told("a")), graph(told("a"), told("b", status="held")))
    (change,) = [c for c in changes if c.kind == "meeting"]
    assert change.what == "renamed"  # its IRI is made of the articles that tell of it
    assert change.details == (
        Detail("status", ("planned",), ("held",)),
        Detail("articles", ("1",), ("2",)),
        Detail("origins", ("1",), ("2",)),
    )


def test_a_fuller_name_renames_a_person_with_all_that_hangs_on_it() -> None:
    changes = diff(graph(told("a")), graph(told("a"), told("b", "Ann Lee")))
    assert of(changes, "person") == [("renamed", "Ann Lee", "Lee")]
    assert of(changes, "role") == [("renamed", "Ann Lee, mayor, Norway", "Lee, mayor, Norway")]
    assert of(changes, "statement") == [("renamed", "Ann Lee: “We will go”", "Lee: “We will go”")]


def test_two_things_become_one() -> None:
    first, judge, mayor = told("a", "Ann Lee"), told("b", "Lee", title="judge"), told("b", "Lee")
    changes = diff(graph(first, judge), graph(first, mayor))  # a surname, and now with the office
    assert ("joined", "Ann Lee", "Lee") in of(changes, "person")


def test_another_title_is_another_role() -> None:
    changes = diff(graph(told("a", "Ann Lee")), graph(told("a", "Ann Lee", title="judge")))
    assert of(changes, "role") == [
        ("appeared", "Ann Lee, judge, Norway", None),
        ("disappeared", "Ann Lee, mayor, Norway", None),
    ]


# ---------------------------------------------------------------- the command and the Python interface


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("diff")
    odd = article("\x1b[31mc", "person Bo Holm")
    for name, articles in (("old", [told("a")]), ("new", [told("a"), told("b", "Ann Lee"), odd])):
        (folder / f"{name}.nt").write_text("\n".join(f"{t} ." for t in graph(*articles)), encoding="utf-8")
    yield folder


def run(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", "diff", *args]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT)})


def test_the_listing(files: Path) -> None:
    done = run("old.nt", "new.nt", cwd=files)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[:3] == ["articles", "  + \\x1b[31mc", "  + b"]
    assert "  ~ Lee is now Ann Lee" in lines
    assert "      other names: nothing → Lee" in lines
    assert done.stderr == "3 appeared, 4 renamed\n"


def test_the_json(files: Path) -> None:
    changes = json.loads(run("old.nt", "new.nt", "--format", "json", cwd=files).stdout)
    (person,) = [c for c in changes if c["kind"] == "person" and c["what"] == "renamed"]
    assert (person["old_label"], person["label"]) == ("Lee", "Ann Lee")
    assert person["iri"].endswith("/person/ann-lee")


def test_graphs_that_do_not_differ(files: Path) -> None:
    done = run("old.nt", "old.nt", cwd=files)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no differences\n")


@pytest.mark.parametrize(("name", "message"), [("none.nt", "no such file"), ("none", "no store here")])
def test_what_is_not_there_is_a_message(files: Path, name: str, message: str) -> None:
    done = run("old.nt", name, cwd=files)
    assert done.returncode == 2
    assert message in done.stderr


def test_python_compares_files_and_graphs(files: Path) -> None:
    changes = kg.diff(files / "old.nt", str(files / "new.nt"))
    assert ("renamed", "Ann Lee", "Lee") in of(changes, "person")
