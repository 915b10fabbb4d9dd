"""The list of leads and the page of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template

from app.applicants.links import list_links
from app.applicants.receive import list_statements
from app.clock import utc_now
from app.decisions.panel import panel_context
from app.documents.find import list_shown
from app.errors import ValidationFailed
from app.evaluations.status import get_status
from app.leads.create import NewLead, create_lead
from app.leads.find import get_lead
from app.leads.listing import LeadFilter, list_leads
from app.leads.tables import EmploymentStatus, LeadSource, LeadStatus
from app.leads.timeline import get_timeline
from app.matches.find import list_for_lead
from app.notifications.tasks import list_tasks
from app.properties.find import list_units
from app.sites.audit import record
from app.sites.current import Current

AnyRequest = Request[Any, Any, Any]
Here = NamedDependency[Current]


@get("/leads")
async def lead_list(
    request: AnyRequest,
    current: Here,
    q: FromQuery[str] = "",
    label: FromQuery[str] = "",
    status: FromQuery[str] = "",
    sort: FromQuery[str] = "",
    show: FromQuery[str] = "",
    page: FromQuery[str] = "1",
) -> Template:
    number = int(page) if page.isdecimal() and len(page) < 10 else 1
    order = sort or ("arrived" if current.site.is_first_come else "score")
    wanted = LeadFilter(q.strip(), label, status, order, number, waits=show)
    leads = await list_leads(current.site.id, wanted)
    template = "leads/_table.html" if request.headers.get("hx-target") == "leads" else "leads/list.html"
    context = {"current": current, "leads": leads, "wanted": wanted, "statuses": list(LeadStatus)}
    return Template(template, context=context)


@dataclass
class LeadForm:
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    monthly_rent: str = ""
    move_in_date: str = ""
    housing_subsidy: str = ""
    unit_id: str = ""
    employment_status: str = ""
    source: str = ""
    is_inquiry: str = ""


@get("/leads/new")
async def new_lead_page(current: Here) -> Template:
    return await _form(current, LeadForm(), {})


@post("/leads")
async def add_lead(
    current: Here, data: Annotated[LeadForm, Body(media_type=RequestEncodingType.URL_ENCODED)]
) -> Response[Any]:
    new = NewLead(**vars(data))
    try:
        lead = await create_lead(current.site.id, new, current.user.id, utc_now(), current.request_id)
    except ValidationFailed as refusal:
        return await _form(current, data, refusal.details["fields"], refusal.status_code)
    return Redirect(f"/sites/{current.site.slug}/leads/{lead.id}", status_code=303)


@get("/leads/{lead_id:str}")
async def lead_page(current: Here, lead_id: FromPath[str]) -> Template:
    lead = await get_lead(current.site.id, lead_id)
    await record(current.site.id, current.user.id, "lead_read", lead_id, utc_now(), request_id=current.request_id)
    documents, removed = await list_shown(lead_id, utc_now())
    context = {
        "current": current,
        "lead": lead,
        "documents": documents,
        "removed": removed,
        "refusal": "",
        "status": await get_status(current.site.id, lead_id, utc_now()),
        "tasks": await list_tasks(current.site.id, current.user.id, utc_now(), lead_id=lead_id),
        "timeline": await get_timeline(current.site.id, lead_id),
        "contact": {"kind": "message", "text": ""},
        "contact_wrong": {},
        "is_older": False,
        **await panel_context(current.site.id, lead_id, current.user.id, utc_now(), is_manager=current.is_manager),
        "links": await list_links(lead_id, utc_now()),
        "statements": await list_statements(lead_id),
        "matches": await list_for_lead(current.site.id, lead_id),
    }
    return Template("leads/page.html", context=context)


async def _form(current: Current, given: LeadForm, wrong: dict[str, str], status: int = 200) -> Template:
    """The form with what was typed, and a sentence at each field that needs another look."""
    context = {
        "current": current,
        "units": await list_units(current.site.id),
        "employment": list(EmploymentStatus),
        "sources": list(LeadSource),
        "given": given,
        "wrong": wrong,
    }
    return Template("leads/new.html", context=context, status_code=status)


ROUTES = [lead_list, new_lead_page, add_lead, lead_page]
