"""Legal hold: nothing of the lead is deleted, by anybody, until it is released."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.database import write_transaction
from app.errors import NotFound, ValidationFailed
from app.leads.tables import Lead
from app.sites.audit import record

SHORTEST_REASON, LONGEST_REASON = 5, 500


async def set_hold(site_id: str, lead_id: str, reason: str, user_id: str, now: datetime, request_id: str = "") -> None:
    """Hold the lead; held already, the reason is replaced. Raises NotFound and ValidationFailed."""
    if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_REASON:
        raise ValidationFailed("Say what the lead is held for.", fields={"reason": "Say what the lead is held for."})
    await _change(
        site_id, lead_id, {Lead.held_at: now, Lead.hold_reason: reason.strip()}, "lead_held", user_id, now, request_id
    )


async def release_hold(site_id: str, lead_id: str, user_id: str, now: datetime, request_id: str = "") -> None:
    """The periods hold for the lead again. Raises NotFound."""
    await _change(
        site_id, lead_id, {Lead.held_at: None, Lead.hold_reason: ""}, "lead_released", user_id, now, request_id
    )


async def list_held(site_id: str, most: int = 50) -> list[dict[str, Any]]:
    """Leads under hold: id, first_name, last_name, held_at, hold_reason."""
    rows: list[dict[str, Any]] = await Lead.raw(
        "SELECT id, first_name, last_name, held_at, hold_reason FROM leads WHERE site_id = {} AND held_at IS NOT NULL"
        " ORDER BY held_at DESC LIMIT {}",
        site_id, most,
    )  # fmt: skip
    return rows


async def _change(
    site_id: str, lead_id: str, values: dict[Any, Any], action: str, user_id: str, now: datetime, request_id: str
) -> None:
    async with write_transaction():
        this = (Lead.id == lead_id) & (Lead.site_id == site_id) & Lead.erased_at.is_null()
        if not await Lead.exists().where(this):
            raise NotFound("There is no such lead at this site.")
        await Lead.update(values).where(this)
        await record(site_id, user_id, action, lead_id, now, request_id=request_id)
