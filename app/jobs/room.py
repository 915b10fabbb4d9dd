"""How many jobs one sweep works on at once: one, unless they are so quick that waiting for each other's commits pays.

Jobs that take seconds are taken one by one, so that other workers find work and an agent's job is not behind a row.
"""

from __future__ import annotations

import asyncio

MOST_TOGETHER = 16
QUICK_SECONDS = 0.05
"""A job that took less was waiting for commits and threads rather than at work."""
AT_WORK = 4
"""Steps that run at once; what else a job does meanwhile is waiting for the database."""
PATIENCE_SECONDS = 0.5


class NoRoom(Exception):
    """The jobs that were taken together are not quick: this one goes back to the queue, for any worker."""


class Room:
    """Where the steps of jobs that were taken together run; `size` is how many are taken next."""

    def __init__(self, size: int = 1) -> None:
        self.size = size
        self._at_work = asyncio.Semaphore(AT_WORK)

    def learn(self, jobs: int, seconds: float) -> None:
        """Take twice as many next time after quick jobs, and one after others."""
        self.size = min(self.size * 2, MOST_TOGETHER) if seconds < QUICK_SECONDS * jobs else 1

    async def __aenter__(self) -> None:
        if not self._at_work.locked():
            await self._at_work.acquire()
            return
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._at_work.acquire()
        except TimeoutError:
            raise NoRoom from None

    async def __aexit__(self, *error: object) -> None:
        self._at_work.release()
