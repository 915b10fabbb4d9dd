"""Old runs are forgotten with their changes and lines, so that the ledger does not grow for ever: a schedule itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.schedules.schedule import Change, Plan, Schedule
from app.schedules.tables import JobRun

KEPT_FOR = timedelta(days=90)
"""A quarter: long enough to see a schedule's usual duration and to answer what a run did to a lead."""
ALWAYS_KEPT = 20
"""The newest of each schedule stay however old they are: the page shows them, and the last one says what was done."""
MOST_KEPT = 500
"""Of each schedule at a site, however young they are."""
NEVER_YOUNGER = timedelta(days=1)
"""Runs of the last day are not looked at, this one's own among them."""
MOST_AT_ONCE = 500
"""The rest goes the next night."""

_OLD = """SELECT id, schedule, due_at FROM (
    SELECT id, schedule, due_at, status, row_number() OVER (PARTITION BY schedule ORDER BY due_at DESC) AS place
    FROM job_runs WHERE site_id = {}
) AS runs WHERE status <> 'running' AND due_at < {} AND ((due_at < {} AND place > {}) OR place > {})
ORDER BY due_at LIMIT {}"""


async def plan(site_id: str, now: datetime) -> Plan:
    """The site's runs that are older than a quarter or beyond the newest 500 of their schedule."""
    rows = await JobRun.raw(_OLD, site_id, now - NEVER_YOUNGER, now - KEPT_FOR, ALWAYS_KEPT, MOST_KEPT, MOST_AT_ONCE)
    changes = [
        Change(row["id"], f"Forget the run of {row['schedule']} of {row['due_at']:%Y-%m-%d %H:%M} UTC") for row in rows
    ]
    looked_at = (JobRun.site_id == site_id) & (JobRun.due_at < now - NEVER_YOUNGER)
    return Plan(await JobRun.count().where(looked_at), changes)


async def apply(site_id: str, change: Change, now: datetime) -> None:
    """Delete the run; its changes and lines go with it."""
    await JobRun.delete().where((JobRun.id == change.subject_id) & (JobRun.site_id == site_id))


SCHEDULE = Schedule(
    name="forget-runs",
    title="Forget old runs",
    about="Removes the record of runs older than 90 days; the newest 20 of each schedule always stay.",
    cron="30 3 * * *",
    plan=plan,
    apply=apply,
)
