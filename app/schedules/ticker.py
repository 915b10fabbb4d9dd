"""The thread in which a worker's schedules run, with a loop of its own: a slow one keeps no evaluation waiting."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from typing import Any

from app.database import close_database, open_database

log = logging.getLogger("leaselab.schedules")

GRACE_SECONDS = 12.0
"""What a run may still take after a stop was asked; then it is cancelled, which hands it back."""


class Ticker:
    """`tick` is awaited after each `wake`, one at a time; wakes that come meanwhile are answered by one more."""

    def __init__(
        self, tick: Callable[[Callable[[], bool]], Coroutine[Any, Any, None]], grace: float = GRACE_SECONDS
    ) -> None:
        """`tick` is given the question whether a stop was asked."""
        self._tick, self._grace = tick, grace
        self._loop = asyncio.new_event_loop()
        self._asked = asyncio.Event()
        self._stopping = threading.Event()
        self._working: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="schedules", daemon=True)

    def start(self) -> None:
        """Begin to wait for wakes."""
        self._thread.start()

    def wake(self) -> None:
        """Ask for a tick, from any thread. Returns at once."""
        if not self._stopping.is_set():
            self._loop.call_soon_threadsafe(self._asked.set)

    def is_stopping(self) -> bool:
        return self._stopping.is_set()

    def ask_to_stop(self) -> None:
        """No new run is begun; what still runs after the grace is cancelled."""
        if not self._stopping.is_set():
            self._stopping.set()
            self._loop.call_soon_threadsafe(self._end_soon)

    def close(self) -> None:
        """Wait for the end, after `ask_to_stop`."""
        if self._thread.ident is not None:
            self._thread.join(self._grace + 3)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._work())
        finally:
            self._loop.close()

    async def _work(self) -> None:
        await open_database()
        try:
            while not self._stopping.is_set():
                await self._asked.wait()
                self._asked.clear()
                if not self._stopping.is_set():
                    await self._one_tick()
        finally:
            await close_database()

    async def _one_tick(self) -> None:
        self._working = asyncio.ensure_future(self._tick(self.is_stopping))
        try:
            await self._working
        except asyncio.CancelledError:
            log.info("tick cancelled")
        except Exception as error:
            log.warning("tick failed", extra={"error": type(error).__name__})
        self._working = None

    def _end_soon(self) -> None:
        self._asked.set()
        self._loop.call_later(self._grace, self._cancel)

    def _cancel(self) -> None:
        if self._working is not None:
            self._working.cancel()
