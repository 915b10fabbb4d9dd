"""Group commit: write transactions of one event loop that wait for each other share one BEGIN and one COMMIT.

With `synchronous=FULL` a commit waits for the disk. Each transaction is a savepoint of the shared one: an error undoes
its own savepoint alone, and whoever wrote is answered only after the COMMIT. So nothing is promised before it is safe.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any

import aiosqlite
from piccolo.engine.exceptions import TransactionError
from piccolo.engine.sqlite import SQLiteTransaction

from app.database_group import Group
from app.database_outage import is_busy


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
            if not is_kept and not group.done.done():
                group.run_now("ROLLBACK TO member")
            if not group.done.done():
                group.run_now("RELEASE member")
        except Exception as error:
            group.fail(error)  # whoever keeps nothing has an error of their own
        finally:
            self._pass_on()
        if is_kept:
            await asyncio.shield(group.done)

    async def alone(self, work: Callable[[], Awaitable[Any]]) -> Any:
        """Run what cannot be part of a transaction, such as a PRAGMA, while nobody of this loop writes."""
        await self._turn()
        try:
            await asyncio.shield(self._in_its_own_task(self._end_group()))
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
            if not mine.cancelled() and not mine.exception():
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """The next writer joins the open group; where none waits, or it is full, the group is committed first."""
        group = self._group
        if group is not None and (group.is_full or group.done.done() or not self._has_waiting()):
            self._in_its_own_task(self._commit_and_go_on())
        else:
            self._go_on()

    def _in_its_own_task(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """A commit is never cut short: members that nobody has cancelled wait for it."""
        task = asyncio.create_task(work)
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
        return task

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
        connection, waited_as_long = await self._take(), list(self._waiting)
        try:
            await connection.execute_fetchall("BEGIN IMMEDIATE")
        except BaseException as error:
            if not is_busy(error):
                await self._discard(connection)
                raise
            for each in waited_as_long:
                if not each.done():
                    each.set_exception(error)
            await self._give_back(connection)
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
            group.done.set_result(None)
            await self._give_back(group.connection)


class PooledTransaction(SQLiteTransaction):
    """A member of a group of writers: what it writes is undone with it alone, and safe once it has ended.

    `engine` is one that has `writers()`.
    """

    __slots__ = ("group", "has_ended")

    async def __aenter__(self) -> PooledTransaction:
        engine: Any = self.engine
        self.group: Group = await engine.writers().enter()
        self.connection, self.has_ended = self.group.connection, False
        self.context = engine.current_transaction.set(self)
        return self

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> bool:
        engine: Any = self.engine
        engine.current_transaction.reset(self.context)
        self.has_ended = True
        await engine.writers().leave(self.group, is_kept=exception_type is None)
        return False

    async def run(self, query: str, values: Sequence[Any]) -> Any:
        """Raises TransactionError for a task that outlives the transaction that it began in: others write there now."""
        if self.has_ended:
            raise TransactionError("The transaction has ended.")
        return await self.group.run(query, values)
