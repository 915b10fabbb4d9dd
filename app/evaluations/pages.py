"""The Run AI Eval button and the fragment that says how far it has come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template

from app.background import nudge
from app.clock import utc_now
from app.errors import LeaseLabError
from app.evaluations.request import request_evaluation
from app.evaluations.status import State, Status, get_status
from app.leads.find import get_lead
from app.sites.current import Current, current_for_page

AnyRequest = Request[Any, Any, Any]
Here = NamedDependency[Current]


@dataclass
class EvaluationForm:
    reason: str = ""


async def _refused(request: AnyRequest, error: LeaseLabError) -> Response[Any]:
    """A refusal is part of the fragment, where the button was."""
    current = await current_for_page(request, request.path_params["slug"])
    status = await get_status(current.site.id, request.path_params["lead_id"], utc_now())
    refused = replace(
        status, state=State.refused, refusal=error.message, refusal_code=error.code, refusal_details=error.details
    )
    if "hx-request" in request.headers:
        return _fragment(current, refused)
    context = {"message": error.message, "status": error.status_code, "request_id": current.request_id}
    back = f"/sites/{current.site.slug}/leads/{status.lead_id}"
    return Template("error.html", context={**context, "back": back}, status_code=error.status_code)


@post("/leads/{lead_id:str}/evaluations", exception_handlers={LeaseLabError: _refused}, status_code=200)
async def run_ai_eval(
    request: AnyRequest,
    current: Here,
    lead_id: FromPath[str],
    data: Annotated[EvaluationForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[Any]:
    lead = await get_lead(current.site.id, lead_id)
    await request_evaluation(
        current.site,
        lead["id"],
        current.user.id,
        utc_now(),
        force_reason=data.reason.strip() or None,
        is_super_admin=current.is_super_admin,
        request_id=current.request_id,
    )
    await nudge()
    if "hx-request" not in request.headers:
        return Redirect(f"/sites/{current.site.slug}/leads/{lead_id}", status_code=303)
    return _fragment(current, await get_status(current.site.id, lead_id, utc_now()))


@get("/leads/{lead_id:str}/evaluation")
async def evaluation_status(request: AnyRequest, current: Here, lead_id: FromPath[str]) -> Response[Any]:
    status = await get_status(current.site.id, lead_id, utc_now())
    etag = f'W/"{status.etag}.{current.user.id}"'
    headers = {"etag": etag, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(None, status_code=304, headers=headers)
    return _fragment(current, status, headers)


def _fragment(current: Current, status: Status, headers: dict[str, str] | None = None) -> Template:
    context = {"current": current, "status": status}
    return Template("evaluations/_status.html", context=context, headers=headers)


ROUTES = [run_ai_eval, evaluation_status]
