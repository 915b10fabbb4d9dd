"""Taking back a lease that was noted by mistake: it stays on record, counts nowhere, and its lead is where it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.database import write_transaction
from app.errors import LeaseLabError
from app.leads.activities import note_activity
from app.leads.leases import MAY_LEASE, UnitIsVacant
from app.leads.tables import ActivityKind, Lead, LeadStatus, Lease
from app.properties.find import get_unit
from app.properties.tables import Unit
from app.sites.audit import record


class LeasedMeanwhile(LeaseLabError):
    """Somebody changed the lease of this unit since you opened the page. Look at it again."""

    status_code = 409


async def find_present_lease(site_id: str, unit_id: str) -> dict[str, Any] | None:
    """The lease by which the unit is leased now, with its lead's names (None for somebody who is no lead)."""
    rows: list[dict[str, Any]] = await Lease.raw(
        "SELECT e.id, e.lead_id, e.starts_on, e.ends_on, e.monthly_rent, e.lead_status_before, e.lead_unit_before,"
        " l.first_name, l.last_name"
        " FROM units u JOIN leases e ON e.unit_id = u.id AND e.signed_at = u.leased_at AND e.taken_back_at IS NULL"
        " LEFT JOIN leads l ON l.id = e.lead_id WHERE u.id = {} AND u.site_id = {} LIMIT 1",
        unit_id, site_id,
    )  # fmt: skip
    return rows[0] if rows else None


async def take_back_lease(
    site_id: str, unit_id: str, seen_lease: str, user_id: str, now: datetime, request_id: str = ""
) -> None:
    """The unit is to let as before, and the lease's lead approved as before. The lease keeps its lead and its decision.

    `seen_lease` is the one that the person looked at, empty where there is no record of it. Raises NotFound,
    UnitIsVacant and LeasedMeanwhile.
    """
    await get_unit(site_id, unit_id)
    async with write_transaction():
        # The unit first, as leasing does: who comes second finds it vacant.
        held = await Unit.raw(
            "UPDATE units SET leased_at = leased_at WHERE id = {} AND site_id = {} AND leased_at IS NOT NULL"
            " RETURNING id",
            unit_id, site_id,
        )  # fmt: skip
        if not held:
            raise UnitIsVacant
        lease = await find_present_lease(site_id, unit_id)
        if (lease["id"] if lease else "") != seen_lease:
            raise LeasedMeanwhile
        await Unit.update({Unit.leased_at: None}).where(Unit.id == unit_id)
        if lease:
            await Lease.update({Lease.taken_back_at: now}).where(Lease.id == lease["id"])
        if lease and lease["lead_id"]:
            await _return(site_id, lease, user_id, now)
        details = {"lease_id": seen_lease}
        await record(site_id, user_id, "lease_taken_back", unit_id, now, details=details, request_id=request_id)


async def _return(site_id: str, lease: dict[str, Any], user_id: str, now: datetime) -> None:
    """Where the lead stood before the lease; one that moved on since stays where it is.

    Of leases older than the note of it, the last standing decision says it.
    """
    status = lease["lead_status_before"] or await _decided(lease["lead_id"])
    rows = await Lead.raw(
        "UPDATE leads SET status = {}, unit_id = COALESCE({}, unit_id), updated_at = {}"
        " WHERE id = {} AND site_id = {} AND status = 'leased' RETURNING id",
        status, lease["lead_unit_before"] or None, now, lease["lead_id"], site_id,
    )  # fmt: skip
    if rows:
        await note_activity(
            site_id, lease["lead_id"], ActivityKind.decision, "The lease was noted by mistake and taken back.", now,
            actor_id=user_id, subject_id=lease["id"],
        )  # fmt: skip


async def _decided(lead_id: str) -> str:
    rows = await Lead.raw(
        "SELECT kind FROM lead_decisions WHERE lead_id = {} AND undone_at IS NULL ORDER BY decided_at DESC LIMIT 1",
        lead_id,
    )
    kind = rows[0]["kind"] if rows else ""
    return LeadStatus.approved_with_conditions.value if kind == "approve_with_conditions" else MAY_LEASE[0]
