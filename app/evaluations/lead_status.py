"""What an evaluation may change about a lead: never a person's decision."""

from __future__ import annotations

from datetime import datetime

from app.errors import NotFound
from app.leads.tables import Lead, LeadStatus

UNDECIDED = [LeadStatus.new.value, LeadStatus.documents_received.value, LeadStatus.ai_evaluated.value]


async def lock_lead(site_id: str, lead_id: str) -> str:
    """Hold the lead until the transaction ends, so that two requests for it follow each other. Raises NotFound.

    An update that changes nothing is a row lock on PostgreSQL; on SQLite the transaction itself is the lock. Returns
    the employment status.
    """
    rows = await Lead.raw(
        "UPDATE leads SET updated_at = updated_at WHERE id = {} AND site_id = {} RETURNING employment_status",
        lead_id, site_id,
    )  # fmt: skip
    if not rows:
        raise NotFound("There is no such lead at this site.")
    return str(rows[0]["employment_status"])


async def begin_evaluating(lead_id: str, now: datetime) -> None:
    """A lead about which nobody has decided shows that it is being evaluated."""
    await Lead.update({Lead.status: LeadStatus.ai_evaluating.value}).where(
        (Lead.id == lead_id) & Lead.status.is_in(UNDECIDED)
    )
    await Lead.update({Lead.last_activity_at: now}).where(Lead.id == lead_id)


async def stop_evaluating(lead_id: str) -> None:
    """A failed job leaves the lead where it was before."""
    await Lead.raw(
        "UPDATE leads SET status = CASE WHEN ai_evaluated_at IS NULL THEN 'documents_received' ELSE 'ai_evaluated' END"
        " WHERE id = {} AND status = 'ai_evaluating'",
        lead_id,
    )


async def take_over_result(lead_id: str, score: int, label: str, recommendation: str, now: datetime) -> None:
    """The newest result stands on the lead; the status only moves if nobody decided meanwhile."""
    await Lead.update(
        {
            Lead.ai_score: score,
            Lead.ai_label: label,
            Lead.ai_recommendation: recommendation,
            Lead.ai_evaluated_at: now,
            Lead.last_activity_at: now,
            Lead.updated_at: now,
        }
    ).where(Lead.id == lead_id)
    await Lead.update({Lead.status: LeadStatus.ai_evaluated.value}).where(
        (Lead.id == lead_id) & (Lead.status == LeadStatus.ai_evaluating.value)
    )
