"""What the alarms go by, read with a handful of queries for all sites together; the rules judge it without reading."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.evaluations.tables import Evaluation
from app.schedules.cron import last_due
from app.schedules.schedule import Schedule
from app.schedules.tables import JobRun
from app.sites.tables import Site
from app.storage import DocumentStore, FolderLost, StorageError

LOOK_BACK = timedelta(days=45)
RUNS = 21
"""The newest run and the 20 before it, which say what is usual."""
STORE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class RunFact:
    """A run that is no dry run. `is_waiting`: no worker took it yet, since `started_at`."""

    due_at: datetime
    started_at: datetime
    status: str
    is_waiting: bool
    processed: int = 0
    changed: int = 0
    failed: int = 0
    skipped: int = 0
    duration_ms: int = 0


@dataclass(frozen=True, slots=True)
class ScheduleFacts:
    """A schedule at a site; `due_at` is None where nothing was due since the site exists. Runs are newest first."""

    site_id: str
    name: str
    title: str
    due_at: datetime | None
    runs: Sequence[RunFact] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """`waiting` has each site's id and its oldest waiting evaluation's time; `sweep_gap` lies between two sweeps.

    `database_down_since` is set in the first look after an outage.
    """

    now: datetime
    site_ids: Sequence[str]
    schedules: Sequence[ScheduleFacts] = ()
    waiting: Sequence[tuple[str, datetime]] = ()
    sweep_gap: timedelta = timedelta(minutes=1)
    is_store_down: bool = False
    is_folder_lost: bool = False
    database_down_since: datetime | None = None


_RUNS = """SELECT site_id, schedule, due_at, started_at, status, attempts, processed, changed, failed, skipped,
    duration_ms FROM (
    SELECT r.*, row_number() OVER (PARTITION BY site_id, schedule ORDER BY due_at DESC) AS place
    FROM job_runs r WHERE due_at > {} AND NOT is_dry
) AS newest WHERE place <= {} ORDER BY due_at DESC"""
_WAITING = """SELECT site_id, requested_at FROM (
    SELECT site_id, requested_at, row_number() OVER (PARTITION BY site_id ORDER BY requested_at) AS place
    FROM ai_evaluation_jobs WHERE status = 'pending' AND due_at IS NOT NULL
) AS oldest WHERE place = 1"""


async def collect(
    now: datetime,
    schedules: Sequence[Schedule],
    store: DocumentStore,
    sweep_gap: timedelta,
    database_down_since: datetime | None = None,
) -> Facts:
    """The facts of all sites."""
    sites = await Site.select(Site.id, Site.created_at)
    runs = await _runs(now)
    due = {schedule.name: last_due(schedule.cron, now) for schedule in schedules}
    found = [
        ScheduleFacts(
            str(site["id"]),
            schedule.name,
            schedule.title,
            due[schedule.name] if site["created_at"] <= due[schedule.name] else None,
            runs.get((str(site["id"]), schedule.name), ()),
        )
        for site in sites
        for schedule in schedules
    ]
    waiting = [(str(row["site_id"]), row["requested_at"]) for row in await Evaluation.raw(_WAITING)]
    site_ids = [str(site["id"]) for site in sites]
    is_down, is_lost = await _state_of(store)
    return Facts(now, site_ids, found, waiting, sweep_gap, is_down, is_lost, database_down_since)


async def _runs(now: datetime) -> dict[tuple[str, str], list[RunFact]]:
    found: dict[tuple[str, str], list[RunFact]] = defaultdict(list)
    for row in await JobRun.raw(_RUNS, now - LOOK_BACK, RUNS):
        is_waiting = row["status"] == "running" and row.pop("attempts") == 0
        row.pop("attempts", None)
        key = (str(row.pop("site_id")), str(row.pop("schedule")))
        found[key].append(RunFact(is_waiting=is_waiting, **row))
    return found


async def _state_of(store: DocumentStore) -> tuple[bool, bool]:
    """Whether the store is down, and whether that is because its folder was lost."""
    try:
        await asyncio.wait_for(store.stat("readiness"), STORE_SECONDS)
    except (StorageError, TimeoutError) as error:
        return True, isinstance(error, FolderLost)
    return False, False
