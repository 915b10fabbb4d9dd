"""The audit of a site for its managers: filtered, verified, downloaded."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import urlencode

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Stream, Template

from app.audit.export import csv_pieces
from app.audit.find import MACHINE, AuditFilter, list_actions, list_actors, list_entries
from app.audit.verify import SENTENCES, count_unsealed, last_verification, verify_and_record
from app.audit.words import action_words
from app.clock import utc_now
from app.documents.answers import SANDBOX
from app.sites.audit import record
from app.sites.current import Current, require_manager

Here = NamedDependency[Current]
Word = FromQuery[str]


@get("/audit")
async def audit_page(
    current: Here,
    person: Word = "",
    action: Word = "",
    lead: Word = "",
    since: Word = "",
    until: Word = "",
    after: Word = "",
) -> Template:
    require_manager(current)
    wanted = AuditFilter(person, action, lead.strip(), since, until)
    await _note(current, "audit_read", wanted)
    context = {
        "current": current,
        "entries": await list_entries(current.site.id, current.site.timezone, wanted, after),
        "wanted": wanted,
        "after": after,
        "machine": MACHINE,
        "people": await list_actors(current.site.id),
        "actions": sorted(await list_actions(current.site.id), key=action_words),
        "action_words": action_words,
        "verified": await last_verification(current.site.id),
        "unsealed": await count_unsealed(current.site.id),
        "problems": {problem.value: sentence for problem, sentence in SENTENCES.items()},
        "query": urlencode(wanted.given),
    }
    return Template("audit/page.html", context=context)


@post("/audit/verify")
async def verify_now(current: Here) -> Redirect:
    require_manager(current)
    await verify_and_record(current.site.id, current.user.id, utc_now(), request_id=current.request_id)
    return Redirect(f"/sites/{current.site.slug}/audit#chain", status_code=303)


@get("/audit.csv")
async def download_audit(
    current: Here, person: Word = "", action: Word = "", lead: Word = "", since: Word = "", until: Word = ""
) -> Stream:
    require_manager(current)
    wanted = AuditFilter(person, action, lead.strip(), since, until)
    await _note(current, "audit_downloaded", wanted)
    pieces: AsyncIterator[str] = csv_pieces(current.site.id, current.site.timezone, wanted)
    name = f"audit-{current.site.slug}-{utc_now():%Y-%m-%d}.csv"
    headers = {**SANDBOX, "content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-store"}
    return Stream(pieces, media_type="text/csv; charset=utf-8", headers=headers)


async def _note(current: Current, action: str, wanted: AuditFilter) -> None:
    """Who looked, and at what: the names of the filters that were set, and the lead where one was."""
    details = {"filters": ",".join(sorted(wanted.given))}
    subject = wanted.lead if wanted.lead.startswith("lead_") and len(wanted.lead) <= 40 else current.site.id
    at = utc_now()
    await record(current.site.id, current.user.id, action, subject, at, details=details, request_id=current.request_id)


ROUTES = [audit_page, verify_now, download_audit]
