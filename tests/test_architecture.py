"""Imports point one way; importing is light; SPARQL is never put together from strings."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "kg"
ORDER = (
    "errors",
    "model resources names codec files",
    "lexicon",
    "dates",
    "read segment",
    "nlp",
    "extract",
    "resolve",
    "graph facts",
    "store",
    "query",
    "analyses meanings",
    "pipeline",
    "projection",
    "export",
    "formats validate explain stats disputes changes",
    "worker",
    "view",
    "serve",
    "api",
    "cli",
    "__main__",
)
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names.split()}
MODULES = sorted(PACKAGE.rglob("*.py"))


def stage(path: Path) -> str:
    """The stage that a module belongs to; "" for the package itself."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_stage_imports_only_stages_before_it(path: Path) -> None:
    here = stage(path)
    if here == "":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = (
            [node.module]
            if isinstance(node, ast.ImportFrom)
            else [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else []
        )
        for name in names:
            parts = (name or "").split(".")
            if parts[0] == "kg" and len(parts) > 1:
                assert RANK[parts[1]] < RANK[here] or parts[1] == here, f"{here} imports {parts[1]}"


def test_every_stage_has_its_place() -> None:
    assert {stage(p) for p in MODULES} - {""} == set(RANK)


@pytest.mark.parametrize(
    ("name", "forbidden"),
    [
        ("spacy", "resolve graph facts store query formats projection export validate explain cli"),
        (
            "rdflib",
            "read segment nlp extract resolve graph facts store query formats pipeline projection export explain cli api",
        ),
    ],
)
def test_heavy_libraries_stay_in_their_stages(name: str, forbidden: str) -> None:
    for path in MODULES:
        if stage(path) in forbidden.split():
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                modules = (
                    [node.module or ""]
                    if isinstance(node, ast.ImportFrom)
                    else [a.name for a in node.names]
                    if isinstance(node, ast.Import)
                    else []
                )
                assert not any(m.split(".")[0] == name for m in modules), f"{path.name} imports {name}"


@pytest.mark.parametrize(
    "command",
    [
        "import kg",
        "import sys; sys.argv = ['kg', '--help']; from kg.cli import main\ntry: main()\nexcept SystemExit: pass",
        "import sys; sys.argv = ['kg', 'query', '--list']; from kg.cli import main\ntry: main()\nexcept SystemExit: pass",
    ],
)
def test_what_must_start_fast_loads_neither_spacy_nor_rdflib(command: str) -> None:
    check = f"{command}\nimport sys; print(sorted({{'spacy', 'rdflib', 'onnxruntime', 'numpy'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_asking_loads_no_stage_of_building() -> None:
    check = "import sys, kg.worker, kg.query, kg.formats, kg.cli.query; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout.split()
    stages = {name.split(".")[1] for name in loaded if name.startswith("kg.")}
    assert not stages & {"read", "segment", "dates", "nlp", "extract", "resolve", "pipeline"}


def test_sparql_is_not_put_together_from_strings() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                text = "".join(v.value for v in node.values if isinstance(v, ast.Constant))
                assert not ("SELECT" in text or "WHERE {" in text), f"{path.name}:{node.lineno}"
