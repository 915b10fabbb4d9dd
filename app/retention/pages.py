"""Retention for managers: what would be deleted next, who is held, what was erased; hold and erase for one lead."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template

from app.clock import utc_now
from app.leads.find import get_lead
from app.retention.erase import erase_lead, get_erasure, list_erasures, list_twins
from app.retention.hold import list_held, release_hold, set_hold
from app.retention.schedule import plan
from app.site_settings.change import get_settings
from app.sites.audit import record
from app.sites.current import Current, require_manager

Here = NamedDependency[Current]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/retention")
async def retention_page(current: Here) -> Template:
    require_manager(current)
    context = {
        "current": current,
        "site": await get_settings(current.site.id),
        "due": (await plan(current.site.id, utc_now())).changes,
        "held": await list_held(current.site.id),
        "erasures": await list_erasures(current.site.id),
    }
    return Template("retention/page.html", context=context)


@get("/retention/erasures/{erasure_id:str}")
async def certificate_page(current: Here, erasure_id: FromPath[str]) -> Template:
    require_manager(current)
    erasure = await get_erasure(current.site.id, erasure_id)
    await record(current.site.id, current.user.id, "certificate_read", erasure_id, utc_now())
    twins = await list_twins(current.site.id, erasure["lead_id"])
    return Template("retention/certificate.html", context={"current": current, "erasure": erasure, "twins": twins})


@post("/leads/{lead_id:str}/hold")
async def hold_lead(current: Here, lead_id: FromPath[str], data: Form) -> Redirect:
    require_manager(current)
    reason = data.get("reason", "")
    await set_hold(current.site.id, lead_id, reason, current.user.id, utc_now(), current.request_id)
    return Redirect(f"/sites/{current.site.slug}/leads/{lead_id}", status_code=303)


@post("/leads/{lead_id:str}/release")
async def release_lead(current: Here, lead_id: FromPath[str]) -> Redirect:
    require_manager(current)
    await release_hold(current.site.id, lead_id, current.user.id, utc_now(), current.request_id)
    return Redirect(f"/sites/{current.site.slug}/leads/{lead_id}", status_code=303)


@get("/leads/{lead_id:str}/erase")
async def erase_page(current: Here, lead_id: FromPath[str]) -> Template:
    require_manager(current)
    lead = await get_lead(current.site.id, lead_id)
    twins = await list_twins(current.site.id, lead_id)
    return Template("retention/erase.html", context={"current": current, "lead": lead, "twins": twins})


@post("/leads/{lead_id:str}/erase")
async def erase_on_request(current: Here, lead_id: FromPath[str], data: Form) -> Response[Any]:
    require_manager(current)
    reason = data.get("reason", "")
    erasure = await erase_lead(current.site.id, lead_id, reason, current.user.id, utc_now(), current.request_id)
    return Redirect(f"/sites/{current.site.slug}/retention/erasures/{erasure.id}", status_code=303)


ROUTES = [retention_page, certificate_page, hold_lead, release_lead, erase_page, erase_on_request]
