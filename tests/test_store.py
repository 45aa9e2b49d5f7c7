"""The embedded store on disk and its twin in memory."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import KGError, QueryError, StoreError
from kg.store import MemoryStore, RemoteStore, Settings, Store, load_graph_file, open_store

A, B, C = (NamedNode(f"http://example.org/{x}") for x in "abc")
ONE, TWO = Triple(A, B, Literal("one")), Triple(A, B, Literal("two"))


@pytest.fixture(params=["memory", "disk"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with MemoryStore() if request.param == "memory" else open_store(tmp_path / "store") as store:
        yield store


def test_replace_makes_the_graph_exactly_these_triples(empty: Store) -> None:
    empty.replace([ONE, TWO, ONE])
    assert set(empty.triples()) == {ONE, TWO}
    empty.replace([TWO])
    assert list(empty.triples()) == [TWO]


def test_select_ask_and_construct(empty: Store) -> None:
    empty.replace([ONE])
    assert list(empty.query("SELECT ?o { ?s ?p ?o }")) == [{"o": "one"}]
    assert empty.query("ASK { ?s ?p 'two' }").boolean is False
    assert empty.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }").triples == (ONE,)


def test_a_syntax_error_is_a_query_error(empty: Store) -> None:
    with pytest.raises(QueryError):
        empty.query("SELECT WHERE {")


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX z: <http://127.0.0.1:9/> SELECT * { SERVICE z:z { ?s ?p ?o } }",
        "PREFIX z: <http://127.0.0.1:9/> ASK { SERVICESILENTz:z { ?s ?p ?o } }",
        "PREFIX z: <http://127.0.0.1:9/> SELECT * { FILTER(2<3)SERVICE z:z#>\n{ ?s ?p ?o } }",
        "PREFIX z: <http://127.0.0.1:> SELECT * { ?s ?p z:SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_no_other_server_is_asked(empty: Store, text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE, which is refused"):
        empty.query(text)


def test_the_word_service_is_no_fault(empty: Store) -> None:
    empty.replace([Triple(A, NamedNode("http://example.org/service"), Literal("a Service"))])
    text = "PREFIX service: <http://example.org/> SELECT ?service ?Service { ?service service:service ?Service }"
    assert list(empty.query(text)) == [{"service": A.value, "Service": "a Service"}]


def test_a_server_that_fails_is_no_traceback(empty: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.embedded._stay_here", lambda _: None)
    for text in ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SELECT * { SERVICE ?x { ?s ?p ?o } }"):
        with pytest.raises(KGError):
            empty.query(text)


def test_an_unknown_function_is_a_fault_of_the_query(empty: Store) -> None:
    empty.replace([ONE])
    with pytest.raises(QueryError, match=r"cannot be answered: .*function"):
        empty.query("SELECT * { ?s ?p ?o FILTER(<http://example.org/f>(?o)) }")


def test_triples_as_values_are_refused(empty: Store, tmp_path: Path) -> None:
    term = "<<( <http://x/a> <http://x/b> 1 )>>"
    for text in (f"SELECT ({term} AS ?t) {{}}", f"CONSTRUCT {{ <http://x/a> <http://x/b> {term} }} {{}}"):
        with pytest.raises(QueryError, match=r"RDF 1\.2"):
            empty.query(text)
    (tmp_path / "g.ttl").write_text(f"<http://x/a> <http://x/b> {term} .")
    with pytest.raises(StoreError, match=r"RDF 1\.2"):
        load_graph_file(tmp_path / "g.ttl")


def test_damage_that_shows_in_reading_is_the_fault_of_the_store(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.replace(Triple(A, B, Literal(f"{n} " * 50)) for n in range(3000))
    path = max(tmp_path.glob("graph*/*.sst"), key=lambda p: p.stat().st_size)
    data = path.read_bytes()
    path.write_bytes(data[:2000] + bytes(4000) + data[6000:])
    with open_store(tmp_path, read_only=True) as store:
        with pytest.raises(StoreError, match="damaged"):
            store.query("SELECT * { ?s ?p ?o }")
        with pytest.raises(StoreError, match="damaged"):
            list(store.triples())


@pytest.mark.parametrize("file", ["CURRENT", "MANIFEST-*", "*.sst"])
@pytest.mark.parametrize("read_only", [True, False])
def test_a_damaged_store_says_what_to_do(tmp_path: Path, file: str, read_only: bool) -> None:
    with open_store(tmp_path) as store:
        store.replace([ONE])
    for path in tmp_path.glob(f"graph*/{file}"):
        path.write_bytes(b"not what was written")
    with pytest.raises(StoreError, match=r"damaged .*delete .*graph-1 and run `kg build` again"):
        open_store(tmp_path, read_only=read_only)


def test_a_store_keeps_its_graph(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.replace([ONE])
    with open_store(tmp_path, read_only=True) as store:
        assert list(store.triples()) == [ONE]


def test_a_second_writer_gets_a_message(tmp_path: Path) -> None:
    hold = (
        f"from kg.store import open_store; s = open_store({str(tmp_path / 's')!r}); print('open', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match="another process is writing it"):
            open_store(tmp_path / "s")
        first.communicate("\n")


def test_a_reader_sees_the_old_graph_or_the_new_one(tmp_path: Path) -> None:
    """While graphs of two kinds follow each other, every read gives one of them whole."""
    graphs = [[Triple(A, B, Literal(f"{kind} {n}")) for n in range(500)] for kind in "xy"]
    with open_store(tmp_path) as writer:
        writer.replace(graphs[0])
        early = open_store(tmp_path, read_only=True)
        seen: list[frozenset[Triple]] = []
        done = threading.Event()

        def read() -> None:
            while not done.is_set():
                with open_store(tmp_path, read_only=True) as reader:
                    seen.append(frozenset(reader.triples()))

        reader = threading.Thread(target=read)
        reader.start()
        for n in range(30):
            writer.replace(graphs[n % 2])
        done.set()
        reader.join()
    assert len(seen) > 1
    assert set(seen) <= {frozenset(g) for g in graphs}
    assert frozenset(early.triples()) == frozenset(graphs[0])
    early.close()


def test_a_replacement_that_fails_changes_nothing(empty: Store) -> None:
    def broken() -> Iterator[Triple]:
        yield TWO
        raise RuntimeError("in the middle")

    empty.replace([ONE])
    with pytest.raises(RuntimeError):
        empty.replace(broken())
    assert list(empty.triples()) == [ONE]
    empty.replace([TWO])
    assert list(empty.triples()) == [TWO]


def test_one_database_is_left(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        for _ in range(3):
            store.replace([ONE])
        assert store.query("ASK { ?s ?p 'one' }").boolean is True
    assert sorted(p.name for p in tmp_path.iterdir()) == ["graph-3", "lock", "store.json"]


def test_a_store_of_the_first_layout_is_read_and_replaced(tmp_path: Path) -> None:
    old = ox.Store(str(tmp_path / "graph"))
    old.add(ox.Quad(A, B, Literal("one")))
    old.flush()
    del old
    with open_store(tmp_path) as store:
        assert list(store.triples()) == [ONE]
        assert store.settings == Settings()
        store.replace([TWO])
    with open_store(tmp_path, read_only=True) as store:
        assert list(store.triples()) == [TWO]


def test_a_store_remembers_its_settings(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        assert store.settings is None
        store.replace([ONE], Settings("https://example.org/", keep_text=True))
    with open_store(tmp_path) as store:
        store.replace([TWO])
        assert store.settings == Settings("https://example.org/", keep_text=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"database": "../other", "settings": {"base": "x", "keep_text": true}}',
        '{"database": "graph"}',
        '{"database": 1, "settings": {}}',
        '{"database": "graph-1", "settings": {"base": 5}}',
        '{"database": "graph-1", "settings": {"keep_text": "yes"}}',
        '{"database": "graph-1", "settings": {"min_confidence": true}}',
        '{"database": "graph-1", "settings": {"min_confidence": 2}}',
    ],
)
def test_damaged_settings_say_what_to_do(tmp_path: Path, text: str) -> None:
    with open_store(tmp_path) as store:
        store.replace([ONE])
    (tmp_path / "store.json").write_text(text)
    for read_only in (True, False):
        with pytest.raises(StoreError, match="delete it and build once more"):
            open_store(tmp_path, read_only=read_only)
    (tmp_path / "store.json").unlink()
    with open_store(tmp_path) as store:
        store.replace([TWO])
        assert list(store.triples()) == [TWO]


def test_a_damaged_database_says_what_to_do(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.replace([ONE])
    for path in (tmp_path / "graph-1").glob("*.sst"):
        path.unlink()
    with pytest.raises(StoreError, match=r"delete .*graph-1 and run `kg build` again"):
        open_store(tmp_path)
    shutil.rmtree(tmp_path / "graph-1")
    with open_store(tmp_path) as store:
        store.replace([TWO])
        assert list(store.triples()) == [TWO]


def test_a_store_that_gets_no_graph_leaves_no_trace(tmp_path: Path) -> None:
    open_store(tmp_path / "deep" / "store").close()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "empty").mkdir()
    open_store(tmp_path / "empty").close()
    assert list((tmp_path / "empty").iterdir()) == []


def test_what_is_opened_for_reading_is_not_written(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.replace([ONE])
    with open_store(tmp_path, read_only=True) as store, pytest.raises(StoreError, match="opened for reading"):
        store.replace([TWO])


def test_a_missing_store_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="make one with `kg build`"):
        open_store(tmp_path / "none", read_only=True)


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("do not touch")
    with pytest.raises(StoreError, match="holds other files"):
        open_store(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.doc"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("g.ttl", "<http://x/a> <http://x/b> .", "not valid"),
        ("g.txt", "", "unknown kind of graph file"),
    ],
)
def test_bad_graph_files_are_named(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(StoreError, match=message):
        load_graph_file(tmp_path / name)


def test_a_missing_graph_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such file"):
        load_graph_file(tmp_path / "none.ttl")


def test_an_endpoint_must_be_a_url_and_be_there() -> None:
    with pytest.raises(StoreError, match="http or https"):
        RemoteStore("file:///etc/passwd")
    with pytest.raises(StoreError, match="cannot be reached"):
        RemoteStore("http://127.0.0.1:9/sparql").query("ASK {}")
