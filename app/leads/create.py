"""Taking in a new lead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from app.database import new_id, write_transaction
from app.errors import ValidationFailed
from app.leads.activities import note_activity
from app.leads.contact_keys import email_key, phone_key
from app.leads.tables import ActivityKind, EmploymentStatus, Lead, LeadSource
from app.properties.tables import Unit
from app.sites.audit import record
from app.text_check import is_storable, text_problems

MOST_RENT = Decimal(1_000_000)
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
TURNS_TEXT = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that reverse what stands beside them, so that a name could pass for another."""


@dataclass(frozen=True, slots=True)
class NewLead:
    """What a person or the API gives for a lead, as text; `create_lead` checks it."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    monthly_rent: Any = ""
    move_in_date: str | None = None
    housing_subsidy: Any = None
    unit_id: str | None = None
    employment_status: str | None = None
    source: str | None = None
    is_inquiry: bool | str | None = None
    """Whether they only ask so far: then no application is noted."""


async def create_lead(site_id: str, new: NewLead, user_id: str, now: datetime, request_id: str = "") -> Lead:
    """The stored lead. Raises ValidationFailed with a sentence for each field that needs another look."""
    values, fields = _checked(new)
    if new.unit_id and not await _has_unit(site_id, new.unit_id):
        fields["unit_id"] = "There is no such unit at this site."
    if fields:
        raise ValidationFailed("Some fields need another look: " + " ".join(fields.values()), fields=fields)
    search_text = " ".join((values["first_name"], values["last_name"], values["email"], values["phone"])).lower()
    lead = Lead(
        id=new_id("lead"),
        site_id=site_id,
        search_text=search_text,
        email_key=email_key(values["email"]),
        phone_key=phone_key(values["phone"]),
        last_activity_at=now,
        created_at=now,
        updated_at=now,
        **values,
    )
    async with write_transaction():
        await Lead.insert(lead)
        kind, text = _first_activity(bool(new.is_inquiry))
        await note_activity(site_id, lead.id, kind, text, now, actor_id=user_id)
        await record(site_id, user_id, "lead_created", lead.id, now, request_id=request_id)
    return lead


def _first_activity(is_inquiry: bool) -> tuple[ActivityKind, str]:
    return (ActivityKind.message, "Asked about a unit") if is_inquiry else (ActivityKind.application, "Applied")


async def _has_unit(site_id: str, unit_id: str) -> bool:
    return is_storable(unit_id) and await Unit.exists().where(Unit.id == unit_id, Unit.site_id == site_id)


def _checked(new: NewLead) -> tuple[dict[str, Any], dict[str, str]]:
    fields: dict[str, str] = {}
    values: dict[str, Any] = {"unit_id": new.unit_id or None}
    for name, most in (("first_name", 80), ("last_name", 80), ("email", 254), ("phone", 40)):
        values[name] = " ".join(TURNS_TEXT.sub("", str(getattr(new, name) or "")).split())
        fields |= text_problems(most, **{name: values[name]})
    for name in ("first_name", "last_name"):
        if not values[name]:
            fields[name] = f"Give the {name.replace('_', ' ')}."
    if values["email"] and ("@" not in values["email"] or " " in values["email"]):
        fields["email"] = "The e-mail address has no @ or has a space."
    values["monthly_rent"] = _amount(new.monthly_rent, "monthly_rent", "monthly rent", fields)
    values["housing_subsidy"] = _amount(new.housing_subsidy or "0", "housing_subsidy", "housing subsidy", fields)
    if "monthly_rent" not in fields and values["housing_subsidy"] > values["monthly_rent"]:
        fields["housing_subsidy"] = "The housing subsidy cannot be larger than the monthly rent."
    values["move_in_date"] = _date(new.move_in_date, fields)
    values["employment_status"] = _employment(new.employment_status, fields)
    values["source"] = _source(new.source, fields)
    return values, fields


def _amount(given: Any, name: str, words: str, fields: dict[str, str]) -> Decimal:
    text = str(given).strip().removeprefix("$").strip()
    try:
        # A comma goes only where it groups thousands: 2.000,50 and 2000,50 are no amounts, rather than wrong ones.
        amount = Decimal(text.replace(",", "") if GROUPED.fullmatch(text) else text)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount <= MOST_RENT or _decimals(amount) > 2:
        fields[name] = f"Give the {words} as an amount, such as 2000."
        return Decimal(0)
    return amount.quantize(Decimal("0.01")) + 0  # never minus zero


def _decimals(amount: Decimal) -> int:
    """How many were written: 2.000 means two thousand to many people, so that its value is not to be trusted."""
    exponent = amount.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _date(given: str | None, fields: dict[str, str]) -> date | None:
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        fields["move_in_date"] = "Give the move-in date as YYYY-MM-DD."
        return None


def _employment(given: str | None, fields: dict[str, str]) -> str:
    if given and given not in list(EmploymentStatus):
        fields["employment_status"] = f"The employment status is one of {', '.join(EmploymentStatus)}."
    return given or EmploymentStatus.unknown


def _source(given: str | None, fields: dict[str, str]) -> str:
    if given and given not in list(LeadSource):
        fields["source"] = f"The source is one of {', '.join(LeadSource)}."
    return given or LeadSource.unknown
