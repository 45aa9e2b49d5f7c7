"""The command line: exit codes, messages, and what goes where."""

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import EXAMPLES

ARTICLE = 'Quay to be rebuilt\n\nBERGEN, May 3, 2024 (Coast News) - "We will rebuild the quay," Mayor Ann Lee of Bergen said on Friday.\n'


def kg(*args: str, stdin: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", *args],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(EXAMPLES.parent.parent)},
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "store"
    done = kg("build", str(EXAMPLES), "--store", str(folder))
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "16 articles read" in done.stderr
    return folder


def test_standard_input_is_an_article(tmp_path: Path) -> None:
    assert kg("build", "-", stdin=ARTICLE, cwd=tmp_path).returncode == 0
    rows = json.loads(kg("query", "roles", "--format", "json", cwd=tmp_path).stdout)["results"]["bindings"]
    assert [(r["personLabel"]["value"], r["roleLabel"]["value"], r["source"]["value"]) for r in rows] == [
        ("Ann Lee", "mayor", "stdin")
    ]


def test_json_lines_keep_their_urls_and_dates(tmp_path: Path) -> None:
    assert kg("build", str(EXAMPLES.parent / "articles.jsonl"), cwd=tmp_path).returncode == 0
    rows = json.loads(kg("query", "articles", "--format", "json", cwd=tmp_path).stdout)["results"]["bindings"]
    assert {(r["source"]["value"], r["published"]["value"], r["dateBasis"]["value"]) for r in rows} == {
        ("https://example.org/news/ferry", "2024-06-03", "metadata"),
        ("quake-1", "2023-10-19", "metadata"),
    }


def test_some_rejected_inputs_give_exit_code_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "b.txt").write_text("")
    done = kg("build", "a.txt", "b.txt", "none.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert "skipped b.txt: empty" in done.stderr
    assert "skipped none.txt: no such file or folder" in done.stderr
    assert "Ann Lee" in kg("query", "who-holds-which-role", cwd=tmp_path).stdout


@pytest.mark.skipif(sys.platform == "darwin", reason="its file names are always UTF-8")
def test_odd_names_and_hostile_records_break_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / os.fsdecode(b"\xff.txt")).write_text(ARTICLE)
    (folder / "\x1b[31mred.txt").write_text("")
    (folder / "deep.jsonl").write_text("[" * 100_000 + '\n{"text": "\\ud800"}\n')
    (folder / "photo.jpg").write_bytes(b"\xff")
    (folder / "gone.txt").symlink_to("nowhere")
    done = kg("build", "in", "x" * 300, cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    assert "skipped in/\\x1b[31mred.txt: empty" in done.stderr
    assert "1 article read, 5 inputs skipped, 1 file of other types passed over" in done.stderr
    assert "in/\\xff.txt" in kg("query", "articles", cwd=tmp_path).stdout


@pytest.mark.parametrize("base", ["", "x", "//example.org/kg/", "https://example.org/kg", "https://", "https://a b/"])
def test_a_base_of_no_iris_is_a_usage_error(base: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    done = kg("build", "a.txt", "--base", base, cwd=tmp_path)
    assert done.returncode == 2
    assert "give one such as https://example.org/kg/" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "kg-store").exists()


def test_an_output_that_cannot_be_written_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    done = kg("build", "a.txt", "none.txt", "--output", "a.txt/deep/g.ttl", cwd=tmp_path)
    assert done.returncode == 1
    assert "skipped none.txt: no such file or folder" in done.stderr
    assert (
        "a.txt/deep/g.ttl: cannot be written: its folder 'a.txt/deep' cannot be made: Not a directory; the store"
        in done.stderr
    )
    assert "graph: " not in done.stderr
    assert "Ann Lee" in kg("query", "who-holds-which-role", cwd=tmp_path).stdout
    done = kg("export", "--output", "a.txt/g.ttl", cwd=tmp_path)
    assert done.returncode == 2
    assert "its folder 'a.txt' cannot be made: a file has its name" in done.stderr


def test_nothing_to_do_gives_exit_code_two(tmp_path: Path) -> None:
    done = kg("build", "none.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert "no such file" in done.stderr


def test_a_bad_input_loses_nothing_that_is_stored(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    assert kg("build", "a.txt", cwd=tmp_path).returncode == 0
    assert kg("build", "none.txt", cwd=tmp_path).returncode == 2
    assert "Ann Lee" in kg("query", "who-holds-which-role", cwd=tmp_path).stdout


def test_a_failed_build_makes_no_store(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    for args in (["none.txt"], ["empty.txt"], ["empty.txt", "--model", "no_such_pipeline"]):
        assert kg("build", *args, "--output", "g.ttl", cwd=tmp_path).returncode == 2
        assert [p.name for p in tmp_path.iterdir()] == ["empty.txt"]


def test_a_damaged_article_of_the_store_gives_exit_code_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "b.txt").write_text(ARTICLE.replace("Ann Lee", "Cy Dahl"))
    assert kg("build", "a.txt", cwd=tmp_path).returncode == 0
    (kept,) = (tmp_path / "kg-store/articles").iterdir()
    kept.write_text("{")
    done = kg("build", "b.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert f"lost kg-store/articles/{kept.name}: kept by an earlier build, but damaged" in done.stderr
    assert kg("build", "a.txt", cwd=tmp_path).returncode == 0
    shown = kg("query", "who-holds-which-role", cwd=tmp_path).stdout
    assert "Ann Lee" in shown
    assert "Cy Dahl" in shown


def test_a_store_remembers_base_and_texts(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "b.txt").write_text(ARTICLE.replace("Ann Lee", "Cy Dahl"))
    first = kg("build", "a.txt", "--base", "https://example.org/", "--keep-text", "--output", "g.ttl", cwd=tmp_path)
    assert (first.returncode, "changes" in first.stderr) == (0, False)
    again = kg("build", "b.txt", "--output", "g.ttl", cwd=tmp_path)
    assert (again.returncode, "changes" in again.stderr) == (0, False)
    text = (tmp_path / "g.ttl").read_text()
    assert "newskg/id/" not in text
    assert text.count("nif:isString") == 2
    other = ["--base", "https://example.net/", "--no-keep-text"]
    assert kg("build", "none.txt", *other, cwd=tmp_path).returncode == 2
    changed = kg("build", "b.txt", *other, "--quiet", "--output", "g.ttl", cwd=tmp_path)
    assert "base of this store changes from https://example.org/ to https://example.net/" in changed.stderr
    assert "no longer keeps the texts" in changed.stderr
    text = (tmp_path / "g.ttl").read_text()
    assert "https://example.org/" not in text
    assert "nif:isString" not in text


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["query", "roles"], "make one with `kg build`"),
        (["query", "rols", "--graph", "x.ttl"], "no such file"),
        (["query"], "name a query"),
        (["query", "roles", "--param", "x"], "NAME=VALUE"),
        (["query", "articles", "--graph", "g.ttl", "--endpoint", "http://localhost:9/q"], "name two graphs; give one"),
        (["query", "person-roles", "--graph", "g.ttl", "--param", "person=\udcff"], "string (valid Unicode)"),
        (
            [
                "query",
                "meetings-between",
                "--graph",
                "g.ttl",
                "--param",
                "from=31.12.2024",
                "--param",
                "until=2025-01-01",
            ],
            "of type date (YYYY-MM-DD), not '31.12.2024'",
        ),
        (["build", "a.txt", "--model", "no_such_pipeline"], "not installed"),
        (["build", "a.txt", "--base", "people/"], "no absolute IRI"),
        (["export", "--graph", "x.doc"], "unknown kind of graph file"),
        (["frobnicate"], "No such command"),
    ],
)
def test_faults_are_messages_with_exit_code_two(args: list[str], message: str, tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text("")
    done = kg(*args, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_damaged_store_is_a_message_for_readers_and_writers(store: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(store, tmp_path / "copy"))
    (current,) = copy.glob("graph*/CURRENT")
    current.write_text("garbage")
    for args in (["query", "roles"], ["export"], ["build", str(EXAMPLES)]):
        done = kg(*args, "--store", str(copy))
        assert done.returncode == 2
        assert "delete" in done.stderr
        assert "Traceback" not in done.stderr
    shutil.rmtree(current.parent)
    (tmp_path / "a.txt").write_text(ARTICLE)
    assert kg("build", str(tmp_path / "a.txt"), "--store", str(copy)).returncode == 0
    people = kg("query", "who-holds-which-role", "--store", str(copy)).stdout
    assert "Ann Lee" in people
    assert "Kadri Tammsaar" in people


def test_a_graph_with_blank_nodes_is_queried_explained_and_exported(tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text(
        '[] <http://www.w3.org/2000/01/rdf-schema#label> "Ann" ; <https://w3id.org/newskg/ns#documents> 1 .\n'
    )
    (tmp_path / "q.rq").write_text("SELECT * { ?s ?p ?o }")
    for format_ in ("table", "json", "csv", "tsv", "xml", "markdown"):
        done = kg("query", "q.rq", "--graph", "g.ttl", "--format", format_, cwd=tmp_path)
        assert (done.returncode, "b0" in done.stdout) == (0, True), done.stderr
    assert kg("explain", "Ann", "--graph", "g.ttl", cwd=tmp_path).returncode == 2
    for format_ in ("turtle", "ntriples", "nquads", "trig", "jsonld", "gexf"):
        done = kg("export", "--graph", "g.ttl", "--format", format_, cwd=tmp_path)
        assert done.returncode == 0, done.stderr


def test_explain_shows_sentence_rule_and_source(store: Path) -> None:
    done = kg("explain", "tammsaar", "--store", str(store))
    assert done.returncode == 0
    assert "Kadri Tammsaar, defence minister, Estonia  [3 articles, 2 origins]" in done.stdout
    assert "northern-courier.txt: “The Estonian defence minister" in done.stdout
    assert "role.apposition-name.v1" in done.stdout


def test_explain_of_an_article_shows_what_it_says_and_nothing_else(store: Path) -> None:
    rows = json.loads(kg("query", "articles", "--store", str(store), "--format", "json").stdout)["results"]["bindings"]
    article = next(r["article"]["value"] for r in rows if r["source"]["value"].endswith("northern-courier.txt"))
    done = kg("explain", article, "--store", str(store))
    assert done.returncode == 0
    assert "Kadri Tammsaar, defence minister, Estonia  [3 articles, 2 origins]" in done.stdout
    assert " talks in Tallinn" in done.stdout
    sources = {line.strip().split(": “")[0] for line in done.stdout.splitlines() if ".txt: “" in line}
    assert {Path(s).name for s in sources} == {"northern-courier.txt"}


def test_explain_of_a_claim_shows_it_alone(store: Path, tmp_path: Path) -> None:
    query = tmp_path / "claims.rq"
    query.write_text(
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX org: <http://www.w3.org/ns/org#> "
        "SELECT ?claim { ?claim rdf:predicate org:role ; rdf:subject ?m . ?m org:member ?p "
        "FILTER(CONTAINS(STR(?p), 'kadri-tammsaar')) } ORDER BY ?claim"
    )
    claim = kg("query", str(query), "--store", str(store), "--format", "csv").stdout.splitlines()[1]
    done = kg("explain", claim, "--store", str(store))
    assert done.returncode == 0
    (said,) = (line for line in done.stdout.splitlines() if line.startswith("    says "))
    assert said.startswith("    says role defence minister; read by role.")


def test_talks_in_a_city_are_talks_in_its_country(store: Path) -> None:
    shown = kg("query", "meetings-at-place", "--param", "place=Estonia", "--store", str(store)).stdout
    assert "Tallinn" in shown


def test_explain_of_nothing_hints(store: Path) -> None:
    done = kg("explain", "Kadri Tamsar", "--store", str(store))
    assert done.returncode == 2
    assert "did you mean" in done.stderr
    assert "Tammsaar" in done.stderr


def test_explain_of_what_is_only_mentioned_shows_its_sentences(tmp_path: Path) -> None:
    sentence = "The road to Harstad is closed by snow."
    (tmp_path / "a.txt").write_text(f"{ARTICLE}\n{sentence}\n")
    assert kg("build", "a.txt", cwd=tmp_path).returncode == 0
    done = kg("explain", "harstad", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    label, iri, *sentences = done.stdout.rstrip().splitlines()
    assert label == "Harstad  [only mentioned: no fact is about it]"
    assert iri.endswith("/place/harstad")
    assert sentences == [f"  a.txt: “{sentence}”"]
    assert "only mentioned" not in kg("explain", "Bergen", cwd=tmp_path).stdout


def test_validate_finds_faults(store: Path, tmp_path: Path) -> None:
    assert kg("validate", "--store", str(store)).returncode == 0
    bad = tmp_path / "bad.ttl"
    bad.write_text("<http://x/a> a <http://xmlns.com/foaf/0.1/Person> .\n")
    done = kg("validate", "--graph", str(bad))
    assert done.returncode == 1
    assert "http://x/a: needs exactly one skos:prefLabel" in done.stdout


def test_construct_prints_turtle(store: Path, tmp_path: Path) -> None:
    query = tmp_path / "own.rq"
    query.write_text(
        "PREFIX org: <http://www.w3.org/ns/org#> CONSTRUCT { ?m org:member ?p } WHERE { ?m org:member ?p }"
    )
    done = kg("query", str(query), "--store", str(store))
    assert done.stdout.startswith("@prefix")
    assert "org:member" in done.stdout


def test_the_reader_of_the_output_may_leave(store: Path) -> None:
    command = f"{sys.executable} -m kg export --store {store} | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=EXAMPLES.parent.parent)
    assert done.stdout.startswith("@prefix")
    assert "Traceback" not in done.stderr


def test_teasers_give_no_people(store: Path) -> None:
    assert "Trelawney" not in kg("query", "most-mentioned", "--store", str(store)).stdout


def test_the_venue_of_the_talks_is_disputed(store: Path) -> None:
    rows = kg("query", "disputes", "--store", str(store), "--format", "csv").stdout
    assert "Kadriorg Palace" in rows
    assert "Seaplane Harbour museum" in rows


def test_model_info_says_what_is_loaded() -> None:
    result = kg("model", "info")
    rows = dict(line.split("\t") for line in result.stdout.splitlines())
    assert rows["pipeline"].startswith("kg_news ")
    assert rows["licence"] == "CC BY-SA 4.0"
    assert "PERSON" in rows["names"]
    assert float(rows["size"].split()[0]) < 40


@pytest.mark.parametrize(
    ("option", "text", "row"),
    [
        ("--skipped", "Share | Tweet | Email", ["boilerplate", "share links", "Share | Tweet | Email"]),
        ("--skipped", "Read more: Mayor quits", ["boilerplate", "other story", "Read more: Mayor quits"]),
        ("--not", "Norway held no talks in Oslo.", ["meeting", "meeting.negated-or-proposed.v1", "talks"]),
    ],
)
def test_explain_shows_what_of_an_article_gave_no_fact(option: str, text: str, row: list[str], tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"{ARTICLE}\n{text}\n", encoding="utf-8")
    done = kg("explain", option, str(page))
    assert row in [line.split("\t")[2:] for line in done.stdout.splitlines()]
    assert kg("explain", option, str(tmp_path / "none.txt")).returncode == 2


def test_a_build_tells_the_counts_that_stats_has(store: Path, tmp_path: Path) -> None:
    done = kg("build", str(EXAMPLES), cwd=tmp_path)
    counted = json.loads(kg("stats", "--store", str(store), "--format", "json").stdout)
    for kind in ("articles", "people", "organizations", "countries", "places", "meetings", "statements", "triples"):
        assert f" {counted[kind]} {kind}" in done.stderr


def test_messages_cannot_steer_the_terminal(tmp_path: Path) -> None:
    for args in (["query", "roles", "--store", "\x1b[31mred"], ["export", "--graph", "\x1b]0;x\x07.ttl"]):
        done = kg(*args, cwd=tmp_path)
        assert done.returncode == 2
        assert "\\x1b" in done.stderr
        assert "\x1b" not in done.stderr


def test_an_error_in_a_query_file_names_the_file(store: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text("SELEC ?x { ?x ?y ?z }")
    done = kg("query", "mine.rq", "--store", str(store), cwd=tmp_path)
    assert done.returncode == 2
    assert "kg: query 'mine.rq': error at 1:1" in done.stderr


def test_csv_is_exact_in_a_pipe_and_cannot_steer_a_terminal(store: Path, tmp_path: Path) -> None:
    (tmp_path / "red.rq").write_text(r'SELECT ("\u001B[31mred\u001B[0m" AS ?colour) {}')
    args = ("query", "red.rq", "--store", str(store), "--format", "csv")
    assert kg(*args, cwd=tmp_path).stdout.splitlines()[-1] == "\x1b[31mred\x1b[0m"
    terminal, end = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "kg", *args],
        cwd=tmp_path,
        stdout=end,
        env={**os.environ, "PYTHONPATH": str(EXAMPLES.parent.parent)},
        check=True,
    )
    assert r"\x1b[31mred\x1b[0m" in os.read(terminal, 1000).decode()
    os.close(terminal)
    os.close(end)
