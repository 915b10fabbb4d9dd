"""`leaselab sweep`: one pass of the queue in the foreground, for a cron job where no worker runs."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict

import click

from app.catalog import workflows
from app.clock import utc_now
from app.database import close_database, new_id, open_database
from app.documents.reader import close_reader
from app.jobs.runner import Swept, drain
from app.logs import set_up_logging
from app.migrate import require_newest_schema
from app.settings import current_settings
from app.traces import close_traces, set_up_traces, span


@click.command("sweep")
def sweep() -> None:
    """Claim due jobs (at most 100), run them, and print what was done as JSON."""
    set_up_logging(current_settings())
    set_up_traces()
    click.echo(json.dumps(asdict(asyncio.run(_sweep()))))


async def _sweep() -> Swept:
    await open_database()
    try:
        await require_newest_schema()
        with span("sweep") as shown:
            swept = await drain(workflows(), now=utc_now, worker_id=new_id("sweep"))
            shown.note(claimed=swept.claimed, completed=swept.completed, failed=swept.failed, retrying=swept.retrying)
        return swept
    finally:
        close_reader()
        await close_database()
        close_traces()
