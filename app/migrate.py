"""Brings the database to the newest schema, for the command line and the tests."""

from __future__ import annotations

import contextlib
import io
from collections.abc import AsyncIterator

from piccolo.apps.migrations.commands.forwards import run_forwards

from app.database import engine
from app.database_postgres import PooledPostgresEngine

ONE_AT_A_TIME = 7_278_001
"""The number of PostgreSQL's advisory lock: any, as long as nothing else of ours takes it."""


async def migrate() -> None:
    """Run every migration that has not run yet; raises RuntimeError with Piccolo's own words when one fails."""
    words = io.StringIO()
    async with _alone():
        with contextlib.redirect_stdout(words):
            outcome = await run_forwards(app_name="leaselab")
    if not outcome.success:
        raise RuntimeError(outcome.message or words.getvalue())


@contextlib.asynccontextmanager
async def _alone() -> AsyncIterator[None]:
    """Machines that start together on one PostgreSQL migrate one after the other; SQLite is one machine's own."""
    found = engine()
    if not isinstance(found, PooledPostgresEngine):
        yield
        return
    connection = await found.get_new_connection()
    try:
        await connection.execute(f"SELECT pg_advisory_lock({ONE_AT_A_TIME})")
        yield
    finally:
        await connection.close()
