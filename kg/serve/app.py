"""The application: routes, and what all of them share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.resources import resource_path
from kg.serve import protocol
from kg.serve.guard import Deadline, SafeHeaders
from kg.serve.pool import Pool
from kg.store import Local

_SENDING_SECONDS = 60.0


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
        Mount("/static", StaticFiles(directory=resource_path("web"))),
    )


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
