"""The application: routes, and what all of them share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.resources import resource_path
from kg.serve import pages, protocol
from kg.serve.guard import CSP, Deadline, SafeHeaders
from kg.serve.pool import Pool
from kg.store import Local

_SENDING_SECONDS = 60.0
_EDITOR = CSP.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
"""The editor of queries styles its own parts."""


@dataclass(frozen=True, slots=True)
class Service:
    """What is served, to whom, and how much of it at once."""

    opener: Callable[[], Local]
    watched: Path | None = None
    hosts: tuple[str, ...] = ("*",)
    origins: tuple[str, ...] = ()
    workers: int = 2
    waiting: int = 32
    seconds: float = 30.0


def application(service: Service) -> Starlette:
    """The ASGI application that serves a graph."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.pool = Pool(
            service.opener,
            watched=service.watched,
            workers=service.workers,
            waiting=service.waiting,
            seconds=service.seconds,
        )
        yield
        app.state.pool.stop()

    return Starlette(
        routes=_routes(),
        middleware=_middleware(service),
        exception_handlers={kind: _refused for kind in protocol.ERRORS},
        lifespan=lifespan,
    )


def _routes() -> Sequence[Route | Mount]:
    return (
        Route("/sparql", protocol.endpoint, methods=["GET", "POST"]),
        Route("/", _home),
        Route("/find", _find),
        Route("/graph", _graph),
        Route("/queries/{name}", _query),
        Mount("/static", StaticFiles(directory=resource_path("web", "static"))),
        Route("/{path:path}", _thing),
    )


async def _home(request: Request) -> Response:
    return _answered(await _pool(request).run(pages.home), policy=_EDITOR)


async def _find(request: Request) -> Response:
    return _answered(await _pool(request).run(partial(pages.search_page, request.query_params.get("name", ""))))


async def _graph(request: Request) -> Response:
    page = await _pool(request).run(pages.graph_page)
    return HTMLResponse(page.html, headers={"Content-Security-Policy": f"{page.policy}; frame-ancestors 'none'"})


async def _query(request: Request) -> Response:
    params = dict(request.query_params)
    download = params.pop("format", None)
    name, accept = request.path_params["name"], request.headers.get("accept", "")
    return _answered(await _pool(request).run(partial(pages.query_page, name, params, accept, download)))


async def _thing(request: Request) -> Response:
    accept = request.headers.get("accept", "")
    for path in dict.fromkeys((request.scope["path"], request.scope["raw_path"].decode("ascii", "replace"))):
        found = await _pool(request).run(partial(pages.thing_page, path, accept))
        if found is not None:
            return _answered(found)
    return _answered(None)


def _pool(request: Request) -> Pool:
    pool: Pool = request.app.state.pool
    return pool


def _answered(found: protocol.Answer | None, policy: str | None = None) -> Response:
    if found is None:
        raise protocol.RequestError(404, "there is nothing of this name here")
    response = protocol.response(found)
    if policy is not None:
        response.headers["Content-Security-Policy"] = policy
    return response


def _middleware(service: Service) -> list[Middleware]:
    stack = [
        Middleware(Deadline, seconds=2 * service.seconds + _SENDING_SECONDS),
        Middleware(SafeHeaders),
        Middleware(TrustedHostMiddleware, allowed_hosts=list(service.hosts), www_redirect=False),
    ]
    if service.origins:
        stack.append(Middleware(CORSMiddleware, allow_origins=list(service.origins), allow_methods=["GET", "POST"]))
    return stack


async def _refused(_: Request, error: Exception) -> Response:
    return protocol.refusal(error)
