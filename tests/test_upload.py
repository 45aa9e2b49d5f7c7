"""Remote graphs are written and read through real servers."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import EXAMPLES
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from servers import GRAPH, oxigraph, virtuoso

from kg.cli import cli
from kg.errors import StoreError
from kg.pipeline import Built
from kg.query import catalogue, run
from kg.store import MemoryStore, RemoteStore
from kg.store import upload as upload_module
from kg.store.endpoint import Endpoint

A, B = NamedNode("http://x/a"), NamedNode("http://x/b")


def numbers(first: int, last: int) -> set[Triple]:
    return {Triple(A, B, Literal(n)) for n in range(first, last)}


@pytest.fixture(scope="module", params=["oxigraph", pytest.param("virtuoso", marks=pytest.mark.virtuoso)])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    start = {"oxigraph": oxigraph, "virtuoso": virtuoso}[request.param]
    with start(tmp_path_factory.mktemp(request.param)) as endpoint:
        yield replace(endpoint, graph=GRAPH)


@pytest.fixture(params=["both", "updates", "data"])
def endpoint(request: pytest.FixtureRequest, server: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Endpoint:
    """Every way in which a graph can be written, in small parts."""
    monkeypatch.setattr(upload_module, "POSTED", 100)
    monkeypatch.setattr(upload_module, "INSERTED", 100)
    left_out = {"both": {}, "updates": {"data": None}, "data": {"update": None}}[request.param]
    return replace(server, **left_out)


def test_the_graph_holds_exactly_what_was_written(endpoint: Endpoint) -> None:
    store = RemoteStore(endpoint)
    for wanted in (numbers(0, 350), numbers(300, 420), numbers(0, 100), set()):
        store.replace(wanted)
        assert set(store.triples()) == wanted


def test_other_graphs_are_left_alone(endpoint: Endpoint) -> None:
    other = RemoteStore(replace(endpoint, graph="https://example.org/graphs/other"))
    other.replace(numbers(0, 5))
    RemoteStore(endpoint).replace(numbers(10, 200))
    assert set(other.triples()) == numbers(0, 5)


def test_every_bundled_query_answers_alike(server: Endpoint, store: MemoryStore) -> None:
    remote = RemoteStore(server)
    remote.replace(store.triples())
    asked = 0
    for query in catalogue():
        if not any(p.required for p in query.params):
            here, there = run(query.name, {}, store), run(query.name, {}, remote)
            assert sorted(map(_row, there)) == sorted(map(_row, here)), query.name
            asked += bool(len(here))
    assert asked >= 8


def _row(row: dict[str, str]) -> str:
    # Virtuoso gives booleans as 1 and 0, and numbers without their zeros
    return json.dumps(
        {k: {"1": "true", "0": "false"}.get(v, v) if k == "former" else v for k, v in row.items()}, sort_keys=True
    )


def _cut_after(parts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the connection break when some parts are written."""
    whole = upload_module._parts

    def cut(lines: list[str], size: int) -> Iterator[str]:
        for number, part in enumerate(whole(lines, size)):
            if number == parts:
                raise StoreError("server", "the line is cut")
            yield part

    monkeypatch.setattr(upload_module, "_parts", cut)


def test_an_upload_that_is_cut_off_is_completed_by_the_next(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = RemoteStore(endpoint)
    store.replace(numbers(0, 10))
    with monkeypatch.context() as context:
        _cut_after(3, context)
        with pytest.raises(StoreError, match="cut"):
            store.replace(numbers(1000, 1450))
    if endpoint.update is not None:
        assert set(store.triples()) == numbers(0, 10)  # readers see the old graph
        sent: list[str] = []
        whole = upload_module._parts
        monkeypatch.setattr(
            upload_module, "_parts", lambda lines, size: (sent.append(p) or p for p in whole(lines, size))
        )
    store.replace(numbers(1000, 1450))
    assert set(store.triples()) == numbers(1000, 1450)
    if endpoint.update is not None:
        assert sum(p.count("\n") for p in sent) == 150  # only what was missing


def test_drafts_of_given_up_uploads_are_swept(server: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_module, "POSTED", 100)
    store = RemoteStore(server)
    with monkeypatch.context() as context:
        _cut_after(1, context)
        with pytest.raises(StoreError, match="cut"):
            store.replace(numbers(0, 450))
    store.replace(numbers(0, 50))
    graphs = store.graphs()
    assert GRAPH in graphs
    assert not [g for g in graphs if g.startswith("urn:kg:draft:")]


def test_what_a_server_loses_is_found(server: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = upload_module._parts
    monkeypatch.setattr(upload_module, "_parts", lambda lines, size: whole(lines[:-1], size))
    with pytest.raises(StoreError, match="holds 19 triples where 20 were written"):
        RemoteStore(server).replace(numbers(0, 20))


def test_hostile_texts_come_back_as_they_were(server: Endpoint) -> None:
    texts = ['"} } ; DROP ALL ; #', "\\u0022 . <x>", "a\nb\tc\\", "'''", "\x07\x7f", "🜁 é\u2028", "$@{}"]
    wanted = {Triple(A, B, Literal(t)) for t in texts}
    for way in (server, replace(server, data=None)):
        RemoteStore(way).replace(wanted)
        assert set(RemoteStore(way).triples()) == wanted


def test_blank_nodes_are_not_sent(server: Endpoint) -> None:
    for triple in (Triple(BlankNode("b"), B, A), Triple(A, B, BlankNode("b"))):
        with pytest.raises(StoreError, match="blank nodes cannot be sent"):
            RemoteStore(server).replace([triple])


def test_construct_gives_triples(server: Endpoint) -> None:
    store = RemoteStore(server)
    store.replace(numbers(0, 3))
    assert set(store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }").triples or ()) == numbers(0, 3)


def test_the_commands_build_query_and_export(built: Built, tmp_path: Path) -> None:
    with oxigraph(tmp_path) as server:
        where = ["--endpoint", server.query]
        write = [*where, "--update-endpoint", server.update, "--data-endpoint", server.data]
        folder = str(tmp_path / "store")
        done = CliRunner().invoke(cli, ["build", str(EXAMPLES), "--store", folder, *write])
        assert done.exit_code == 0, done.output
        assert server.query in done.stderr
        exported = CliRunner().invoke(cli, ["export", *where, "--output", str(tmp_path / "there.ttl")])
        assert exported.exit_code == 0, exported.output
        CliRunner().invoke(cli, ["export", "--store", folder, "--output", str(tmp_path / "here.ttl")])
        assert (tmp_path / "there.ttl").read_bytes() == (tmp_path / "here.ttl").read_bytes()
        dead = ["--endpoint", "http://127.0.0.1:9/query", "--update-endpoint", "http://127.0.0.1:9/update"]
        again = CliRunner().invoke(cli, ["build", str(EXAMPLES), "--store", folder, *dead])
        assert again.exit_code == 1
        assert "the store is built, and the next build puts it there" in again.stderr
        asked = CliRunner().invoke(cli, ["query", "meetings", *where, "--format", "json"])
        assert len(json.loads(asked.stdout)["results"]["bindings"]) > 3


def test_a_build_that_cannot_write_there_starts_nothing(tmp_path: Path) -> None:
    where = ["--endpoint", "http://127.0.0.1:9/query"]
    done = CliRunner().invoke(cli, ["build", str(EXAMPLES), "--store", str(tmp_path / "s"), *where])
    assert "say where it is written" in str(done.exception)
    assert not (tmp_path / "s").exists()
    done = CliRunner().invoke(cli, ["query", "meetings", "--graph-iri", GRAPH])
    assert done.exit_code == 2
    assert "--endpoint URL" in done.output
