"""Evaluating several leads at once, and comparing a few."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template

from app.background import nudge
from app.clock import utc_now
from app.sites.audit import record
from app.sites.current import Current
from app.worklist.bulk import get_bulk, request_many
from app.worklist.compare import compare_leads

Here = NamedDependency[Current]


@dataclass
class ChosenLeads:
    lead: list[str] = field(default_factory=list)


@post("/leads/evaluations")
async def run_ai_eval_for_many(
    current: Here, data: Annotated[ChosenLeads, Body(media_type=RequestEncodingType.URL_ENCODED)]
) -> Redirect:
    bulk = await request_many(current.site, data.lead, current.user.id, utc_now(), current.request_id)
    await nudge()
    return Redirect(f"/sites/{current.site.slug}/leads/evaluations/{bulk.id}", status_code=303)


@get("/leads/evaluations/{bulk_id:str}")
async def bulk_page(request: Request[Any, Any, Any], current: Here, bulk_id: FromPath[str]) -> Template:
    is_fragment = request.headers.get("hx-target") == "bulk"
    template = "worklist/_bulk.html" if is_fragment else "worklist/bulk.html"
    return Template(template, context={"current": current, "bulk": await get_bulk(current.site.id, bulk_id)})


@get("/leads/compare")
async def compare_page(current: Here, lead: FromQuery[list[str] | None] = None) -> Template:
    leads = await compare_leads(current.site.id, lead or [], is_first_come=current.site.is_first_come)
    for item in leads:
        await record(
            current.site.id, current.user.id, "lead_read", item["id"], utc_now(), request_id=current.request_id
        )
    return Template("worklist/compare.html", context={"current": current, "leads": leads})


ROUTES = [run_ai_eval_for_many, bulk_page, compare_page]
