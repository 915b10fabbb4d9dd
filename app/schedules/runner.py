"""Runs of schedules: those that are due, and those that somebody asks for. Each site's run stands on its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from app.database_scope import site_scope
from app.schedules import ledger
from app.schedules.schedule import Schedule
from app.schedules.tables import JobRun, RunStatus
from app.schedules.turn import Pace, Tell, Turn, nothing

log = logging.getLogger("leaselab.schedules")

LOOK_SECONDS = 0.5


def never() -> bool:
    """Nobody asks to stop."""
    return False


async def run_due(
    schedules: Sequence[Schedule],
    clock: Callable[[], datetime],
    *,
    is_stopping: Callable[[], bool] = never,
    pace: Pace | None = None,
) -> list[str]:
    """Write the due runs into the ledger, then work on every run that waits or was left by a dead worker; their ids."""
    await ledger.open_due(schedules, clock())
    return await drain(schedules, clock, is_stopping=is_stopping, pace=pace)


async def run_now(
    schedule: Schedule,
    site_ids: Sequence[str],
    clock: Callable[[], datetime],
    *,
    started_by: str,
    is_dry: bool = False,
    is_stopping: Callable[[], bool] = never,
    pace: Pace | None = None,
    tell: Tell = nothing,
) -> list[JobRun]:
    """Run it for each of the sites, outside its hours. A run is still `running` in the answer when a stop was asked.

    Another worker may take some of them: then this one waits for them.
    """
    run_ids = await ledger.open_now(schedule.name, site_ids, clock(), is_dry=is_dry, started_by=started_by)
    while True:
        await drain([schedule], clock, only=run_ids, is_stopping=is_stopping, pace=pace, tell=tell)
        runs = await ledger.get_runs(run_ids)
        if is_stopping() or all(run.status != RunStatus.running for run in runs):
            return runs
        await asyncio.sleep(LOOK_SECONDS)


async def drain(
    schedules: Sequence[Schedule],
    clock: Callable[[], datetime],
    *,
    only: Collection[str] | None = None,
    is_stopping: Callable[[], bool] = never,
    pace: Pace | None = None,
    tell: Tell = nothing,
) -> list[str]:
    """Work on waiting runs, longest waiting first, until there is none or a stop is asked; the ids of those taken."""
    pace, taken, known = pace or Pace(), list[str](), {schedule.name: schedule for schedule in schedules}
    while not is_stopping():
        now = clock()
        run = await ledger.claim(known, now, now + pace.claim_length, only)
        if run is None:
            break
        taken.append(run.id)
        try:
            with site_scope(str(run.site_id)):
                await Turn(run, known[run.schedule], clock, pace, is_stopping, tell).work()
        except ledger.ClaimLost:
            log.warning("run lost to another worker", extra={"run_id": run.id})
        except Exception as error:
            # The database went away, say. The claim lapses, another attempt goes on, and the other runs do not wait.
            log.warning("run interrupted", extra={"run_id": run.id, "error": type(error).__name__})
    return taken
