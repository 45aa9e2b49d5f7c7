"""Every export is read back by a reader that is not ours, and compared as a graph."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from kg.errors import OutputError
from kg.export import ENDINGS, FORMATS, export, gexf, jsonld, nquads, ntriples, turtle
from kg.graph.vocab import KG, PREFIXES
from kg.projection import project
from kg.store import MemoryStore, load_graph_file

GEXF = "{http://www.gexf.net/1.2draft}"


@pytest.fixture(scope="module")
def reference(store: MemoryStore) -> Graph:
    return Graph().parse(data=ntriples(store.triples()), format="nt")


@pytest.mark.parametrize(("name", "format_"), [("turtle", "turtle"), ("jsonld", "json-ld")])
def test_rdflib_reads_the_same_graph(name: str, format_: str, store: MemoryStore, reference: Graph) -> None:
    assert isomorphic(Graph().parse(data=FORMATS[name](store.triples()), format=format_), reference)


@pytest.mark.parametrize(
    ("name", "syntax"),
    [
        ("turtle", ox.RdfFormat.TURTLE),
        ("jsonld", ox.RdfFormat.JSON_LD),
        ("nquads", ox.RdfFormat.N_QUADS),
        ("trig", ox.RdfFormat.TRIG),
    ],
)
def test_oxigraph_reads_the_same_triples(name: str, syntax: ox.RdfFormat, store: MemoryStore) -> None:
    parsed = {q.triple for q in ox.parse(FORMATS[name](store.triples()).encode(), format=syntax)}
    assert parsed == set(store.triples())


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_graph_gives_the_same_bytes(name: str, store: MemoryStore) -> None:
    triples = list(store.triples())
    assert FORMATS[name](triples) == FORMATS[name](reversed(triples))


def test_turtle_is_pleasant(store: MemoryStore) -> None:
    text = turtle(store.triples())
    assert text.startswith("@prefix ")
    assert text.index("# Articles") < text.index("# People") < text.index("# Meetings") < text.index("# Claims")
    assert "_:" not in text
    assert all(f"@prefix {p}: <{base}> ." in text for p, base in PREFIXES.items())


def test_every_article_has_its_named_graph(store: MemoryStore) -> None:
    dataset = Dataset()
    dataset.parse(data=nquads(store.triples()), format="nquads")
    articles = {r["article"] for r in store.query("SELECT ?article { ?article a <https://schema.org/NewsArticle> }")}
    assert {str(g.identifier) for g in dataset.graphs() if len(g)} - {"urn:x-rdflib:default"} == articles
    claim = next(iter(store.query(f"SELECT ?c ?a {{ ?c {KG.inArticle} ?a }}")))
    assert any(str(q[3]) == claim["a"] for q in dataset.quads((None, None, None, None)) if str(q[0]) == claim["c"])


def test_jsonld_carries_its_context(store: MemoryStore) -> None:
    text = jsonld(store.triples())
    assert '"@context": {' in text
    assert '"@context": "http' not in text


def test_networkx_reads_the_gexf(store: MemoryStore, tmp_path: Path) -> None:
    path = tmp_path / "g.gexf"
    export(store, "gexf", path)
    graph = nx.read_gexf(path)
    wanted = project(store.triples())
    assert set(graph.nodes) == set(wanted.nodes)
    assert graph.number_of_edges() == wanted.number_of_edges()
    assert {d["label"] for _, d in graph.nodes(data=True)} == {d["label"] for _, d in wanted.nodes(data=True)}
    assert {d["kind"] for _, d in graph.nodes(data=True)} <= {"person", "organization", "country", "place", "meeting"}


def test_the_gexf_keeps_the_rules_of_its_format(store: MemoryStore) -> None:
    """A second reader: the rules of GEXF 1.2 on the bare XML."""
    root = ET.fromstring(gexf(store.triples()))
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.2")
    declared = {(c.get("class"), a.get("id")) for c in root.iter(f"{GEXF}attributes") for a in c}
    nodes = list(root.iter(f"{GEXF}node"))
    ids = {n.get("id") for n in nodes}
    assert len(ids) == len(nodes) > 10
    assert all(n.get("label") for n in nodes)
    edges = list(root.iter(f"{GEXF}edge"))
    assert len({e.get("id") for e in edges}) == len(edges) > 10
    for e in edges:
        assert {e.get("source"), e.get("target")} <= ids
        assert e.get("type") in {None, "directed", "undirected", "mutual"}
    used = {
        (kind, v.get("for"))
        for kind, things in (("node", nodes), ("edge", edges))
        for t in things
        for v in t.iter(f"{GEXF}attvalue")
    }
    assert used <= declared


def test_control_characters_do_not_break_the_gexf() -> None:
    a, label = ox.NamedNode("http://x/a"), ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    kind = ox.Triple(
        a,
        ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
        ox.NamedNode("http://xmlns.com/foaf/0.1/Person"),
    )
    root = ET.fromstring(gexf([kind, ox.Triple(a, label, ox.Literal('An\x07n <Lee> & "Co"'))]))
    assert next(root.iter(f"{GEXF}node")).get("label") == 'Ann <Lee> & "Co"'


FOREIGN = """
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix kg: <https://w3id.org/newskg/ns#> .
@prefix org: <http://www.w3.org/ns/org#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix schema: <https://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
_:ann a foaf:Person, [ foaf:name "a kind" ], "text" ; foaf:knows [ a foaf:Person ; foaf:knows _:ann ] .
<http://x/list> <http://x/items> (1 "1"^^xsd:decimal "x"^^xsd:integer "1"^^xsd:boolean "Ann"@en "a\\"b"^^xsd:date) .
<http://x/a#char=one> kg:inArticle "none" ; schema:spokenByCharacter _:nobody ; org:role _:role .
[ a org:Membership ; org:member _:ann ; org:organization [ a org:Organization ] ] .
[ a kg:Participation ] .
"""


@pytest.mark.parametrize(("name", "format_"), [("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld")])
def test_graphs_of_others_are_the_same_in_rdflib(name: str, format_: str, tmp_path: Path) -> None:
    (tmp_path / "foreign.ttl").write_text(FOREIGN)
    written = FORMATS[name](load_graph_file(tmp_path / "foreign.ttl").triples())
    assert isomorphic(Graph().parse(data=written, format=format_), Graph().parse(data=FOREIGN, format="turtle"))


@pytest.mark.parametrize("name", FORMATS)
def test_graphs_of_others_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    (tmp_path / "foreign.ttl").write_text(FOREIGN)
    first, second = (FORMATS[name](load_graph_file(tmp_path / "foreign.ttl").triples()) for _ in range(2))
    assert first == second
    if name in {"nquads", "trig"}:
        syntax = ox.RdfFormat.N_QUADS if name == "nquads" else ox.RdfFormat.TRIG
        assert len(list(ox.parse(first.encode(), format=syntax))) == len(Graph().parse(data=FOREIGN, format="turtle"))


@pytest.mark.parametrize(
    ("ending", "format_"), [*ENDINGS.items(), (".TTL", "turtle"), (".txt", "turtle"), ("", "turtle")]
)
def test_the_ending_of_a_file_tells_its_format(ending: str, format_: str, store: MemoryStore, tmp_path: Path) -> None:
    path = tmp_path / f"graph{ending}"
    export(store, None, path)
    assert path.read_text("utf-8") == FORMATS[format_](store.triples())


def test_a_format_overrules_the_ending(store: MemoryStore, tmp_path: Path) -> None:
    export(store, "ntriples", tmp_path / "graph.ttl")
    assert (tmp_path / "graph.ttl").read_text("utf-8") == FORMATS["ntriples"](store.triples())


def test_files_are_written_whole_or_not_at_all(store: MemoryStore, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "graph.ttl"
    export(store, "turtle", path)
    assert [p.name for p in path.parent.iterdir()] == ["graph.ttl"]
    with pytest.raises(OutputError, match="cannot be written"):
        export(store, "turtle", path / "below-a-file.ttl")
    with pytest.raises(OutputError, match="known are turtle"):
        export(store, "excel", path)


def test_standard_output_is_the_data_alone(tmp_path: Path, store: MemoryStore) -> None:
    path = tmp_path / "g.ttl"
    export(store, "turtle", path)
    shown = subprocess.run(
        [sys.executable, "-m", "kg", "export", "--graph", str(path)], capture_output=True, check=True
    )
    assert shown.stdout == path.read_bytes()
    assert shown.stderr == b""
