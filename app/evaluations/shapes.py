"""Evaluations, jobs, their steps and a month's usage as the JSON API tells them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Literal, TypedDict, cast

from app.evaluations.quota import Quota
from app.evaluations.tables import Override
from app.jobs.find import JobState, state_of
from app.jobs.tables import EvaluationJob, EvaluationStep, JobStatus, StepStatus
from app.screening.verdict import CheckResult, Document, Factor, Label, Recommendation, Signal

WorkflowStatus = Literal["queued", "running", "paused", "complete", "error"]
WORKFLOW_STATUS: dict[JobState, WorkflowStatus] = {
    JobState.waiting: "queued",
    JobState.retrying: "queued",
    JobState.paused: "paused",
    JobState.running: "running",
    JobState.completed: "complete",
    JobState.failed: "error",
}


class EvaluationData(TypedDict):
    """A stored verdict: what `leaselab evaluate --json` prints, and which lead and job it belongs to."""

    id: str
    lead_id: str
    score: int
    label: Label
    recommendation: Recommendation
    summary: str
    risk_flags: list[str]
    fraud_signals: list[str]
    completeness: str
    missing_documents: list[str]
    model_version: str
    policy_version: str
    rent_basis: float
    extracted_data: dict[str, Any]
    factors: list[Factor]
    signals: list[Signal]
    documents: list[Document]
    changes_that_would_help: list[str]
    caps: list[str]
    checks: list[CheckResult]
    evaluated_at: datetime
    workflow_instance_id: str


class RequestedData(TypedDict):
    job_id: str
    lead_id: str
    status: JobStatus
    requested_at: datetime
    message: str


class QuotaData(TypedDict):
    remaining: int
    limit: int
    month: str


class JobData(TypedDict):
    job_id: str
    lead_id: str
    status: JobStatus
    requested_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    error_code: str | None
    error_message: str | None
    retry_count: int
    max_retries: int
    can_retry: bool
    evaluation: EvaluationData | None


class ErrorData(TypedDict):
    code: str
    message: str | None


class OutputData(TypedDict):
    evaluation_id: str


class StepData(TypedDict):
    name: str
    status: StepStatus
    attempts: int
    started_at: datetime | None
    finished_at: datetime | None
    duration_ms: int | None
    error: ErrorData | None


class WorkflowData(TypedDict):
    instance_id: str
    status: WorkflowStatus
    current_step: str | None
    steps: list[StepData]
    queued_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    output: OutputData | None
    error: ErrorData | None
    can_retry: bool


class OverrideData(TypedDict):
    lead_id: str
    original_recommendation: Recommendation
    new_recommendation: Recommendation
    overridden_by: str
    reason: str
    overridden_at: datetime


def evaluation_json(row: dict[str, Any]) -> EvaluationData:
    """The evaluation with everything that its verdict says."""
    verdict = json.loads(row["verdict"]) if isinstance(row["verdict"], str) else row["verdict"]
    own = {name: row[name] for name in ("id", "lead_id", "evaluated_at", "workflow_instance_id")}
    return cast(EvaluationData, {**verdict, **own})


def requested_json(job: EvaluationJob) -> RequestedData:
    """What a program is told of the job that it asked for."""
    return {
        "job_id": job.id,
        "lead_id": str(job.lead_id),
        "status": JobStatus(job.status),
        "requested_at": job.requested_at,
        "message": "The documents are being read; the result comes in seconds to minutes.",
    }


def quota_json(quota: Quota) -> QuotaData:
    """What is left of the month's evaluations."""
    return {"remaining": quota.remaining, "limit": quota.limit, "month": quota.month}


def job_json(job: EvaluationJob, evaluation: dict[str, Any] | None) -> JobData:
    """The job, with the evaluation that came of it where there is one."""
    return {
        "job_id": job.id,
        "lead_id": str(job.lead_id),
        "status": JobStatus(job.status),
        "requested_at": job.requested_at,
        "started_at": job.started_at,
        "completed_at": job.completed_at,
        "error_code": job.error_code,
        "error_message": job.error_message,
        "retry_count": job.retry_count,
        "max_retries": job.max_retries,
        "can_retry": job.status == JobStatus.failed,
        "evaluation": evaluation_json(evaluation) if evaluation else None,
    }


def workflow_json(job: EvaluationJob, steps: list[EvaluationStep]) -> WorkflowData:
    """The job as a run of a workflow: its steps, and the one it is at."""
    unfinished = [step.name for step in steps if step.finished_at is None]
    return {
        "instance_id": job.id,
        "status": WORKFLOW_STATUS[state_of(job)],
        "current_step": unfinished[-1] if unfinished else None,
        "steps": [_step_json(step) for step in steps],
        "queued_at": job.requested_at,
        "started_at": job.started_at,
        "completed_at": job.completed_at,
        "output": {"evaluation_id": job.evaluation_id} if job.evaluation_id else None,
        "error": _error(job),
        "can_retry": job.status == JobStatus.failed,
    }


def override_json(made: Override) -> OverrideData:
    """A person's decision against the recommendation."""
    return {
        "lead_id": str(made.lead_id),
        "original_recommendation": Recommendation(made.original_recommendation),
        "new_recommendation": Recommendation(made.new_recommendation),
        "overridden_by": made.overridden_by,
        "reason": made.reason,
        "overridden_at": made.overridden_at,
    }


def _step_json(step: EvaluationStep) -> StepData:
    return {
        "name": step.name,
        "status": StepStatus(step.status),
        "attempts": step.attempts,
        "started_at": step.started_at,
        "finished_at": step.finished_at,
        "duration_ms": step.duration_ms if step.finished_at else None,
        "error": _error(step),
    }


def _error(row: EvaluationJob | EvaluationStep) -> ErrorData | None:
    return {"code": row.error_code, "message": row.error_message} if row.error_code else None
