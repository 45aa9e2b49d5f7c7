"""The wheel carries model, ontology and queries, and works from another folder in a clean environment."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from conftest import ROOT

ARTICLE = 'Quay to be rebuilt\n\nBERGEN, May 3, 2024 (Coast News) - "We will rebuild the quay," Mayor Ann Lee of Bergen said on Friday.\n'


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a new environment with the wheel in it.

    The libraries that the wheel depends on are taken from the environment of the tests; the checkout is not.
    """
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=True)
    interpreter = folder / "env/bin/python"
    subprocess.run(
        [interpreter, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check", wheel], check=True
    )
    site = next((folder / "env/lib").glob("python*/site-packages"))
    libraries = {str(Path(m.__file__).parent.parent) for m in map(__import__, ("spacy", "rdflib", "pyoxigraph"))}
    for name in libraries:
        for entry in Path(name).iterdir():
            target = site / entry.name
            if not target.exists() and not entry.name.startswith(
                ("kg", "newskg", "__editable__", "_editable", "_kg", "_newskg")
            ):
                target.symlink_to(entry)
    return interpreter


def run(python: Path, *args: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    return subprocess.run([python, *args], cwd=cwd, input=stdin, capture_output=True, text=True, env=env, check=True)


def test_the_wheel_works_elsewhere(python: Path, tmp_path: Path) -> None:
    where = run(python, "-c", "import kg; print(kg.__file__)", cwd=tmp_path).stdout
    assert str(ROOT / "kg") not in where
    kg = (str(python.with_name("kg")),)
    assert subprocess.run([*kg, "--version"], capture_output=True, text=True, check=True).stdout.startswith(
        "kg, version"
    )
    run(python, "-m", "kg", "build", "-", cwd=tmp_path, stdin=ARTICLE)
    assert "Ann Lee" in run(python, "-m", "kg", "query", "who-holds-which-role", cwd=tmp_path).stdout
    run(python, "-m", "kg", "export", "--format", "jsonld", "--output", "g.jsonld", cwd=tmp_path)
    run(python, "-m", "kg", "validate", cwd=tmp_path)
    assert "Ann Lee" in run(python, "-m", "kg", "view", cwd=tmp_path).stdout
    run(python, "-c", "from kg.serve.app import Service, application; application(Service(None))", cwd=tmp_path)
    assert "roles" in run(python, "-m", "kg", "query", "--list", cwd=tmp_path).stdout


def test_spacy_finds_the_component(python: Path, tmp_path: Path) -> None:
    code = "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('kg_news'); print([e.text for e in nlp('Ann Lee left Oslo.').ents])"
    assert run(python, "-c", code, cwd=tmp_path).stdout.strip() == "['Ann Lee', 'Oslo']"
