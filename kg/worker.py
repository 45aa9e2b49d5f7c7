"""A question → its answer, from a process that can be stopped.

The store library cannot be interrupted inside a query, neither by a deadline nor by Ctrl-C. So a child
process opens the graph and answers, and who has waited long enough kills it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, TypeVar

from kg.errors import DeadlineError, KGError, QueryError
from kg.store import Store

S = TypeVar("S", bound=Store)
T = TypeVar("T")
_MEMORY = 2 * 2**30  # bytes that answering may take beside the graph


class Worker(Generic[S]):
    """A child process with a graph, for one question at a time.

    `watched` is a file that changes with the graph, which is then opened anew. `method` is how the process
    is started: a program with threads needs "spawn"; the default is the fastest that the system has.
    """

    def __init__(self, opener: Callable[[], S], *, watched: Path | None = None, method: str | None = None) -> None:
        context = multiprocessing.get_context(method)
        self._pipe, end = context.Pipe()
        self._process = context.Process(target=_work, args=(opener, watched, end), daemon=True)  # type: ignore[attr-defined]
        self._process.start()
        end.close()

    def run(self, job: Callable[[S], T], seconds: float) -> T:
        """What a job makes of the graph; after an error that is not the job's own the worker is stopped.

        The time begins when the graph is open: a process that was killed for being slow to start would be
        followed by one that is as slow.
        """
        try:
            self._pipe.send(job)
            self._pipe.recv()  # the graph is open
            if not self._pipe.poll(seconds):
                raise DeadlineError(seconds)
            answer = self._pipe.recv()
        except (EOFError, OSError) as e:
            self.stop()
            if self._process.exitcode == -signal.SIGINT:  # Ctrl-C reaches the child as well, and may do so first
                raise KeyboardInterrupt from e
            raise QueryError("SPARQL", "ended the process that ran it; it may need too much memory: narrow it") from e
        except BaseException:
            self.stop()
            raise
        if isinstance(answer, KGError):
            raise answer
        return answer  # type: ignore[no-any-return]

    @property
    def alive(self) -> bool:
        """Whether the worker can be asked."""
        return bool(self._process.is_alive())

    def stop(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def __enter__(self) -> Worker[S]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _work(opener: Callable[[], Store], watched: Path | None, pipe: Connection) -> None:
    """Answer until the parent ends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Python's own handler would wait for the end of the query
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    store: Store | KGError | None = None
    stamp = None
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        if store is None or isinstance(store, KGError) or stamp != _stamp(watched):
            stamp = _stamp(watched)
            store = _given(opener)
            if not isinstance(store, KGError):
                _bound_memory()
        pipe.send(None)
        pipe.send(store if isinstance(store, KGError) else _given(job, store))


def _given(call: Callable[..., T], *args: Any) -> T | KGError:
    """What a call gives, or its error; one that nobody foresaw as one that a user can be told."""
    try:
        return call(*args)
    except KGError as e:
        return e
    except MemoryError:
        return QueryError("SPARQL", "needs too much memory; narrow it")
    except Exception as e:  # noqa: BLE001 (the parent tells it; else it could only tell that the process is gone)
        return KGError(f"the question failed with {type(e).__name__}: {e}")


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _stamp(path: Path | None) -> tuple[int, ...] | None:
    """What changes when a file is written anew; None for a file that is not there."""
    with suppress(OSError):
        if path is not None:
            status = path.stat()
            return status.st_ino, status.st_mtime_ns, status.st_size
    return None


def _bound_memory() -> None:
    """Let answering take no more than its share of memory, where the system can say how much the graph takes."""
    with suppress(OSError, ImportError):
        if sys.platform == "linux":
            import resource

            data = int(Path("/proc/self/statm").read_text("ascii").split()[5]) * resource.getpagesize()
            _, hard = resource.getrlimit(resource.RLIMIT_DATA)
            wanted = data + _MEMORY
            resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard < 0 else min(wanted, hard), hard))
