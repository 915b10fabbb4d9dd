"""What happened with a lead: older pages of it, and a form to note a message, a call, an application or a remark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template

from app.clock import utc_now
from app.errors import LeaseLabError, ValidationFailed, refusal_of
from app.leads.contact import note_contact
from app.leads.find import get_lead
from app.leads.timeline import get_timeline
from app.sites.audit import record
from app.sites.current import Current

AnyRequest = Request[Any, Any, Any]
Here = NamedDependency[Current]


@dataclass
class ContactForm:
    kind: str = "message"
    text: str = ""


@get("/leads/{lead_id:str}/timeline")
async def timeline_page(
    request: AnyRequest, current: Here, lead_id: FromPath[str], older: FromQuery[str] = ""
) -> Template:
    await get_lead(current.site.id, lead_id)
    await record(current.site.id, current.user.id, "timeline_read", lead_id, utc_now(), request_id=current.request_id)
    return await _show(request, current, lead_id, older=older)


@post("/leads/{lead_id:str}/activities", status_code=200)
async def note_activity(
    request: AnyRequest,
    current: Here,
    lead_id: FromPath[str],
    data: Annotated[ContactForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[Any]:
    await get_lead(current.site.id, lead_id)
    deed = note_contact(
        current.site.id, lead_id, data.kind, data.text, current.user.id, utc_now(), current.request_id
    )  # fmt: skip
    refusal = await refusal_of(deed, ValidationFailed)
    if refusal or "hx-request" in request.headers:
        return await _show(request, current, lead_id, data if refusal else None, refusal)
    return Redirect(f"/sites/{current.site.slug}/leads/{lead_id}#timeline", status_code=303)


async def _show(
    request: AnyRequest,
    current: Current,
    lead_id: str,
    given: ContactForm | None = None,
    refusal: LeaseLabError | None = None,
    *,
    older: str = "",
) -> Template:
    """The fragment alone for htmx, with what was typed where it was refused; else a page around it."""
    template = "leads/_timeline.html" if "hx-request" in request.headers else "leads/timeline.html"
    context = {
        "current": current,
        "lead": await get_lead(current.site.id, lead_id),
        "timeline": await get_timeline(current.site.id, lead_id, older),
        "contact": given or ContactForm(),
        "contact_wrong": refusal.details["fields"] if refusal else {},
        "is_older": bool(older),
    }
    return Template(template, context=context, status_code=refusal.status_code if refusal else 200)


ROUTES = [timeline_page, note_activity]
