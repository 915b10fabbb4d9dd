"""A notice of adverse action: drafted from a decision, edited, then sent once."""

from __future__ import annotations

import json
from datetime import date, datetime
from html import escape
from typing import Any

from app.database import new_id, write_transaction
from app.decisions.notice_text import (
    FIELDS,
    LONGEST_LINE,
    LONGEST_TEXT,
    NAMES,
    draft_body,
    letter_date,
    notice_parts,
    notice_plain,
)
from app.decisions.refusals import NoticeAlreadySent, NoticeChanged
from app.decisions.tables import AdverseNotice, DecisionKind, NoticeStatus
from app.errors import NotFound, ValidationFailed
from app.evaluations.lead_status import lock_lead
from app.leads.activities import note_activity
from app.leads.tables import ActivityKind
from app.notifications.outbox import is_address, queue_mail
from app.sites.audit import record
from app.sites.tables import Site, User
from app.text_check import text_problems

IS_DRAFT = AdverseNotice.status == NoticeStatus.draft.value
TITLE = "Notice of adverse action"
DELIVERIES = {
    "mail": "Sent by e-mail",
    "handed_over": "Handed over in person",
    "posted": "Sent by post",
}


async def get_notice(site_id: str, decision_id: str) -> dict[str, Any]:
    """The notice of a decision, `body` with every field, empty ones where it was erased; raises NotFound."""
    rows = await AdverseNotice.raw(
        "SELECT n.*, u.name AS sent_by_name FROM adverse_notices n LEFT JOIN users u ON u.id = n.sent_by"
        " WHERE n.decision_id = {} AND n.site_id = {}",
        decision_id, site_id,
    )  # fmt: skip
    if not rows:
        raise NotFound("There is no notice for this decision yet.")
    return {**rows[0], "body": dict.fromkeys(NAMES, "") | json.loads(rows[0]["body"])}


async def start_notice(
    site_id: str, lead: dict[str, Any], decision: dict[str, Any], user_id: str, now: datetime, *, request_id: str = ""
) -> None:
    """A draft for this decision, unless there is one. Raises ValidationFailed where none is due."""
    if decision["kind"] == DecisionKind.approve or decision["undone_at"] is not None:
        raise ValidationFailed("Only a standing decision that declines, or approves with conditions, needs a notice.")
    site = await Site.select(Site.name, Site.timezone).where(Site.id == site_id).first()
    person = await User.select(User.email).where(User.id == decision["decided_by"]).first()
    given = {**decision, "decided_by_email": person["email"] if person else ""}
    body = draft_body(given, lead, site["name"], site["timezone"], now) if site else {}
    async with write_transaction():
        made = await AdverseNotice.raw(
            "INSERT INTO adverse_notices (id, site_id, lead_id, decision_id, body, status, created_by, created_at,"
            " updated_at) VALUES ({}, {}, {}, {}, {}, 'draft', {}, {}, {}) ON CONFLICT (decision_id) DO NOTHING"
            " RETURNING id",
            new_id("notice"), site_id, lead["id"], decision["id"], json.dumps(body), user_id, now, now,
        )  # fmt: skip
        if made:
            details = {"decision_id": decision["id"]}
            await record(site_id, user_id, "notice_drafted", lead["id"], now, details=details, request_id=request_id)


async def save_notice(
    site_id: str,
    notice: dict[str, Any],
    given: dict[str, str],
    user_id: str,
    now: datetime,
    *,
    seen: str = "",
    request_id: str = "",
) -> dict[str, Any]:
    """The notice with what was typed; fields that are not given stay.

    `seen` is the `updated_at` of the text from which the person began, in ISO 8601; empty for whichever it is now.

    Raises ValidationFailed, NoticeAlreadySent, and NoticeChanged when somebody saved another text meanwhile.
    """
    body = typed_body(notice, given)
    if fields := _unstorable(body):
        raise ValidationFailed(" ".join(fields.values()), fields=fields)
    is_draft = notice["status"] == NoticeStatus.draft
    if is_draft and body == notice["body"]:
        return notice
    if is_draft and seen not in ("", notice["updated_at"].isoformat()):
        raise NoticeChanged
    async with write_transaction():
        saved = await AdverseNotice.raw(
            "UPDATE adverse_notices SET body = {}, updated_at = {} WHERE id = {} AND status = 'draft'"
            " AND updated_at = {} RETURNING id",
            json.dumps(body), now, notice["id"], notice["updated_at"],
        )  # fmt: skip
        if not saved and await AdverseNotice.exists().where(AdverseNotice.id == notice["id"], IS_DRAFT):
            raise NoticeChanged
        if not saved:
            raise NoticeAlreadySent("This notice was sent already, so it stays as it is.")
        details = {"decision_id": notice["decision_id"]}
        lead_id = notice["lead_id"]
        await record(site_id, user_id, "notice_edited", lead_id, now, details=details, request_id=request_id)
    return {**notice, "body": body, "updated_at": now}


def typed_body(notice: dict[str, Any], given: dict[str, str]) -> dict[str, str]:
    """Every field as it was typed, and as it is stored where it was not given."""
    stored: dict[str, str] = notice["body"]
    return stored | {name: text.replace("\r\n", "\n") for name, text in given.items() if name in NAMES}


async def send_notice(
    site_id: str,
    notice: dict[str, Any],
    delivery: str,
    to_address: str,
    user_id: str,
    now: datetime,
    *,
    seen: str = "",
    request_id: str = "",
) -> None:
    """Close the notice as sent, once; by `mail` it goes into the outbox in the same transaction.

    `seen` is the `updated_at` of the text that the person read, in ISO 8601; empty for whichever it is now.

    Raises ValidationFailed for what is missing, and NoticeAlreadySent.
    """
    if fields := _missing_to_send(notice["body"], delivery, to_address):
        raise ValidationFailed(" ".join(fields.values()), fields=fields)
    if seen not in ("", notice["updated_at"].isoformat()):
        raise NoticeAlreadySent("Somebody changed the text since you opened this page. Read it again, then send it.")
    lead_id = notice["lead_id"]
    body = {**notice["body"], "delivery": delivery}
    async with write_transaction():
        await lock_lead(site_id, lead_id)  # so that nobody undoes the decision meanwhile
        sent = await AdverseNotice.raw(
            "UPDATE adverse_notices SET status = 'sent', sent_by = {}, sent_at = {}, body = {} WHERE id = {}"
            " AND status = 'draft' AND updated_at = {} AND EXISTS (SELECT 1 FROM lead_decisions d"
            " WHERE d.id = adverse_notices.decision_id AND d.undone_at IS NULL) RETURNING id",
            user_id, now, json.dumps(body), notice["id"], notice["updated_at"],
        )  # fmt: skip
        if not sent:
            raise NoticeAlreadySent(
                "The notice was sent or changed, or its decision undone, meanwhile. Reload the page."
            )
        if delivery == "mail":
            await _mail(site_id, notice["id"], body, to_address, now)
        words = f"Notice to the applicant: {DELIVERIES[delivery].lower()}."
        kind = ActivityKind.decision
        await note_activity(site_id, lead_id, kind, words, now, actor_id=user_id, subject_id=notice["id"])
        details = {"decision_id": notice["decision_id"], "delivery": delivery}
        await record(site_id, user_id, "notice_sent", lead_id, now, details=details, request_id=request_id)


async def _mail(site_id: str, notice_id: str, body: dict[str, str], to_address: str, now: datetime) -> None:
    subject = f"About your application for {body['property']}"
    cause = f"notice:{notice_id}"
    await queue_mail(site_id, to_address, subject, notice_plain(body, TITLE), notice_html(body), cause, now)


def _missing_to_send(body: dict[str, str], delivery: str, to_address: str) -> dict[str, str]:
    """The missing fields, and a sentence for a delivery that is none or has nowhere to go."""
    fields = missing_fields(body)
    if delivery not in DELIVERIES:
        fields["delivery"] = "Choose how the notice reaches the applicant."
    if delivery == "mail" and not is_address(to_address):
        fields["delivery"] = "This lead has no e-mail address that mail can be sent to. Hand it over or post it."
    return fields


def missing_fields(body: dict[str, str]) -> dict[str, str]:
    """A sentence for each field without which the notice cannot be sent."""
    empty = [item for item in FIELDS if item.is_required and not body.get(item.name, "").strip()]
    fields = {item.name: f"Fill in: {item.label.lower()}." for item in empty}
    if body.get("agency_name", "").strip():
        needed = [
            name for name in ("agency_address", "agency_phone", "agency_statement") if not body.get(name, "").strip()
        ]
        fields |= {name: f"Give the {name.replace('_', ' ').replace('agency', 'agency’s')}." for name in needed}
    return fields


def notice_html(body: dict[str, str]) -> str:
    """The notice as the HTML of a mail: plain elements, no picture, no link, nothing to load."""
    head = "<br>".join(
        escape(line) for line in (letter_date(body), body["to_name"], *body["to_address"].splitlines()) if line
    )
    told = [f"<h1>{TITLE}</h1><p>{head}</p><p>Home: {escape(body['property'])}</p>"]
    for part in notice_parts(body):
        lines = [escape(line) for line in part.lines]
        text = (
            "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
            if part.is_list
            else f"<p>{'<br>'.join(lines)}</p>"
        )
        told.append(f"<h2>{escape(part.heading)}</h2>{text}")
    return f'<!doctype html><html lang="en"><body>{"".join(told)}</body></html>'


def _unstorable(body: dict[str, str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for item in FIELDS:
        fields |= text_problems(LONGEST_TEXT if item.is_text else LONGEST_LINE, **{item.name: body.get(item.name, "")})
    try:
        date.fromisoformat(body["date"])
    except ValueError:
        fields["date"] = "Give the date as YYYY-MM-DD."
    return fields
