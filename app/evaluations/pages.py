"""The Run AI Eval button and the fragment that says how far it has come; the evidence page and its corrections."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template

from app.background import nudge
from app.clock import utc_now
from app.documents.preview import WIDTHS
from app.documents.reader import current_reader
from app.errors import Forbidden, LeaseLabError, ValidationFailed, refusal_of
from app.evaluations.correct import NotTheNewest, correct_fact, given_of, undo_correction
from app.evaluations.correct_fields import FREQUENCIES
from app.evaluations.evidence import note_evidence_opened
from app.evaluations.evidence_sheets import Chosen, Desk
from app.evaluations.evidence_view import Asked, View, get_correcting, get_findings, get_view, refused
from app.evaluations.quota import QuotaExceeded
from app.evaluations.readings import Readings
from app.evaluations.request import DuplicateDocuments, InsufficientDocuments, request_evaluation
from app.evaluations.status import State, Status, get_standing, get_status, with_results
from app.leads.find import get_lead
from app.sites.current import Current
from app.storage import current_store

AnyRequest = Request[Any, Any, Any]
Here = NamedDependency[Current]
SHOWN_IN_PLACE = (InsufficientDocuments, DuplicateDocuments, QuotaExceeded, Forbidden, ValidationFailed)

MOVED = "evaluation-moved"
"""Tells the other panels of the page, such as the decision's, that an evaluation has begun or ended."""


@dataclass
class EvaluationForm:
    reason: str = ""


@dataclass
class CorrectionForm:
    """`fact` is the document's position and the field: "0.gross_pay"."""

    evaluation: str = ""
    fact: str = ""
    value: str = ""
    reason: str = ""


@dataclass
class UndoForm:
    evaluation: str = ""
    correction: str = ""


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
    standing = await get_standing(current.site.id, lead_id, utc_now())
    etag = f'W/"{standing.etag}.{current.user.id}.{current.site.timezone}"'
    headers = {"etag": etag, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(None, status_code=304, headers=headers)
    if "hx-request" in request.headers and not standing.state.is_open:  # a page that waited for the end
        headers["HX-Trigger"] = MOVED
    return _fragment(current, await with_results(current.site.id, standing), headers)


async def _show(request: AnyRequest, current: Current, lead_id: str, refusal: LeaseLabError | None) -> Response[Any]:
    is_fragment = "hx-request" in request.headers
    if refusal is None and not is_fragment:
        return Redirect(f"/sites/{current.site.slug}/leads/{lead_id}", status_code=303)
    status = await get_status(current.site.id, lead_id, utc_now())
    shown = status if refusal is None else _refused(status, refusal)
    if is_fragment or refusal is None:
        return _fragment(current, shown, {"HX-Trigger": MOVED} if refusal is None else None)
    context = {"current": current, "status": shown, "lead": await get_lead(current.site.id, lead_id)}
    return Template("evaluations/refused.html", context=context, status_code=refusal.status_code)


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


@get("/leads/{lead_id:str}/evidence")
async def evidence_page(
    current: Here,
    lead_id: FromPath[str],
    evaluation: FromQuery[str] = "",
    file: FromQuery[str] = "",
    page: FromQuery[str] = "",
    box: FromQuery[str] = "",
    correct: FromQuery[str] = "",
) -> Template:
    number = int(page) if page.isdecimal() and len(page) < 6 else 0
    asked = Asked(evaluation, Chosen(file, number, box), correct)
    view = await get_view(current.site.id, lead_id, asked, _desk(), current.site.timezone)
    opened = view.evaluation["id"] if view.evaluation else ""
    at = utc_now()
    await note_evidence_opened(current.site.id, lead_id, opened, current.user.id, at, request_id=current.request_id)
    return Template("evaluations/evidence.html", context=_evidence(current, view))


@get("/leads/{lead_id:str}/evidence/correction")
async def correction_form(
    current: Here, lead_id: FromPath[str], evaluation: FromQuery[str] = "", correct: FromQuery[str] = ""
) -> Template:
    form = await get_correcting(current.site.id, lead_id, evaluation, correct)
    context = {"current": current, "lead_id": lead_id, "evaluation_id": evaluation, "correcting": form}
    return Template("evaluations/_correction.html", context={**context, "frequencies": FREQUENCIES})


@post("/leads/{lead_id:str}/evidence/corrections", status_code=200)
async def correct_value(
    request: AnyRequest,
    current: Here,
    lead_id: FromPath[str],
    data: Annotated[CorrectionForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[Any]:
    await get_lead(current.site.id, lead_id)
    at = utc_now()
    deed = correct_fact(
        current.site.id, lead_id, given_of(**vars(data)), current.user.id, at, request_id=current.request_id
    )
    refusal = await refusal_of(deed, NotTheNewest, ValidationFailed)
    return await _findings(request, current, lead_id, data, refusal)


@post("/leads/{lead_id:str}/evidence/corrections/undo", status_code=200)
async def undo_a_correction(
    request: AnyRequest,
    current: Here,
    lead_id: FromPath[str],
    data: Annotated[UndoForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[Any]:
    await get_lead(current.site.id, lead_id)
    at = utc_now()
    await undo_correction(current.site.id, lead_id, data.correction, current.user.id, at, request_id=current.request_id)
    return await _findings(request, current, lead_id, CorrectionForm(data.evaluation), None)


async def _findings(
    request: AnyRequest, current: Current, lead_id: str, data: CorrectionForm, refusal: LeaseLabError | None
) -> Response[Any]:
    """The page's left side after a correction, or with the form and what is wrong with it."""
    is_whole = "hx-request" not in request.headers
    if is_whole and refusal is None:
        place = f"#fact-{data.fact.replace('.', '-', 1)}" if data.fact else "#corrected"
        page = f"/sites/{current.site.slug}/leads/{lead_id}/evidence?{urlencode({'evaluation': data.evaluation})}"
        return Redirect(f"{page}{place}", status_code=303)
    find = get_view if is_whole else get_findings
    view = await find(current.site.id, lead_id, Asked(data.evaluation), _desk(), current.site.timezone)
    shown = refused(view, data.fact, data.value, data.reason, refusal.message) if refusal else view
    template = "evaluations/evidence.html" if is_whole else "evaluations/_findings.html"
    status = refusal.status_code if refusal else 200
    return Template(template, context=_evidence(current, shown), status_code=status)


def _desk() -> Desk:
    reader = current_reader()
    return Desk(Readings(current_store(), reader.read), reader)


def _evidence(current: Current, view: View) -> dict[str, Any]:
    return {
        "current": current,
        "view": view,
        "lead_id": view.lead["id"],
        "evaluation_id": view.evaluation["id"] if view.evaluation else "",
        "correcting": view.correcting,
        "frequencies": FREQUENCIES,
        "widths": WIDTHS,
        "chosen": [mark.id for mark in view.chosen_marks],
    }


ROUTES = [run_ai_eval, evaluation_status, evidence_page, correction_form, correct_value, undo_a_correction]
