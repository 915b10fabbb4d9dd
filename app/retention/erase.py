"""Erasing a lead on request: everything that tells who it was, with a certificate of what went."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from app.applicants.tables import ApplicantLink, ApplicantStatement
from app.database import new_id, write_transaction
from app.documents.tables import LeadDocument
from app.errors import LeaseLabError, NotFound, ValidationFailed
from app.evaluations.lead_status import lock_lead
from app.evaluations.tables import Evaluation
from app.jobs.find import find_open_job
from app.leads.tables import Lead, LeadActivity, LeadStatus
from app.matches.tables import IdentityMatch
from app.notifications.tables import AgentTask, OutboxMail
from app.retention.forget import NOTHING, forget_documents, forget_evaluations
from app.retention.tables import Erasure
from app.sites.audit import record

SHORTEST_REASON, LONGEST_REASON = 5, 500
NOBODY: dict[Any, Any] = {
    Lead.first_name: "Erased", Lead.last_name: "", Lead.email: "", Lead.phone: "", Lead.search_text: "",
    Lead.email_key: "", Lead.phone_key: "", Lead.move_in_date: None, Lead.ai_score: None, Lead.ai_label: None,
    Lead.ai_recommendation: None,
}  # fmt: skip
"""What is left of a lead: that there was one, for which unit, and where it ended."""
_BLANKED = (
    "UPDATE lead_decisions SET note = '', conditions = '', override_reason = '' WHERE lead_id = {}",
    "UPDATE lead_withdrawals SET note = '' WHERE lead_id = {}",
    "UPDATE ai_evaluation_jobs SET forced_reason = '', error_message = NULL WHERE lead_id = {}",
)
_EMPTIED = (
    "UPDATE adverse_notices SET body = {} WHERE lead_id = {}",
    "UPDATE ai_evaluation_steps SET output = {}, error_message = NULL"
    " WHERE job_id IN (SELECT id FROM ai_evaluation_jobs WHERE lead_id = {})",
)


class NotErasable(LeaseLabError):
    """This lead is being evaluated, under legal hold, or erased already, and cannot be erased now."""

    status_code = 409


async def erase_lead(
    site_id: str, lead_id: str, reason: str, user_id: str, now: datetime, request_id: str = ""
) -> Erasure:
    """The certificate. Bytes follow within minutes, by the store's list. Cannot be undone.

    Raises NotFound, ValidationFailed without a reason, and NotErasable.
    """
    if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_REASON:
        raise ValidationFailed("Say who asked for it, and when.", fields={"reason": "Say who asked for it, and when."})
    async with write_transaction():
        lead = await _hold(site_id, lead_id)
        counts = await _forget_all(lead, now)
        await Lead.update({**NOBODY, Lead.erased_at: now, Lead.updated_at: now}).where(Lead.id == lead_id)
        undecided = Lead.status.is_in(["new", "documents_received", "ai_evaluated"])
        await Lead.update({Lead.status: LeadStatus.withdrawn.value}).where(Lead.id == lead_id, undecided)
        certificate = _certificate(site_id, lead_id, reason.strip(), user_id, counts, now)
        await Erasure.insert(certificate)
        await record(
            site_id,
            user_id,
            "lead_erased",
            lead_id,
            now,
            details={"certificate": certificate.id},
            request_id=request_id,
        )
    return certificate


async def get_erasure(site_id: str, erasure_id: str) -> dict[str, Any]:
    """A certificate with the name of whoever erased. Raises NotFound."""
    rows = await Erasure.raw(
        "SELECT e.*, coalesce(u.name, '') AS person FROM erasures e LEFT JOIN users u ON u.id = e.requested_by"
        " WHERE e.id = {} AND e.site_id = {}",
        erasure_id, site_id,
    )  # fmt: skip
    if not rows:
        raise NotFound("There is no such certificate at this site.")
    return {**rows[0], "counts": json.loads(rows[0]["counts"])}


async def list_erasures(site_id: str, most: int = 50) -> list[dict[str, Any]]:
    """The newest certificates: id, lead_id, erased_at."""
    rows: list[dict[str, Any]] = await Erasure.raw(
        "SELECT id, lead_id, erased_at FROM erasures WHERE site_id = {} ORDER BY erased_at DESC LIMIT {}", site_id, most
    )
    return rows


async def list_twins(site_id: str, lead_id: str) -> list[dict[str, Any]]:
    """Leads of the same person that were merged with this one and are not erased: id, first_name, last_name."""
    rows: list[dict[str, Any]] = await Lead.raw(
        "SELECT id, first_name, last_name FROM leads WHERE site_id = {} AND erased_at IS NULL AND id <> {}"
        " AND (merged_into = {} OR id = (SELECT merged_into FROM leads WHERE id = {} AND site_id = {}))",
        site_id, lead_id, lead_id, lead_id, site_id,
    )  # fmt: skip
    return rows


async def _hold(site_id: str, lead_id: str) -> Lead:
    await lock_lead(site_id, lead_id)
    lead = await Lead.objects().where(Lead.id == lead_id).first()
    if lead is None:
        raise NotFound
    if lead.held_at is not None:
        raise NotErasable("This lead is under legal hold. Release it first, if that is right.")
    if lead.erased_at is not None or await find_open_job(site_id, lead_id) is not None:
        raise NotErasable
    return lead


async def _forget_all(lead: Lead, now: datetime) -> dict[str, int]:
    documents = await LeadDocument.select(LeadDocument.id, LeadDocument.storage_key, LeadDocument.sha256).where(
        LeadDocument.lead_id == lead.id
    )
    evaluations = await Evaluation.select(Evaluation.id).where(Evaluation.lead_id == lead.id).output(as_list=True)
    counts = {
        "documents": len(documents),
        "evaluations": len(evaluations),
        "timeline entries": await LeadActivity.count().where(LeadActivity.lead_id == lead.id),
        "statements": await ApplicantStatement.count().where(ApplicantStatement.lead_id == lead.id),
    }
    await forget_documents(documents, now, is_erasure=True)
    await forget_evaluations(evaluations)
    for table in (LeadActivity, ApplicantStatement, ApplicantLink, AgentTask):
        await table.delete().where(table.lead_id == lead.id)
    is_theirs = (IdentityMatch.lead_id == lead.id) | (IdentityMatch.other_lead_id == lead.id)
    await IdentityMatch.delete().where(is_theirs)
    if lead.email:
        await OutboxMail.delete().where(OutboxMail.site_id == lead.site_id, OutboxMail.to_address == lead.email)
    for statement in _BLANKED:
        await Lead.raw(statement, lead.id)
    for statement in _EMPTIED:
        await Lead.raw(statement, NOTHING, lead.id)
    return counts


def _certificate(
    site_id: str, lead_id: str, reason: str, user_id: str, counts: dict[str, int], now: datetime
) -> Erasure:
    content = {"site": site_id, "lead": lead_id, "counts": counts, "erased_at": now.isoformat(), "reason": reason}
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return Erasure(
        id=new_id("erase"), site_id=site_id, lead_id=lead_id, requested_by=user_id, reason=reason,
        counts=json.dumps(counts), certificate_hash=digest, erased_at=now,
    )  # fmt: skip
