"""What the status fragment shows: where the newest job stands, and the newest result."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from app.evaluations.compare import Comparison
from app.evaluations.history import comparison_of, list_evaluations, newest_two
from app.evaluations.tables import Evaluation
from app.jobs.find import WorkerState, worker_state
from app.jobs.tables import EvaluationStep, JobStatus
from app.leads.find import LeadNotFound
from app.leads.tables import Lead

FRESH = timedelta(seconds=30)


class State(StrEnum):
    not_evaluated = "not_evaluated"
    queued = "queued"
    running = "running"
    retrying = "retrying"
    completed = "completed"
    failed = "failed"
    refused = "refused"

    @property
    def is_open(self) -> bool:
        """Whether work is open, so that the fragment polls."""
        return self in {State.queued, State.running, State.retrying}


@dataclass(frozen=True, slots=True)
class Status:
    """`job` and `evaluation` are rows as dictionaries, or None; `steps_done` counts finished steps of an open job."""

    state: State
    lead_id: str
    lead_status: str
    job: dict[str, Any] | None = None
    evaluation: dict[str, Any] | None = None
    current_step: str = ""
    steps_done: int = 0
    is_fresh: bool = False
    """Whether the request is so young that a result may come any second."""
    worker: WorkerState | None = None
    """Known while work is open."""
    history: list[dict[str, Any]] = field(default_factory=list)
    """Every evaluation of the lead, newest first, without the verdicts."""
    comparison: Comparison | None = None
    """What changed from the evaluation before the newest."""
    refusal: str = ""
    refusal_code: str = ""
    refusal_details: dict[str, Any] | None = None

    @property
    def etag(self) -> str:
        """Changes whenever the fragment would."""
        job = f"{self.job['id']}.{self.job['updated_at']:%Y%m%d%H%M%S%f}" if self.job else "none"
        evaluation = self.evaluation["id"] if self.evaluation else ""
        is_alive = self.worker.is_alive if self.worker else ""
        return f"{self.state}.{job}.{self.steps_done}.{evaluation}.{is_alive}.{self.is_fresh}"


async def get_status(site_id: str, lead_id: str, now: datetime) -> Status:
    """The status of a lead's evaluation; raises LeadNotFound for a lead of another site."""
    rows = await Lead.raw(
        "SELECT l.status AS lead_status, j.* FROM leads l LEFT JOIN ai_evaluation_jobs j ON j.id ="
        " (SELECT n.id FROM ai_evaluation_jobs n WHERE n.lead_id = l.id ORDER BY n.requested_at DESC LIMIT 1)"
        " WHERE l.id = {} AND l.site_id = {}",
        lead_id,
        site_id,
    )
    if not rows:
        raise LeadNotFound
    job = rows[0] if rows[0]["id"] is not None else None
    history = await list_evaluations(site_id, lead_id) if job else []
    evaluation, earlier = (*(await newest_two(lead_id) if history else ()), None, None)[:2]
    current_step, steps_done = await _progress(job)
    state = _state(job)
    worker = await worker_state(now) if state.is_open else None
    is_fresh = job is not None and state.is_open and now - job["requested_at"] < FRESH
    comparison = comparison_of(earlier, evaluation) if evaluation else None
    return Status(
        state, lead_id, rows[0]["lead_status"], job, evaluation, current_step, steps_done, is_fresh, worker,
        history, comparison,
    )  # fmt: skip


async def newest_evaluation(lead_id: str) -> dict[str, Any] | None:
    """The newest evaluation's columns, `verdict` as an object."""
    rows = await Evaluation.raw(
        "SELECT id, lead_id, score, label, recommendation, summary, model_version, policy_version, evaluated_at,"
        " document_fingerprint, workflow_instance_id, verdict"
        " FROM lead_ai_evaluations WHERE lead_id = {} ORDER BY evaluated_at DESC LIMIT 1",
        lead_id,
    )
    if not rows:
        return None
    return {**rows[0], "verdict": json.loads(rows[0]["verdict"])}


def _state(job: dict[str, Any] | None) -> State:
    if job is None:
        return State.not_evaluated
    if job["status"] == JobStatus.processing:
        return State.running
    if job["status"] == JobStatus.pending:
        return State.retrying if job["retry_count"] or job["error_code"] else State.queued
    return State.completed if job["status"] == JobStatus.completed else State.failed


async def _progress(job: dict[str, Any] | None) -> tuple[str, int]:
    if job is None or job["status"] not in (JobStatus.pending, JobStatus.processing):
        return "", 0
    steps = await EvaluationStep.raw(
        "SELECT name, finished_at FROM ai_evaluation_steps WHERE job_id = {} ORDER BY position", job["id"]
    )
    unfinished = [step["name"] for step in steps if step["finished_at"] is None]
    return (unfinished[-1] if unfinished else ""), sum(1 for step in steps if step["finished_at"] is not None)
