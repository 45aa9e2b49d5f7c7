"""`kg stats`, `kg backup`, `kg restore`: a store is counted, copied, and moved to another version."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import EXAMPLES
from pyoxigraph import Literal, NamedNode, Triple

from kg.cli import cli
from kg.errors import StoreError
from kg.graph.vocab import FOAF, KG, ORG, RDF, SCHEMA
from kg.pipeline import Built
from kg.store import ARTICLES, MemoryStore, open_store

ONE = Triple(NamedNode("http://x/a"), NamedNode("http://x/b"), Literal("c"))


@pytest.fixture
def folder(built: Built, tmp_path: Path) -> Path:
    """A store with the graph of the example articles, and one kept article."""
    with open_store(tmp_path / "store") as store:
        store.replace(built.triples)
    (tmp_path / "store" / ARTICLES).mkdir()
    (tmp_path / "store" / ARTICLES / "0.json").write_text("{}")
    return tmp_path / "store"


def run(*args: object) -> str:
    done = CliRunner().invoke(cli, [str(a) for a in args], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_stats_count_what_is_there(folder: Path, store: MemoryStore) -> None:
    counted = json.loads(run("stats", "--store", folder, "--format", "json"))
    triples = set(store.triples())
    kinds = {
        "articles": SCHEMA.NewsArticle,
        "people": FOAF.Person,
        "roles": ORG.Membership,
        "meetings": KG.Meeting,
        "claims": KG.Claim,
    }
    wanted = {name: sum(t.predicate == RDF.type and t.object == kind for t in triples) for name, kind in kinds.items()}
    assert {name: counted[name] for name in wanted} == wanted
    assert min(wanted.values()) > 0
    assert counted["triples"] == len(triples)
    assert {k: int(n) for k, n in map(str.split, run("stats", "--store", folder).splitlines())} == counted


def test_a_graph_without_anything_is_counted(tmp_path: Path) -> None:
    (tmp_path / "g.nt").write_text("")
    assert set(json.loads(run("stats", "--graph", tmp_path / "g.nt", "--format", "json")).values()) == {0}


def test_a_backup_is_a_store(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "deep/copy"
    run("backup", copy, "--store", folder)
    with open_store(folder) as old:
        old.replace([ONE])
    with open_store(copy) as store:
        assert len(list(store.triples())) > 1000
        store.check_articles()
    assert (copy / ARTICLES / "0.json").read_text() == "{}"
    assert [p.name for p in copy.parent.iterdir()] == ["copy"]


def test_a_backup_replaces_nothing_and_waits_for_no_build(folder: Path, tmp_path: Path) -> None:
    with open_store(folder) as store:
        with pytest.raises(StoreError, match="another process is writing it"):
            run("backup", tmp_path / "copy", "--store", folder)
        with pytest.raises(StoreError, match="exists already"):
            store.backup(tmp_path)
        (tmp_path / "file").write_text("")
        with pytest.raises(StoreError, match="cannot be written"):
            store.backup(tmp_path / "file" / "copy")
    with pytest.raises(StoreError, match="there is no store here"):
        run("backup", tmp_path / "copy", "--store", tmp_path / "none")
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("format_", ["nquads", "trig", "turtle", "ntriples", "rdfxml", "jsonld"])
def test_what_is_exported_is_restored(format_: str, folder: Path, tmp_path: Path) -> None:
    suffix = {"nquads": "nq", "trig": "trig", "turtle": "ttl", "ntriples": "nt", "rdfxml": "rdf", "jsonld": "jsonld"}
    dump = tmp_path / f"dump.{suffix[format_]}"
    run("export", "--store", folder, "--format", format_, "--output", dump)
    run("restore", dump, "--store", tmp_path / "new")
    run("export", "--store", tmp_path / "new", "--format", format_, "--output", tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == dump.read_bytes()


def test_a_restored_graph_is_not_lost(folder: Path, tmp_path: Path) -> None:
    run("export", "--store", folder, "--format", "nquads", "--output", tmp_path / "dump.nq")
    with pytest.raises(StoreError, match="holds a graph already"):
        run("restore", tmp_path / "dump.nq", "--store", folder)
    run("restore", tmp_path / "dump.nq", "--store", tmp_path / "new")
    with pytest.raises(StoreError, match="without its articles, which a build would replace"):
        run("build", EXAMPLES, "--store", tmp_path / "new")
    with pytest.raises(StoreError, match="no such file"):
        run("restore", tmp_path / "none.nq", "--store", tmp_path / "other")
    assert not (tmp_path / "other").exists()
