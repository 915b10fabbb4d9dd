"""The ledger of runs: each due run of each site is written once, and one worker at a time has the right to it.

A row that waits has a deadline that has passed, so claiming a new run and taking over a dead worker's is one thing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from app.database import PooledSQLiteEngine, engine, new_id, write_transaction
from app.database_scope import every_site
from app.schedules.cron import last_due
from app.schedules.schedule import Schedule
from app.schedules.tables import JobRun, RunStatus
from app.sites.tables import Site

CLOCK = "clock"
_ROWS_AT_ONCE = 500
_CLAIM_LOCK = 7_316_006
"""Any fixed number: PostgreSQL's advisory lock, under which one worker at a time looks for a run that it may take."""


class ClaimLost(Exception):
    """Another worker owns this run now."""


_INSERT = (
    "INSERT INTO job_runs (id, schedule, site_id, due_at, started_at, status, is_dry, started_by, claimed_until,"
    " attempts, processed, changed, failed, skipped, duration_ms) VALUES {rows} ON CONFLICT DO NOTHING RETURNING id"
)
_ROW = "({}, {}, {}, {}, {}, 'running', {}, {}, {}, 0, 0, 0, 0, 0, 0)"
# Two runs of a schedule for a site that change things are never at work at once: the second plans after the first.
_WAITING = (
    "SELECT r.id FROM job_runs r WHERE r.status = 'running' AND r.claimed_until <= {{}} AND r.schedule IN ({names})"
    " {only} AND (r.is_dry OR NOT EXISTS (SELECT 1 FROM job_runs o WHERE o.status = 'running'"
    " AND o.claimed_until > {{}} AND o.claim IS NOT NULL AND o.schedule = r.schedule AND o.site_id = r.site_id"
    " AND NOT o.is_dry AND o.id <> r.id))"
    " ORDER BY r.claimed_until, r.id LIMIT 1"
)
_TAKE = (
    "UPDATE job_runs SET claim = {{}}, claimed_until = {{}}, attempts = attempts + 1,"
    " started_at = CASE WHEN attempts = 0 THEN {{}} ELSE started_at END"
    " WHERE id = ({waiting}) AND status = 'running' AND claimed_until <= {{}} RETURNING id"
)


@every_site("due runs of every site")
async def open_due(schedules: Sequence[Schedule], now: datetime) -> int:
    """Write the runs that are due and not yet in the ledger; how many. Only the latest due one of each is caught up.

    A site has missed nothing that was due before it existed.
    """
    due = {schedule.name: last_due(schedule.cron, now) for schedule in schedules}
    if not due:
        return 0
    sites = await Site.select(Site.id, Site.created_at)
    same = " OR ".join("(schedule = {} AND due_at = {})" for _ in due)
    known = await JobRun.raw(
        f"SELECT schedule, site_id FROM job_runs WHERE {same}",  # noqa: S608 - placeholders only
        *(value for pair in due.items() for value in pair),
    )
    there = {(row["schedule"], row["site_id"]) for row in known}
    missing = [
        (name, str(site["id"]), at)
        for name, at in due.items()
        for site in sites
        if site["created_at"] <= at and (name, site["id"]) not in there
    ]
    return len(await _insert(missing, now, is_dry=False, started_by=CLOCK))


@every_site("a run for each of the sites")
async def open_now(name: str, site_ids: Sequence[str], now: datetime, *, is_dry: bool, started_by: str) -> list[str]:
    """The id of a run for each site, in their order: one that waits already, or else a new one, due now."""
    waiting = await JobRun.raw(
        "SELECT id, site_id, is_dry FROM job_runs WHERE schedule = {} AND status = 'running' AND attempts = 0", name
    )
    found = {row["site_id"]: row["id"] for row in waiting if bool(row["is_dry"]) is is_dry}
    missing = [(name, site_id, now) for site_id in site_ids if site_id not in found]
    for run_id in await _insert(missing, now, is_dry=is_dry, started_by=started_by):
        found[run_id[1]] = run_id[0]
    return [found[site_id] for site_id in site_ids if site_id in found]


@every_site("the longest waiting run, whose site is known then")
async def claim(
    names: Collection[str], now: datetime, until: datetime, only: Collection[str] | None = None
) -> JobRun | None:
    """Take the run that has waited longest, of these schedules and, where given, of these ids; None without one."""
    if not names or (only is not None and not only):
        return None
    token = new_id("claim")
    ids = "" if only is None else f"AND r.id IN ({', '.join('{}' for _ in only)})"
    waiting = _WAITING.format(names=", ".join("{}" for _ in names), only=ids)
    async with write_transaction():
        if not isinstance(engine(), PooledSQLiteEngine):
            await JobRun.raw("SELECT pg_advisory_xact_lock({})", _CLAIM_LOCK)
        rows = await JobRun.raw(_TAKE.format(waiting=waiting), token, until, now, now, *names, *(only or ()), now, now)
    if not rows:
        return None
    return await JobRun.objects().where((JobRun.id == rows[0]["id"]) & (JobRun.claim == token)).first()


async def hold(run: JobRun, values: Mapping[Any, Any]) -> None:
    """Write to the run that is ours. Raises ClaimLost, which undoes the transaction around it."""
    mine = (JobRun.id == run.id) & (JobRun.claim == run.claim)
    if not await JobRun.update(dict(values)).where(mine).returning(JobRun.id):
        raise ClaimLost


async def hand_back(run: JobRun, now: datetime, duration_ms: int) -> None:
    """Any worker may go on at once, and the attempt does not count. Raises ClaimLost."""
    values: dict[Any, Any] = {
        JobRun.claim: None,
        JobRun.claimed_until: now,
        JobRun.attempts: JobRun.attempts - 1,
        JobRun.duration_ms: JobRun.duration_ms + duration_ms,
    }
    await hold(run, values)


async def close(run: JobRun, status: RunStatus, now: datetime, duration_ms: int, error: str | None = None) -> None:
    """End the run. Raises ClaimLost."""
    values: dict[Any, Any] = {
        JobRun.status: status.value,
        JobRun.claim: None,
        JobRun.claimed_until: None,
        JobRun.finished_at: now,
        JobRun.duration_ms: JobRun.duration_ms + duration_ms,
        JobRun.error: error,
    }
    await hold(run, values)


@every_site("a run for each of the sites")
async def get_runs(run_ids: Sequence[str]) -> list[JobRun]:
    """The runs of these ids, in their order."""
    rows = await JobRun.objects().where(JobRun.id.is_in(list(run_ids))) if run_ids else []
    by_id = {row.id: row for row in rows}
    return [by_id[run_id] for run_id in run_ids if run_id in by_id]


async def _insert(
    runs: Sequence[tuple[str, str, datetime]], now: datetime, *, is_dry: bool, started_by: str
) -> list[tuple[str, str]]:
    """(id, site id) of the runs that were not there yet."""
    made: list[tuple[str, str]] = []
    for start in range(0, len(runs), _ROWS_AT_ONCE):
        rows = [(new_id("run"), *run) for run in runs[start : start + _ROWS_AT_ONCE]]
        values = [value for row in rows for value in (*row, now, is_dry, started_by, now)]
        answer = await JobRun.raw(_INSERT.format(rows=", ".join(_ROW for _ in rows)), *values)
        written = {row["id"] for row in answer}
        made += [(row[0], row[2]) for row in rows if row[0] in written]
    return made
