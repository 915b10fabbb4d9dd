"""A PostgreSQL database as one side of a copy, through a connection of its own without a time limit."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg  # type: ignore[import-untyped]
from piccolo.table import Table

from app.move.row import Row, all_tables, column_names
from app.move.side import CHUNK_ROWS, CopyRefused

SESSION = {"application_name": "leaselab", "timezone": "UTC", "row_security": "off"}
"""Row security off: a policy that would hide rows from us makes the query fail, instead of a copy without them."""


class PostgresSide:
    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def columns(self) -> dict[str, set[str]]:
        rows = await self._connection.fetch(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        )
        found: dict[str, set[str]] = {}
        for row in rows:
            found.setdefault(row["table_name"], set()).add(row["column_name"])
        return found

    async def close_to_others(self) -> None:
        names = ", ".join(f'"{table._meta.tablename}"' for table in all_tables())
        await self._connection.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")

    async def has_rows(self, table: str) -> bool:
        return bool(await self._connection.fetchval(f'SELECT EXISTS (SELECT 1 FROM "{table}")'))  # noqa: S608

    async def chunks(self, table: type[Table]) -> AsyncIterator[list[Row]]:
        names, key = ", ".join(f'"{name}"' for name in column_names(table)), table._meta.primary_key
        # COLLATE "C" is the order of bytes, in which SQLite sorts too; the names are those of our own table classes.
        cursor = await self._connection.cursor(
            f'SELECT {names} FROM "{table._meta.tablename}" ORDER BY "{key._meta.db_column_name}" COLLATE "C"'  # noqa: S608
        )
        while rows := await cursor.fetch(CHUNK_ROWS):
            yield [tuple(row) for row in rows]

    async def fill(self, table: type[Table], chunks: AsyncIterator[list[Row]]) -> None:
        name = table._meta.tablename
        try:
            await self._connection.copy_records_to_table(name, columns=column_names(table), records=_one_by_one(chunks))
        except asyncpg.PostgresError as error:  # the message names a column or constraint; its detail would hold values
            raise CopyRefused(f"Table {name}: the target refuses a row ({error.args[0]}).") from error
        except asyncpg.InterfaceError as error:  # this one's message would hold a value
            raise CopyRefused(f"Table {name}: a value does not fit its column ({type(error).__name__}).") from error


async def _one_by_one(chunks: AsyncIterator[list[Row]]) -> AsyncIterator[Row]:
    async for rows in chunks:
        for row in rows:
            yield row


@asynccontextmanager
async def open_postgres(url: str, *, writes: bool) -> AsyncIterator[PostgresSide]:
    """One transaction: a snapshot when it reads, all or nothing when it writes.

    Raises CopyRefused where the server cannot be reached.
    """
    try:
        connection = await asyncpg.connect(url, server_settings=SESSION)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise CopyRefused(f"PostgreSQL cannot be reached ({type(error).__name__}).") from error
    try:
        kind = {} if writes else {"isolation": "repeatable_read", "readonly": True}
        async with connection.transaction(**kind):
            yield PostgresSide(connection)
    finally:
        await connection.close()
