"""The record of each step of a job, which a worker that takes over goes by."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from app.database import new_id, write
from app.database_scope import every_site
from app.jobs.tables import EvaluationJob, EvaluationStep, StepStatus
from app.jobs.workflow import Output

Recorded = dict[str, EvaluationStep]
"""The recorded steps of a job by name."""

_COLUMNS = (
    "INSERT INTO ai_evaluation_steps (id, job_id, name, position, status, attempts, started_at, finished_at,"
    " duration_ms, error_code, error_message, output) VALUES "
)
_BEGIN = "({}, {}, {}, {}, 'running', 1, {}, NULL, 0, NULL, NULL, {})"
_BEGIN_AGAIN = (
    " ON CONFLICT (job_id, name) DO UPDATE SET status = 'running', attempts = ai_evaluation_steps.attempts + 1,"
    " started_at = excluded.started_at, finished_at = NULL RETURNING job_id, attempts"
)
_DONE = "({}, {}, {}, {}, 'completed', {}, {}, {}, {}, NULL, NULL, {})"
_DONE_AGAIN = (
    " ON CONFLICT (job_id, name) DO UPDATE SET status = 'completed', output = excluded.output,"
    " attempts = ai_evaluation_steps.attempts + excluded.attempts, finished_at = excluded.finished_at,"
    " started_at = COALESCE(excluded.started_at, ai_evaluation_steps.started_at),"
    " duration_ms = excluded.duration_ms, error_code = NULL, error_message = NULL"
)
_THIS = "WHERE job_id = {} AND name = {}"


@dataclass(frozen=True, slots=True)
class Ended:
    """A step that has succeeded; `had_begun` says that its attempt was recorded before."""

    name: str
    position: int
    output: Output
    at: datetime
    duration_ms: int
    had_begun: bool = True


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


async def begin_each(steps: Sequence[tuple[str, str, int]], now: datetime) -> dict[str, int]:
    """Count an attempt of each step, given as job id, name and position, before it is made, so that one which kills the
    process is counted too. Returns the attempts' numbers by job id."""
    if not steps:
        return {}
    values = [
        value for job_id, name, position in steps for value in (new_id("step"), job_id, name, position, now, "{}")
    ]
    rows = await write(_beginning(len(steps)), *values)
    return {row["job_id"]: int(row["attempts"]) for row in rows}


async def finish_each(steps: Sequence[tuple[str, Ended]]) -> None:
    """Record that these steps are done, each with its job's id; they are never run again for these jobs.

    One that had not begun before is recorded as begun and done at once, in the transaction in which it takes effect.
    """
    if steps:
        await write(_finishing(len(steps)), *(value for job_id, step in steps for value in _values(job_id, step)))


def _values(job_id: str, step: Ended) -> tuple[Any, ...]:
    began_at, attempts = (None, 0) if step.had_begun else (step.at, 1)
    known = (new_id("step"), job_id, step.name, step.position, attempts, began_at)
    return (*known, step.at, step.duration_ms, json.dumps(step.output))


@cache
def _beginning(count: int) -> str:
    return _COLUMNS + ", ".join([_BEGIN] * count) + _BEGIN_AGAIN


@cache
def _finishing(count: int) -> str:
    return _COLUMNS + ", ".join([_DONE] * count) + _DONE_AGAIN


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
