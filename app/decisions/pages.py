"""Deciding about a lead, taking a decision back, its record as a PDF, and the notice to the applicant."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from app.clock import utc_now
from app.decisions.decide import NewDecision, decide
from app.decisions.find import get_decision
from app.decisions.notice_text import FIELDS, letter_date, notice_parts
from app.decisions.notices import (
    DELIVERIES,
    TITLE,
    get_notice,
    missing_fields,
    save_notice,
    send_notice,
    start_notice,
    typed_body,
)
from app.decisions.panel import panel_context
from app.decisions.pdf_answer import built, pdf_headers
from app.decisions.record import gather_record
from app.decisions.refusals import (
    DecidedMeanwhile,
    DecisionDuringEvaluation,
    EvidenceNotOpened,
    NewerEvaluation,
    NotDecidable,
    NoticeAlreadySent,
    NoticeChanged,
    UndoTooLate,
)
from app.decisions.undo import undo_decision
from app.decisions.withdraw import bring_back, withdraw_lead
from app.documents.reader import current_reader
from app.errors import Forbidden, LeaseLabError, ValidationFailed, refusal_of
from app.leads.find import get_lead
from app.sites.audit import record
from app.sites.current import Current
from app.storage import current_store

AnyRequest = Request[Any, Any, Any]
Here = NamedDependency[Current]
SHOWN_IN_PLACE = (
    *(ValidationFailed, Forbidden, DecidedMeanwhile, DecisionDuringEvaluation, EvidenceNotOpened, NewerEvaluation),
    *(NotDecidable, NoticeAlreadySent, UndoTooLate),
)
DECISION = "/leads/{lead_id:str}/decisions/{decision_id:str}"


@get("/leads/{lead_id:str}/decision")
async def decision_panel(current: Here, lead_id: FromPath[str]) -> Template:
    return Template("decisions/_decision.html", context=await _panel(current, lead_id))


@post("/leads/{lead_id:str}/decision", status_code=200)
async def decide_about_lead(request: AnyRequest, current: Here, lead_id: FromPath[str]) -> Response[Any]:
    await get_lead(current.site.id, lead_id)
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in ("decision", "conditions", "note", "override_reason")}
    codes = tuple(str(code) for code in form.getall("reason_codes", []))
    new = NewDecision(
        typed["decision"], codes, typed["conditions"], typed["note"], typed["override_reason"],
        seen_evaluation=str(form.get("evaluation_id", "")), replaces=str(form.get("replaces", "")),
    )  # fmt: skip
    deed = decide(current.site.id, lead_id, new, current.user.id, utc_now(), request_id=current.request_id)
    refusal = await refusal_of(deed, *SHOWN_IN_PLACE)
    return await _show(request, current, lead_id, refusal, {**typed, "reason_codes": codes})


@post(DECISION + "/undo", status_code=200)
async def undo(request: AnyRequest, current: Here, lead_id: FromPath[str], decision_id: FromPath[str]) -> Response[Any]:
    deed = undo_decision(
        current.site.id, lead_id, decision_id, current.user.id, utc_now(),
        is_manager=current.is_manager, request_id=current.request_id,
    )  # fmt: skip
    return await _show(request, current, lead_id, await refusal_of(deed, *SHOWN_IN_PLACE))


@post("/leads/{lead_id:str}/withdrawal", status_code=200)
async def applicant_withdrew(request: AnyRequest, current: Here, lead_id: FromPath[str]) -> Response[Any]:
    await get_lead(current.site.id, lead_id)
    note = str((await request.form()).get("note", ""))
    deed = withdraw_lead(current.site.id, lead_id, note, current.user.id, utc_now(), request_id=current.request_id)
    return await _show(request, current, lead_id, await refusal_of(deed, *SHOWN_IN_PLACE))


@post("/leads/{lead_id:str}/withdrawal/undo", status_code=200)
async def applicant_is_back(request: AnyRequest, current: Here, lead_id: FromPath[str]) -> Response[Any]:
    deed = bring_back(current.site.id, lead_id, current.user.id, utc_now(), request_id=current.request_id)
    return await _show(request, current, lead_id, await refusal_of(deed, *SHOWN_IN_PLACE))


@get(DECISION + "/record.pdf")
async def download_record(current: Here, lead_id: FromPath[str], decision_id: FromPath[str]) -> Response[bytes]:
    decision = await get_decision(current.site.id, lead_id, decision_id)
    lead = await get_lead(current.site.id, lead_id)
    content = await gather_record(current.site, lead, decision, utc_now(), current_store(), current_reader())
    from app.decisions.record_pdf import record_pdf  # its library is held once it is used

    pdf = await built(record_pdf, content)
    await _note(current, "decision_record_downloaded", lead_id, decision_id)
    return Response(pdf, media_type="application/pdf", headers=pdf_headers(f"decision-record-{decision_id}.pdf"))


@post(DECISION + "/notice")
async def write_notice(current: Here, lead_id: FromPath[str], decision_id: FromPath[str]) -> Redirect:
    decision = await get_decision(current.site.id, lead_id, decision_id)
    lead = await get_lead(current.site.id, lead_id)
    await start_notice(current.site.id, lead, decision, current.user.id, utc_now(), request_id=current.request_id)
    return Redirect(_notice_url(current, lead_id, decision_id), status_code=303)


@get(DECISION + "/notice")
async def notice_page(current: Here, lead_id: FromPath[str], decision_id: FromPath[str]) -> Template:
    decision = await get_decision(current.site.id, lead_id, decision_id)
    notice = await get_notice(current.site.id, decision_id)
    await _note(current, "notice_read", lead_id, decision_id)
    return Template("decisions/notice.html", context=await _notice_context(current, lead_id, decision, notice))


@post(DECISION + "/notice/save", status_code=200)
async def save_notice_text(
    request: AnyRequest, current: Here, lead_id: FromPath[str], decision_id: FromPath[str]
) -> Response[Any]:
    decision = await get_decision(current.site.id, lead_id, decision_id)
    notice = await get_notice(current.site.id, decision_id)
    given = {name: str(text) for name, text in (await request.form()).items()}
    seen = given.get("version", "")
    deed = save_notice(
        current.site.id, notice, given, current.user.id, utc_now(), seen=seen, request_id=current.request_id
    )
    refusal = await refusal_of(deed, NoticeChanged)
    notice = await get_notice(current.site.id, decision_id)
    context = await _notice_context(current, lead_id, decision, notice)
    if refusal:
        context |= {"message": refusal.message, "typed": typed_body(notice, given)}
        return _beside_the_stored(request, context)
    if "hx-request" in request.headers:
        return Template("decisions/_preview.html", context=context)
    return Redirect(_notice_url(current, lead_id, decision_id), status_code=303)


@post(DECISION + "/notice/send", status_code=200)
async def send_to_applicant(
    request: AnyRequest, current: Here, lead_id: FromPath[str], decision_id: FromPath[str]
) -> Response[Any]:
    await get_decision(current.site.id, lead_id, decision_id)
    lead = await get_lead(current.site.id, lead_id)
    notice = await get_notice(current.site.id, decision_id)
    form = await request.form()
    delivery, seen = (str(form.get(name, "")) for name in ("delivery", "seen"))
    await send_notice(
        current.site.id, notice, delivery, lead["email"], current.user.id, utc_now(),
        seen=seen, request_id=current.request_id,
    )  # fmt: skip
    return Redirect(_notice_url(current, lead_id, decision_id), status_code=303)


@get(DECISION + "/notice.pdf")
async def download_notice(current: Here, lead_id: FromPath[str], decision_id: FromPath[str]) -> Response[bytes]:
    await get_decision(current.site.id, lead_id, decision_id)
    notice = await get_notice(current.site.id, decision_id)
    from app.decisions.notice_pdf import notice_pdf

    pdf = await built(notice_pdf, notice)
    await _note(current, "notice_downloaded", lead_id, decision_id)
    return Response(pdf, media_type="application/pdf", headers=pdf_headers(f"notice-{decision_id}.pdf"))


def _beside_the_stored(request: AnyRequest, context: dict[str, Any]) -> Template:
    """The typed text stays in its fields; htmx gets the form and, out of band, the preview with the newer version."""
    if "hx-request" not in request.headers:
        return Template("decisions/notice.html", context=context, status_code=409)
    headers = {"HX-Retarget": "#notice-form", "HX-Reswap": "outerHTML"}
    return Template("decisions/_notice_changed.html", context=context, status_code=409, headers=headers)


async def _show(
    request: AnyRequest,
    current: Current,
    lead_id: str,
    refusal: LeaseLabError | None,
    typed: dict[str, Any] | None = None,
) -> Response[Any]:
    """The panel with the refusal in place; after success the page anew, since its status and timeline changed too."""
    lead_url = f"/sites/{current.site.slug}/leads/{lead_id}"
    if refusal is None:
        if "hx-request" in request.headers:
            return Response(None, status_code=204, headers={"HX-Refresh": "true"})
        return Redirect(f"{lead_url}#decision", status_code=303)
    context = await _panel(current, lead_id, refusal, typed)
    if "hx-request" in request.headers:
        return Template("decisions/_decision.html", context=context, status_code=refusal.status_code)
    context["lead"] = await get_lead(current.site.id, lead_id)
    return Template("decisions/refused.html", context=context, status_code=refusal.status_code)


async def _panel(
    current: Current, lead_id: str, refusal: LeaseLabError | None = None, typed: dict[str, Any] | None = None
) -> dict[str, Any]:
    shown = await panel_context(
        current.site.id, lead_id, current.user.id, utc_now(),
        is_manager=current.is_manager, refusal=refusal, typed=typed,
    )  # fmt: skip
    return {"current": current, **shown}


async def _notice_context(
    current: Current, lead_id: str, decision: dict[str, Any], notice: dict[str, Any]
) -> dict[str, Any]:
    return {
        "current": current,
        "lead": await get_lead(current.site.id, lead_id),
        "decision": decision,
        "notice": notice,
        "fields": FIELDS,
        "letter_date": letter_date,
        "parts": notice_parts(notice["body"]),
        "missing": missing_fields(notice["body"]),
        "deliveries": DELIVERIES,
        "title": TITLE,
        "typed": None,
        "message": "",
    }


async def _note(current: Current, action: str, lead_id: str, decision_id: str) -> None:
    details = {"decision_id": decision_id}
    await record(
        current.site.id, current.user.id, action, lead_id, utc_now(), details=details, request_id=current.request_id
    )


def _notice_url(current: Current, lead_id: str, decision_id: str) -> str:
    return f"/sites/{current.site.slug}/leads/{lead_id}/decisions/{decision_id}/notice"


ROUTES = [
    *(decision_panel, decide_about_lead, undo, applicant_withdrew, applicant_is_back, download_record),
    *(write_notice, notice_page, save_notice_text, send_to_applicant, download_notice),
]
