"""The one event loop of a worker process: threads hand it coroutines; a stop gives them time, then takes it away."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, ThreadPoolExecutor
from typing import Any, TypeVar

from app.clock import utc_now
from app.database import close_database, new_id, open_database
from app.jobs.heartbeat import Heart

log = logging.getLogger("leaselab.worker")

BEAT_SECONDS = 15.0
GRACE_SECONDS = 12.0
"""What a step may still take after a stop was asked; together with handing back it stays under 20 seconds."""
THREADS = 64
"""More than the jobs at work, so that a read never waits for a thread while its claim runs."""
FARTHEST_WAKE_SECONDS = 3600.0
Result = TypeVar("Result")


class WorkLoop:
    """Starts its thread with `start`. A connection pool belongs to one loop, so everything asynchronous runs here."""

    def __init__(self, wake: Callable[[], object], grace: float = GRACE_SECONDS) -> None:
        """`wake` asks for another sweep; it may block."""
        self.worker_id = new_id("worker")
        self.jobs_at_once = 1
        """How many the last sweep took together, at its end."""
        self._wake, self._grace = wake, grace
        self._loop = asyncio.new_event_loop()
        self._threads = ThreadPoolExecutor(THREADS, "work")
        self._loop.set_default_executor(self._threads)
        self._thread = threading.Thread(target=self._loop.run_forever, name="work-loop", daemon=True)
        self._stopping = threading.Event()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._beating: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start the thread, the connection pool and the heartbeat."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._begin(), self._loop).result()

    def is_stopping(self) -> bool:
        return self._stopping.is_set()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result | None:
        """Run `work` to its end from another thread; None when it was cut short by a stop."""
        try:
            return asyncio.run_coroutine_threadsafe(self._tracked(work), self._loop).result()
        except CancelledError:
            return None

    def wake_in(self, seconds: float) -> None:
        """Sweep again after this time, at most an hour ahead; an earlier wake stays. Call it inside the loop."""
        if seconds > FARTHEST_WAKE_SECONDS or self.is_stopping():
            return
        at = self._loop.time() + max(0.05, seconds)
        if self._timer is not None and not self._timer.cancelled() and self._loop.time() < self._timer.when() <= at:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(at, lambda: self._loop.run_in_executor(None, self._wake))

    def ask_to_stop(self) -> None:
        """No new job is begun; what still runs after the grace is cancelled, which hands it back."""
        if not self._stopping.is_set():
            self._stopping.set()
            self._loop.call_soon_threadsafe(self._loop.call_later, self._grace, self._cancel_all)

    def close(self) -> None:
        """End the loop, after the work is over; a thread that was left behind by cancelled work is not waited for."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._threads.shutdown(wait=False)

    async def _begin(self) -> None:
        await open_database()
        heart = Heart(self.worker_id)
        await heart.beat(utc_now())
        self._beating = asyncio.create_task(self._beat(heart))

    async def _end(self) -> None:
        if self._beating is not None:
            self._beating.cancel()
            await asyncio.gather(self._beating, return_exceptions=True)
        await close_database()

    async def _tracked(self, work: Coroutine[Any, Any, Result]) -> Result:
        task: asyncio.Task[Any] = asyncio.ensure_future(work)
        self._tasks.add(task)
        try:
            result: Result = await task
            return result
        finally:
            self._tasks.discard(task)

    def _cancel_all(self) -> None:
        log.info("handing back", extra={"worker_id": self.worker_id, "jobs": len(self._tasks)})
        for task in self._tasks:
            task.cancel()

    async def _beat(self, heart: Heart) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            await heart.beat_if_possible(utc_now())
