"""Group commit: write transactions of one event loop that wait for each other share one BEGIN and one COMMIT.

With `synchronous=FULL` a commit waits for the disk. Each transaction is a savepoint of the shared one: an error undoes
its own savepoint alone, and whoever wrote is answered only after the COMMIT. So nothing is promised before it is safe.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from time import perf_counter
from typing import Any

import aiosqlite
from piccolo.engine.sqlite import SQLiteTransaction

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
        if len(values) > MOST_ARGUMENTS or _suspects.get(query, 0) >= SLOW_TIMES:
            return await self.connection.execute_fetchall(query, values)
        began = perf_counter()
        rows = self.run_now(query, values)
        if perf_counter() - began > SLOW_SECONDS:
            _suspects[query] = _suspects.get(query, 0) + 1
        elif _suspects:
            _suspects.pop(query, None)
        return rows

    def run_now(self, query: str, values: Sequence[Any] = ()) -> Any:
        """Run a short statement in this thread; no other uses the connection while the group's holder has its turn."""
        return self.connection._conn.execute(query, values).fetchall()

    def fail(self, error: BaseException) -> None:
        """Nothing of this group was kept; all members learn of it."""
        if not self.done.done():
            self.done.set_exception(error)
            self.done.exception()  # asked for here, since every member may have gone away


class Writers:
    """The writers of one event loop in the order in which they came. One at a time has its turn."""

    def __init__(
        self,
        take: Callable[[], Awaitable[aiosqlite.Connection]],
        give_back: Callable[[aiosqlite.Connection], Awaitable[None]],
        discard: Callable[[aiosqlite.Connection], Awaitable[None]],
    ) -> None:
        self._take, self._give_back, self._discard = take, give_back, discard
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._is_busy = False
        self._group: Group | None = None
        self._ending: set[asyncio.Task[None]] = set()

    async def enter(self) -> Group:
        """Wait for a turn; then in the open group, or a new one, with a savepoint."""
        await self._turn()
        try:
            if self._group is None:
                self._group = await self._begin()
            group = self._group
            group.run_now("SAVEPOINT member")
        except BaseException:
            self._pass_on()
            raise
        group.members += 1
        return group

    async def leave(self, group: Group, *, is_kept: bool) -> None:
        """End the turn; where something is kept, return once it is committed. Raises what the commit raised."""
        try:
            if not is_kept:
                group.run_now("ROLLBACK TO member")
            group.run_now("RELEASE member")
        except BaseException as error:
            # A full disk ends the whole transaction, not the savepoint: what the others wrote is gone too.
            group.fail(error)
            raise
        finally:
            self._pass_on()
        if is_kept:
            await asyncio.shield(group.done)

    async def alone(self, work: Callable[[], Awaitable[Any]]) -> Any:
        """Run what cannot be part of a transaction, such as a PRAGMA, while nobody of this loop writes."""
        await self._turn()
        try:
            await self._end_group()
            return await work()
        finally:
            self._pass_on()

    async def settle(self) -> None:
        """Wait for the commits that are under way, though nobody may wait for them any more."""
        await asyncio.gather(*self._ending, return_exceptions=True)

    async def _turn(self) -> None:
        if not self._is_busy:
            self._is_busy = True
            return
        mine = asyncio.get_running_loop().create_future()
        self._waiting.append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """The next writer joins the open group; where none waits, or it is full, the group is committed first."""
        group = self._group
        if group is not None and (group.is_full or group.done.done() or not self._has_waiting()):
            task = asyncio.ensure_future(self._commit_and_go_on())
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)
        else:
            self._go_on()

    async def _commit_and_go_on(self) -> None:
        try:
            await self._end_group()
        finally:
            self._go_on()

    def _go_on(self) -> None:
        if self._has_waiting():
            self._waiting.popleft().set_result(None)
        else:
            self._is_busy = False

    def _has_waiting(self) -> bool:
        while self._waiting and self._waiting[0].done():
            self._waiting.popleft()
        return bool(self._waiting)

    async def _begin(self) -> Group:
        connection = await self._take()
        try:
            await connection.execute_fetchall("BEGIN IMMEDIATE")
        except BaseException:
            await self._discard(connection)
            raise
        return Group(connection)

    async def _end_group(self) -> None:
        group, self._group = self._group, None
        if group is None:
            return
        try:
            if group.done.done():
                raise group.done.exception() or RuntimeError("the group has ended")
            await group.connection.execute_fetchall("COMMIT")
        except BaseException as error:
            group.fail(error)
            with suppress(Exception):
                await self._discard(group.connection)
        else:
            await self._give_back(group.connection)
            group.done.set_result(None)


class PooledTransaction(SQLiteTransaction):
    """A member of a group of writers: what it writes is undone with it alone, and safe once it has ended.

    `engine` is one that has `writers()`.
    """

    __slots__ = ("group",)

    async def __aenter__(self) -> PooledTransaction:
        engine: Any = self.engine
        self.group: Group = await engine.writers().enter()
        self.connection = self.group.connection
        self.context = engine.current_transaction.set(self)
        return self

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> bool:
        engine: Any = self.engine
        engine.current_transaction.reset(self.context)
        await engine.writers().leave(self.group, is_kept=exception_type is None)
        return False
