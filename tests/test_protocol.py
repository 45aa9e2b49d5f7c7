"""The endpoint keeps to the SPARQL 1.1 Protocol, as far as it is for reading one graph.

The table follows the cases of the W3C test suite of the protocol in our own words. Left out are its cases of
updates that succeed (nothing can be written here) and of data sets chosen by the request (there is one graph):
of both only the refusal is tested.
"""

import json
import socket
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest
from rdflib import Graph
from serving import serving
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

from kg.export import export
from kg.serve.negotiate import best
from kg.store import MemoryStore

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
PERSON = "http://xmlns.com/foaf/0.1/Person"
SELECT = f"SELECT ?p {{ ?p a <{PERSON}> }} ORDER BY ?p LIMIT 2"
CONSTRUCT = f"CONSTRUCT WHERE {{ ?p a <{PERSON}> }}"


@pytest.fixture(scope="module")
def server(store: MemoryStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("serve") / "graph.ttl"
    export(store, "turtle", path)
    with serving("--graph", str(path), "--timeout", "5", "--allow-origin", "https://known.example") as address:
        yield address


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=30) as client:
        yield client


CASES = [
    # id, method, query string, content type, body, status
    ("query in the query string", "GET", {"query": "ASK {}"}, None, "", 200),
    ("query in a form", "POST", {}, FORM, "query=ASK%20%7B%7D", 200),
    ("query as the body", "POST", {}, QUERY, "ASK {}", 200),
    ("query as the body, its encoding named", "POST", {}, f"{QUERY}; charset=UTF-8", "ASK {}", 200),
    ("parameters that nobody knows", "GET", {"query": "ASK {}", "format": "json"}, None, "", 200),
    ("no query in the query string", "GET", {"other": "1"}, None, "", 400),
    ("two queries in the query string", "GET", {"query": ["ASK {}", "SELECT * {}"]}, None, "", 400),
    ("no query in a form", "POST", {}, FORM, "other=1", 400),
    ("two queries in a form", "POST", {}, FORM, "query=ASK%7B%7D&query=SELECT%20*%7B%7D", 400),
    ("a query in the query string and in the body", "POST", {"query": "ASK {}"}, QUERY, "ASK {}", 400),
    ("a form of unknown type", "POST", {}, "text/plain", "query=ASK%20%7B%7D", 415),
    ("a query of unknown type", "POST", {}, "application/json", "ASK {}", 415),
    ("no type", "POST", {}, None, "ASK {}", 415),
    ("a form in UTF-16", "POST", {}, f"{FORM}; charset=utf-16", "query=ASK%20%7B%7D", 415),
    ("a query in UTF-16", "POST", {}, f"{QUERY}; charset=utf-16", "ASK {}".encode("utf-16"), 415),
    ("a query in Latin-1", "POST", {}, QUERY, b'ASK { ?s ?p "\xe9" }', 400),
    ("escapes that are not UTF-8", "POST", {}, FORM, "query=ASK%20%FF", 400),
    ("syntax", "GET", {"query": "ASK"}, None, "", 400),
    ("an update as a query", "GET", {"query": "CLEAR ALL"}, None, "", 400),
    ("an update in a form", "POST", {}, FORM, "update=CLEAR%20ALL", 403),
    ("an update as the body", "POST", {}, UPDATE, "CLEAR ALL", 403),
    ("an update in the query string", "GET", {"update": "CLEAR ALL"}, None, "", 403),
    ("PUT", "PUT", {"query": "ASK {}"}, None, "", 405),
    ("DELETE", "DELETE", {}, None, "", 405),
    ("a default graph", "GET", {"query": "ASK {}", "default-graph-uri": "http://example.org/"}, None, "", 400),
    ("a named graph", "POST", {"named-graph-uri": "http://example.org/"}, QUERY, "ASK {}", 400),
    ("a graph in the query", "GET", {"query": "SELECT * FROM <http://example.org/> {}"}, None, "", 400),
    ("another server", "GET", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> {} }"}, None, "", 400),
    ("a file", "GET", {"query": "LOAD <file:///etc/passwd>"}, None, "", 400),
]


@pytest.mark.parametrize(
    ("method", "params", "kind", "body", "status"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_requests(
    method: str, params: dict, kind: str | None, body: str | bytes, status: int, client: httpx.Client
) -> None:
    headers = {"Content-Type": kind} if kind else {}
    answer = client.request(method, "/sparql", params=params, content=body, headers=headers)
    assert answer.status_code == status, answer.text
    if status == 200:
        assert answer.json() == {"head": {}, "boolean": True}
    else:
        assert answer.headers["content-type"].startswith("text/plain")
        assert answer.text.strip()


FORMS = [
    ("SELECT", SELECT, "", "application/sparql-results+json"),
    ("SELECT", SELECT, "*/*", "application/sparql-results+json"),
    ("SELECT", SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
    ("SELECT", SELECT, "text/csv;q=0.8, text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
    ("SELECT", SELECT, "text/*;q=0.2, text/csv;q=0.3", "text/csv; charset=utf-8"),
    ("SELECT", SELECT, "image/png", None),
    ("SELECT", SELECT, "text/turtle", None),
    ("ASK", "ASK {}", "application/xml", "application/xml"),
    ("ASK", "ASK {}", "text/csv", None),
    ("CONSTRUCT", CONSTRUCT, "", "text/turtle; charset=utf-8"),
    ("CONSTRUCT", CONSTRUCT, "application/n-triples", "application/n-triples"),
    ("CONSTRUCT", CONSTRUCT, "application/ld+json", "application/ld+json"),
    ("CONSTRUCT", CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
    ("CONSTRUCT", CONSTRUCT, "text/csv", None),
]


@pytest.mark.parametrize(("form", "query", "accept", "kind"), FORMS, ids=[f"{f[0]} {f[2]}" for f in FORMS])
def test_answers_come_in_the_form_accepted(
    form: str, query: str, accept: str, kind: str | None, client: httpx.Client
) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.status_code == (200 if kind else 406)
    if kind:
        assert answer.headers["content-type"] == kind
        assert answer.headers["vary"].startswith("Accept")
    if kind and form == "CONSTRUCT":
        syntax = {"application/n-triples": "nt", "application/ld+json": "json-ld", "application/rdf+xml": "xml"}
        assert len(Graph().parse(data=answer.text, format=syntax.get(kind, "turtle"))) > 3
    elif kind and kind.endswith("xml"):
        assert ET.fromstring(answer.text).tag.endswith("sparql")


def test_head_has_no_body(client: httpx.Client) -> None:
    answer = client.head("/sparql", params={"query": SELECT})
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json", "application/rdf+xml", "*/*"])
def test_the_service_describes_itself(accept: str, client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})
    kind = answer.headers["content-type"].partition(";")[0]
    found = Graph().parse(data=answer.text, format=kind)
    (endpoint,) = found.objects(None, next(p for p in set(found.predicates()) if p.endswith("#endpoint")))
    assert str(endpoint) == f"{client.base_url}/sparql".replace("//sparql", "/sparql")


def test_a_browser_is_led_to_the_page(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize("format_", [JSON, XML, CSV])
@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_the_rows(method: str, format_: str, server: str) -> None:
    wrapper = SPARQLWrapper(f"{server}/sparql")
    wrapper.setQuery(SELECT)
    wrapper.setMethod(method)
    wrapper.setReturnFormat(format_)
    answer = wrapper.query().convert()
    text = json.dumps(answer) if format_ == JSON else answer.toxml() if format_ == XML else answer.decode()
    assert text.count("/person/") == 2


def test_sparqlwrapper_reads_the_triples(server: str) -> None:
    wrapper = SPARQLWrapper(f"{server}/sparql")
    wrapper.setQuery(CONSTRUCT)
    wrapper.setReturnFormat(TURTLE)
    assert b"foaf:Person" in wrapper.query().convert()


# ---------------------------------------------------------------- limits

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_a_query_is_stopped_at_its_deadline_and_the_next_is_answered(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": CROSS})
    assert (answer.status_code, "stopped after 5 seconds" in answer.text) == (503, True)
    assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_an_answer_with_too_many_rows_is_refused(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f }"})
    assert answer.status_code == 400
    assert "more than 100,000 results" in answer.text


def test_a_big_query_is_refused(client: httpx.Client) -> None:
    padded = f"ASK {{}} # {'x' * 2**20}"
    answer = client.post("/sparql", content=padded, headers={"Content-Type": QUERY})
    assert answer.status_code == 413


def test_a_big_query_of_unknown_length_is_refused(server: str) -> None:
    chunks = (b"#" * 2**16 for _ in range(40))
    with httpx.Client(base_url=server, timeout=60) as client:
        answer = client.post("/sparql", content=chunks, headers={"Content-Type": QUERY})
    assert answer.status_code == 413


HALF = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nASK"


def test_who_is_slow_is_left(server: str) -> None:
    host, _, port = server.removeprefix("http://").partition(":")
    slow = [socket.create_connection((host, int(port)), timeout=30) for _ in range(3)]
    for connection, sent in zip(slow, (b"", HALF[:40], HALF), strict=True):
        connection.sendall(sent)
    answers = [b"".join(iter(partial(connection.recv, 4096), b"")) for connection in slow]
    for connection in slow:
        connection.close()
    assert answers[:2] == [b"", b""]
    assert answers[2].startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example"])
def test_names_of_others_are_not_answered(host: str, client: httpx.Client) -> None:
    assert client.get("/sparql", params={"query": "ASK {}"}, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize(("origin", "allowed"), [("https://known.example", True), ("https://other.example", False)])
def test_only_named_origins_may_read(origin: str, allowed: bool, client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "ASK {}"}, headers={"Origin": origin})
    assert (answer.headers.get("access-control-allow-origin") == origin) is allowed


@pytest.mark.parametrize(
    "path",
    ["/static/../errors.py", "/static/%2e%2e/errors.py", "/static/..%2ferrors.py", "/static//etc/passwd", "/%2e%2e/x"],
)
def test_no_path_leads_out(path: str, server: str) -> None:
    host, _, port = server.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 404")


def test_every_answer_has_the_headers_of_safety(client: httpx.Client) -> None:
    for answer in (client.get("/sparql", params={"query": "ASK {}"}), client.get("/none"), client.put("/sparql")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert "server" not in answer.headers


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv;q=0", None),
        ("text/csv;q=x, text/html", "text/html"),
        ("TEXT/HTML", "text/html"),
        ("text/*, text/html;q=0.1", "text/csv"),
        ("*/*;q=0.1, text/csv", "text/csv"),
    ],
)
def test_accept(accept: str, kind: str | None) -> None:
    assert best(accept, ("text/html", "text/csv")) == kind


def test_a_new_build_is_seen_by_the_next_query(tmp_path: Path) -> None:
    path = tmp_path / "graph.nt"
    path.write_text("<http://x/a> <http://x/b> <http://x/c> .\n")
    with serving("--graph", str(path), "--workers", "1") as server:
        counts = []
        for extra in ("", "<http://x/a> <http://x/b> <http://x/d> .\n"):
            path.write_text(path.read_text() + extra)
            answer = httpx.get(
                f"{server}/sparql",
                params={"query": "SELECT ?o { ?s ?p ?o }"},
                headers={"Accept": "text/csv"},
                timeout=60,
            )
            counts.append(len(answer.text.splitlines()) - 1)
    assert counts == [1, 2]


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from kg.cli import cli
    from kg.errors import OptionError

    path = tmp_path / "graph.nt"
    path.write_text("")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = CliRunner().invoke(cli, ["serve", "--graph", str(path), "--port", str(taken.getsockname()[1])])
    assert isinstance(done.exception, OptionError)
    assert "choose another with --port" in str(done.exception)
