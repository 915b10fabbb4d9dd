"""Piccolo's PostgreSQL engine with pools for each event loop, and transactions that give their connection back always.

Piccolo's own engine keeps one pool for a process, though a pool belongs to one event loop and a worker has two; it
loses a connection when BEGIN or COMMIT fails; and it connects while `piccolo_conf` is imported. Every query runs on a
connection that sees the rows of the scope at work (`database_scope.py`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, cast
from weakref import WeakKeyDictionary

import asyncpg  # type: ignore[import-untyped]
from piccolo.engine.exceptions import TransactionError
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from app.database_lock import Lock, bind, look_at_lock, set_site
from app.database_outage import DatabaseUnreachable, WatchedConnection, is_outage, outage_told
from app.database_pools import Pools, open_pools
from app.database_scope import EVERY, current_scope

ANSWER_SECONDS = 30.0
"""The longest that a statement of the pool may take, a wait for a lock included; a migration has no limit."""
CONNECT_SECONDS = 5.0


class PooledTransaction(PostgresTransaction):
    """READ COMMITTED: a deed first locks the row that it decides about, then each statement sees what is committed.

    Every write that could be done twice is a conditional update or guarded by a unique index, so transactions need no
    order beyond that of the rows that they share.
    """

    __slots__ = ("_pool", "scope")

    async def __aenter__(self) -> PooledTransaction:
        self.scope = current_scope()
        with outage_told():
            self._pool, self.connection = await cast(PooledPostgresEngine, self.engine).take(self.scope)
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
        self._pools: WeakKeyDictionary[asyncio.AbstractEventLoop, Pools] = WeakKeyDictionary()
        settings = {"application_name": "leaselab", "timezone": "UTC"}
        patience = {"timeout": CONNECT_SECONDS, "connection_class": WatchedConnection}
        super().__init__(config={"dsn": dsn, "server_settings": settings, **patience})

    async def check_version(self) -> None:
        """Importing must not need the server: whoever uses it first finds out whether it is there."""

    @property
    def pools(self) -> Pools | None:
        """Those of the running event loop."""
        try:
            return self._pools.get(asyncio.get_running_loop())
        except RuntimeError:
            return None

    @property
    def pool(self) -> asyncpg.Pool | None:
        """What Piccolo asks for, to know whether there is any."""
        return self.pools.login if self.pools else None

    @pool.setter
    def pool(self, value: None) -> None:
        """Only Piccolo's constructor sets it, to nothing."""

    async def start_connection_pool(self, **kwargs: Any) -> None:
        if self.pools is None:
            options = {"command_timeout": ANSWER_SECONDS, **kwargs}
            self._pools[asyncio.get_running_loop()] = await open_pools(self.config, **options)

    async def close_connection_pool(self) -> None:
        pools = self._pools.pop(asyncio.get_running_loop(), None)
        if pools is not None:
            await pools.close()

    async def take(self, scope: str) -> tuple[asyncpg.Pool | None, Any]:
        """A connection that sees this scope's rows, and the pool to release it to; without one it is to be closed."""
        return await self.pools.take(scope) if self.pools else (None, await self.get_new_connection())

    async def get_new_connection(self) -> asyncpg.Connection:
        """One outside of the pools, for commands that open none; bound as theirs are."""
        connection, scope = await asyncpg.connect(**self.config), current_scope()
        try:
            if scope != EVERY and (role := (await look_at_lock(connection)).role):
                await bind(connection, role)
                await set_site(connection, scope)
        except BaseException:
            await connection.close()
            raise
        return connection

    async def look_at_lock(self) -> Lock:
        """Whether work for a site is held to its rows by the server."""
        connection = await asyncpg.connect(**self.config)
        try:
            return await look_at_lock(connection)
        finally:
            await connection.close()

    async def run_querystring(self, querystring: Any, in_pool: bool = True) -> Any:
        self._require_one_scope()
        return await super().run_querystring(querystring, in_pool)

    async def _run_in_pool(self, query: str, args: Sequence[Any] | None = None) -> Any:
        with outage_told():
            pool, connection = await cast(Pools, self.pools).take(current_scope())
            try:
                return await connection.fetch(query, *(args or []))
            finally:
                await pool.release(connection)

    def _require_one_scope(self) -> None:
        """A transaction keeps the rows that it began with: others would silently not be there."""
        transaction = cast(PooledTransaction | None, self.current_transaction.get())
        if transaction is not None and transaction.scope not in (EVERY, current_scope()):
            raise TransactionError("The site changes in the middle of a transaction.")

    def transaction(self, allow_nested: bool = False) -> PooledTransaction:
        if self.current_transaction.get() is not None:
            raise TransactionError("A transaction is open already; transactions never nest.")
        return PooledTransaction(engine=self)
