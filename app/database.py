"""One way to the database: a pooled engine, short write transactions that never nest, and new identifiers.

Piccolo's own SQLite engine opens a connection and a thread for every query and begins transactions DEFERRED, which
under two writers ends in "database is locked". `PooledSQLiteEngine` keeps connections, begins IMMEDIATE, and lets the
writers of one process queue fairly before they reach SQLite's own lock, and share its commits (database_writes.py).
`synchronous=FULL` stays on: an accepted request must survive a power cut.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from functools import cache, lru_cache
from typing import Any, cast
from weakref import WeakKeyDictionary

import aiosqlite
from piccolo.engine.base import Engine
from piccolo.engine.exceptions import TransactionError
from piccolo.engine.finder import engine_finder
from piccolo.engine.sqlite import SQLiteEngine, TransactionType, dict_factory
from piccolo.querystring import QueryString

from app.database_ids import new_id as new_id
from app.database_outage import DatabaseBroken
from app.database_postgres import PooledPostgresEngine
from app.database_short import ShortReader
from app.database_writes import PooledTransaction, Writers
from app.settings import Settings

MOST_IDLE_CONNECTIONS = 8
BUSY_TIMEOUT_MS = 15_000
File = tuple[int, int]
"""A device and an inode: another file under the same name has others."""


class PooledSQLiteEngine(SQLiteEngine):
    """Piccolo's SQLite engine with a pool, WAL, foreign keys and a fair queue of writers for each event loop."""

    __slots__ = ("_file", "_files", "_idle", "_readers", "_writers")

    def __init__(self, path: str) -> None:
        self._file: File | None = None
        self._files: WeakKeyDictionary[aiosqlite.Connection, File | None] = WeakKeyDictionary()
        self._idle: list[aiosqlite.Connection] = []
        self._readers: WeakKeyDictionary[asyncio.AbstractEventLoop, ShortReader] = WeakKeyDictionary()
        self._writers: WeakKeyDictionary[asyncio.AbstractEventLoop, Writers] = WeakKeyDictionary()
        super().__init__(path=path)

    def writers(self) -> Writers:
        loop = asyncio.get_running_loop()
        if (found := self._writers.get(loop)) is None:
            found = self._writers[loop] = Writers(self.take, self.give_back, self.discard)
        return found

    async def take(self) -> aiosqlite.Connection:
        """A connection to the file that is there now. Raises DatabaseBroken where it is gone."""
        self._look_at_file()
        with suppress(IndexError):  # a worker has two loops: between a look and a pop the other may be faster
            return self._idle.pop()
        # Statements of a transaction run in the loop's thread, its BEGIN and COMMIT in the connection's: never at once.
        opening = aiosqlite.connect(**{**self.connection_kwargs, "check_same_thread": False})
        opening._thread.daemon = True  # an idle pooled connection must not keep a process from ending
        connection = await opening
        connection.row_factory = dict_factory  # type: ignore[assignment]
        await connection.executescript(
            f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            " PRAGMA foreign_keys=ON; PRAGMA cache_size=-8000;"
        )
        self._file = self._files[connection] = self._file or self._file_now()
        return connection

    def _file_now(self) -> File | None:
        with suppress(FileNotFoundError):
            found = os.stat(self.path)  # noqa: PTH116 - at every write, and a quarter of the time of Path's
            return found.st_dev, found.st_ino
        return None

    def _look_at_file(self) -> None:
        """A file that was deleted or replaced under the process keeps its open connections: what they wrote would be
        lost, and everybody told that it was kept."""
        if self._file is None or (now := self._file_now()) == self._file:
            return
        while self._idle:
            self._idle.pop().stop()
        self._readers.clear()
        if now is None:
            raise DatabaseBroken
        self._file = now

    async def give_back(self, connection: aiosqlite.Connection) -> None:
        if len(self._idle) < MOST_IDLE_CONNECTIONS and self._files.get(connection) == self._file:
            self._idle.append(connection)
        else:
            await connection.close()

    async def discard(self, connection: aiosqlite.Connection) -> None:
        await connection.close()

    async def close_connection_pool(self) -> None:
        await self.writers().settle()
        reader = self._readers.pop(asyncio.get_running_loop(), None)
        if reader is not None:
            reader.close()
        with suppress(IndexError):
            while True:
                await self._idle.pop().close()
        self._file = None

    async def start_connection_pool(self) -> None:
        await self.give_back(await self.take())

    async def get_connection(self) -> aiosqlite.Connection:
        return await self.take()

    def transaction(
        self, transaction_type: TransactionType = TransactionType.immediate, allow_nested: bool = False
    ) -> PooledTransaction:
        if self.current_transaction.get() is not None:
            raise TransactionError("A transaction is open already; transactions never nest.")
        return PooledTransaction(engine=self, transaction_type=transaction_type)

    async def _run_in_new_connection(
        self, query: str, args: list[Any] | None = None, query_type: str = "generic", table: Any = None
    ) -> Any:
        if query.lstrip()[:6].upper() in {"SELECT", "EXPLAI"}:
            return await self._run_pooled(query, args)
        if query.lstrip()[:6].upper() not in {"INSERT", "UPDATE", "DELETE"}:
            return await self.writers().alone(lambda: self._run_pooled(query, args))
        return await self.write(query, args or [])

    async def _run_pooled(self, query: str, args: list[Any] | None) -> Any:
        connection = await self.take()
        try:
            rows = await connection.execute_fetchall(query, args or [])
        except BaseException:
            await self.discard(connection)
            raise
        await self.give_back(connection)
        return rows

    async def write(self, query: str, values: Sequence[Any]) -> Any:
        """Run a statement in the present transaction, or in one of its own."""
        transaction = cast("PooledTransaction | None", self.current_transaction.get())
        if transaction is not None:
            return await transaction.run(query, values)
        async with self.transaction() as alone:
            return await alone.run(query, values)

    async def look_up(self, query: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
        """Rows of a short SELECT, without leaving the thread; inside a transaction those that it sees."""
        transaction = self.current_transaction.get()
        rows: list[dict[str, Any]]
        if transaction is not None:
            rows = await self._run_in_existing_connection(transaction.connection, query, list(values))
            return rows
        try:
            return self._reader().rows(query, values)
        except sqlite3.OperationalError:
            rows = await self._run_pooled(query, list(values))
            return rows

    def _reader(self) -> ShortReader:
        loop = asyncio.get_running_loop()
        reader = self._readers.get(loop)
        if reader is None:
            reader = self._readers[loop] = ShortReader(**self.connection_kwargs)
        return reader

    async def _run_in_existing_connection(
        self, connection: Any, query: str, args: list[Any] | None = None, query_type: str = "generic", table: Any = None
    ) -> Any:
        return await cast(PooledTransaction, self.current_transaction.get()).run(query, args or [])


def engine_from(settings: Settings) -> Engine[Any]:
    """The engine for `DATABASE_URL`; for SQLite the folder of the file is made."""
    if settings.is_sqlite:
        settings.sqlite_path.parent.mkdir(parents=True, exist_ok=True)
        return PooledSQLiteEngine(path=str(settings.sqlite_path))
    return PooledPostgresEngine(settings.database_url)


@cache
def engine() -> Engine[Any]:
    """The engine that `piccolo_conf.py` made for this process."""
    found = engine_finder()
    if found is None:
        raise RuntimeError("piccolo_conf.DB is missing")
    return found


async def look_up(query: str, *values: Any) -> list[dict[str, Any]]:
    """The rows of a SELECT that finds a few of them along an index; `{}` stands for each value.

    What may scan a table belongs into `Table.raw`: on SQLite this runs where every other request waits for it.
    """
    found = engine()
    if isinstance(found, PooledSQLiteEngine):
        return await found.look_up(_with_marks(query), values)
    return [dict(row) for row in await found.run_querystring(QueryString(query, *values), in_pool=True)]


async def write(query: str, *values: Any) -> list[dict[str, Any]]:
    """Run an INSERT, UPDATE or DELETE that touches a few rows; returns those of its RETURNING. `{}` stands for each
    value. Inside a transaction it is part of that."""
    found = engine()
    if isinstance(found, PooledSQLiteEngine):
        rows: list[dict[str, Any]] = await found.write(_with_marks(query), values)
        return rows
    return [dict(row) for row in await found.run_querystring(QueryString(query, *values), in_pool=True)]


async def insert(table: str, values: Mapping[str, Any]) -> None:
    """Add a row with every column that has no default in the database; a tenth of the work of `Table.save`."""
    marks = ", ".join(["{}"] * len(values))
    await write(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", *values.values())  # noqa: S608 - names


@lru_cache(maxsize=512)
def _with_marks(query: str) -> str:
    return query.replace("{}", "?")


async def open_database() -> None:
    """Open the connections of this event loop."""
    await engine().start_connection_pool()


async def close_database() -> None:
    """Close them again."""
    await engine().close_connection_pool()


@asynccontextmanager
async def write_transaction() -> AsyncIterator[None]:
    """The only way to open a transaction. Short; nothing slow, no network and no nudge inside; never nested."""
    async with engine().transaction(allow_nested=False):
        yield
