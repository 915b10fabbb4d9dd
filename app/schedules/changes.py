"""A run's plan in the database: stored whole before the first change is made, and ticked off as changes are made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from app.database import new_id, write_transaction
from app.schedules import ledger
from app.schedules.schedule import Change, Plan
from app.schedules.tables import ChangeStatus, JobRun, JobRunChange, JobRunLine

ROWS_AT_ONCE = 500
MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Stored:
    """A change that is planned, and its place in the plan."""

    position: int
    change: Change


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a change; `error` is the reason of one that was skipped or failed."""

    position: int
    status: ChangeStatus
    error: str = ""


def rows_of(run: JobRun, plan: Plan) -> list[JobRunChange]:
    """The plan as rows. Raises TypeError where a change's data is not JSON."""
    return [_row(run, position, change) for position, change in enumerate(plan.changes)]


async def store_plan(run: JobRun, plan: Plan, rows: Sequence[JobRunChange], now: datetime) -> None:
    """Store the plan in place of one that was left half stored. Raises ClaimLost."""
    async with write_transaction():
        await ledger.hold(run, {JobRun.processed: plan.processed})
        await JobRunChange.delete().where(JobRunChange.run_id == run.id)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        async with write_transaction():
            await ledger.hold(run, {JobRun.processed: plan.processed})
            await JobRunChange.insert(*rows[start : start + ROWS_AT_ONCE])
    async with write_transaction():
        await ledger.hold(run, {JobRun.processed: plan.processed, JobRun.planned_at: now})
        await say(run, now, *plan.lines[:MOST_LINES])
    run.planned_at, run.processed = now, plan.processed


async def count_planned(run: JobRun) -> int:
    """How many changes have not been made yet."""
    is_planned = JobRunChange.status == ChangeStatus.planned.value
    return int(await JobRunChange.count().where((JobRunChange.run_id == run.id) & is_planned))


async def next_planned(run: JobRun, after: int, most: int) -> list[Stored]:
    """The next changes in their order, behind this position."""
    rows = (
        await JobRunChange.select(JobRunChange.position, JobRunChange.subject_id, JobRunChange.text, JobRunChange.data)
        .where(
            (JobRunChange.run_id == run.id)
            & (JobRunChange.position > after)
            & (JobRunChange.status == ChangeStatus.planned.value)
        )
        .order_by(JobRunChange.position)
        .limit(most)
    )
    return [Stored(row["position"], Change(row["subject_id"], row["text"], json.loads(row["data"]))) for row in rows]


async def tick_off(run: JobRun, done: Sequence[Done]) -> None:
    """Record what became of these changes, and count them. Works inside the transaction that made them."""
    for (status, error), group in groupby(sorted(done, key=_outcome), key=_outcome):
        positions = [one.position for one in group]
        values: dict[Any, Any] = {JobRunChange.status: status, JobRunChange.error: error, JobRunChange.data: "{}"}
        this = (JobRunChange.run_id == run.id) & JobRunChange.position.is_in(positions)
        await JobRunChange.update(values).where(this)
    sums: dict[Any, Any] = {
        JobRun.changed: JobRun.changed + _count(done, ChangeStatus.changed),
        JobRun.failed: JobRun.failed + _count(done, ChangeStatus.failed),
        JobRun.skipped: JobRun.skipped + _count(done, ChangeStatus.skipped),
    }
    await ledger.hold(run, sums)


async def say(run: JobRun, now: datetime, *lines: str, level: str = "info") -> None:
    """Add lines to the run's log. Those of one moment lie a microsecond apart, so that they stay in their order."""
    rows = [
        JobRunLine(
            id=new_id("line"),
            run_id=run.id,
            level=level,
            text=line[:500],
            logged_at=now + timedelta(microseconds=place),
        )
        for place, line in enumerate(lines)
    ]
    if rows:
        await JobRunLine.insert(*rows)


def _row(run: JobRun, position: int, change: Change) -> JobRunChange:
    return JobRunChange(
        id=new_id("change"),
        run_id=run.id,
        position=position,
        subject_id=change.subject_id[:120],
        text=change.text[:500],
        # A dry run is never applied, so it keeps nothing but its sentences.
        data="{}" if run.is_dry else json.dumps(dict(change.data)),
    )


def _outcome(done: Done) -> tuple[str, str]:
    return done.status.value, done.error


def _count(done: Iterable[Done], status: ChangeStatus) -> int:
    return sum(one.status is status for one in done)
