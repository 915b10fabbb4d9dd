"""Carrying all rows of one database into another, empty one, and proving row by row that they are the same."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from piccolo.table import Table

from app.move.row import Row, all_tables, column_names, different_columns, row_hash
from app.move.side import CopyRefused, Side, open_side


@dataclass(frozen=True, slots=True)
class Checked:
    """One table after the copy: rows and hash of all row hashes on both sides, and where they first part."""

    table: str
    source_rows: int
    target_rows: int
    source_hash: str
    target_hash: str
    first_difference: str = ""

    @property
    def is_same(self) -> bool:
        return (self.source_rows, self.source_hash) == (self.target_rows, self.target_hash)


class CopyDiffers(CopyRefused):
    """The copy is not the same as the source. Nothing was kept in the target."""

    def __init__(self, checked: list[Checked]) -> None:
        self.checked = checked
        worst = next(item for item in checked if not item.is_same)
        super().__init__(
            f"Table {worst.table} is not the same on both sides ({worst.first_difference})."
            " Nothing was kept in the target; the source is untouched."
        )


async def migrate_at(url: str) -> None:
    """Bring another database than this process's to the newest schema. Raises CopyRefused with the reason."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app", "migrate",
        env={**os.environ, "DATABASE_URL": url}, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, errors = await process.communicate()
    if process.returncode != 0:
        lines = errors.decode(errors="replace").strip().splitlines()
        raise CopyRefused(f"The target could not be migrated: {lines[-1] if lines else 'no reason was given'}")


async def carry(source: Side, target_url: str, before_keeping: Callable[[], None] = lambda: None) -> list[Checked]:
    """Migrate the target, copy every table into it in one transaction, and compare before that is committed.

    `before_keeping` may raise to have nothing kept. Raises CopyRefused when the target has rows already or does not
    take one, CopyDiffers when a row came out changed; the target then has the newest schema and no rows.
    """
    await require_known_columns(source)
    await migrate_at(target_url)
    async with open_side(target_url, writes=True) as target:
        await target.close_to_others()
        await require_empty(target)
        for table in all_tables():
            await target.fill(table, source.chunks(table))
        checked = [await compare(source, target, table) for table in all_tables()]
        if not all(item.is_same for item in checked):
            raise CopyDiffers(checked)
        before_keeping()
    return checked


async def require_known_columns(side: Side) -> None:
    """Raise CopyRefused unless every table has the columns of this release, and no others: those would be lost."""
    there = await side.columns()
    for table in all_tables():
        name, ours = table._meta.tablename, set(column_names(table))
        found = there.get(name, set())
        if ours - found:
            raise CopyRefused("The source is not at the newest schema. Run `leaselab migrate` on it first.")
        if found - ours:
            raise CopyRefused(f"Table {name} of the source has columns that this release does not know. Use its own.")


async def require_empty(side: Side) -> None:
    """Raise CopyRefused when any table that is there, whatever its schema, has a row."""
    there = await side.columns()
    for name in (table._meta.tablename for table in all_tables()):
        if name in there and await side.has_rows(name):
            raise CopyRefused(f"The target has rows already, in {name}. It must be empty; nothing was changed.")


async def compare(source: Side, target: Side, table: type[Table]) -> Checked:
    """Both sides' rows in the order of their primary keys, each by the hash of its values."""
    one, other = _rows(source, table), _rows(target, table)
    hashes, counts, difference = (hashlib.sha256(), hashlib.sha256()), [0, 0], ""
    while True:
        pair = await anext(one, None), await anext(other, None)
        if pair == (None, None):
            break
        for side, row in enumerate(pair):
            if row is not None:
                counts[side] += 1
                hashes[side].update(row_hash(row))
        difference = difference or _difference(table, *pair)
    one_hash, other_hash = (item.hexdigest() for item in hashes)
    return Checked(table._meta.tablename, counts[0], counts[1], one_hash, other_hash, difference)


async def _rows(side: Side, table: type[Table]) -> AsyncIterator[Row]:
    async for chunk in side.chunks(table):
        for row in chunk:
            yield row


def _difference(table: type[Table], one: Row | None, other: Row | None) -> str:
    """Which row, by its identifier, and which columns; never a value. Empty when they are the same."""
    at = column_names(table).index(table._meta.primary_key._meta.db_column_name)
    if one is None or other is None:
        return f"row {(one or other or ())[at]} is only in the {'source' if other is None else 'target'}"
    if one[at] != other[at]:
        return f"row {min(one[at], other[at])} is on one side only"
    columns = different_columns(table, one, other)
    return f"row {one[at]}, {', '.join(columns)}" if columns else ""
