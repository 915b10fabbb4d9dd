"""Piccolo's PostgreSQL engine with a pool for each event loop, and transactions that give their connection back always.

Piccolo's own engine keeps one pool for a process, though a pool belongs to one event loop and a worker has two; it
loses a connection when BEGIN or COMMIT fails; and it connects while `piccolo_conf` is imported.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, cast
from weakref import WeakKeyDictionary

import asyncpg  # type: ignore[import-untyped]
from piccolo.engine.exceptions import TransactionError
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from app.database_outage import DatabaseUnreachable, WatchedConnection, is_outage, let_server_watch, outage_told

MOST_CONNECTIONS = 10
"""For each event loop: web processes and workers together must stay below the server's max_connections (100)."""
ANSWER_SECONDS = 30.0
"""The longest that a statement of the pool may take, a wait for a lock included; a migration has no limit."""
CONNECT_SECONDS = 5.0
WAIT_SECONDS = 10.0
"""The longest wait for one of the pool's connections."""
PLANS = "SET random_page_cost = 1.1; SET jit = off"
"""Indexes lie in memory, or on a disk that does not turn: by the usual 4 a page of a long list is found by a sort."""


class PooledTransaction(PostgresTransaction):
    """READ COMMITTED: a deed first locks the row that it decides about, then each statement sees what is committed.

    Every write that could be done twice is a conditional update or guarded by a unique index, so transactions need no
    order beyond that of the rows that they share.
    """

    __slots__ = ("_pool",)

    async def __aenter__(self) -> PooledTransaction:
        self._pool = cast(PooledPostgresEngine, self.engine).pool
        with outage_told():
            self.connection = await (
                self._pool.acquire(timeout=WAIT_SECONDS) if self._pool else self.engine.get_new_connection()
            )
            try:
                self.transaction = self.connection.transaction(isolation="read_committed")
                await self.transaction.start()
            except BaseException:
                await self._give_back()
                raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> bool:
        try:
            with outage_told():
                if exception_type is None:
                    await self.transaction.commit()
                elif not self.connection.is_closed():
                    await self.transaction.rollback()
        finally:
            self.engine.current_transaction.reset(self.context)
            await self._give_back()
        if exception is not None and is_outage(exception):  # nothing else in a transaction leaves the process
            raise DatabaseUnreachable from exception
        return False

    async def _give_back(self) -> None:
        await (self._pool.release(self.connection) if self._pool else self.connection.close())


class PooledPostgresEngine(PostgresEngine):
    """Connects when a connection is first needed; a connection that the server closed is replaced at the next use."""

    __slots__ = ("_pools",)

    def __init__(self, dsn: str) -> None:
        self._pools: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncpg.Pool] = WeakKeyDictionary()
        settings = {"application_name": "leaselab", "timezone": "UTC"}
        patience = {"timeout": CONNECT_SECONDS, "connection_class": WatchedConnection}
        super().__init__(config={"dsn": dsn, "server_settings": settings, **patience})

    async def check_version(self) -> None:
        """Importing must not need the server: whoever uses it first finds out whether it is there."""

    @property
    def pool(self) -> asyncpg.Pool | None:
        """The pool of the running event loop."""
        try:
            return self._pools.get(asyncio.get_running_loop())
        except RuntimeError:
            return None

    @pool.setter
    def pool(self, value: None) -> None:
        """Only Piccolo's constructor sets it, to nothing."""

    async def start_connection_pool(self, **kwargs: Any) -> None:
        if self.pool is None:
            limits = {"min_size": 0, "max_size": MOST_CONNECTIONS, "command_timeout": ANSWER_SECONDS}
            self._pools[asyncio.get_running_loop()] = await asyncpg.create_pool(
                **{**self.config, **limits, "reset": _nothing_to_reset, "init": _set_up, **kwargs}
            )

    async def _run_in_pool(self, query: str, args: Sequence[Any] | None = None) -> Any:
        pool = cast(asyncpg.Pool, self.pool)
        with outage_told():
            async with pool.acquire(timeout=WAIT_SECONDS) as connection:
                return await connection.fetch(query, *(args or []))

    async def close_connection_pool(self) -> None:
        pool = self._pools.pop(asyncio.get_running_loop(), None)
        if pool is not None:
            await pool.close()

    def transaction(self, allow_nested: bool = False) -> PooledTransaction:
        if self.current_transaction.get() is not None:
            raise TransactionError("A transaction is open already; transactions never nest.")
        return PooledTransaction(engine=self)


async def _set_up(connection: asyncpg.Connection) -> None:
    await let_server_watch(connection)
    await connection.execute(PLANS)


async def _nothing_to_reset(connection: Any) -> None:
    """No query leaves anything in its session, so none needs a second round trip to clean up after it."""
