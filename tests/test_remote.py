"""Queries through SPARQLWrapper against a small server on loopback."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest

from kg.errors import StoreError
from kg.formats import to_json
from kg.store import MemoryStore, RemoteStore

_BLANK = json.dumps(
    {
        "head": {"vars": ["a", "b"]},
        "results": {
            "bindings": [{"a": {"type": "bnode", "value": "r1"}, "b": {"type": "bnode", "value": "nodeID://b1"}}]
        },
    }
)


class _Endpoint(BaseHTTPRequestHandler):
    store = MemoryStore()
    seen: list[str] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.seen.append(self.path)
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/sparql")
            self.end_headers()
            return
        if self.path == "/garbled":
            self.wfile.write(b"no HTTP at all\r\n")
            return
        texts = {"/cut": '{"head":', "/shapeless": "[]", "/blank": _BLANK}
        text = texts.get(self.path) or to_json(self.store.query(parse_qs(body)["query"][0]))
        self.send_response(500 if self.path == "/broken" else 200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        self.wfile.write(text.encode())

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        self.wfile.write(json.dumps({"head": {}, "boolean": True}).encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Endpoint) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()


def test_rows_come_back_with_their_types(server: str) -> None:
    rows = RemoteStore(f"{server}/sparql").query("SELECT ?a ?b { VALUES (?a ?b) { (1 <http://x/>) ('t'@en UNDEF) } }")
    assert rows == _Endpoint.store.query("SELECT ?a ?b { VALUES (?a ?b) { (1 <http://x/>) ('t'@en UNDEF) } }")
    assert RemoteStore(f"{server}/sparql").query("ASK {}").boolean is True


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/moved", "redirects to"),
        ("/broken", "refused: HTTP 500"),
        ("/cut", "no complete SPARQL JSON"),
        ("/shapeless", "no complete SPARQL JSON"),
        ("/garbled", "cannot be reached"),
    ],
)
def test_what_goes_wrong_is_said(server: str, path: str, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        RemoteStore(server + path).query("ASK {}")


def test_blank_nodes_come_back_whatever_they_are_called(server: str) -> None:
    rows = list(RemoteStore(f"{server}/blank").query("SELECT * {}"))
    assert rows == [{"a": "_:r1", "b": "_:x" + b"nodeID://b1".hex()}]
