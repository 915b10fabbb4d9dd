"""One side of a copy: a database of either engine, read as one snapshot or written in one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

from piccolo.table import Table

from app.errors import LeaseLabError
from app.move.row import Row

CHUNK_ROWS = 1_000
"""In memory at once, and what one round trip carries."""


class CopyRefused(LeaseLabError):
    """The copy was not made, and the target is as it was."""

    status_code = 409


class Side(Protocol):
    """Rows of all tables. A side opened for writing keeps nothing unless its block ends without an error."""

    async def columns(self) -> dict[str, set[str]]:
        """The columns of every table that is really there."""

    async def close_to_others(self) -> None:
        """Nobody else writes to our tables until this side is closed: what was empty stays so."""

    async def has_rows(self, table: str) -> bool:
        """Whether a table, which must be there, has any row."""

    def chunks(self, table: type[Table]) -> AsyncIterator[list[Row]]:
        """All rows by primary key, in the order of its bytes, at most CHUNK_ROWS at a time."""

    async def fill(self, table: type[Table], chunks: AsyncIterator[list[Row]]) -> None:
        """Insert the rows; raises CopyRefused, naming the table, when the database takes one of them not."""


def open_side(url: str, *, writes: bool = False) -> AbstractAsyncContextManager[Side]:
    """The database at a `sqlite:///` or `postgresql://` address."""
    if url.startswith("sqlite:///"):
        from app.move.sqlite import open_sqlite

        return open_sqlite(Path(url.removeprefix("sqlite:///")), writes=writes)
    from app.move.postgres import open_postgres

    return open_postgres(url, writes=writes)
