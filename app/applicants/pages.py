"""The applicant's page, which needs no account, and the agent's panel that makes links to it."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template

from app.api_limits import Buckets, refuse_when
from app.applicants.links import OpenLink, create_link, list_links, open_link, revoke_link
from app.applicants.mail import mail_link
from app.applicants.missing import list_asks
from app.applicants.receive import receive_documents, receive_statement
from app.clock import utc_now
from app.database_scope import enter_site
from app.documents.parts import MOST_REQUEST_BYTES, read_parts
from app.documents.reader import current_reader
from app.errors import LeaseLabError, refusal_of
from app.leads.find import get_lead
from app.settings import current_settings
from app.sites.current import Current
from app.sites.secret_keys import hash_secret
from app.storage import current_store

AnyRequest = Request[Any, Any, Any]
Here = NamedDependency[Current]
VISITS = Buckets(burst=30, a_minute=30)
"""Of one link from one address of the web. A guess costs a signature alone, so guesses are not counted together: behind
a proxy that would lock out everybody."""
PRIVATE = {"referrer-policy": "no-referrer", "x-robots-tag": "noindex, nofollow"}


@dataclass
class LinkForm:
    by_mail: str = ""


@dataclass
class StatementForm:
    text: str = ""


@post("/leads/{lead_id:str}/links", status_code=200)
async def make_link(
    request: AnyRequest,
    current: Here,
    lead_id: FromPath[str],
    data: Annotated[LinkForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Template:
    lead = await get_lead(current.site.id, lead_id)
    token = await create_link(current.site.id, lead_id, current.user.id, utc_now(), current.request_id)
    address = f"{current_settings().base_url or str(request.base_url).rstrip('/')}/apply/{token}"
    is_mailed = bool(data.by_mail) and await mail_link(current.site.id, current.site.name, lead, address, utc_now())
    links = await list_links(lead_id, utc_now())
    context = {"current": current, "lead": lead, "links": links, "new_link": address, "is_mailed": is_mailed}
    template = "applicants/_ask.html" if "hx-request" in request.headers else "applicants/ask.html"
    return Template(template, context=context)


@post("/leads/{lead_id:str}/links/{link_id:str}/revoke")
async def withdraw_link(current: Here, lead_id: FromPath[str], link_id: FromPath[str]) -> Redirect:
    await revoke_link(current.site.id, lead_id, link_id, current.user.id, utc_now(), current.request_id)
    return Redirect(f"/sites/{current.site.slug}/leads/{lead_id}#ask", status_code=303)


@get("/apply/{token:str}", include_in_schema=False)
async def apply_page(request: AnyRequest, token: FromPath[str]) -> Template:
    return await _page(token, await _link(request, token))


@post(
    "/apply/{token:str}/documents", status_code=200, include_in_schema=False, request_max_body_size=MOST_REQUEST_BYTES
)
async def send_documents(request: AnyRequest, token: FromPath[str]) -> Template:
    link = await _link(request, token)
    form = await request.form()
    files = await read_parts(form.getall("file", []))
    deed = receive_documents(
        link, files, utc_now(), store=current_store(), reader=current_reader(), request_id=request.state.request_id
    )
    refusal = await refusal_of(deed, LeaseLabError)
    return await _page(token, await open_link(token, utc_now()), refusal, sent="documents")


@post("/apply/{token:str}/statement", status_code=200, include_in_schema=False)
async def send_statement(
    request: AnyRequest,
    token: FromPath[str],
    data: Annotated[StatementForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Template:
    link = await _link(request, token)
    refusal = await refusal_of(receive_statement(link, data.text, utc_now(), request.state.request_id), LeaseLabError)
    return await _page(token, link, refusal, sent="statement", text=data.text if refusal else "")


async def _link(request: AnyRequest, token: str) -> OpenLink:
    client = request.client.host if request.client else ""
    refuse_when(VISITS.take(hash_secret(client + token), monotonic()))
    link = await open_link(token, utc_now())
    enter_site(link.site_id)
    return link


async def _page(
    token: str, link: OpenLink, refusal: LeaseLabError | None = None, *, sent: str = "", text: str = ""
) -> Template:
    context = {
        "token": token,
        "link": link,
        "asks": await list_asks(link.site_id, link.lead_id, link.employment_status),
        "refusal": refusal.message if refusal else "",
        "sent": "" if refusal else sent,
        "text": text,
    }
    status = refusal.status_code if refusal else 200
    return Template("applicants/apply.html", context=context, headers=PRIVATE, status_code=status)


SITE_ROUTES = [make_link, withdraw_link]
ROUTES = [apply_page, send_documents, send_statement]
