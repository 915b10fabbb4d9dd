"""A person notes a message, a call, an application or a remark about a lead."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from app.database import write_transaction
from app.errors import ValidationFailed
from app.leads.activities import note_activity
from app.leads.find import LeadNotFound
from app.leads.tables import ActivityKind, Lead
from app.leads.timeline import NOTE
from app.sites.audit import record
from app.text_check import text_problems

MOST_LETTERS = 500


class ContactKind(StrEnum):
    message = "message"
    call = "call"
    application = "application"
    note = "note"


async def note_contact(
    site_id: str, lead_id: str, kind: str, text: str, user_id: str, now: datetime, request_id: str = ""
) -> None:
    """Append to the lead's timeline. Raises ValidationFailed, and LeadNotFound for another site's lead."""
    text = " ".join(text.split())
    fields = text_problems(MOST_LETTERS, text=text)
    if kind not in list(ContactKind):
        fields["kind"] = "Choose what it was."
    if not text and kind != ContactKind.application:
        fields["text"] = "Say in a few words what it was about."
    if fields:
        raise ValidationFailed(" ".join(fields.values()), fields=fields)
    is_note = kind == ContactKind.note
    async with write_transaction():
        if not await Lead.exists().where(Lead.id == lead_id, Lead.site_id == site_id):
            raise LeadNotFound
        await note_activity(
            site_id, lead_id, ActivityKind.message if is_note else ActivityKind(kind), text or "Applied", now,
            actor_id=user_id, subject_id=NOTE if is_note else "",
        )  # fmt: skip
        await record(site_id, user_id, "activity_noted", lead_id, now, details={"kind": kind}, request_id=request_id)
