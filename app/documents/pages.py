"""Documents for people: upload, list, pictures of pages and of earlier states, download, remove and restore."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from app.clock import utc_now
from app.documents.answers import content_headers, picture_headers
from app.documents.delete import EvaluationUnderWay, SameDocumentPresent, delete_document, restore_document
from app.documents.find import get_document, get_shown, list_documents, list_removed
from app.documents.parts import MOST_REQUEST_BYTES, read_parts
from app.documents.preview import PICTURE_TYPE, WIDTHS, earlier_picture, nearest_width, page_picture, viewer_pages
from app.documents.reader import current_reader, current_revision_pages
from app.documents.refusals import DocumentRefused
from app.documents.upload import upload_documents
from app.errors import LeaseLabError, ValidationFailed, refusal_of
from app.evaluations.earlier_states import list_states
from app.evaluations.readings import Readings
from app.leads.find import get_lead
from app.sites.audit import record
from app.sites.current import Current
from app.storage import StorageError, current_store

AnyRequest = Request[Any, Any, Any]
Here = NamedDependency[Current]
SHOWN_IN_PLACE = (DocumentRefused, EvaluationUnderWay, SameDocumentPresent, StorageError, ValidationFailed)


@post("/leads/{lead_id:str}/documents", status_code=200, request_max_body_size=MOST_REQUEST_BYTES)
async def upload_to_lead(request: AnyRequest, current: Here, lead_id: FromPath[str]) -> Response[Any]:
    lead = await get_lead(current.site.id, lead_id)
    form = await request.form()
    deed = upload_documents(
        current.site.id,
        lead["id"],
        await read_parts(form.getall("file", [])),
        form.get("document_type"),
        current.user.id,
        utc_now(),
        store=current_store(),
        reader=current_reader(),
        request_id=current.request_id,
    )
    return await _show(request, current, lead, await refusal_of(deed, *SHOWN_IN_PLACE))


@post("/documents/{document_id:str}/delete", status_code=200)
async def remove_document(request: AnyRequest, current: Here, document_id: FromPath[str]) -> Response[Any]:
    document = await get_shown(current.site.id, document_id, utc_now())
    refusal = None
    if document.deleted_at is None:  # else it was removed in another tab: what the person wants is done
        deed = delete_document(current.site.id, document_id, current.user.id, utc_now(), request_id=current.request_id)
        refusal = await refusal_of(deed, *SHOWN_IN_PLACE)
    return await _show(request, current, await get_lead(current.site.id, document.lead_id), refusal)


@post("/documents/{document_id:str}/restore", status_code=200)
async def restore_removed(request: AnyRequest, current: Here, document_id: FromPath[str]) -> Response[Any]:
    document = await get_shown(current.site.id, document_id, utc_now())
    refusal = None
    if document.deleted_at is not None:
        deed = restore_document(current.site.id, document_id, current.user.id, utc_now(), request_id=current.request_id)
        refusal = await refusal_of(deed, *SHOWN_IN_PLACE)
    return await _show(request, current, await get_lead(current.site.id, document.lead_id), refusal)


@get("/documents/{document_id:str}")
async def view_document(
    current: Here, document_id: FromPath[str], page: FromQuery[str] = "1", box: FromQuery[str] = ""
) -> Redirect:
    """Where links to a document lead: to its pages beside what was read from them."""
    document = await get_document(current.site.id, document_id)
    number = _number(page, 1)
    await _note(current, "document_read", document_id, {"page": number, "evidence": bool(box)})
    place = {"file": document_id, "page": number, **({"box": box} if box else {})}
    target = "chosen" if box else f"page-{document_id}-{number}"
    lead_url = f"/sites/{current.site.slug}/leads/{document.lead_id}"
    return Redirect(f"{lead_url}/evidence?{urlencode(place, safe=',')}#{target}", status_code=303)


@get("/documents/{document_id:str}/pages/{page:int}")
async def page_preview(
    request: AnyRequest,
    current: Here,
    document_id: FromPath[str],
    page: FromPath[int],
    width: FromQuery[str] = "960",
    earlier: FromQuery[str] = "",
    v: FromQuery[str] = "",
) -> Response[bytes] | Response[None]:
    """`earlier` names an earlier state as "1of2"; with the content's own `v` the picture never changes."""
    document = await get_document(current.site.id, document_id)
    wanted = nearest_width(_number(width, WIDTHS[1]))
    headers = picture_headers(document, f"{page}-{wanted}-{earlier}", is_named=v == document.sha256[:16])
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(None, status_code=304, headers=headers)
    number, _, count = earlier.partition("of")
    states = (_number(number, 0), _number(count, 0))
    picture = await (
        earlier_picture(document, states, page, wanted, store=current_store(), pages=current_revision_pages())
        if earlier
        else page_picture(document, page, wanted, store=current_store(), reader=current_reader())
    )
    return Response(picture, media_type=PICTURE_TYPE, headers=headers)


@get("/documents/{document_id:str}/states")
async def earlier_states(current: Here, document_id: FromPath[str], page: FromQuery[str] = "1") -> Template:
    """What the file showed before it was changed, above what it shows now."""
    document = await get_document(current.site.id, document_id)
    number = _number(page, 1)
    found = await list_states(document, number, Readings(current_store(), current_reader().read))
    await _note(current, "document_read", document_id, {"page": number, "evidence": True})
    pages = await viewer_pages(document, store=current_store(), reader=current_reader())
    context = {
        "current": current,
        "document": document,
        "lead": await get_lead(current.site.id, document.lead_id),
        "sheet": next((sheet for sheet in pages if sheet.number == number), None),
        "states": found,
        "widths": WIDTHS,
    }
    return Template("documents/states.html", context=context)


@get("/documents/{document_id:str}/content")
async def download_document(current: Here, document_id: FromPath[str]) -> Response[bytes]:
    document = await get_document(current.site.id, document_id)
    content = await current_store().open(document.storage_key)
    await _note(current, "document_downloaded", document_id)
    return Response(content, media_type=document.mime_type, headers=content_headers(document))


async def _show(
    request: AnyRequest, current: Current, lead: dict[str, Any], refusal: LeaseLabError | None
) -> Response[Any]:
    lead_url = f"/sites/{current.site.slug}/leads/{lead['id']}"
    status = refusal.status_code if refusal else 200
    if "hx-request" in request.headers:
        context = {
            "current": current,
            "lead": lead,
            "documents": await list_documents(lead["id"]),
            "removed": await list_removed(lead["id"], utc_now()),
            "refusal": refusal.message if refusal else "",
        }
        return Template("documents/_documents.html", context=context, status_code=status)
    if refusal is None:
        return Redirect(f"{lead_url}#documents", status_code=303)
    context = {"message": refusal.message, "status": status, "request_id": current.request_id, "back": lead_url}
    return Template("error.html", context=context, status_code=status)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise


async def _note(current: Current, action: str, document_id: str, details: Mapping[str, int] | None = None) -> None:
    at = utc_now()
    await record(
        current.site.id, current.user.id, action, document_id, at, details=details, request_id=current.request_id
    )


ROUTES = [
    upload_to_lead,
    remove_document,
    restore_removed,
    view_document,
    page_preview,
    earlier_states,
    download_document,
]
