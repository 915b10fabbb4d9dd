"""The right to work on a job: claiming one, keeping it, handing it back.

A claim is a random token in the job's row with a deadline in `due_at`. Every later write of the worker says
`claim = mine`, so a worker that lost its claim changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.database import PooledSQLiteEngine, engine, new_id
from app.jobs.tables import EvaluationJob, JobStatus


class ClaimLost(Exception):
    """Another worker owns this job now."""


_WAITING: dict[Any, Any] = {EvaluationJob.status: JobStatus.pending.value, EvaluationJob.claim: None}


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


async def claim(workflows: Iterable[str], now: datetime, until: datetime) -> EvaluationJob | None:
    """Take a job whose claim lapsed, else the one that has been due longest; None when nothing is due.

    One statement. Its outer condition is judged again once the row is locked: without it PostgreSQL gives a job to two.
    """
    names, token = list(workflows), new_id("claim")
    if not names:
        return None
    parts = {
        "names": ", ".join("{}" for _ in names),
        "lock": "" if isinstance(engine(), PooledSQLiteEngine) else "FOR UPDATE SKIP LOCKED",
    }
    chosen = f"COALESCE(({_LAPSED.format(**parts)}), ({_LONGEST_DUE.format(**parts)}))"
    statement = f"{_TAKE} WHERE id = {chosen} AND {_STILL_DUE} RETURNING id"
    rows = await EvaluationJob.raw(statement, token, until, now, now, now, *names, now, *names, now)
    if not rows:
        return None
    return (
        await EvaluationJob.objects()
        .where((EvaluationJob.id == rows[0]["id"]) & (EvaluationJob.claim == token))
        .first()
    )


async def extend(job: EvaluationJob, until: datetime) -> None:
    """Move the claim's deadline. Raises ClaimLost."""
    await _hold(job, {EvaluationJob.due_at: until})


async def touch(job: EvaluationJob, now: datetime, until: datetime) -> None:
    """Move the claim's deadline because something about the job changes. Raises ClaimLost."""
    await _hold(job, {EvaluationJob.due_at: until, EvaluationJob.updated_at: now})


async def release(job: EvaluationJob, now: datetime) -> None:
    """Hand the job back to its old place: any worker may take it at once. Raises ClaimLost."""
    await _hold(job, {**_WAITING, EvaluationJob.due_at: job.requested_at, EvaluationJob.updated_at: now})


async def postpone(
    job: EvaluationJob, due_at: datetime, now: datetime, code: str, sentence: str, *, is_job_retry: bool
) -> None:
    """Let the job wait until `due_at`, saying why; `is_job_retry` counts one of its own retries. Raises ClaimLost."""
    why = {EvaluationJob.error_code: code, EvaluationJob.error_message: sentence}
    count = {EvaluationJob.retry_count: job.retry_count + int(is_job_retry)}
    await _hold(job, {**_WAITING, **why, **count, EvaluationJob.due_at: due_at, EvaluationJob.updated_at: now})


async def close(job: EvaluationJob, status: JobStatus, now: datetime, code: str | None, sentence: str | None) -> None:
    """End the job. Raises ClaimLost, which undoes the transaction around it."""
    await _hold(
        job,
        {
            EvaluationJob.status: status.value,
            EvaluationJob.claim: None,
            EvaluationJob.due_at: None,
            EvaluationJob.completed_at: now,
            EvaluationJob.error_code: code,
            EvaluationJob.error_message: sentence,
            EvaluationJob.updated_at: now,
        },
    )


async def _hold(job: EvaluationJob, values: dict[Any, Any]) -> None:
    mine = (EvaluationJob.id == job.id) & (EvaluationJob.claim == job.claim)
    rows = await EvaluationJob.update(values).where(mine).returning(EvaluationJob.id)
    if not rows:
        raise ClaimLost
