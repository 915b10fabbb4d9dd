"""What the status fragment shows: where the newest job stands, and the newest result."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from app.database import look_up
from app.evaluations.compare import Comparison
from app.evaluations.history import comparison_of, list_evaluations, newest_two
from app.jobs.find import WorkerState, worker_state
from app.jobs.tables import JobStatus
from app.leads.find import LeadNotFound

FRESH = timedelta(seconds=30)
_STANDING = (
    "SELECT l.status AS lead_status, j.id, j.status, j.requested_at, j.completed_at, j.updated_at, j.due_at,"
    " j.retry_count, j.error_code, j.error_message,"
    " (SELECT e.id FROM lead_ai_evaluations e WHERE e.lead_id = l.id ORDER BY e.evaluated_at DESC, e.id LIMIT 1)"
    " AS newest, (SELECT count(*) FROM fact_corrections c WHERE c.undone_at IS NULL"
    " AND c.evaluation_id IN (SELECT e.id FROM lead_ai_evaluations e WHERE e.lead_id = l.id)) AS corrections"
    " FROM leads l LEFT JOIN ai_evaluation_jobs j ON j.id ="
    " (SELECT n.id FROM ai_evaluation_jobs n WHERE n.lead_id = l.id ORDER BY n.requested_at DESC LIMIT 1)"
    " WHERE l.id = {} AND l.site_id = {}"
)


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
    newest: str = ""
    """The id of the newest evaluation, where there is a job."""
    corrections: int = 0
    """Of the lead's values, in all its evaluations."""
    current_step: str = ""
    steps_done: int = 0
    minutes_waited: int = 0
    """Known while nobody works on it."""
    is_fresh: bool = False
    """Whether the request is so young that a result may come any second."""
    worker: WorkerState | None = None
    """Known while work is open."""
    evaluation: dict[str, Any] | None = None
    history: list[dict[str, Any]] = field(default_factory=list)
    """Every evaluation of the lead, newest first, without the verdicts."""
    comparison: Comparison | None = None
    """What changed from the evaluation before the newest."""
    refusal: str = ""
    refusal_code: str = ""
    refusal_details: dict[str, Any] | None = None

    @property
    def etag(self) -> str:
        """Changes whenever the fragment would; known before the results are read."""
        job = f"{self.job['id']}.{self.job['updated_at']:%Y%m%d%H%M%S%f}" if self.job else "none"
        is_alive = self.worker.is_alive if self.worker else ""
        work = f"{self.state}.{job}.{self.steps_done}.{is_alive}.{self.is_fresh}"
        return f"{work}.{self.newest}.{self.corrections}.{self.minutes_waited}.{self.lead_status}"


async def get_status(site_id: str, lead_id: str, now: datetime) -> Status:
    """The status of a lead's evaluation; raises LeadNotFound for a lead of another site."""
    return await with_results(site_id, await get_standing(site_id, lead_id, now))


async def get_standing(site_id: str, lead_id: str, now: datetime) -> Status:
    """How far it has come, without the results; raises LeadNotFound for a lead of another site."""
    rows = await look_up(_STANDING, lead_id, site_id)
    if not rows:
        raise LeadNotFound
    row = rows[0]
    job = row if row["id"] is not None else None
    found = Status(_state(job), lead_id, row["lead_status"], job, (row["newest"] if job else None) or "")
    found = replace(found, corrections=int(row["corrections"]))
    if job is None or not found.state.is_open:
        return found
    current_step, steps_done = await _progress(job["id"])
    waited, worker = now - job["requested_at"], await worker_state(now)
    found = replace(found, current_step=current_step, steps_done=steps_done, is_fresh=waited < FRESH, worker=worker)
    return replace(found, minutes_waited=int(waited.total_seconds()) // 60) if found.state == State.queued else found


async def with_results(site_id: str, standing: Status) -> Status:
    """The same with the newest result, what changed in it, and the earlier ones."""
    if not standing.newest:
        return standing
    history = await list_evaluations(site_id, standing.lead_id)
    found = await newest_two(standing.lead_id)
    if not history or not found:
        return standing
    comparison = comparison_of(found[1] if len(found) > 1 else None, found[0])
    return replace(standing, evaluation=found[0], history=history, comparison=comparison)


async def newest_evaluation(lead_id: str) -> dict[str, Any] | None:
    """The newest evaluation's columns, `verdict` as an object."""
    rows = await look_up(
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


async def _progress(job_id: str) -> tuple[str, int]:
    steps = await look_up(
        "SELECT name, finished_at FROM ai_evaluation_steps WHERE job_id = {} ORDER BY position", job_id
    )
    unfinished = [step["name"] for step in steps if step["finished_at"] is None]
    return (unfinished[-1] if unfinished else ""), sum(1 for step in steps if step["finished_at"] is not None)
