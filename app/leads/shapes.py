"""Leads as the JSON API tells them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, TypedDict

from app.leads.tables import EmploymentStatus, EngagementClass, LeadSource, LeadStatus
from app.screening.verdict import Label


class LeadData(TypedDict):
    """A lead; `documents` is how many it has."""

    id: str
    status: LeadStatus
    first_name: str
    last_name: str
    email: str
    phone: str
    unit_id: str | None
    monthly_rent: float
    housing_subsidy: float
    move_in_date: date | None
    employment_status: EmploymentStatus
    source: LeadSource
    engagement_class: EngagementClass | None
    ai_score: int | None
    ai_label: Label | None
    last_activity_at: datetime
    created_at: datetime
    documents: int


@dataclass(frozen=True)
class LeadsAnswer:
    """A page of leads; `page` is the last one when a later one was asked for."""

    success: Literal[True] = field(default=True, kw_only=True)
    data: list[LeadData]
    page: int
    pages: int
    per_page: int
    total: int


def lead_json(lead: dict[str, Any]) -> LeadData:
    """The lead of its columns and its number of documents."""
    return {
        "id": lead["id"],
        "status": LeadStatus(lead["status"]),
        "first_name": lead["first_name"],
        "last_name": lead["last_name"],
        "email": lead["email"],
        "phone": lead["phone"],
        "unit_id": lead["unit_id"],
        "monthly_rent": float(lead["monthly_rent"]),
        "housing_subsidy": float(lead["housing_subsidy"]),
        "move_in_date": lead["move_in_date"],
        "employment_status": EmploymentStatus(lead["employment_status"]),
        "source": LeadSource(lead["source"]),
        "engagement_class": lead["engagement_class"],
        "ai_score": lead["ai_score"],
        "ai_label": Label(lead["ai_label"]) if lead["ai_label"] else None,
        "last_activity_at": lead["last_activity_at"],
        "created_at": lead["created_at"],
        "documents": lead["documents"],
    }
