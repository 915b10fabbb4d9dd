"""An SQLite file as one side of a copy, through a connection of its own that a reader cannot write with."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import piccolo.engine.sqlite  # noqa: F401  registers how dates, instants, decimals and booleans are written and read
from piccolo.table import Table

from app.database import BUSY_TIMEOUT_MS
from app.move.row import Row, column_names, json_positions
from app.move.side import CHUNK_ROWS, CopyRefused

CACHE_KIB = 64_000
"""For many rows in one transaction: with SQLite's usual 2 MB the pages of the indexes go out and come back again."""


class SqliteSide:
    """Rows as the application sees them: dates, decimals and booleans by the declared type of their column."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def columns(self) -> dict[str, set[str]]:
        rows = self._connection.execute(
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
        )
        found: dict[str, set[str]] = {}
        for table, column in rows:
            found.setdefault(table, set()).add(column)
        return found

    async def close_to_others(self) -> None:
        """BEGIN IMMEDIATE did that."""

    async def has_rows(self, table: str) -> bool:
        return bool(self._connection.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")').fetchone()[0])  # noqa: S608

    async def chunks(self, table: type[Table]) -> AsyncIterator[list[Row]]:
        names, key = ", ".join(f'"{name}"' for name in column_names(table)), table._meta.primary_key
        words = json_positions(table)
        # Names of our own table classes, no input.
        statement = f'SELECT {names} FROM "{table._meta.tablename}" ORDER BY "{key._meta.db_column_name}"'  # noqa: S608
        cursor = self._connection.execute(statement)
        while rows := cursor.fetchmany(CHUNK_ROWS):
            yield [_with_texts(row, words) for row in rows]

    async def fill(self, table: type[Table], chunks: AsyncIterator[list[Row]]) -> None:
        names = column_names(table)
        listed, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" for _ in names)
        statement = f'INSERT INTO "{table._meta.tablename}" ({listed}) VALUES ({marks})'  # noqa: S608
        async for rows in chunks:
            try:
                self._connection.executemany(statement, rows)
            except sqlite3.Error as error:  # its words name a constraint, never a value
                raise CopyRefused(f"Table {table._meta.tablename}: the target refuses a row ({error}).") from error


def _with_texts(row: Row, positions: frozenset[int]) -> Row:
    """SQLite's affinity makes a number of a JSON text that is one."""
    if not positions:
        return row
    return tuple(
        str(value) if at in positions and isinstance(value, int | float) else value for at, value in enumerate(row)
    )


@asynccontextmanager
async def open_sqlite(path: Path, *, writes: bool) -> AsyncIterator[SqliteSide]:
    """One transaction over the file: a snapshot when it reads, all or nothing when it writes. Raises CopyRefused."""
    with connected(path, writes=writes) as connection:
        if writes:
            connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
        try:
            yield SqliteSide(connection)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


@contextmanager
def connected(path: Path, *, writes: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection that is closed again. Raises CopyRefused where the file is missing, is no database, or is locked."""
    if not path.is_file():
        raise CopyRefused(f"There is no SQLite database at {path}.")
    address = f"file:{quote(str(path.absolute()))}?mode={'rw' if writes else 'ro'}"
    with closing(
        sqlite3.connect(address, uri=True, isolation_level=None, detect_types=sqlite3.PARSE_DECLTYPES)
    ) as connection:
        try:
            connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.Error as error:
            raise CopyRefused(f"{path} cannot be read as an SQLite database ({error}).") from error
        yield connection


def version_of(connection: sqlite3.Connection) -> int:
    """A number that changes when another connection has committed since."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
