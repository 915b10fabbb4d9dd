"""Taking what an applicant sends through their link: documents, and a statement in their own words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.applicants.links import OpenLink, release_uploads, reserve_uploads
from app.applicants.tables import ApplicantStatement
from app.database import look_up, new_id, write_transaction
from app.documents.upload import Upload, upload_documents
from app.errors import ValidationFailed
from app.leads.activities import note_activity
from app.leads.tables import ActivityKind
from app.notifications.notify import notify
from app.notifications.tables import NotificationKind
from app.screening.reading.reader import Reader
from app.sites.audit import record
from app.storage import DocumentStore
from app.text_check import is_storable

LONGEST_STATEMENT = 2000
MOST_STATEMENTS = 10


async def receive_documents(
    link: OpenLink,
    files: Sequence[Upload],
    now: datetime,
    *,
    store: DocumentStore,
    reader: Reader,
    request_id: str = "",
) -> int:
    """How many files were taken. All rules of an agent's upload hold; what is refused does not count for the link.

    Raises LinkFull, a DocumentRefused, ValidationFailed or StorageError; then nothing is kept.
    """
    await reserve_uploads(link.id, len(files), now)
    try:
        rows = await upload_documents(
            link.site_id, link.lead_id, files, None, link.id, now, store=store, reader=reader, request_id=request_id
        )
    except BaseException:
        await release_uploads(link.id, len(files))
        raise
    async with write_transaction():
        await _tell(link, "An applicant has sent documents through their link.", now)
    return len(rows)


async def receive_statement(link: OpenLink, text: str, now: datetime, request_id: str = "") -> None:
    """Keep what the applicant states, unchanged. Raises ValidationFailed when empty, too long, or too often."""
    stated = text.replace("\r\n", "\n").strip()  # a browser counts a line's end once and sends it as two
    if not stated:
        raise ValidationFailed("Write what should be corrected or known.")
    if len(stated) > LONGEST_STATEMENT:
        raise ValidationFailed(f"Please keep it under {LONGEST_STATEMENT:,} characters.")
    if not is_storable(stated):
        raise ValidationFailed("It holds a character that is no text.")
    async with write_transaction():
        if await ApplicantStatement.count().where(ApplicantStatement.link_id == link.id) >= MOST_STATEMENTS:
            raise ValidationFailed("This link has taken as many statements as it can. Speak to the leasing office.")
        statement = ApplicantStatement(
            id=new_id("said"), site_id=link.site_id, lead_id=link.lead_id, link_id=link.id, text=stated, stated_at=now
        )
        await statement.save()
        await note_activity(
            link.site_id, link.lead_id, ActivityKind.message, "The applicant made a statement.", now,
            subject_id=statement.id,
        )  # fmt: skip
        await record(link.site_id, link.id, "applicant_statement_received", link.lead_id, now, request_id=request_id)
        await _tell(link, "An applicant has made a statement.", now)


async def list_statements(lead_id: str) -> list[dict[str, Any]]:
    """What the applicant stated, the newest first: id, text, stated_at."""
    return await look_up(
        "SELECT id, text, stated_at FROM applicant_statements WHERE lead_id = {} ORDER BY stated_at DESC LIMIT 20",
        lead_id,
    )


async def _tell(link: OpenLink, text: str, now: datetime) -> None:
    await notify(
        link.site_id, link.created_by, link.id, text, now, kind=NotificationKind.applicant, lead_id=link.lead_id
    )
