"""What a person may do about a job: pause and resume it, cancel it while it waits, try a failed one again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.database import write_transaction
from app.errors import LeaseLabError
from app.jobs import ledger
from app.jobs.find import JobState, find_open_job, list_jobs
from app.jobs.tables import EvaluationJob, JobStatus
from app.jobs.workflow import Workflow, Workflows

MOST_AT_ONCE = 100
CANCELLED = ("Cancelled", "Somebody cancelled this job before it began.")


class JobMovedOn(LeaseLabError):
    """The job is in another state by now. Look at it again."""

    status_code = 409


class JobAlreadyPending(LeaseLabError):
    """An evaluation of this lead is already on its way."""

    status_code = 409


@dataclass(frozen=True, slots=True)
class Retried:
    """`refused` has a sentence for each job that could not be opened again, by its id."""

    job_ids: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


async def pause_job(job: EvaluationJob, now: datetime) -> None:
    """A waiting job is not claimed until it is resumed. Raises JobMovedOn."""
    await _move(job, JobStatus.pending, EvaluationJob.due_at.is_not_null(), {EvaluationJob.due_at: None}, now)


async def resume_job(job: EvaluationJob, now: datetime) -> None:
    """A paused job is due at once. Raises JobMovedOn."""
    await _move(job, JobStatus.pending, EvaluationJob.due_at.is_null(), {EvaluationJob.due_at: now}, now)


async def cancel_job(workflows: Workflows, job: EvaluationJob, now: datetime) -> None:
    """A job that nobody works on ends as failed with the code `Cancelled`. Raises JobMovedOn."""
    code, sentence = CANCELLED
    values = {
        EvaluationJob.status: JobStatus.failed.value,
        EvaluationJob.due_at: None,
        EvaluationJob.completed_at: now,
        EvaluationJob.error_code: code,
        EvaluationJob.error_message: sentence,
    }
    async with write_transaction():
        await _move(job, JobStatus.pending, None, values, now)
        await _workflow(workflows, job).on_failed(job, code, now)


async def retry_job(workflows: Workflows, job: EvaluationJob, now: datetime) -> None:
    """Open a failed job again; steps that were finished stay so.

    Raises JobMovedOn, JobAlreadyPending when the lead has another open job, and whatever the workflow refuses with.
    """
    values = {
        EvaluationJob.status: JobStatus.pending.value,
        EvaluationJob.due_at: now,
        EvaluationJob.completed_at: None,
        EvaluationJob.error_code: None,
        EvaluationJob.error_message: None,
        EvaluationJob.retry_count: 0,
    }
    async with write_transaction():
        # The job before its lead, as in every transaction that has both: none waits for another in a circle.
        await _move(job, JobStatus.failed, None, {}, now)
        await _workflow(workflows, job).on_retried(job, now)
        other = await find_open_job(str(job.site_id), str(job.lead_id))
        if other is not None and other.id != job.id:
            raise JobAlreadyPending(job_id=other.id)
        await _move(job, JobStatus.failed, None, values, now)
        await ledger.start_over(job.id)


async def retry_failed(workflows: Workflows, site_id: str, most: int, now: datetime) -> Retried:
    """Open the site's newest failed jobs again, at most 100, each on its own; stops when the quota is used up."""
    retried = Retried()
    for job in await list_jobs(site_id, JobState.failed, min(most, MOST_AT_ONCE)):
        try:
            await retry_job(workflows, job, now)
            retried.job_ids.append(job.id)
        except LeaseLabError as refusal:
            retried.refused[job.id] = refusal.message
            if refusal.status_code == 403:
                break
    return retried


async def _move(job: EvaluationJob, status: JobStatus, condition: Any, values: dict[Any, Any], now: datetime) -> None:
    this = (EvaluationJob.id == job.id) & (EvaluationJob.status == status.value)
    this = this if condition is None else this & condition
    if (
        not await EvaluationJob.update({**values, EvaluationJob.updated_at: now})
        .where(this)
        .returning(EvaluationJob.id)
    ):
        raise JobMovedOn


def _workflow(workflows: Workflows, job: EvaluationJob) -> Workflow:
    return next(workflow for workflow in workflows if workflow.name == job.workflow)
