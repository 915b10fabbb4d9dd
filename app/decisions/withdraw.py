"""The applicant withdraws, and perhaps comes back."""

from __future__ import annotations

from datetime import datetime

from app.database import new_id, write_transaction
from app.decisions.refusals import DecisionDuringEvaluation, NotDecidable
from app.decisions.status_again import status_again
from app.decisions.tables import Withdrawal
from app.errors import ValidationFailed
from app.evaluations.lead_status import lock_lead
from app.evaluations.override import LONGEST_REASON
from app.jobs.find import find_open_job
from app.leads.activities import note_activity
from app.leads.tables import ActivityKind, Lead, LeadStatus
from app.sites.audit import record
from app.text_check import text_problems


async def withdraw_lead(
    site_id: str, lead_id: str, note: str, user_id: str, now: datetime, *, request_id: str = ""
) -> None:
    """The lead is withdrawn. Raises NotFound, ValidationFailed, DecisionDuringEvaluation and NotDecidable."""
    fields = text_problems(LONGEST_REASON, note=note)
    if fields:
        raise ValidationFailed(fields["note"], fields=fields)
    async with write_transaction():
        await lock_lead(site_id, lead_id)
        status = await _status(lead_id)
        if status in (LeadStatus.withdrawn, LeadStatus.leased):
            raise NotDecidable
        if await find_open_job(site_id, lead_id) is not None:
            raise DecisionDuringEvaluation
        withdrawal = Withdrawal(
            id=new_id("wdrw"), lead_id=lead_id, site_id=site_id, note=note.strip(), previous_status=status,
            withdrawn_by=user_id, withdrawn_at=now,
        )  # fmt: skip
        await withdrawal.save()
        await _move(site_id, lead_id, LeadStatus.withdrawn, "The applicant withdrew.", user_id, withdrawal.id, now)
        await record(site_id, user_id, "lead_withdrawn", lead_id, now, request_id=request_id)


async def bring_back(site_id: str, lead_id: str, user_id: str, now: datetime, *, request_id: str = "") -> None:
    """A withdrawn lead returns to where it was; harmless when it is not withdrawn.

    Raises NotFound, and NotDecidable for one that a merge has closed.
    """
    async with write_transaction():
        await lock_lead(site_id, lead_id)
        if await _status(lead_id) != LeadStatus.withdrawn:
            return
        if await Lead.exists().where(Lead.id == lead_id, Lead.merged_into.is_not_null()):
            raise NotDecidable("This lead was merged into another one. Undo that under Possible duplicates.")
        live = (Withdrawal.lead_id == lead_id) & Withdrawal.undone_at.is_null()
        withdrawal = await Withdrawal.objects().where(live).order_by(Withdrawal.withdrawn_at, ascending=False).first()
        previous = withdrawal.previous_status if withdrawal else ""
        status = await status_again(site_id, lead_id, previous)
        await Withdrawal.update({Withdrawal.undone_at: now, Withdrawal.undone_by: user_id}).where(live)
        subject_id = withdrawal.id if withdrawal else ""
        await _move(site_id, lead_id, status, "The applicant is back.", user_id, subject_id, now)
        await record(site_id, user_id, "lead_withdrawal_undone", lead_id, now, request_id=request_id)


async def _status(lead_id: str) -> str:
    lead = await Lead.select(Lead.status).where(Lead.id == lead_id).first()
    return str(lead["status"]) if lead else ""


async def _move(
    site_id: str, lead_id: str, status: LeadStatus, words: str, user_id: str, subject_id: str, now: datetime
) -> None:
    await Lead.update({Lead.status: status.value, Lead.updated_at: now}).where(Lead.id == lead_id)
    await note_activity(site_id, lead_id, ActivityKind.decision, words, now, actor_id=user_id, subject_id=subject_id)
