"""Leads over the JSON API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.clock import utc_now
from app.leads.create import NewLead, create_lead
from app.leads.find import LeadFilter, get_lead, list_leads
from app.leads.tables import Lead
from app.sites.audit import record
from app.sites.current import Current

Here = NamedDependency[Current]


@dataclass(frozen=True, slots=True)
class LeadBody:
    first_name: str
    last_name: str
    monthly_rent: float | str
    email: str = ""
    phone: str = ""
    move_in_date: str | None = None
    housing_subsidy: float | str | None = None
    unit_id: str | None = None
    employment_status: str | None = None


def lead_json(lead: dict[str, Any]) -> dict[str, Any]:
    """What the API tells of a lead."""
    return {
        "id": lead["id"],
        "status": lead["status"],
        "first_name": lead["first_name"],
        "last_name": lead["last_name"],
        "email": lead["email"],
        "phone": lead["phone"],
        "unit_id": lead["unit_id"],
        "monthly_rent": float(lead["monthly_rent"]),
        "housing_subsidy": float(lead["housing_subsidy"]),
        "move_in_date": lead["move_in_date"].isoformat() if lead["move_in_date"] else None,
        "employment_status": lead["employment_status"],
        "ai_score": lead["ai_score"],
        "ai_label": lead["ai_label"],
        "last_activity_at": lead["last_activity_at"].isoformat(),
        "created_at": lead["created_at"].isoformat(),
    }


@post("/leads", tags=["Leads"], summary="Take in a lead")
async def create(current: Here, data: JSONBody[LeadBody]) -> dict[str, Any]:
    new = NewLead(**{name: getattr(data, name) for name in LeadBody.__slots__})
    lead = await create_lead(current.site.id, new, current.user.id, utc_now(), current.request_id)
    return {"success": True, "data": lead_json(_columns(lead))}


@get("/leads", tags=["Leads"], summary="List leads")
async def list_all(
    current: Here,
    q: FromQuery[str] = "",
    label: FromQuery[str] = "",
    status: FromQuery[str] = "",
    sort: FromQuery[str] = "score",
    page: Annotated[int, QueryParameter(ge=1, le=1_000_000)] = 1,
    per_page: Annotated[int, QueryParameter(ge=1, le=100)] = 25,
) -> dict[str, Any]:
    found = await list_leads(current.site.id, LeadFilter(q, label, status, sort, page, per_page))
    leads = [{**lead_json(row), "documents": row["documents"]} for row in found.rows]
    return {"success": True, "data": leads, "page": found.page, "pages": found.pages, "total": found.total}


@get("/leads/{lead_id:str}", tags=["Leads"], summary="One lead")
async def get_one(current: Here, lead_id: FromPath[str]) -> dict[str, Any]:
    lead = await get_lead(current.site.id, lead_id)
    await record(current.site.id, current.user.id, "lead_read", lead_id, utc_now(), request_id=current.request_id)
    return {"success": True, "data": {**lead_json(lead), "documents": lead["documents"]}}


def _columns(lead: Lead) -> dict[str, Any]:
    return lead.to_dict()


ROUTES = [create, list_all, get_one]
