"""Evaluations, jobs and their steps as the JSON API tells them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from app.jobs.find import JobState, state_of
from app.jobs.tables import EvaluationJob, EvaluationStep, JobStatus

WORKFLOW_STATUS = {
    JobState.waiting: "queued",
    JobState.retrying: "queued",
    JobState.paused: "paused",
    JobState.running: "running",
    JobState.completed: "complete",
    JobState.failed: "error",
}


def instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def evaluation_json(row: dict[str, Any]) -> dict[str, Any]:
    """The evaluation with everything that its verdict says."""
    verdict = json.loads(row["verdict"]) if isinstance(row["verdict"], str) else row["verdict"]
    return {
        **verdict,
        "id": row["id"],
        "lead_id": row["lead_id"],
        "evaluated_at": instant(row["evaluated_at"]),
        "workflow_instance_id": row["workflow_instance_id"],
    }


def job_json(job: EvaluationJob, evaluation: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "job_id": job.id,
        "lead_id": job.lead_id,
        "status": job.status,
        "requested_at": instant(job.requested_at),
        "started_at": instant(job.started_at),
        "completed_at": instant(job.completed_at),
        "error_code": job.error_code,
        "error_message": job.error_message,
        "retry_count": job.retry_count,
        "max_retries": job.max_retries,
        "can_retry": job.status == JobStatus.failed,
        "evaluation": evaluation_json(evaluation) if evaluation else None,
    }


def workflow_json(job: EvaluationJob, steps: list[EvaluationStep]) -> dict[str, Any]:
    unfinished = [step.name for step in steps if step.finished_at is None]
    error = {"code": job.error_code, "message": job.error_message} if job.error_code else None
    return {
        "instance_id": job.id,
        "status": WORKFLOW_STATUS[state_of(job)],
        "current_step": unfinished[-1] if unfinished else None,
        "steps": [_step_json(step) for step in steps],
        "queued_at": instant(job.requested_at),
        "started_at": instant(job.started_at),
        "completed_at": instant(job.completed_at),
        "output": {"evaluation_id": job.evaluation_id} if job.evaluation_id else None,
        "error": error,
        "can_retry": job.status == JobStatus.failed,
    }


def _step_json(step: EvaluationStep) -> dict[str, Any]:
    return {
        "name": step.name,
        "status": step.status,
        "attempts": step.attempts,
        "started_at": instant(step.started_at),
        "finished_at": instant(step.finished_at),
        "duration_ms": step.duration_ms if step.finished_at else None,
        "error": {"code": step.error_code, "message": step.error_message} if step.error_code else None,
    }
