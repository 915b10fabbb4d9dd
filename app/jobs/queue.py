"""The right to work on a job: claiming one, keeping it, handing it back.

A claim is a random token in the job's row with a deadline in `due_at`. Every later write of the worker says
`claim = mine`, so a worker that lost its claim changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from app.columns import object_of
from app.database import PooledSQLiteEngine, engine, new_id, write, write_transaction
from app.database_scope import every_site
from app.jobs.tables import EvaluationJob, JobStatus


class ClaimLost(Exception):
    """Another worker owns this job now."""


_WAITING: dict[str, Any] = {"status": JobStatus.pending.value, "claim": None}

_TAKE = (
    "UPDATE ai_evaluation_jobs SET status = 'processing', claim = {}, due_at = {}, updated_at = {},"
    " started_at = COALESCE(started_at, {})"
)
# The few jobs in work are found by their status, the many that wait by the index on due_at, whatever a planner expects:
# due_at is only set while a job is open, and COALESCE keeps that index out of the first search.
_LAPSED = (
    "SELECT id FROM ai_evaluation_jobs WHERE status = 'processing' AND COALESCE(due_at, due_at) <= {{}}"
    " AND workflow IN ({names}) ORDER BY COALESCE(due_at, due_at) LIMIT 1 {lock}"
)
_LONGEST_DUE = (
    "SELECT id FROM ai_evaluation_jobs WHERE due_at <= {{}} AND workflow IN ({names}) ORDER BY due_at LIMIT 1 {lock}"
)
_STILL_DUE = "due_at <= {} AND status IN ('pending', 'processing')"
# A job that waits has no claim; its status would lead a planner to another index. Materialized, so that PostgreSQL does
# not look again for each row and lock more than were asked for.
_WAITING_LONGEST = (
    "WITH chosen AS MATERIALIZED (SELECT id FROM ai_evaluation_jobs WHERE due_at <= {{}} AND claim IS NULL"
    " AND workflow IN ({names}) ORDER BY due_at LIMIT {{}} {lock}) "
)


@every_site("the longest due job, whose site is known then")
async def claim(workflows: Iterable[str], now: datetime, until: datetime) -> EvaluationJob | None:
    """Take a job whose claim lapsed, else the one that has been due longest; None when nothing is due.

    One statement. Its outer condition is judged again once the row is locked: without it PostgreSQL gives a job to two.
    """
    names = list(workflows)
    if not names:
        return None
    chosen = _for(f"COALESCE(({_LAPSED}), ({_LONGEST_DUE}))", names)
    statement = f"{_TAKE} WHERE id = {chosen} AND {_STILL_DUE} RETURNING *"
    rows = await write(statement, new_id("claim"), until, now, now, now, *names, now, *names, now)
    return object_of(EvaluationJob, rows[0]) if rows else None


@every_site("the longest due jobs, whose sites are known then")
async def claim_some(workflows: Iterable[str], now: datetime, until: datetime, most: int) -> list[EvaluationJob]:
    """Take up to `most` jobs that wait, those that have been due longest, each with a claim of its own.

    One whose claim lapsed comes before them and alone: whatever ended its worker may do so again, and must not cost
    others an attempt.
    """
    names = list(workflows)
    if most <= 1 or not names:
        one = await claim(names, now, until)
        return [one] if one else []
    async with write_transaction():
        lapsed = f"{_TAKE} WHERE id = ({_for(_LAPSED, names)}) AND {_STILL_DUE} RETURNING *"
        rows = await write(lapsed, new_id("claim"), until, now, now, now, *names, now)
        if not rows:
            statement = (
                f"{_for(_WAITING_LONGEST, names)}{_TAKE} WHERE id IN (SELECT id FROM chosen)"  # noqa: S608 - constants
                f" AND claim IS NULL AND {_STILL_DUE} RETURNING *"
            )
            rows = await write(statement, now, *names, most, new_id("claim"), until, now, now, now)
    return sorted((object_of(EvaluationJob, row) for row in rows), key=lambda job: (job.requested_at, job.id))


async def extend(job: EvaluationJob, until: datetime) -> None:
    """Move the claim's deadline. Raises ClaimLost."""
    await _hold(job, {"due_at": until})


async def touch_each(jobs: Sequence[EvaluationJob], now: datetime, until: datetime) -> set[str]:
    """Move the claims' deadline because something about these jobs changes; the ids of those that are still claimed."""
    pairs = (value for job in jobs for value in (job.id, job.claim))
    rows = await write(touching(len(jobs)), until, now, *(job.id for job in jobs), *pairs)
    return {row["id"] for row in rows}


async def release(job: EvaluationJob, now: datetime) -> None:
    """Hand the job back to its old place: any worker may take it at once. Raises ClaimLost."""
    await _hold(job, {**_WAITING, "due_at": job.requested_at, "updated_at": now})


async def postpone(
    job: EvaluationJob, due_at: datetime, now: datetime, code: str, sentence: str, *, is_job_retry: bool
) -> None:
    """Let the job wait until `due_at`, saying why; `is_job_retry` counts one of its own retries. Raises ClaimLost."""
    why = {"error_code": code, "error_message": sentence, "retry_count": job.retry_count + int(is_job_retry)}
    await _hold(job, {**_WAITING, **why, "due_at": due_at, "updated_at": now})


async def close(job: EvaluationJob, status: JobStatus, now: datetime, code: str | None, sentence: str | None) -> None:
    """End the job. Raises ClaimLost, which undoes the transaction around it."""
    why = {"error_code": code, "error_message": sentence}
    ended = {"status": status.value, "claim": None, "due_at": None, "completed_at": now, "updated_at": now}
    await _hold(job, {**ended, **why})


async def note_result(job: EvaluationJob, result_id: str | None) -> None:
    """Say which record a job made, in the transaction that has closed it."""
    await write("UPDATE ai_evaluation_jobs SET evaluation_id = {} WHERE id = {}", result_id, job.id)


@cache
def touching(count: int) -> str:
    """The statement that extends so many claims; the ids stand there twice, since for pairs SQLite uses no index."""
    ids, pairs = ", ".join(["{}"] * count), ", ".join(["({}, {})"] * count)
    return (
        "UPDATE ai_evaluation_jobs SET due_at = {}, updated_at = {}"  # noqa: S608 - marks only
        f" WHERE id IN ({ids}) AND (id, claim) IN (VALUES {pairs}) RETURNING id"
    )


async def _hold(job: EvaluationJob, values: dict[str, Any]) -> None:
    changes = ", ".join([f"{name} = {{}}" for name in values])
    statement = f"UPDATE ai_evaluation_jobs SET {changes} WHERE id = {{}} AND claim = {{}} RETURNING id"  # noqa: S608
    if not await write(statement, *values.values(), job.id, job.claim):
        raise ClaimLost


def _for(statement: str, names: list[str]) -> str:
    lock = "" if isinstance(engine(), PooledSQLiteEngine) else "FOR UPDATE SKIP LOCKED"
    return statement.format(names=", ".join("{}" for _ in names), lock=lock)
