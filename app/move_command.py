"""`leaselab move`: from the SQLite file of one machine to PostgreSQL, checked row by row."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import click

from app.clock import utc_now
from app.errors import SettingsError
from app.jobs.find import SILENT_AFTER
from app.jobs.tables import Worker
from app.move.carry import Checked, CopyDiffers, carry, require_empty
from app.move.row import column_names
from app.move.side import CopyRefused, Side, open_side
from app.move.sqlite import connected, open_sqlite, version_of
from app.settings import current_settings

STOP = "Stop workers and web processes, wait a minute, and try again; or copy a snapshot with --anyway."


@click.command("move")
@click.option("--to", "target", required=True, help="postgresql://user@host/database; its password from PGPASSWORD.")
@click.option("--anyway", is_flag=True, help="Copy a snapshot even though workers or people still write to the source.")
def move(target: str, anyway: bool) -> None:
    """Copy the SQLite database to an empty PostgreSQL and check it row by row; exit status 1 on any difference."""
    settings = current_settings()
    if not settings.is_sqlite:
        raise SettingsError("DATABASE_URL is PostgreSQL already; `leaselab move` starts from the SQLite file.")
    if not target.startswith(("postgresql://", "postgres://")):
        raise SettingsError("--to must start with postgresql://.")
    try:
        checked = asyncio.run(move_rows(settings.sqlite_path, target, utc_now(), is_forced=anyway))
    except CopyDiffers as differs:
        print_table(differs.checked)
        raise
    print_table(checked)
    click.echo(f"{sum(item.source_rows for item in checked):,} rows are the same on both sides.")
    click.echo("Set DATABASE_URL to the new database for all web processes and workers; the documents did not move.")


async def move_rows(path: Path, target_url: str, now: datetime, *, is_forced: bool = False) -> list[Checked]:
    """One snapshot of the file, carried. Raises CopyRefused when the file is in use, or is written to meanwhile."""
    async with open_side(target_url) as target:
        await require_empty(target)  # before anything is migrated
    with connected(path) as watching:
        before = version_of(watching)

        def require_unchanged() -> None:
            if not is_forced and version_of(watching) != before:
                raise CopyRefused(f"Somebody wrote to the source meanwhile; nothing was kept. {STOP}")

        async with open_sqlite(path, writes=False) as source:
            if not is_forced:
                await _require_quiet(source, now)
            return await carry(source, target_url, require_unchanged)


async def _require_quiet(source: Side, now: datetime) -> None:
    """Raise CopyRefused while a worker answers."""
    seen = column_names(Worker).index(Worker.last_seen_at._meta.db_column_name)
    async for rows in source.chunks(Worker):
        if any(now - row[seen] <= SILENT_AFTER for row in rows):
            raise CopyRefused(f"A worker answered within the last minute. {STOP}")


def print_table(checked: list[Checked]) -> None:
    """A line for each table: rows and the beginning of the hash, of both sides."""
    click.echo(f"{'table':<28}{'rows':>10}{'there':>10}  hash of all rows")
    for item in checked:
        hashes = item.source_hash[:16] if item.is_same else f"{item.source_hash[:16]} ≠ {item.target_hash[:16]}"
        click.echo(f"{item.table:<28}{item.source_rows:>10,}{item.target_rows:>10,}  {hashes}")
