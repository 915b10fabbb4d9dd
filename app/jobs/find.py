"""Looking at the queue: one job with its steps, lists by state, and whether anybody works on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from app.columns import object_of
from app.database import look_up
from app.database_scope import every_site
from app.errors import NotFound
from app.jobs.tables import EvaluationJob, EvaluationStep, JobStatus

SILENT_AFTER = timedelta(seconds=60)
MOST_LISTED = 200


class JobState(StrEnum):
    """What people tell apart; `waiting` for a worker, `retrying` for the end of a wait."""

    waiting = "waiting"
    retrying = "retrying"
    paused = "paused"
    running = "running"
    completed = "completed"
    failed = "failed"


_CONDITIONS = {
    JobState.waiting: "status = 'pending' AND due_at IS NOT NULL AND error_code IS NULL",
    JobState.retrying: "status = 'pending' AND due_at IS NOT NULL AND error_code IS NOT NULL",
    JobState.paused: "status = 'pending' AND due_at IS NULL",
    JobState.running: "status = 'processing'",
    JobState.completed: "status = 'completed'",
    JobState.failed: "status = 'failed'",
}


@dataclass(frozen=True, slots=True)
class WorkerState:
    """`last_seen_at` is None when no worker ever answered."""

    is_alive: bool
    last_seen_at: datetime | None
    last_sweep_at: datetime | None


def state_of(job: EvaluationJob) -> JobState:
    """The state of a job that was read from the database."""
    if job.status != JobStatus.pending:
        return JobState.running if job.status == JobStatus.processing else JobState(job.status)
    if job.due_at is None:
        return JobState.paused
    return JobState.waiting if job.error_code is None else JobState.retrying


async def get_job(site_id: str, job_id: str) -> EvaluationJob:
    """The job; raises NotFound, for another site's job too."""
    this = (EvaluationJob.id == job_id) & (EvaluationJob.site_id == site_id)
    job = await EvaluationJob.objects().where(this).first()
    if job is None:
        raise NotFound("There is no such job at this site.")
    return job


async def find_open_job(site_id: str, lead_id: str) -> EvaluationJob | None:
    """The lead's open job; the database allows one."""
    rows = await look_up(
        "SELECT * FROM ai_evaluation_jobs WHERE lead_id = {} AND site_id = {} AND status IN ('pending', 'processing')",
        lead_id, site_id,
    )  # fmt: skip
    return object_of(EvaluationJob, rows[0]) if rows else None


async def list_steps(job_id: str) -> list[EvaluationStep]:
    """The recorded steps in order, without their output, which may be large."""
    columns = [column for column in EvaluationStep.all_columns() if column is not EvaluationStep.output]
    rows = (
        await EvaluationStep.select(*columns).where(EvaluationStep.job_id == job_id).order_by(EvaluationStep.position)
    )
    return [object_of(EvaluationStep, row) for row in rows]


async def current_steps(jobs: Sequence[EvaluationJob]) -> dict[str, str]:
    """The step that each of these jobs is at, by the job's id; one query."""
    if not jobs:
        return {}
    marks = ", ".join("{}" for _ in jobs)
    rows = await EvaluationStep.raw(
        f"SELECT job_id, name FROM ai_evaluation_steps WHERE finished_at IS NULL AND job_id IN ({marks})"  # noqa: S608
        " ORDER BY position",
        *(job.id for job in jobs),
    )
    return {row["job_id"]: row["name"] for row in rows}


async def list_jobs(site_id: str, state: JobState, most: int = 50) -> list[EvaluationJob]:
    """Jobs of one state, at most 200: open ones oldest first, closed ones newest first."""
    order = "requested_at" if state not in (JobState.completed, JobState.failed) else "completed_at DESC, id"
    rows = await EvaluationJob.raw(
        f"SELECT * FROM ai_evaluation_jobs WHERE site_id = {{}} AND {_CONDITIONS[state]} ORDER BY {order} LIMIT {{}}",  # noqa: S608
        site_id, min(most, MOST_LISTED),
    )  # fmt: skip
    return [object_of(EvaluationJob, row) for row in rows]


async def count_jobs(site_id: str | None = None) -> dict[JobState, int]:
    """How many jobs there are in each state, at one site or at all."""
    sums = ", ".join(f"SUM(CASE WHEN {words} THEN 1 ELSE 0 END) AS {state}" for state, words in _CONDITIONS.items())
    where = "" if site_id is None else " WHERE site_id = {}"
    rows = await EvaluationJob.raw(
        f"SELECT {sums} FROM ai_evaluation_jobs{where}",  # noqa: S608
        *([] if site_id is None else [site_id]),
    )
    return {state: int(rows[0][state.value] or 0) for state in JobState}


async def oldest_waiting(site_id: str | None = None) -> datetime | None:
    """When the job was requested that has waited longest for a worker."""
    where = "" if site_id is None else " AND site_id = {}"
    rows = await EvaluationJob.raw(
        f"SELECT requested_at FROM ai_evaluation_jobs WHERE status = 'pending' AND due_at IS NOT NULL{where}"  # noqa: S608
        " ORDER BY requested_at LIMIT 1",
        *([] if site_id is None else [site_id]),
    )
    return _moment(rows[0]["requested_at"]) if rows else None


@every_site("when a worker looks again")
async def next_due() -> datetime | None:
    """The earliest moment at which a job becomes due or a claim lapses."""
    rows = await EvaluationJob.raw(
        "SELECT due_at FROM ai_evaluation_jobs WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1"
    )
    return _moment(rows[0]["due_at"]) if rows else None


async def worker_state(now: datetime) -> WorkerState:
    """Whether any worker answered within the last minute."""
    rows = await look_up("SELECT last_seen_at, last_sweep_at FROM workers ORDER BY last_seen_at DESC LIMIT 1")
    if not rows:
        return WorkerState(is_alive=False, last_seen_at=None, last_sweep_at=None)
    seen = _moment(rows[0]["last_seen_at"])
    return WorkerState(now - seen <= SILENT_AFTER, seen, rows[0]["last_sweep_at"])


def _moment(value: Any) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError(f"not an instant: {value!r}")
    return value
