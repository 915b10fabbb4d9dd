"""Finding documents: one of a site, those of a lead, how many each lead has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app.database import look_up
from app.documents.tables import LeadDocument
from app.errors import NotFound

RESTORE_UNTIL = timedelta(minutes=10)
"""How long a removed document can be brought back."""


async def get_document(site_id: str, document_id: str) -> LeadDocument:
    """Raises NotFound, for a removed document and for another site's too."""
    found = (
        await LeadDocument.objects()
        .where(LeadDocument.id == document_id, LeadDocument.site_id == site_id, LeadDocument.deleted_at.is_null())
        .first()
    )
    if found is None:
        raise NotFound("There is no such document at this site.")
    return found


async def get_shown(site_id: str, document_id: str, now: datetime) -> LeadDocument:
    """A document that its lead's page shows, the removed ones that can still be restored included; raises NotFound."""
    is_shown = LeadDocument.deleted_at.is_null() | (LeadDocument.deleted_at > now - RESTORE_UNTIL)
    this = (LeadDocument.id == document_id) & (LeadDocument.site_id == site_id)
    found = await LeadDocument.objects().where(this, is_shown).first()
    if found is None:
        raise NotFound("This document is no longer here. Upload it again if it is needed.")
    return found


async def get_removed(site_id: str, document_id: str, now: datetime) -> LeadDocument:
    """A document that can still be restored; raises NotFound."""
    found = (
        await LeadDocument.objects()
        .where(
            LeadDocument.id == document_id,
            LeadDocument.site_id == site_id,
            LeadDocument.deleted_at > now - RESTORE_UNTIL,
            LeadDocument.storage_key != "",
        )
        .first()
    )
    if found is None:
        raise NotFound("This document can no longer be restored. Upload it again.")
    return found


async def list_documents(lead_id: str) -> list[LeadDocument]:
    """The documents of a lead, oldest first."""
    return await (
        LeadDocument.objects()
        .where(LeadDocument.lead_id == lead_id, LeadDocument.deleted_at.is_null())
        .order_by(LeadDocument.uploaded_at)
        .order_by(LeadDocument.file_name)
        .order_by(LeadDocument.id)
    )


async def list_removed(lead_id: str, now: datetime) -> list[LeadDocument]:
    """What was removed so lately that it can be restored, the newest removal first."""
    return await (
        LeadDocument.objects()
        .where(
            LeadDocument.lead_id == lead_id,
            LeadDocument.deleted_at > now - RESTORE_UNTIL,
            LeadDocument.storage_key != "",
        )
        .order_by(LeadDocument.deleted_at, ascending=False)
    )


async def list_shown(lead_id: str, now: datetime) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What the page of a lead shows of its documents: those that it has, the oldest first, and what was removed so
    lately that it can be restored, the newest removal first. Each with `id, document_type, file_name, size, pages,
    uploaded_at, deleted_at`."""
    rows = await look_up(
        "SELECT id, document_type, file_name, size, pages, uploaded_at, deleted_at FROM lead_documents"
        " WHERE lead_id = {} AND (deleted_at IS NULL OR deleted_at > {} AND storage_key <> '')"
        " ORDER BY uploaded_at, file_name, id",
        lead_id, now - RESTORE_UNTIL,
    )  # fmt: skip
    removed = [row for row in rows if row["deleted_at"] is not None]
    kept = [row for row in rows if row["deleted_at"] is None]
    return kept, sorted(removed, key=lambda row: row["deleted_at"], reverse=True)


async def count_documents(lead_ids: Sequence[str]) -> dict[str, int]:
    """The number of documents of each of these leads; one query."""
    if not lead_ids:
        return {}
    marks = ", ".join("{}" for _ in lead_ids)
    rows = await LeadDocument.raw(
        f"SELECT lead_id, count(*) AS n FROM lead_documents WHERE deleted_at IS NULL AND lead_id IN ({marks})"  # noqa: S608
        " GROUP BY lead_id",
        *lead_ids,
    )
    return dict.fromkeys(lead_ids, 0) | {row["lead_id"]: row["n"] for row in rows}
