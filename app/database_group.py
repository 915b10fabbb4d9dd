"""One open transaction that several writers share, and the statements that they run in it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from sqlite3 import Error
from time import perf_counter
from typing import Any

import aiosqlite
from piccolo.engine.exceptions import TransactionError

MOST_MEMBERS = 64
LONGEST_SECONDS = 0.02
"""A group that is older takes nobody else in, so that neither its first member nor another process waits for long."""
SLOW_SECONDS = 0.002
SLOW_TIMES = 3
"""A statement that took so long so often in a row has its own thread from then on: handing it over costs 0.1 ms. Once
or twice is a busy machine."""
MOST_ARGUMENTS = 300
YIELD_EVERY = 32

_suspects: dict[str, int] = {}
"""How often in a row a statement was slow; the text of statements is the program's own, so they are few."""


class Group:
    """One open transaction on one connection, and the promise that it is committed."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self.connection, self.members, self.statements = connection, 0, 0
        self.began_at = perf_counter()
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @property
    def is_full(self) -> bool:
        return self.members >= MOST_MEMBERS or perf_counter() - self.began_at > LONGEST_SECONDS

    async def run(self, query: str, values: Sequence[Any]) -> Any:
        """Run a statement: here, since a thread costs more than most statements take, unless it is known as slow."""
        self.statements += 1
        if self.statements % YIELD_EVERY == 0:
            await asyncio.sleep(0)
        if self.done.done():
            raise self.done.exception() or TransactionError("The transaction has ended.")
        try:
            if len(values) > MOST_ARGUMENTS or _suspects.get(query, 0) >= SLOW_TIMES:
                return await self._run_in_thread(query, values)
            began = perf_counter()
            rows = self.run_now(query, values)
        except Error as error:
            self._look_whether_lost(error)
            raise
        if perf_counter() - began > SLOW_SECONDS:
            _suspects[query] = _suspects.get(query, 0) + 1
        elif _suspects:
            _suspects.pop(query, None)
        return rows

    def run_now(self, query: str, values: Sequence[Any] = ()) -> Any:
        """Run a short statement in this thread; no other uses the connection while the group's holder has its turn."""
        return self.connection._conn.execute(query, values).fetchall()

    async def _run_in_thread(self, query: str, values: Sequence[Any]) -> Any:
        """A statement goes on when whoever asked for it is cancelled: only after it can it be undone with the rest."""
        running = asyncio.ensure_future(self.connection.execute_fetchall(query, values))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            while not running.done():
                with suppress(asyncio.CancelledError):
                    await asyncio.wait([running])
            if not running.cancelled() and isinstance(error := running.exception(), Error):
                self._look_whether_lost(error)
            raise

    def _look_whether_lost(self, error: Error) -> None:
        """A full disk ends the whole transaction, not the savepoint: what the others wrote is gone too, and what came
        next would be kept by itself."""
        if not self.connection._conn.in_transaction:
            self.fail(error)

    def fail(self, error: BaseException) -> None:
        """Nothing of this group was kept; all members learn of it."""
        if not self.done.done():
            self.done.set_exception(error)
            self.done.exception()  # asked for here, since every member may have gone away
