"""The three steps that take effect, inside the one transaction that completes the job, and how a failure is undone."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from app.database import insert, new_id
from app.evaluations.fingerprint import document_fingerprint
from app.evaluations.lead_status import begin_evaluating, lock_lead, stop_evaluating, take_over_result
from app.evaluations.quota import give_back, take_unit
from app.jobs.tables import EvaluationJob
from app.jobs.workflow import Output, Work
from app.leads.activities import note_activity
from app.leads.tables import ActivityKind
from app.notifications.notify import notify
from app.notifications.tables import NotificationKind
from app.sites.audit import record
from app.sites.tables import Site

AS_TEXT = ("risk_flags", "fraud_signals", "extracted_data", "factors", "signals", "documents")


async def save_evaluation(work: Work) -> Output:
    """Stores the verdict; a second one for the same job is refused by the database."""
    verdict = _verdict(work)
    documents = work.outputs["load-documents"]["documents"]
    evaluation = {
        "id": new_id("eval"),
        "lead_id": work.job.lead_id,
        "site_id": work.job.site_id,
        "verdict": json.dumps(verdict),
        "sent": json.dumps(work.outputs["evaluate"].get("sent", {})),
        "document_fingerprint": document_fingerprint(item["sha256"] for item in documents),
        "workflow_instance_id": work.job.id,
        "evaluated_at": work.now,
        "created_at": work.now,
        "updated_at": work.now,
        **_columns(verdict),
    }
    await insert("lead_ai_evaluations", evaluation)
    work.result_id = evaluation["id"]
    return {"evaluation_id": evaluation["id"]}


async def update_lead(work: Work) -> Output:
    """The newest result stands on the lead."""
    verdict = _verdict(work)
    lead_id = str(work.job.lead_id)
    await take_over_result(lead_id, verdict["score"], verdict["label"], verdict["recommendation"], work.now)
    return {"lead_id": lead_id}


async def tell(work: Work) -> Output:
    """The step `notify`: an audit row, and word to whoever asked."""
    job = work.job
    await record(
        str(job.site_id), "", "evaluation_completed", str(job.lead_id), work.now,
        details={"job_id": job.id, "evaluation_id": work.result_id}, request_id=job.request_id,
    )  # fmt: skip
    await note_activity(
        str(job.site_id), str(job.lead_id), ActivityKind.evaluation, "Evaluation ready", work.now,
        actor_id=job.requested_by, subject_id=work.result_id or "",
    )  # fmt: skip
    await _notify(job, "An evaluation that you asked for is ready.", NotificationKind.evaluation_finished, work.now)
    return {}


async def undo_request(job: EvaluationJob, code: str, now: datetime) -> None:
    """In the transaction that fails the job: the unit goes back to its month, the lead to where it was."""
    await stop_evaluating(str(job.lead_id))
    await give_back(str(job.site_id), job.usage_month, now)
    await record(
        str(job.site_id), "", "evaluation_failed", str(job.lead_id), now,
        details={"job_id": job.id, "error_code": code}, request_id=job.request_id,
    )  # fmt: skip
    text = "An evaluation that you asked for could not be made. Open the lead to see why."
    await _notify(job, text, NotificationKind.evaluation_failed, now)


async def redo_request(job: EvaluationJob, now: datetime) -> None:
    """In the transaction that opens a failed job again: it counts in the present month. Raises QuotaExceeded."""
    await lock_lead(str(job.site_id), str(job.lead_id))
    site = await Site.select(Site.tier).where(Site.id == job.site_id).first()
    usage = await take_unit(str(job.site_id), site["tier"] if site else "free", now)
    await EvaluationJob.update({EvaluationJob.usage_month: usage.month}).where(EvaluationJob.id == job.id)
    await begin_evaluating(str(job.lead_id), now)


async def _notify(job: EvaluationJob, text: str, kind: NotificationKind, now: datetime) -> None:
    await notify(str(job.site_id), job.requested_by, job.id, text, now, kind=kind, lead_id=str(job.lead_id))


def _columns(verdict: dict[str, Any]) -> dict[str, Any]:
    plain = {name: verdict[name] for name in ("score", "label", "recommendation", "summary")}
    versions = {name: verdict[name] for name in ("model_version", "policy_version")}
    return {**plain, **versions, **{name: json.dumps(verdict[name]) for name in AS_TEXT}}


def _verdict(work: Work) -> dict[str, Any]:
    verdict: dict[str, Any] = work.outputs["evaluate"]["verdict"]
    return verdict
