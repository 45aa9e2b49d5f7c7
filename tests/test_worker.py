"""A question is stopped at its deadline, by Ctrl-C, and when it takes too much."""

import faulthandler
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.errors import DeadlineError, KGError, QueryError, StoreError
from kg.store import Store, load_graph_file
from kg.worker import Worker

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "graph.nt"
    path.write_text("".join(f"<http://x/{i}> <http://x/p> <http://x/{i + 1}> .\n" for i in range(3000)))
    return path


def count(sparql: str, store: Store) -> int:
    return len(store.query(sparql))


def load_quietly(path: Path) -> Store:
    """The graph of a file, in a process whose end is not worth a report."""
    faulthandler.disable()
    return load_graph_file(path)


def die(store: Store) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_answers_again_and_again(graph: Path) -> None:
    with Worker(partial(load_graph_file, graph)) as worker:
        assert [worker.run(partial(count, f"SELECT * {{ ?s ?p ?o }} LIMIT {n}"), 60) for n in (1, 5)] == [1, 5]


def test_the_deadline_ends_the_process(graph: Path) -> None:
    with Worker(partial(load_graph_file, graph)) as worker:
        with pytest.raises(DeadlineError, match=r"stopped after 0\.5 seconds"):
            worker.run(partial(count, CROSS), 0.5)
        assert not worker.alive


def load_slowly(path: Path) -> Store:
    time.sleep(1)
    return load_graph_file(path)


def test_the_time_begins_when_the_graph_is_open(graph: Path) -> None:
    with Worker(partial(load_slowly, graph)) as worker:
        assert worker.run(partial(count, "SELECT * { ?s ?p ?o } LIMIT 1"), 0.9) == 1


def test_errors_come_through_with_their_data(graph: Path) -> None:
    with Worker(partial(load_graph_file, graph)) as worker:
        with pytest.raises(QueryError) as caught:
            worker.run(partial(count, "SELECT"), 60)
        assert caught.value.name == "SPARQL"
        assert worker.run(partial(count, "ASK {}"), 60) == 0


def test_a_graph_that_cannot_be_opened_is_an_error_of_the_question(tmp_path: Path) -> None:
    with (
        Worker(partial(load_graph_file, tmp_path / "none.ttl")) as worker,
        pytest.raises(StoreError, match="no such file"),
    ):
        worker.run(partial(count, "ASK {}"), 60)


def confuse(_: object) -> None:
    raise RuntimeError("nobody foresaw this")


def take_all(_: object) -> None:
    raise MemoryError


@pytest.mark.parametrize(
    ("job", "told"), [(confuse, "RuntimeError: nobody foresaw this"), (take_all, "too much memory")]
)
def test_an_error_that_nobody_foresaw_is_told(
    job: Callable[[object], None], told: str, graph: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with Worker(partial(load_graph_file, graph)) as worker:
        with pytest.raises(KGError, match=told):
            worker.run(job, 60)
        assert worker.run(partial(count, "ASK {}"), 60) == 0
    with Worker(partial(confuse, None)) as worker, pytest.raises(KGError, match="nobody foresaw this"):
        worker.run(partial(count, "ASK {}"), 60)
    assert capfd.readouterr().err == ""


def test_a_process_that_dies_is_an_error(graph: Path) -> None:
    with Worker(partial(load_graph_file, graph)) as worker, pytest.raises(QueryError, match="ended the process"):
        worker.run(die, 60)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much memory a process takes")
def test_a_query_gets_its_share_of_memory_and_no_more(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.worker._MEMORY", 100 * 2**20)
    hungry = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?d"
    with Worker(partial(load_quietly, graph)) as worker, pytest.raises(QueryError, match="too much memory"):
        worker.run(partial(count, hungry), 300)


def test_a_graph_that_changes_is_read_anew(graph: Path) -> None:
    everything = partial(count, "SELECT * { ?s ?p ?o }")
    with Worker(partial(load_graph_file, graph), watched=graph) as worker:
        before = worker.run(everything, 60)
        graph.write_text("<http://x/a> <http://x/p> <http://x/b> .\n")
        assert (before, worker.run(everything, 60)) == (3000, 1)


def slow_query(graph: Path, *options: str) -> subprocess.Popen[str]:
    question = graph.with_name("slow.rq")
    question.write_text(CROSS)
    return subprocess.Popen(
        [sys.executable, "-m", "kg", "query", str(question), "--graph", str(graph), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_kg_query_stops_at_its_timeout(graph: Path) -> None:
    process = slow_query(graph, "--timeout", "0.5")
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (2, "")
    assert "stopped after 0.5 seconds" in err


def test_ctrl_c_stops_kg_query(graph: Path) -> None:
    process = slow_query(graph)
    with pytest.raises(subprocess.TimeoutExpired):  # it runs
        process.wait(timeout=2)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=5)
    assert process.returncode == 130
    assert err.strip() == "stopped"


def interrupt(_: object) -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_ctrl_c_that_reaches_the_child_first_stops_the_parent(graph: Path) -> None:
    with Worker(partial(load_graph_file, graph)) as worker, pytest.raises(KeyboardInterrupt):
        worker.run(interrupt, 60)


def test_no_process_is_left_when_the_parent_is_killed(graph: Path) -> None:
    process = slow_query(graph)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=2)
    process.kill()
    process.communicate(timeout=5)  # the child holds the other ends of the pipes: this returns when it is gone
    assert process.returncode == -signal.SIGKILL


def test_limit_and_offset_page_through_the_rows(graph: Path, tmp_path: Path) -> None:
    question = tmp_path / "all.rq"
    question.write_text("SELECT ?s { ?s ?p ?o } ORDER BY ?s")

    def ask(*options: str) -> list[str]:
        done = CliRunner().invoke(
            cli, ["query", str(question), "--graph", str(graph), "--format", "csv", *options], catch_exceptions=False
        )
        return done.stdout.splitlines()[1:]

    everything = ask()
    assert len(everything) == 3000
    assert ask("--limit", "2") == everything[:2]
    assert ask("--limit", "2", "--offset", "2999") == everything[2999:]
