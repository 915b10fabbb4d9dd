"""Where a lead stands when a decision or a withdrawal is taken back: what happened meanwhile stays."""

from __future__ import annotations

from app.documents.tables import LeadDocument
from app.jobs.find import find_open_job
from app.leads.tables import Lead, LeadStatus

DECIDED = {LeadStatus.approved, LeadStatus.approved_with_conditions, LeadStatus.declined}


async def status_again(site_id: str, lead_id: str, previous: str) -> LeadStatus:
    """The status to return to; an evaluation that came or began since `previous` counts. The lead must be locked."""
    if previous in DECIDED:
        return LeadStatus(previous)
    if await find_open_job(site_id, lead_id) is not None:
        return LeadStatus.ai_evaluating
    lead = await Lead.select(Lead.ai_evaluated_at).where(Lead.id == lead_id).first()
    if lead is not None and lead["ai_evaluated_at"] is not None:
        return LeadStatus.ai_evaluated
    live = (LeadDocument.lead_id == lead_id) & LeadDocument.deleted_at.is_null()
    return LeadStatus.documents_received if await LeadDocument.exists().where(live) else LeadStatus.new
