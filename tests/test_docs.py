"""Help texts, queries, generated files and the README say what is true."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg.cli import COMMANDS, cli
from kg.query import catalogue

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0
    assert f"  kg {name}" in result.output
    assert "Example" in result.output


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_help_text(name: str) -> None:
    command = cli.get_command(None, name)
    for option in command.params:
        assert option.param_type_name == "argument" or option.help, option.name


def test_the_one_line_helps_are_those_of_the_commands() -> None:
    for name, text in COMMANDS.items():
        assert cli.get_command(None, name).short_help == text


@pytest.mark.parametrize("query", list(catalogue()), ids=lambda q: q.name)
def test_every_query_has_summary_and_example(query) -> None:
    assert query.summary
    assert query.example.startswith(f"kg query {query.name}")
    assert all(f"{p.name}=" in query.example for p in query.params if p.required)
    assert "GRAPH" not in query.text
    assert "FROM" not in query.text


def test_generated_files_are_fresh() -> None:
    subprocess.run([sys.executable, str(ROOT / "ontology/build.py"), "--check"], check=True)


def test_the_changelog_has_this_version() -> None:
    assert f"## [{kg.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_public_names_are_those_exported() -> None:
    assert sorted(kg.__all__) == kg.__all__
    assert all(hasattr(kg, name) for name in kg.__all__)


def test_every_command_and_file_of_the_readme_exists() -> None:
    for name in set(re.findall(r"\bkg ([a-z]+)\b", "\n".join(re.findall(r"(?s)```(?:sh|console)?\n(.*?)```", README)))):
        assert name in COMMANDS, name
    for path in set(re.findall(r"\]\((?!http)([^)#]+)\)", README)):
        assert (ROOT / path).exists(), path
    for target in set(re.findall(r"`make ([a-z]+)", README)):
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M), target


def test_the_example_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = re.findall(r"(?s)```python\n(.*?)```", README)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    shown = capsys.readouterr().out
    assert "Kadri Tammsaar" in shown
    assert (tmp_path / "talks.ttl").read_text(encoding="utf-8").startswith("@prefix")
