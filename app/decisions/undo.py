"""Taking a decision back within a few minutes. It stays on the record as undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.database import write_transaction
from app.decisions.find import UNDO_FOR, find_standing, get_decision
from app.decisions.refusals import DecidedMeanwhile, NotDecidable, NoticeAlreadySent, UndoTooLate
from app.decisions.status_again import status_again
from app.decisions.tables import Decision, NoticeStatus
from app.errors import Forbidden
from app.evaluations.lead_status import lock_lead
from app.leads.activities import note_activity
from app.leads.tables import ActivityKind, Lead, LeadStatus
from app.sites.audit import record


async def undo_decision(
    site_id: str,
    lead_id: str,
    decision_id: str,
    user_id: str,
    now: datetime,
    *,
    is_manager: bool,
    request_id: str = "",
) -> None:
    """The lead returns to where it was; harmless when the decision is undone already.

    Raises NotFound, Forbidden, UndoTooLate, NoticeAlreadySent, DecidedMeanwhile and NotDecidable.
    """
    async with write_transaction():
        await lock_lead(site_id, lead_id)
        decision = await get_decision(site_id, lead_id, decision_id)
        if decision["undone_at"] is not None:
            return
        await _require_undoable(decision, user_id, is_manager, now)
        status = await status_again(site_id, lead_id, decision["previous_status"])
        await Decision.update({Decision.undone_at: now, Decision.undone_by: user_id}).where(Decision.id == decision_id)
        await Lead.update({Lead.status: status.value, Lead.updated_at: now}).where(Lead.id == lead_id)
        await note_activity(
            site_id, lead_id, ActivityKind.decision, "The decision was undone.", now,
            actor_id=user_id, subject_id=decision_id,
        )  # fmt: skip
        details = {"decision_id": decision_id, "decision": str(decision["kind"])}
        await record(site_id, user_id, "decision_undone", lead_id, now, details=details, request_id=request_id)


async def _require_undoable(decision: dict[str, Any], user_id: str, is_manager: bool, now: datetime) -> None:
    if decision["decided_by"] != user_id and not is_manager:
        raise Forbidden("Only the person who decided, or a manager, can undo this.")
    if now - decision["decided_at"] > UNDO_FOR:
        raise UndoTooLate
    if decision["notice_status"] == NoticeStatus.sent:
        raise NoticeAlreadySent
    standing = await find_standing(decision["lead_id"])
    if standing is None or standing["id"] != decision["id"]:
        raise DecidedMeanwhile
    lead = await Lead.select(Lead.status).where(Lead.id == decision["lead_id"]).first()
    if lead is None or lead["status"] in (LeadStatus.withdrawn, LeadStatus.leased):
        raise NotDecidable
