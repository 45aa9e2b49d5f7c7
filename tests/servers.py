"""SPARQL servers of others on loopback, for tests: Oxigraph from its wheel, Virtuoso where it is installed."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.store.endpoint import Credentials, Endpoint

GRAPH = "https://example.org/graphs/news"
_INI = """
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 2000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
[SPARQL]
ResultSetMaxRows = 10000
"""


@contextmanager
def oxigraph(folder: Path) -> Iterator[Endpoint]:
    """A server with an empty store, which nothing protects."""
    binary = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if binary is None:
        pytest.skip("no oxigraph server: pip install oxigraph")
    (port,) = _free_ports(1)
    url = f"http://127.0.0.1:{port}"
    with _running([binary, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"], folder, f"{url}/query"):
        yield Endpoint(f"{url}/query", f"{url}/update", f"{url}/store")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Endpoint]:
    """A server with an empty store, which wants Digest credentials for all but queries."""
    binary = shutil.which("virtuoso-t")
    if binary is None:
        pytest.skip("no Virtuoso: apt-get install virtuoso-opensource-7-bin")
    http, sql = _free_ports(2)
    (folder / "virtuoso.ini").write_text(_INI.format(http=http, sql=sql))
    url = f"http://127.0.0.1:{http}"
    command = [binary, "+configfile", "virtuoso.ini", "+wait", "+foreground"]
    with _running(command, folder, f"{url}/sparql"):
        yield Endpoint(
            f"{url}/sparql-auth",
            f"{url}/sparql-auth",
            f"{url}/sparql-graph-crud-auth",
            GRAPH,
            Credentials("digest", "dba", "dba"),
        )


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


@contextmanager
def _running(command: list[str], folder: Path, url: str) -> Iterator[None]:
    """A server process from its first answer until the end of the test."""
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 60
        while not _answers(url):
            assert process.poll() is None, (folder / "server.log").read_text()
            assert time.monotonic() < deadline, (folder / "server.log").read_text()
            time.sleep(0.1)
        yield
    finally:
        process.kill()
        process.wait()


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except urllib.error.HTTPError as e:
        e.close()
        return True
    except OSError:
        return False
    return True
