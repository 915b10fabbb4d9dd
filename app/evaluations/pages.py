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
from app.errors import Forbidden, LeaseLabError, ValidationFailed, refusal_of
from app.evaluations.quota import QuotaExceeded
from app.evaluations.request import DuplicateDocuments, InsufficientDocuments, request_evaluation
from app.evaluations.status import State, Status, get_status
from app.leads.find import get_lead
from app.sites.current import Current

AnyRequest = Request[Any, Any, Any]
Here = NamedDependency[Current]
SHOWN_IN_PLACE = (InsufficientDocuments, DuplicateDocuments, QuotaExceeded, Forbidden, ValidationFailed)


@dataclass
class EvaluationForm:
    reason: str = ""


@post("/leads/{lead_id:str}/evaluations", status_code=200)
async def run_ai_eval(
    request: AnyRequest,
    current: Here,
    lead_id: FromPath[str],
    data: Annotated[EvaluationForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[Any]:
    await get_lead(current.site.id, lead_id)
    deed = request_evaluation(
        current.site,
        lead_id,
        current.user.id,
        utc_now(),
        force_reason=data.reason.strip() or None,
        is_super_admin=current.is_super_admin,
        request_id=current.request_id,
    )
    refusal = await refusal_of(deed, *SHOWN_IN_PLACE)
    if refusal is None:
        await nudge()
    return await _show(request, current, lead_id, refusal)


@get("/leads/{lead_id:str}/evaluation")
async def evaluation_status(request: AnyRequest, current: Here, lead_id: FromPath[str]) -> Response[Any]:
    status = await get_status(current.site.id, lead_id, utc_now())
    etag = f'W/"{status.etag}.{current.user.id}"'
    headers = {"etag": etag, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(None, status_code=304, headers=headers)
    return _fragment(current, status, headers)


async def _show(request: AnyRequest, current: Current, lead_id: str, refusal: LeaseLabError | None) -> Response[Any]:
    lead_url = f"/sites/{current.site.slug}/leads/{lead_id}"
    if "hx-request" in request.headers:
        status = await get_status(current.site.id, lead_id, utc_now())
        return _fragment(current, status if refusal is None else _refused(status, refusal))
    if refusal is None:
        return Redirect(lead_url, status_code=303)
    context = {"message": refusal.message, "status": refusal.status_code, "request_id": current.request_id}
    return Template("error.html", context={**context, "back": lead_url}, status_code=refusal.status_code)


def _refused(status: Status, refusal: LeaseLabError) -> Status:
    return replace(
        status,
        state=State.refused,
        refusal=refusal.message,
        refusal_code=refusal.code,
        refusal_details=refusal.details,
    )


def _fragment(current: Current, status: Status, headers: dict[str, str] | None = None) -> Template:
    context = {"current": current, "status": status}
    return Template("evaluations/_status.html", context=context, headers=headers)


ROUTES = [run_ai_eval, evaluation_status]
