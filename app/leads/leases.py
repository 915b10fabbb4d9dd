"""Letting a unit to somebody, and getting it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.database import new_id, write_transaction
from app.errors import LeaseLabError, ValidationFailed
from app.leads.activities import note_activity
from app.leads.tables import ActivityKind, Lead, LeadStatus, Lease
from app.properties.fields import Fields
from app.properties.find import get_unit
from app.properties.site_day import day_of, zone_of
from app.properties.tables import Unit
from app.sites.audit import record

MAY_LEASE = (LeadStatus.approved.value, LeadStatus.approved_with_conditions.value)


class UnitIsLeased(LeaseLabError):
    """This unit is leased already. Mark it as vacant first."""

    status_code = 409


class UnitIsVacant(LeaseLabError):
    """This unit is not leased."""

    status_code = 409


@dataclass(frozen=True, slots=True)
class NewLease:
    """What a person gives for a lease, as text. An empty lead is somebody who is no lead here; an empty rent is the
    unit's."""

    lead_id: str = ""
    monthly_rent: str = ""
    starts_on: str = ""
    ends_on: str = ""


async def list_who_may_lease(site_id: str) -> list[dict[str, Any]]:
    """The approved leads of a site by name, the newest 200."""
    rows: list[dict[str, Any]] = await Lead.raw(
        "SELECT id, first_name, last_name, unit_id FROM leads WHERE site_id = {} AND status IN ({}, {})"
        " AND merged_into IS NULL AND erased_at IS NULL ORDER BY last_activity_at DESC LIMIT 200",
        site_id, *MAY_LEASE,
    )  # fmt: skip
    return sorted(rows, key=lambda row: (row["last_name"], row["first_name"]))


async def lease_unit(
    site_id: str, unit_id: str, new: NewLease, user_id: str, now: datetime, request_id: str = ""
) -> Lease:
    """The stored lease, signed now; its lead is `leased`. Raises ValidationFailed, UnitIsLeased and NotFound."""
    rent, starts_on, ends_on = _checked(new)
    unit = await get_unit(site_id, unit_id)
    async with write_transaction():
        await _take(site_id, unit_id, now)
        lease = Lease(
            id=new_id("lease"), site_id=site_id, unit_id=unit_id, lead_id=new.lead_id or None, signed_at=now,
            monthly_rent=unit["monthly_rent"] if rent is None else rent, starts_on=starts_on, ends_on=ends_on,
            created_at=now,
        )  # fmt: skip
        if new.lead_id:
            lease.lead_status_before, lease.lead_unit_before = await _before(site_id, new.lead_id)
            await _move_in(site_id, new.lead_id, unit, lease.id, user_id, now)
        await Lease.insert(lease)
        await record(site_id, user_id, "unit_leased", unit_id, now, request_id=request_id)
    return lease


async def vacate_unit(
    site_id: str, unit_id: str, available_from: str, user_id: str, now: datetime, request_id: str = ""
) -> None:
    """Nobody has the unit any more; its lease ends. An empty day means that it is not to let yet. Raises
    ValidationFailed, UnitIsVacant and NotFound."""
    fields = Fields()
    free_from = fields.day("available_from", available_from, "day from which it is available")
    fields.check()
    await get_unit(site_id, unit_id)
    today = day_of(now, await zone_of(site_id))
    async with write_transaction():
        rows = await Unit.raw(
            "UPDATE units SET leased_at = NULL, available_from = {} WHERE id = {} AND site_id = {}"
            " AND leased_at IS NOT NULL RETURNING id",
            free_from, unit_id, site_id,
        )  # fmt: skip
        if not rows:
            raise UnitIsVacant
        await _end_lease(site_id, unit_id, today)
        await record(site_id, user_id, "unit_vacated", unit_id, now, request_id=request_id)


def _checked(new: NewLease) -> tuple[Decimal | None, date | None, date | None]:
    fields = Fields()
    rent = fields.amount("monthly_rent", new.monthly_rent, "monthly rent") if new.monthly_rent.strip() else None
    starts_on = fields.day("starts_on", new.starts_on, "first day")
    ends_on = fields.day("ends_on", new.ends_on, "last day")
    if starts_on and ends_on and ends_on < starts_on:
        fields.wrong["ends_on"] = "The last day is before the first one."
    fields.check()
    return rent, starts_on, ends_on


async def _take(site_id: str, unit_id: str, now: datetime) -> None:
    """The unit is leased from now on; of two people who lease it at once one is refused."""
    rows = await Unit.raw(
        "UPDATE units SET leased_at = {} WHERE id = {} AND site_id = {} AND leased_at IS NULL RETURNING id",
        now, unit_id, site_id,
    )  # fmt: skip
    if not rows:
        raise UnitIsLeased


async def _before(site_id: str, lead_id: str) -> tuple[str, str]:
    """The lead's status and unit, held until the transaction ends: a lease that is taken back returns to them."""
    rows = await Lead.raw(
        "UPDATE leads SET updated_at = updated_at WHERE id = {} AND site_id = {} RETURNING status, unit_id",
        lead_id, site_id,
    )  # fmt: skip
    return (str(rows[0]["status"]), rows[0]["unit_id"] or "") if rows else ("", "")


async def _move_in(
    site_id: str, lead_id: str, unit: dict[str, Any], lease_id: str, user_id: str, now: datetime
) -> None:
    """Only a person's approval lets a lead lease."""
    rows = await Lead.raw(
        "UPDATE leads SET status = 'leased', unit_id = {}, updated_at = {} WHERE id = {} AND site_id = {}"
        " AND status IN ({}, {}) RETURNING id",
        unit["id"], now, lead_id, site_id, *MAY_LEASE,
    )  # fmt: skip
    if not rows:
        sentence = "There is no approved lead like this at this site."
        raise ValidationFailed(sentence, fields={"lead_id": sentence})
    text = f"Leased {unit['property_name']} {unit['name']}"
    await note_activity(site_id, lead_id, ActivityKind.decision, text, now, actor_id=user_id, subject_id=lease_id)


async def _end_lease(site_id: str, unit_id: str, today: date) -> None:
    """The newest lease ends today at the latest."""
    await Lease.raw(
        "UPDATE leases SET ends_on = {} WHERE id = (SELECT e.id FROM leases e WHERE e.unit_id = {} AND e.site_id = {}"
        " AND e.taken_back_at IS NULL ORDER BY e.signed_at DESC LIMIT 1) AND (ends_on IS NULL OR ends_on > {})",
        today, unit_id, site_id, today,
    )  # fmt: skip
