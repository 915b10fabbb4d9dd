"""What an evaluation may change about a lead: never a person's decision."""

from __future__ import annotations

from datetime import datetime

from app.database import write
from app.errors import NotFound


async def lock_lead(site_id: str, lead_id: str) -> str:
    """Hold the lead until the transaction ends, so that two requests for it follow each other. Raises NotFound.

    An update that changes nothing is a row lock on PostgreSQL; on SQLite the transaction itself is the lock. Returns
    the employment status.
    """
    rows = await write(
        "UPDATE leads SET updated_at = updated_at WHERE id = {} AND site_id = {} RETURNING employment_status",
        lead_id, site_id,
    )  # fmt: skip
    if not rows:
        raise NotFound("There is no such lead at this site.")
    return str(rows[0]["employment_status"])


async def begin_evaluating(lead_id: str, now: datetime) -> None:
    """A lead about which nobody has decided shows that it is being evaluated."""
    await write(
        "UPDATE leads SET last_activity_at = {}, status = CASE WHEN status IN ('new', 'documents_received',"
        " 'ai_evaluated') THEN 'ai_evaluating' ELSE status END WHERE id = {}",
        now, lead_id,
    )  # fmt: skip


async def stop_evaluating(lead_id: str) -> None:
    """A failed job leaves the lead where it was before."""
    await write(
        "UPDATE leads SET status = CASE WHEN ai_evaluated_at IS NULL THEN 'documents_received' ELSE 'ai_evaluated' END"
        " WHERE id = {} AND status = 'ai_evaluating'",
        lead_id,
    )


async def take_over_result(lead_id: str, score: int, label: str, recommendation: str, now: datetime) -> None:
    """The newest result stands on the lead; the status only moves if nobody decided meanwhile."""
    await write(
        "UPDATE leads SET ai_score = {}, ai_label = {}, ai_recommendation = {}, ai_evaluated_at = {},"
        " last_activity_at = {}, updated_at = {},"
        " status = CASE WHEN status = 'ai_evaluating' THEN 'ai_evaluated' ELSE status END WHERE id = {}",
        score, label, recommendation, now, now, now, lead_id,
    )  # fmt: skip
