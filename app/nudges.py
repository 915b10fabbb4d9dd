"""Many hints at once are one hint: what has not set out yet speaks for everybody who comes meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from weakref import WeakKeyDictionary

log = logging.getLogger("leaselab.worker")


class Nudges:
    """Sends one hint at a time, by `send`, which may raise: a lost one is noted, no more.

    A caller's hint begins after the call, so that whatever was committed before it is seen.
    """

    def __init__(self, send: Callable[[], Awaitable[object]]) -> None:
        self._send = send
        self._under_way: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Task[None]] = WeakKeyDictionary()
        self._waiting: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Task[None]] = WeakKeyDictionary()

    async def send(self) -> None:
        """Return once a hint has gone out that began after this call. Never raises."""
        loop = asyncio.get_running_loop()
        waiting = self._waiting.get(loop)
        if waiting is None:
            waiting = self._waiting[loop] = loop.create_task(self._next(loop))
        await asyncio.shield(waiting)

    async def _next(self, loop: asyncio.AbstractEventLoop) -> None:
        before = self._under_way.get(loop)
        if before is not None:
            await asyncio.wait([before])
        self._under_way[loop] = self._waiting.pop(loop)
        try:
            await self._send()
        except Exception as error:
            log.warning("nudge lost", extra={"error": type(error).__name__})
