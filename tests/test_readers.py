"""Property graphs, tables and parts of exports, read back by readers that are not ours."""

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path

import networkx as nx
import pytest
from conftest import ROOT
from pyoxigraph import Literal, NamedNode, Triple
from rdflib import OWL, RDF, Graph
from rdflib.compare import isomorphic

from kg.errors import OutputError
from kg.export import FORMATS, TABLES, Parts, export, ntriples, rdfxml, select, turtle
from kg.graph.vocab import FOAF, KG, NIF, ORG, RDFS, SCHEMA
from kg.graph.vocab import RDF as RDF_
from kg.projection import project
from kg.store import MemoryStore

READERS = ROOT / "tests/readers"
HOSTILE = [
    "=cmd|'/c calc'!A1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    'a "b", c\nd\re',
    "</label><script>&amp;",
    "bell \x07 \x1b[31m",
    "]]>",
    "'; DROP",
    "\u202egnp.exe",
]


def _hostile() -> MemoryStore:
    """People with hostile names who all hold a hostile role in one body."""
    node, memory, triples = NamedNode, MemoryStore(), []
    body = node("http://x/body")
    triples += [Triple(body, RDF_.type, ORG.Organization), Triple(body, RDFS.label, Literal("Body"))]
    for n, name in enumerate(HOSTILE):
        person, held = node(f"http://x/p{n}"), node(f"http://x/m{n}")
        triples += [Triple(person, RDF_.type, FOAF.Person), Triple(person, RDFS.label, Literal(name))]
        triples += [
            Triple(held, RDF_.type, ORG.Membership),
            Triple(held, ORG.member, person),
            Triple(held, ORG.organization, body),
            Triple(held, RDFS.label, Literal(f"{name}, {name}, Body")),
            Triple(held, KG.former, Literal(False)),
            Triple(held, KG.documents, Literal("many")),  # no number: graphs of others
            Triple(held, KG.confidence, Literal("NaN")),
        ]
    memory.replace(triples)
    return memory


@pytest.fixture(scope="module", params=["examples", "hostile"])
def graph(request: pytest.FixtureRequest) -> MemoryStore:
    return request.getfixturevalue("store") if request.param == "examples" else _hostile()


def _ends(graph: nx.MultiDiGraph) -> list[tuple[str, str, str]]:
    return sorted((s, t, d["relation"]) for s, t, d in graph.edges(data=True))


def _labels(graph: nx.MultiDiGraph) -> dict[str, str]:
    return {iri: " ".join(d["label"].split()) for iri, d in graph.nodes(data=True)}


# ---------------------------------------------------------------- viewers


def test_networkx_reads_the_graphml(graph: MemoryStore, tmp_path: Path) -> None:
    export(graph, "graphml", tmp_path / "g.graphml")
    read, wanted = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True), project(graph.triples())
    assert _labels(read) == _labels(wanted)
    assert [e[:2] for e in _ends(read)] == [e[:2] for e in _ends(wanted)]


def test_the_cytoscape_json_holds_the_network(graph: MemoryStore) -> None:
    elements = json.loads(FORMATS["cytoscape"](graph.triples()))["elements"]
    nodes, edges = ([e["data"] for e in elements[kind]] for kind in ("nodes", "edges"))
    wanted = project(graph.triples())
    assert {n["id"]: n["name"] for n in nodes} == {iri: d["label"] for iri, d in wanted.nodes(data=True)}
    assert sorted((e["source"], e["target"], e["interaction"]) for e in edges) == _ends(wanted)
    assert len({x["id"] for x in nodes + edges}) == len(nodes + edges)


def test_days_are_intervals_of_the_gexf(store: MemoryStore, tmp_path: Path) -> None:
    export(store, "gexf", tmp_path / "g.gexf")
    read = nx.read_gexf(tmp_path / "g.gexf")
    wanted = {
        m["m"]: (m["a"], m["z"]) for m in store.query(f"SELECT ?m ?a ?z {{ ?m {KG.earliest} ?a ; {KG.latest} ?z }}")
    }
    assert len(wanted) > 1
    assert {n: (d["start"], d["end"]) for n, d in read.nodes(data=True) if "start" in d} == wanted
    assert read.graph["mode"] == "dynamic"


@pytest.mark.parametrize("format_", ["gexf", "cytoscape"])
def test_the_readers_of_javascript_read_the_same(format_: str, graph: MemoryStore, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None or not (READERS / "node_modules").is_dir():
        pytest.skip("no node, or the readers are not installed: npm install --prefix tests/readers")
    export(graph, format_, tmp_path / "g")
    done = subprocess.run([node, READERS / "read.js", format_, tmp_path / "g"], capture_output=True, check=True)
    read, wanted = json.loads(done.stdout), project(graph.triples())
    assert {iri: " ".join(label.split()) for iri, label in read["nodes"]} == _labels(wanted)
    assert [tuple(e[:2]) for e in read["edges"]] == [e[:2] for e in _ends(wanted)]


# ---------------------------------------------------------------- tables


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_gephi_gets_the_network_as_tables(graph: MemoryStore) -> None:
    files, wanted = TABLES["gephi"](graph.triples()), project(graph.triples())
    nodes, edges = _rows(files["nodes.csv"]), _rows(files["edges.csv"])
    assert [n["Id"] for n in nodes] == list(wanted)
    assert sorted((e["Source"], e["Target"]) for e in edges) == sorted((s, t) for s, t in wanted.edges())
    assert {e["Type"] for e in edges} == {"Directed"}
    assert all(e["Weight"].isdigit() for e in edges)


def test_neo4j_gets_the_network_as_tables(graph: MemoryStore) -> None:
    files, wanted = TABLES["neo4j"](graph.triples()), project(graph.triples())
    nodes, edges = _rows(files["nodes.csv"]), _rows(files["edges.csv"])
    assert {n["iri:ID"] for n in nodes} == set(wanted)
    assert {n[":LABEL"] for n in nodes} <= {"Person", "Organization", "Country", "Place", "Meeting"}
    assert sorted((e[":START_ID"], e[":END_ID"]) for e in edges) == sorted((s, t) for s, t in wanted.edges())
    assert {e[":TYPE"] for e in edges} <= {"HAS_ROLE_IN", "TAKES_PART_IN", "TAKES_PLACE_IN", "TAKES_PLACE_AT"}
    assert {e["former:boolean"] for e in edges if e[":TYPE"] == "HAS_ROLE_IN"} <= {"true", "false"}


@pytest.mark.parametrize("format_", TABLES)
def test_no_cell_is_a_formula_or_more_than_one_line(format_: str) -> None:
    for text in TABLES[format_](_hostile().triples()).values():
        rows = list(csv.reader(io.StringIO(text)))
        assert len({len(r) for r in rows}) == 1
        assert len(rows) == len(text.splitlines()) > len(HOSTILE)
        assert not [c for r in rows for c in r if c.startswith(("=", "+", "-", "@", "\t"))]


def test_tables_need_a_folder(store: MemoryStore, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="name one with --output"):
        export(store, "gephi", None)
    export(store, "neo4j", tmp_path / "deep/tables")
    assert sorted(p.name for p in (tmp_path / "deep/tables").iterdir()) == ["edges.csv", "nodes.csv"]
    with pytest.raises(OutputError, match="cannot be written"):
        export(store, "neo4j", tmp_path / "deep/tables/edges.csv")


# ---------------------------------------------------------------- RDF


@pytest.mark.parametrize("format_", ["turtle", "rdfxml", "ntriples"])
def test_raptor_reads_the_same_graph(format_: str, graph: MemoryStore, tmp_path: Path) -> None:
    rapper = shutil.which("rapper")
    if rapper is None:
        pytest.skip("no rapper: apt-get install raptor2-utils")
    export(graph, format_, tmp_path / "g")
    done = subprocess.run([rapper, "-q", "-i", format_, tmp_path / "g", "http://x/"], capture_output=True, check=True)
    read = Graph().parse(data=done.stdout.decode(), format="nt")
    expected = ntriples(graph.triples())
    if format_ == "rdfxml":
        expected = expected.replace("\\u0007", "\ufffd").replace("\\u001B", "\ufffd")
    assert isomorphic(read, Graph().parse(data=expected, format="nt"))


def test_rdflib_reads_the_rdfxml(store: MemoryStore) -> None:
    read = Graph().parse(data=rdfxml(store.triples()), format="xml")
    assert isomorphic(read, Graph().parse(data=ntriples(store.triples()), format="nt"))


def test_the_rdfxml_has_no_character_that_xml_forbids() -> None:
    said = Literal("a\x00b\x0bc\ufffed\r]]>&<")
    read = Graph().parse(data=rdfxml([Triple(KG.Claim, RDFS.label, said)]), format="xml")
    assert [str(o) for o in read.objects()] == ["a\ufffdb\ufffdc\ufffdd\r]]>&<"]


def test_a_predicate_that_is_no_element_is_refused() -> None:
    with pytest.raises(OutputError, match="cannot write the predicate <http://x/1>"):
        rdfxml([Triple(KG.Claim, NamedNode("http://x/1"), Literal("x"))])


@pytest.mark.parametrize(
    ("parts", "gone"),
    [
        (Parts(mentions=False), {NIF.Phrase}),
        (Parts(evidence=False), {KG.Claim, NIF.Sentence}),
        (Parts(mentions=False, evidence=False), {KG.Claim, NIF.Phrase, NIF.Sentence}),
    ],
)
def test_parts_leave_no_trace(parts: Parts, gone: set[NamedNode], store: MemoryStore) -> None:
    whole, left = set(store.triples()), list(select(store.triples(), parts))
    assert set(left) < whole
    kinds = {t.object for t in left if t.predicate == RDF_.type}
    assert kinds == {t.object for t in whole if t.predicate == RDF_.type} - gone
    subjects = {t.subject for t in left}
    assert not [t for t in left if t.object in {u.subject for u in whole} - subjects]
    kept = {t.subject for t in whole if t.object in {FOAF.Person, KG.Meeting, SCHEMA.NewsArticle}}
    assert {t for t in whole if t.subject in kept} <= set(left)


def test_with_the_ontology_every_term_is_declared(store: MemoryStore) -> None:
    read = Graph().parse(data=turtle(select(store.triples(), Parts(ontology=True))), format="turtle")
    assert len(list(read.subjects(RDF.type, OWL.Ontology))) == 1
    own = {s for s, o in read.subject_objects(RDF.type) if str(o).startswith(str(OWL))}
    data = Graph().parse(data=ntriples(store.triples()), format="nt")
    used = set(data.predicates()) | set(data.objects(None, RDF.type))
    assert {t for t in used - own if not str(t).startswith("http://www.w3.org/2000/01/rdf-schema#")} == {RDF.type}
    for p in read.subjects(RDF.type, OWL.ObjectProperty):
        assert not [o for o in data.objects(None, p) if not str(o).startswith("http")], p
