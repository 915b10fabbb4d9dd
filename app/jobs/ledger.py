"""The record of each step of a job, which a worker that takes over goes by."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from app.database import new_id
from app.jobs.tables import EvaluationJob, EvaluationStep, StepStatus
from app.jobs.workflow import Output


async def steps_of(job_id: str) -> dict[str, EvaluationStep]:
    """The recorded steps of a job by name."""
    found = await EvaluationStep.objects().where(EvaluationStep.job_id == job_id).order_by(EvaluationStep.position)
    return {step.name: step for step in found}


def output_of(step: EvaluationStep) -> Output:
    output: Output = json.loads(step.output)
    return output


async def begin(job: EvaluationJob, name: str, position: int, now: datetime) -> int:
    """Count an attempt before it is made, so that one which kills the process is counted too. Returns its number."""
    rows = await EvaluationStep.raw(
        "INSERT INTO ai_evaluation_steps (id, job_id, name, position, status, attempts, started_at, finished_at,"
        " duration_ms, error_code, error_message, output)"
        " VALUES ({}, {}, {}, {}, 'running', 1, {}, NULL, 0, NULL, NULL, '{{}}')"
        " ON CONFLICT (job_id, name) DO UPDATE SET status = 'running', attempts = ai_evaluation_steps.attempts + 1,"
        " started_at = excluded.started_at, finished_at = NULL RETURNING attempts",
        new_id("step"), job.id, name, position, now,
    )  # fmt: skip
    return int(rows[0]["attempts"])


async def finish(job: EvaluationJob, name: str, output: Output, now: datetime, duration_ms: int) -> None:
    """Record that a step is done; it is never run again for this job."""
    await _set(
        job,
        name,
        {
            EvaluationStep.status: StepStatus.completed.value,
            EvaluationStep.finished_at: now,
            EvaluationStep.duration_ms: duration_ms,
            EvaluationStep.output: json.dumps(output),
            EvaluationStep.error_code: None,
            EvaluationStep.error_message: None,
        },
    )


async def stumble(
    job: EvaluationJob, name: str, status: StepStatus, trouble: tuple[str, str], now: datetime, duration_ms: int
) -> None:
    """Record an attempt that did not succeed: `waiting` when it is tried again, `failed` when it is not."""
    code, sentence = trouble
    await _set(
        job,
        name,
        {
            EvaluationStep.status: status.value,
            EvaluationStep.finished_at: now if status == StepStatus.failed else None,
            EvaluationStep.duration_ms: duration_ms,
            EvaluationStep.error_code: code,
            EvaluationStep.error_message: sentence,
        },
    )


async def take_back(job: EvaluationJob, name: str) -> None:
    """Uncount an attempt that was handed back unfinished because the worker was asked to stop."""
    await _set(
        job,
        name,
        {EvaluationStep.status: StepStatus.waiting.value, EvaluationStep.attempts: EvaluationStep.attempts - 1},
    )


async def start_over(job_id: str) -> None:
    """Give every unfinished step its full number of attempts again."""
    unfinished = (EvaluationStep.job_id == job_id) & (EvaluationStep.status != StepStatus.completed.value)
    waiting: dict[Any, Any] = {EvaluationStep.status: StepStatus.waiting.value, EvaluationStep.attempts: 0}
    await EvaluationStep.update(waiting).where(unfinished)


async def forget(job_id: str, name: str) -> None:
    """Drop a step's output, which has found its lasting place elsewhere."""
    this = (EvaluationStep.job_id == job_id) & (EvaluationStep.name == name)
    await EvaluationStep.update({EvaluationStep.output: "{}"}).where(this)


async def _set(job: EvaluationJob, name: str, values: dict[Any, Any]) -> None:
    this = (EvaluationStep.job_id == job.id) & (EvaluationStep.name == name)
    await EvaluationStep.update(values).where(this)
