"""Endpoints that misbehave, and the credentials that they must not get, lose or say back."""

import base64
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Triple

from kg.cli import cli
from kg.errors import KGError, OptionError, QueryError, StoreError
from kg.store import RemoteStore, remote, upload
from kg.store.endpoint import Credentials, Endpoint

SECRET = "correct horse"
BASIC = Credentials("basic", "ann", SECRET)
ONE = [Triple(NamedNode("http://x/a"), NamedNode("http://x/b"), Literal("c"))]
COUNTED = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"0"}}]}}'


class _Server(ThreadingHTTPServer):
    """Answers by path, and keeps the headers of every request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen: list[tuple[str, str, str | None]] = []
        self.elsewhere = ""
        self.stop = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = self.path.partition("?")[0]
        self.server.seen.append((self.command, path, self.headers.get("Authorization")))
        status, body, headers = 200, COUNTED, {}
        if path == "/moved":
            status, headers = 302, {"Location": f"{self.server.elsewhere}/caught"}
        elif path == "/kept":
            status, headers = 307, {"Location": f"{self.server.elsewhere}/caught"}
        elif path == "/slow":
            self.server.stop.wait(10)
        elif path == "/broken":
            status, body = 503, b"<h1>out of order</h1>\nsecond line"
        elif path == "/told":
            said = self.headers.get("Authorization", "").partition(" ")[2]
            status, body = 400, f"{said} {base64.b64decode(said + '===')!r}".encode()
        elif path == "/digest":
            status, headers = 401, {"WWW-Authenticate": 'Digest realm="r", nonce="n", qop="auth"'}
            if "Digest" in self.headers.get("Authorization", ""):
                status, headers = 200, {}
        elif path == "/capped":
            headers = {"X-SPARQL-MaxRows": "1"}
        elif path == "/aborted":
            body = COUNTED[:40] + b"The SPARQL operation has been cancelled"
        elif path == "/short":
            headers = {"Content-Length": "5000"}
        self.send_response(status)
        self.send_header("Content-Type", "application/sparql-results+json")
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = _answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[_Server, _Server]]:
    """A server, and another to which it redirects."""
    with _Server() as first, _Server() as second:
        first.elsewhere = second.url
        for server in (first, second):
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield first, second
        for server in (first, second):
            server.stop.set()
            server.shutdown()


@pytest.mark.parametrize("path", ["/moved", "/kept"])
@pytest.mark.parametrize("way", ["query", "update", "data"])
@pytest.mark.parametrize("credentials", [BASIC, Credentials("bearer", secret="t0ken"), replace(BASIC, scheme="digest")])
def test_no_redirect_is_followed(
    path: str, way: str, credentials: Credentials, servers: tuple[_Server, _Server]
) -> None:
    first, second = servers
    fine = f"{first.url}/fine"
    at = Endpoint(fine if way != "query" else first.url + path, credentials=credentials)
    store = RemoteStore(at if way == "query" else replace(at, **{way: first.url + path}))
    with pytest.raises(StoreError, match=f"redirects to {second.url}/caught; name that address itself"):
        store.query("ASK {}") if way == "query" else store.replace(ONE)
    assert second.seen == []


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/broken", "refused: HTTP 503: <h1>out of order</h1>$"),
        ("/aborted", "no complete SPARQL JSON"),
        ("/short", "cannot be reached"),
        ("/slow", "timed out"),
        ("/capped", "gives 1 rows at most"),
    ],
)
def test_what_a_server_does_wrong_is_said(
    path: str, message: str, servers: tuple[_Server, _Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "SECONDS", 0.2)
    with pytest.raises(StoreError, match=message):
        RemoteStore(servers[0].url + path).query("SELECT * {}")


@pytest.mark.parametrize(("path", "message"), [("/broken", "HTTP 503.*kept for the next try"), ("/slow", "timed out")])
@pytest.mark.parametrize("way", ["update", "data"])
def test_a_write_that_fails_is_said(
    way: str, path: str, message: str, servers: tuple[_Server, _Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "SECONDS", 0.2)
    with pytest.raises(StoreError, match=message):
        RemoteStore(Endpoint(f"{servers[0].url}/fine", **{way: servers[0].url + path})).replace(ONE)


def test_a_write_that_leaves_nothing_is_found(servers: tuple[_Server, _Server]) -> None:
    """Virtuoso answers 201 to a body in chunks and stores nothing."""
    fine = f"{servers[0].url}/fine"
    with pytest.raises(StoreError, match=r"holds 0 triples where 1 were written; .*--graph-iri"):
        RemoteStore(Endpoint(fine, data=fine)).replace(ONE)


# ---------------------------------------------------------------- credentials


@pytest.mark.parametrize(
    ("credentials", "header"),
    [
        (Credentials(), None),
        (BASIC, "Basic " + base64.b64encode(f"ann:{SECRET}".encode()).decode()),
        (Credentials("bearer", secret="t0ken"), "Bearer t0ken"),
    ],
)
def test_credentials_are_sent(credentials: Credentials, header: str | None, servers: tuple[_Server, _Server]) -> None:
    fine = f"{servers[0].url}/fine"
    at = Endpoint(fine, fine, fine, credentials=credentials)
    RemoteStore(at).query("ASK {}")
    with pytest.raises(StoreError, match="holds 0 triples"):
        RemoteStore(at).replace(ONE)
    assert {seen for _, _, seen in servers[0].seen} == {header}
    assert {method for method, _, _ in servers[0].seen} == {"POST"}


def test_digest_is_answered_and_stays_here(servers: tuple[_Server, _Server]) -> None:
    before = urllib.request._opener  # type: ignore[attr-defined]
    RemoteStore(Endpoint(f"{servers[0].url}/digest", credentials=replace(BASIC, scheme="digest"))).query("ASK {}")
    asked, answered = (seen for _, _, seen in servers[0].seen)
    assert asked is None
    assert answered is not None
    assert answered.startswith('Digest username="ann"')
    assert SECRET not in answered
    assert urllib.request._opener is before  # type: ignore[attr-defined]


@pytest.mark.parametrize("scheme", ["basic", "bearer"])
@pytest.mark.parametrize("way", ["query", "data"])
def test_no_message_holds_a_secret(scheme: str, way: str, servers: tuple[_Server, _Server]) -> None:
    credentials = Credentials(scheme, "ann", base64.b64encode(b"hunter2hunter2").decode())
    told = f"{servers[0].url}/told"
    at = Endpoint(told if way == "query" else f"{servers[0].url}/fine", data=told, credentials=credentials)
    with pytest.raises(StoreError) as caught:
        RemoteStore(at).query("ASK {}") if way == "query" else RemoteStore(at).replace(ONE)
    pair = base64.b64encode(f"ann:{credentials.secret}".encode()).decode()
    assert "***" in str(caught.value)
    assert not [s for s in (credentials.secret, pair) if s in str(caught.value) + repr(at) + repr(credentials)]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, Credentials()),
        ({"KG_ENDPOINT_USER": "ann", "KG_ENDPOINT_PASSWORD": SECRET}, BASIC),
        (
            {"KG_ENDPOINT_USER": "ann", "KG_ENDPOINT_PASSWORD": SECRET, "KG_ENDPOINT_AUTH": "Digest"},
            replace(BASIC, scheme="digest"),
        ),
        ({"KG_ENDPOINT_TOKEN": "t0ken"}, Credentials("bearer", secret="t0ken")),
    ],
)
def test_credentials_come_from_the_environment_or_a_file(
    given: dict[str, str], wanted: Credentials, tmp_path: Path
) -> None:
    assert Credentials.load(given) == wanted
    file = tmp_path / "credentials"
    file.write_text("# of the store\n\n" + "".join(f"{k} = {v}\n" for k, v in given.items()))
    file.chmod(0o600)
    assert Credentials.load({"KG_ENDPOINT_USER": "somebody else"}, file) == wanted


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"KG_ENDPOINT_TOKEN": "s3cret\r\nX-Evil: 1"}, "character that is not ASCII"),
        ({"KG_ENDPOINT_USER": "a:b", "KG_ENDPOINT_PASSWORD": "s3cret"}, "colon"),
        ({"KG_ENDPOINT_USER": "ann", "KG_ENDPOINT_AUTH": "s3cret"}, "must be basic or digest"),
    ],
)
def test_bad_credentials_are_refused_unseen(given: dict[str, str], message: str) -> None:
    with pytest.raises(OptionError, match=message) as caught:
        Credentials.load(given)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "mode", "message"),
    [
        ("KG_ENDPOINT_TOKEN=s3cret\n", 0o644, "chmod 600"),
        ("s3cret\n", 0o600, "entry 1 is not NAME=VALUE"),
        ("s3cret=s3cret\n", 0o600, "entry 1 is not NAME=VALUE"),
        ("\x00\xff", 0o600, "entry 1"),
    ],
)
def test_bad_files_of_credentials_are_refused_unseen(text: str, mode: int, message: str, tmp_path: Path) -> None:
    file = tmp_path / "credentials"
    file.write_text(text)
    file.chmod(mode)
    with pytest.raises(OptionError, match=message) as caught:
        Credentials.load({}, file)
    assert "s3cret" not in str(caught.value)
    with pytest.raises(OptionError, match="cannot be read"):
        Credentials.load({}, tmp_path / "none")


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    "url", ["ftp://x/", "file:///etc/passwd", "http://", "localhost:7878/query", "http://x/a b", "http://x/\r\nA: b"]
)
def test_only_urls_of_servers_are_endpoints(url: str) -> None:
    for at in ({"query": url}, {"query": "http://x/", "update": url}, {"query": "http://x/", "data": url}):
        with pytest.raises(StoreError, match="http or https URL"):
            Endpoint(**at)


def test_an_address_holds_no_credentials() -> None:
    done = CliRunner().invoke(cli, ["query", "meetings", "--endpoint", "http://ann:s3cret@localhost/query"])
    assert isinstance(done.exception, StoreError)
    assert "holds credentials" in str(done.exception)
    assert "s3cret" not in str(done.exception)


@pytest.mark.parametrize("graph", ["news", "http://x/> } ; DROP ALL #", ""])
def test_a_graph_is_an_absolute_iri(graph: str) -> None:
    with pytest.raises(StoreError, match="is no IRI of a graph"):
        Endpoint("http://x/", graph=graph)


def test_updates_are_no_queries(servers: tuple[_Server, _Server]) -> None:
    with pytest.raises(KGError) as caught:
        RemoteStore(servers[0].url).query("PREFIX x: <http://x/> INSERT DATA { x:a x:b x:c }")
    assert isinstance(caught.value, QueryError)
    assert servers[0].seen == []
