"""Brings the database to the newest schema, for the command line and the tests."""

from __future__ import annotations

import contextlib
import io
import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
from piccolo.apps.migrations.tables import Migration

from app.database import engine
from app.database_lock import lock_tables
from app.database_postgres import PooledPostgresEngine
from app.database_scope import every_site
from app.errors import LeaseLabError

log = logging.getLogger("leaselab.database")

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
ONE_AT_A_TIME = 7_278_001
"""The number of PostgreSQL's advisory lock: any, as long as nothing else of ours takes it."""


class SchemaBehind(LeaseLabError):
    """The database is not at the newest schema. Run `leaselab migrate` first."""


@every_site("the schema")
async def migrate() -> None:
    """Run every migration that has not run yet, and lock the tables by site.

    Raises RuntimeError with Piccolo's own words when a migration fails.
    """
    from piccolo.apps.migrations.commands.forwards import run_forwards  # with a formatter, which no other command needs

    words = io.StringIO()
    async with _alone() as connection:
        with contextlib.redirect_stdout(words):
            outcome = await run_forwards(app_name="leaselab")
        if not outcome.success:
            raise RuntimeError(outcome.message or words.getvalue())
        if connection is not None and (lock := await lock_tables(connection)).problem:
            log.warning("the second lock on sites stays open: %s", lock.problem)


@every_site("the schema")
async def require_newest_schema() -> None:
    """Raise SchemaBehind unless every migration of this release has run; newer ones do no harm, since they only add."""
    here = {re.sub(r"\D", "", path.stem) for path in MIGRATIONS.glob("leaselab_*.py")}
    if not await Migration.table_exists():
        raise SchemaBehind
    ran = {re.sub(r"\D", "", name) for name in await Migration.get_migrations_which_ran("leaselab")}
    if here - ran:
        raise SchemaBehind


@contextlib.asynccontextmanager
async def _alone() -> AsyncIterator[asyncpg.Connection | None]:
    """Machines that start together on one PostgreSQL migrate one after the other; SQLite is one machine's own, and
    needs no connection for it."""
    found = engine()
    if not isinstance(found, PooledPostgresEngine):
        yield None
        return
    connection = await found.get_new_connection()
    try:
        await connection.execute(f"SELECT pg_advisory_lock({ONE_AT_A_TIME})")
        yield connection
    finally:
        await connection.close()
