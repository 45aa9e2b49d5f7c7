"""What articles, graph files, queries and names try to do: nothing is fetched, nothing is run, nothing leaves its folder."""

import json
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from crash_child import STAMP, article
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse
from rdflib import Graph
from rdflib.compare import isomorphic

from kg.analyses import Analyses, kept
from kg.cli import cli
from kg.errors import KGError
from kg.export import FORMATS, TABLES, ntriples
from kg.graph.vocab import DCTERMS, FOAF, RDF, RDFS
from kg.query import run
from kg.read import read_inputs
from kg.segment import segment
from kg.store import MemoryStore, load_graph_file, open_store
from kg.validate import validate

SECRET = "the secret of the house"


class _Trap(BaseHTTPRequestHandler):
    """Counts every request."""

    seen: list[str] = []

    def _answer(self) -> None:
        self.seen.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = do_HEAD = _answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def trap(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server that must not be asked; it is asked once in the end, to see that it listens."""
    _Trap.seen.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Trap) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        assert _Trap.seen == []
        urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/listens").close()
        server.shutdown()
    assert _Trap.seen == ["/listens"]


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that no output may show."""
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


# ---------------------------------------------------------------- nothing is fetched

GRAPH_FILES = {
    "external-entity.rdf": """<!DOCTYPE r [<!ENTITY x SYSTEM "{file}"> <!ENTITY y SYSTEM "{trap}/entity">]>
        <r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">
        <r:Description r:about="http://x/a"><x:b>&x;&y;</x:b></r:Description></r:RDF>""",
    "external-dtd.rdf": """<!DOCTYPE r SYSTEM "{trap}/evil.dtd">
        <r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">
        <r:Description r:about="http://x/a"><x:b>c</x:b></r:Description></r:RDF>""",
    "parameter-entity.rdf": """<!DOCTYPE r [<!ENTITY % p SYSTEM "{trap}/p"> %p;]>
        <r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>""",
    "stylesheet.xml": """<?xml-stylesheet href="{trap}/s.xsl" type="text/xsl"?>
        <r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:o="http://www.w3.org/2002/07/owl#">
        <r:Description r:about="http://x/a"><o:imports r:resource="{trap}/o"/></r:Description></r:RDF>""",
    "laughs.rdf": """<!DOCTYPE r [<!ENTITY a "{ten}"> <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
        <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"> <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
        <!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"> <!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">
        <!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;"> <!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;">]>
        <r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">
        <r:Description r:about="http://x/a"><x:b>&h;</x:b></r:Description></r:RDF>""",
    "context.jsonld": '{{"@context": "{trap}/context.jsonld", "@id": "http://x/a", "http://x/b": "c"}}',
    "import.jsonld": '{{"@context": {{"@version": 1.1, "@import": "{trap}/i"}}, "@id": "http://x/a", "http://x/b": "c"}}',
    "imports.ttl": "<http://x/a> <http://www.w3.org/2002/07/owl#imports> <{trap}/ontology> .",
}


@pytest.mark.parametrize("name", GRAPH_FILES)
def test_no_graph_file_fetches(name: str, trap: str, secret: Path, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(GRAPH_FILES[name].format(trap=trap, file=secret.as_uri(), ten="ha" * 10))
    try:
        store = load_graph_file(path)
    except KGError as e:
        assert SECRET not in str(e)
        return
    text = "".join(write(store.triples()) for write in FORMATS.values())
    assert SECRET not in text
    assert len(text) < 1_000_000
    validate(store.triples())


def test_no_shapes_fetch(trap: str, store: MemoryStore, tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        f"<http://x/s> a <http://www.w3.org/2002/07/owl#Ontology> ;\n"
        f" <http://www.w3.org/2002/07/owl#imports> <{trap}/shapes> ."
    )
    assert validate(store.triples(), shapes=shapes).conforms


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {{ SERVICE <{trap}/s> {{ ?s ?p ?o }} }}",
        "SELECT * FROM <{trap}/g> {{ ?s ?p ?o }}",
        "SELECT * FROM NAMED <file://{file}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "LOAD <{trap}/l>",
        "LOAD <file://{file}>",
        "ASK {{ ?s ?p '\\u0027 }} SERVICE <{trap}/s> {{ ?s ?p ?o }} #' }}; LOAD <{trap}/l>",
    ],
)
def test_no_query_fetches(query: str, trap: str, secret: Path, tmp_path: Path) -> None:
    path = tmp_path / "query.rq"
    path.write_text(query.format(trap=trap, file=secret))
    with pytest.raises(KGError) as caught:
        run(str(path), {}, MemoryStore())
    assert SECRET not in str(caught.value)


def test_no_page_fetches(trap: str, secret: Path, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        f"""<!DOCTYPE html SYSTEM "{trap}/dtd" [<!ENTITY x SYSTEM "{secret.as_uri()}">]>
        <html><head><base href="{trap}/"><link rel="stylesheet" href="s.css"><link rel="canonical" href="{trap}/c">
        <meta http-equiv="refresh" content="0; url={trap}/r"><title>Quay to be rebuilt</title>
        <script src="{trap}/s.js"></script></head><body><article><h1>Quay to be rebuilt</h1>
        <p>The mayor of Bergen said on Friday that the old quay will be rebuilt before the winter. &x;</p>
        <p>The council has agreed to pay for the stones, the mayor told the Coast News in her office.</p>
        <img src="{trap}/i.png"><iframe src="{trap}/f"></iframe></article></body></html>"""
    )
    for document in read_inputs([str(path)]):
        assert SECRET not in repr(document)
        assert hasattr(document, "text")
        segment(document)


# ---------------------------------------------------------------- nothing is run or broken by names

NAMES = [
    '"; DROP ALL; #',
    "' } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #",
    "\\u0022 } ; CLEAR ALL",
    "<script>alert(1)</script>]]>",
    "${jndi:ldap://127.0.0.1:9/a}",
    "$(touch /tmp/pwned); `id`",
    "../../../../etc/passwd",
    "=HYPERLINK(1)",
    "\x1b]0;title\x07\x1b[2J",
    "\u202etxt.exe\u2066",
    "line\nbreak\r\nand\ttab",
    "{{7*7}} %s %n {0}",
    "🜁" * 5000,
    "",
]


def _graph_with(name: str) -> list[Triple]:
    person = NamedNode("http://x/person")
    return [
        Triple(person, RDF.type, FOAF.Person),
        Triple(person, RDFS.label, Literal(name)),
        Triple(person, NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), Literal(name)),
        Triple(person, DCTERMS.source, Literal(name)),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_are_the_same_in_every_syntax(name: str) -> None:
    triples = _graph_with(name)
    syntaxes = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld"}
    wanted = Graph().parse(data=ntriples(triples), format="nt")
    for format_, reader in syntaxes.items():
        assert isomorphic(Graph().parse(data=FORMATS[format_](triples), format=reader), wanted), format_
    for format_, syntax in (("nquads", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG)):
        assert {q.triple for q in parse(FORMATS[format_](triples).encode(), format=syntax)} == set(triples)
    for write in TABLES.values():
        assert set(write(triples)) == {"nodes.csv", "edges.csv"}


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_parameter_is_a_value(name: str) -> None:
    memory = MemoryStore()
    memory.replace(_graph_with(name))
    assert [r["label"] for r in run("check-same-names", {}, memory)] == []
    assert len(run("where-named", {"name": name}, memory)) == 0
    memory.replace([*_graph_with(name), *_graph_with("Ann Lee")])
    found = run("person-roles", {"person": name}, memory)
    assert len(found) == 0
    assert set(memory.triples()) == set(_graph_with(name)) | set(_graph_with("Ann Lee"))


@pytest.mark.parametrize("name", [n for n in NAMES if n and "\n" not in n and len(n) < 200])
@pytest.mark.parametrize("command", [("query",), ("explain",), ("restore", "--store", "s")])
def test_a_hostile_argument_is_a_message(
    command: tuple[str, ...], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "g.nt").write_text(ntriples(_graph_with("Ann Lee")))
    graph = ("--graph", "g.nt") if command[0] != "restore" else ()
    done = CliRunner().invoke(cli, [*command, *graph, "--", name])
    assert done.exit_code != 0
    assert done.exception is None or isinstance(done.exception, (KGError, SystemExit))
    assert "root:" not in done.output + str(done.exception)
    assert [p.name for p in tmp_path.iterdir()] == ["g.nt"]


# ---------------------------------------------------------------- nothing leaves its folder


@pytest.mark.parametrize("source", ["../../outside", "/etc/cron.d/x", "a/../../b", "C:\\x", "x" * 5000, "\x00", "."])
def test_kept_articles_stay_in_their_folder(source: str, tmp_path: Path) -> None:
    folder = tmp_path / "store/articles"
    one = article(1)
    hostile = replace(one, document=replace(one.document, source=source))
    Analyses(folder, STAMP).put(hostile)
    assert [k.article for k in kept(folder)] == [hostile]
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1


@pytest.mark.parametrize("database", ["..", "../outside", "/", "graph-1/../../outside", "graph-1\n", ""])
def test_a_store_opens_no_other_folder(database: str, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    with open_store(tmp_path / "store") as store:
        store.replace(_graph_with("Ann Lee"))
    record = tmp_path / "store/store.json"
    record.write_text(json.dumps(json.loads(record.read_text()) | {"database": database}))
    with pytest.raises(KGError, match="damaged"):
        open_store(tmp_path / "store")
    assert list((tmp_path / "outside").iterdir()) == []


def test_sweeping_follows_no_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "letter.txt").write_text("dear")
    with open_store(tmp_path / "store") as store:
        store.replace(_graph_with("Ann Lee"))
    (tmp_path / "store/graph-7").symlink_to(outside, target_is_directory=True)
    with open_store(tmp_path / "store") as store:
        store.replace(_graph_with("Bo Lee"))
        store.replace(_graph_with("Cy Lee"))
    assert (outside / "letter.txt").read_text() == "dear"


def test_an_export_replaces_a_link_and_not_what_it_points_at(store: MemoryStore, tmp_path: Path) -> None:
    from kg.export import export

    (tmp_path / "letter.txt").write_text("dear")
    (tmp_path / "graph.ttl").symlink_to(tmp_path / "letter.txt")
    export(store, "turtle", tmp_path / "graph.ttl")
    assert (tmp_path / "letter.txt").read_text() == "dear"
    assert (tmp_path / "graph.ttl").read_text().startswith("@prefix")
