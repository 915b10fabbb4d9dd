"""Asking for an evaluation: every rule in one transaction, so that there is a job and its quota unit, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from app import metrics
from app.database import insert, look_up, new_id, write_transaction
from app.errors import Forbidden, LeaseLabError, ValidationFailed
from app.evaluations.fingerprint import document_fingerprint
from app.evaluations.lead_status import begin_evaluating, lock_lead
from app.evaluations.model_budget import require_model_budget
from app.evaluations.quota import Quota, QuotaExceeded, get_quota, month_of, take_unit
from app.jobs.find import find_open_job
from app.jobs.tables import EvaluationJob, JobStatus
from app.jobs.trace import keep_trace
from app.leads.tables import EmploymentStatus
from app.policies.find import policy_of
from app.sites.audit import record

WORKFLOW = "evaluation"


class InsufficientDocuments(LeaseLabError):
    """There are no documents to evaluate yet. Upload an ID, pay stubs and a bank statement first."""

    status_code = 422


class DuplicateDocuments(LeaseLabError):
    """These same documents were evaluated already. Upload a new document to evaluate again."""

    status_code = 409


class EvaluationsOff(LeaseLabError):
    """Evaluations are switched off for this site. A manager can switch them on in the settings."""

    status_code = 403


class Tenant(Protocol):
    """The site that asks."""

    @property
    def id(self) -> str: ...
    @property
    def tier(self) -> str: ...
    @property
    def ai_enabled(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Requested:
    """The open job of the lead; `created` is False when it was open before."""

    job: EvaluationJob
    usage: Quota
    created: bool


async def request_evaluation(
    site: Tenant,
    lead_id: str,
    user_id: str,
    now: datetime,
    *,
    force_reason: str | None = None,
    is_super_admin: bool = False,
    model_version: str = "",
    request_id: str = "",
) -> Requested:
    """Make a job for the lead, or return the one that is open: asking twice is harmless.

    Raises NotFound, Forbidden (force without the role), ValidationFailed (force without a reason),
    InsufficientDocuments, DuplicateDocuments, QuotaExceeded and EvaluationsOff.
    """
    if not site.ai_enabled:
        raise EvaluationsOff
    if force_reason is not None and not is_super_admin:
        raise Forbidden("Only a super admin may evaluate the same documents again.")
    if force_reason is not None and not force_reason.strip():
        raise ValidationFailed(fields={"reason": "Say why the same documents are evaluated again."})
    job = {**_job(site.id, lead_id, user_id, now), "forced_reason": force_reason or ""}
    job |= {"model_version": model_version, "request_id": request_id}
    try:
        async with write_transaction():
            return await _enter(site, job, is_super_admin, now)
    except QuotaExceeded:
        await metrics.add({"quota_refusals": 1})
        raise


async def _enter(site: Tenant, job: dict[str, Any], is_super_admin: bool, now: datetime) -> Requested:
    lead_id, reason = job["lead_id"], job["forced_reason"]
    employment = await lock_lead(site.id, lead_id)
    if (present := await find_open_job(site.id, lead_id)) is not None:
        return Requested(present, await get_quota(site.id, site.tier, month_of(now)), created=False)
    fingerprint = await _documents(site.id, lead_id, employment)
    if not reason:
        await _refuse_duplicates(lead_id, fingerprint, is_super_admin)
    await require_model_budget(site.id, now)
    usage = await take_unit(site.id, site.tier, now)
    job |= {"document_fingerprint": fingerprint, "usage_month": usage.month}
    await insert("ai_evaluation_jobs", job)
    await keep_trace(job["id"])
    await begin_evaluating(lead_id, now)
    action = "evaluation_forced" if reason else "evaluation_requested"
    await record(
        site.id, job["requested_by"], action, lead_id, now,
        details={"job_id": job["id"]}, reason=reason, request_id=job["request_id"],
    )  # fmt: skip
    return Requested(EvaluationJob(**job, _exists_in_db=True), usage, created=True)


def _job(site_id: str, lead_id: str, user_id: str, now: datetime) -> dict[str, Any]:
    """The columns of a new job that are not the database's defaults."""
    return {
        "id": new_id("job"),
        "lead_id": lead_id,
        "site_id": site_id,
        "workflow": WORKFLOW,
        "status": JobStatus.pending.value,
        "requested_by": user_id,
        "requested_at": now,
        "due_at": now,
        "created_at": now,
        "updated_at": now,
    }


async def _documents(site_id: str, lead_id: str, employment: str) -> str:
    """The fingerprint of the lead's live documents."""
    found = await look_up("SELECT sha256 FROM lead_documents WHERE lead_id = {} AND deleted_at IS NULL", lead_id)
    if not found:
        required = (await policy_of(site_id)).completeness
        is_own_boss = employment == EmploymentStatus.self_employed
        raise InsufficientDocuments(missing=list(required.required_self_employed if is_own_boss else required.required))
    return document_fingerprint(row["sha256"] for row in found)


async def _refuse_duplicates(lead_id: str, fingerprint: str, is_super_admin: bool) -> None:
    last = await look_up(
        "SELECT id, document_fingerprint FROM lead_ai_evaluations WHERE lead_id = {}"
        " ORDER BY evaluated_at DESC LIMIT 1",
        lead_id,
    )
    if last and last[0]["document_fingerprint"] == fingerprint:
        raise DuplicateDocuments(last_evaluation_id=last[0]["id"], can_force=is_super_admin)
