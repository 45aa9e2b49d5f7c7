"""The application → a port."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from dataclasses import replace

import uvicorn

from kg.errors import OptionError
from kg.serve.app import Service, application
from kg.serve.guard import PatientProtocol

_ANY = {"0.0.0.0", "::", ""}
_CONNECTIONS = 200


def listen(service: Service, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve at an address until stopped; the address is announced when the port is ours."""
    if host not in _ANY:  # a page of elsewhere must not reach us under a name that it gives to our address
        service = replace(service, hosts=tuple(dict.fromkeys((host, "localhost", "127.0.0.1", "[::1]"))))
    config = uvicorn.Config(
        application(service),
        http=PatientProtocol,
        ws="none",
        log_level="warning",
        server_header=False,
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=1,
    )
    with _bound(host, port) as sock:
        where = f"[{host}]" if ":" in host else host
        announce(f"http://{where}:{sock.getsockname()[1]}/")
        uvicorn.Server(config).run(sockets=[sock])


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError as e:
        sock.close()
        hint = "; choose another with --port" if e.errno == errno.EADDRINUSE else ""
        raise OptionError("port", f"cannot listen at {host}:{port}: {e.strerror}{hint}") from e
    return sock
