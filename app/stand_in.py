"""While no worker answers, a web process looks after the minute's chores: an alarm must not hang on what it watches."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from app.catalog import minute_ticks
from app.clock import utc_now
from app.jobs.find import worker_state
from app.schedules.minute import look_after
from app.schedules.runner import never

log = logging.getLogger("leaselab.web")

LOOK_SECONDS = 60.0


async def stand_in() -> None:
    """Look every minute, until cancelled."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        await stand_in_once(utc_now())


async def stand_in_once(now: datetime) -> bool:
    """Do the chores unless a worker answered within the last minute; whether they were done here."""
    if await _worker_answers(now):
        return False
    log.warning("no worker answers; this web process looks after alarms and mail")
    await look_after(minute_ticks(), utc_now, never)
    return True


async def _worker_answers(now: datetime) -> bool:
    try:
        return (await worker_state(now)).is_alive
    except Exception as error:
        # Without the database nobody can know; the watch must note since when.
        log.warning("the worker's sign of life cannot be read", extra={"error": type(error).__name__})
        return False
