"""The PostgreSQL connections of one event loop: the login's own, and those that see one site's rows at a time.

A bound connection became a role that the policies of `database_lock.py` hold to `leaselab.site`. It keeps that setting
between queries, and remembers it, so that work for the same site costs no further round trip.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import asyncpg  # type: ignore[import-untyped]

from app.database_lock import Lock, bind, look_at_lock, set_site
from app.database_outage import WatchedConnection, let_server_watch
from app.database_scope import EVERY, NOBODY

log = logging.getLogger("leaselab.database")

SITE_CONNECTIONS = 6
LOGIN_CONNECTIONS = 4
"""For each event loop ten: web processes and workers together must stay below the server's max_connections (100)."""
WAIT_SECONDS = 10.0
"""The longest wait for one of the pool's connections."""
PLANS = "SET random_page_cost = 1.1; SET jit = off"
"""Indexes lie in memory, or on a disk that does not turn: by the usual 4 a page of a long list is found by a sort."""
UNKNOWN = "?"
"""No site's id."""


class SiteConnection(WatchedConnection):
    """`site` is whose rows it sees; None for the login's own connections, which are not bound."""

    __slots__ = ("site",)

    def __init__(self, protocol: Any, transport: Any, *rest: Any, **named: Any) -> None:
        super().__init__(protocol, transport, *rest, **named)
        self.site: str | None = None

    async def become(self, role: str) -> None:
        """Bound from here on, to the rows of nobody."""
        await bind(self, role)
        self.site = NOBODY

    async def enter(self, site: str) -> None:
        """Outside of a transaction: its rollback would undo this unnoticed."""
        if self.site is not None and self.site != site:
            self.site = UNKNOWN  # until the server has said that it is so
            await set_site(self, site)
            self.site = site


class Pools:
    """Connects when a connection is first needed; a connection that the server closed is replaced at the next use."""

    def __init__(self, login: asyncpg.Pool, options: dict[str, Any]) -> None:
        self.login, self._options = login, options
        self._site: asyncpg.Pool | None = None
        self._asking = asyncio.Lock()

    async def take(self, scope: str) -> tuple[asyncpg.Pool, Any]:
        """A connection that sees this scope's rows, and the pool to release it to."""
        pool = self.login if scope == EVERY else self._site or await self._site_pool()
        connection = await pool.acquire(timeout=WAIT_SECONDS)
        try:
            await connection.enter(scope)
        except BaseException:
            await pool.release(connection)
            raise
        return pool, connection

    async def close(self) -> None:
        for pool in {self.login, self._site or self.login}:
            await pool.close()

    async def _site_pool(self) -> asyncpg.Pool:
        """Made when it is first needed, since only the server can say whether the lock is whole."""
        async with self._asking:
            if self._site is None:
                async with self.login.acquire(timeout=WAIT_SECONDS) as connection:
                    lock = await look_at_lock(connection)
                self._site = await self._bound_to(lock)
            return self._site

    async def _bound_to(self, lock: Lock) -> asyncpg.Pool:
        if not lock.role:
            log.warning("the second lock on sites is open", extra={"reason": lock.problem})
            return self.login

        async def become(connection: SiteConnection) -> None:
            await _set_up(connection)
            await connection.become(lock.role)

        return await asyncpg.create_pool(**{**self._options, "max_size": SITE_CONNECTIONS, "init": become})


async def open_pools(config: dict[str, Any], **options: Any) -> Pools:
    """Pools of the running event loop; nothing is connected yet."""
    given = {**config, "connection_class": SiteConnection, "min_size": 0, "max_size": LOGIN_CONNECTIONS}
    given |= {"reset": _nothing_to_reset, "init": _set_up, **options}
    return Pools(await asyncpg.create_pool(**given), given)


async def _set_up(connection: asyncpg.Connection) -> None:
    await let_server_watch(connection)
    await connection.execute(PLANS)


async def _nothing_to_reset(connection: Any) -> None:
    """The site is told anew when it changes, and no query leaves anything else that a round trip must clean up."""
