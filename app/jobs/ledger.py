"""The record of each step of a job, which a worker that takes over goes by."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from app.database import new_id, write
from app.database_scope import every_site
from app.jobs.tables import EvaluationJob, EvaluationStep, StepStatus
from app.jobs.workflow import Output

Recorded = dict[str, EvaluationStep]
"""The recorded steps of a job by name."""

_BEGIN = (
    "INSERT INTO ai_evaluation_steps (id, job_id, name, position, status, attempts, started_at, finished_at,"
    " duration_ms, error_code, error_message, output)"
    " VALUES ({}, {}, {}, {}, 'running', 1, {}, NULL, 0, NULL, NULL, {}) ON CONFLICT (job_id, name) DO UPDATE"
    " SET status = 'running', attempts = ai_evaluation_steps.attempts + 1,"
    " started_at = excluded.started_at, finished_at = NULL RETURNING attempts"
)
_RECORD = (
    "INSERT INTO ai_evaluation_steps (id, job_id, name, position, status, attempts, started_at, finished_at,"
    " duration_ms, error_code, error_message, output)"
    " VALUES ({}, {}, {}, {}, 'completed', 1, {}, {}, {}, NULL, NULL, {}) ON CONFLICT (job_id, name) DO UPDATE"
    " SET status = 'completed', attempts = ai_evaluation_steps.attempts + 1, started_at = excluded.started_at,"
    " finished_at = excluded.finished_at, duration_ms = excluded.duration_ms, output = excluded.output,"
    " error_code = NULL, error_message = NULL"
)
_THIS = "WHERE job_id = {} AND name = {}"


async def steps_of(job_id: str) -> Recorded:
    """The recorded steps of a job by name."""
    return (await steps_of_each([job_id]))[job_id]


@every_site("what was recorded of claimed jobs, of whatever sites")
async def steps_of_each(job_ids: Iterable[str]) -> dict[str, Recorded]:
    """The recorded steps of each job; empty for one that nobody has worked on."""
    found: defaultdict[str, Recorded] = defaultdict(dict)
    these = EvaluationStep.job_id.is_in(list(job_ids))
    for step in await EvaluationStep.objects().where(these).order_by(EvaluationStep.position):
        found[str(step.job_id)][step.name] = step
    return found


def output_of(step: EvaluationStep) -> Output:
    output: Output = json.loads(step.output)
    return output


async def begin(job: EvaluationJob, name: str, position: int, now: datetime) -> int:
    """Count an attempt before it is made, so that one which kills the process is counted too. Returns its number."""
    rows = await write(_BEGIN, new_id("step"), job.id, name, position, now, "{}")
    return int(rows[0]["attempts"])


async def record(job: EvaluationJob, name: str, position: int, output: Output, now: datetime, duration_ms: int) -> None:
    """Record a step as begun and done at once, inside the transaction in which it takes effect."""
    await write(_RECORD, new_id("step"), job.id, name, position, now, now, duration_ms, json.dumps(output))


async def finish(job: EvaluationJob, name: str, output: Output, now: datetime, duration_ms: int) -> None:
    """Record that a step is done; it is never run again for this job."""
    await write(
        "UPDATE ai_evaluation_steps SET status = 'completed', finished_at = {}, duration_ms = {}, output = {},"  # noqa: S608 - constants
        f" error_code = NULL, error_message = NULL {_THIS}",
        now, duration_ms, json.dumps(output), job.id, name,
    )  # fmt: skip


async def stumble(
    job: EvaluationJob, name: str, status: StepStatus, trouble: tuple[str, str], now: datetime, duration_ms: int
) -> None:
    """Record an attempt that did not succeed: `waiting` when it is tried again, `failed` when it is not."""
    await write(
        "UPDATE ai_evaluation_steps SET status = {}, finished_at = {}, duration_ms = {}, error_code = {},"  # noqa: S608 - constants
        f" error_message = {{}} {_THIS}",
        status.value, now if status == StepStatus.failed else None, duration_ms, *trouble, job.id, name,
    )  # fmt: skip


async def take_back(job: EvaluationJob, name: str) -> None:
    """Uncount an attempt that was handed back unfinished because the worker was asked to stop."""
    await write(
        f"UPDATE ai_evaluation_steps SET status = 'waiting', attempts = attempts - 1 {_THIS}",  # noqa: S608 - a constant
        job.id, name,
    )  # fmt: skip


async def start_over(job_id: str) -> None:
    """Give every unfinished step its full number of attempts again."""
    await write(
        "UPDATE ai_evaluation_steps SET status = 'waiting', attempts = 0 WHERE job_id = {} AND status <> 'completed'",
        job_id,
    )


async def forget(job_id: str, name: str) -> None:
    """Drop a step's output, which has found its lasting place elsewhere."""
    await write(f"UPDATE ai_evaluation_steps SET output = {{}} {_THIS}", "{}", job_id, name)  # noqa: S608 - a constant
