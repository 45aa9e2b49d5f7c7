"""Questions → workers: as many at once as there are workers, a bounded number waiting, the rest turned away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from kg.errors import KGError
from kg.store import Local
from kg.worker import Worker

T = TypeVar("T")


class BusyError(KGError):
    """Too many wait already."""

    def __init__(self) -> None:
        super().__init__("too many queries at once; try again in a while")


class Pool:
    """Workers on one graph; one that was stopped is followed by a new one."""

    def __init__(
        self, opener: Callable[[], Local], *, watched: Path | None, workers: int, waiting: int, seconds: float
    ) -> None:
        self._opener, self._watched = opener, watched
        self._most, self._seconds = workers + waiting, seconds
        self._asked = 0
        self._free: asyncio.Queue[Worker[Local] | None] = asyncio.Queue()
        for _ in range(workers):
            self._free.put_nowait(None)

    async def run(self, job: Callable[[Local], T]) -> T:
        """What a job makes of the graph; BusyError if too many wait, DeadlineError if it takes too long."""
        if self._asked >= self._most:
            raise BusyError
        self._asked += 1
        try:
            worker = await self._free.get()
            try:
                if worker is None:
                    worker = await run_in_threadpool(self._start)
                return await run_in_threadpool(worker.run, job, self._seconds)
            finally:
                self._free.put_nowait(worker if worker and worker.alive else None)
        finally:
            self._asked -= 1

    def _start(self) -> Worker[Local]:
        return Worker(self._opener, watched=self._watched, method="spawn")

    def stop(self) -> None:
        """End the workers that are free; those that answer end with this process."""
        while not self._free.empty():
            worker = self._free.get_nowait()
            if worker is not None:
                worker.stop()
