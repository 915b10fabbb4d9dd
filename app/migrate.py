"""Brings the database to the newest schema, for the command line and the tests."""

from __future__ import annotations

import contextlib
import io

from piccolo.apps.migrations.commands.forwards import run_forwards


async def migrate() -> None:
    """Run every migration that has not run yet; raises RuntimeError with Piccolo's own words when one fails."""
    words = io.StringIO()
    with contextlib.redirect_stdout(words):
        outcome = await run_forwards(app_name="leaselab")
    if not outcome.success:
        raise RuntimeError(outcome.message or words.getvalue())
