"""Taking in documents: every check first, then the bytes, then the rows; all of a request or nothing."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from app.database import new_id
from app.documents.change import documents_change
from app.documents.check import CheckedFile, Upload, check_files
from app.documents.tables import LeadDocument
from app.errors import ValidationFailed
from app.leads.activities import note_activity
from app.leads.tables import ActivityKind
from app.retention.purge import arrived, expect
from app.screening.reading.reader import Reader
from app.screening.verdict import DocumentType
from app.sites.audit import record
from app.storage import DocumentStore, StorageError

__all__ = ["Upload", "upload_documents"]
log = logging.getLogger("leaselab.documents")


async def upload_documents(
    site_id: str,
    lead_id: str,
    files: Sequence[Upload],
    document_type: str | None,
    user_id: str,
    now: datetime,
    *,
    store: DocumentStore,
    reader: Reader,
    request_id: str = "",
) -> list[LeadDocument]:
    """The rows of these files, in their order; a file that the lead has already gives its old row.

    Raises a DocumentRefused, ValidationFailed for an unknown type, or StorageError; then nothing of it is kept.
    """
    kind = _known_type(document_type)
    checked = await check_files(files, reader)
    already = await _present(lead_id, checked)
    new = {new_id("obj"): item for item in checked if item.sha256 not in already}
    rows = [_row(item, key, kind, lead_id, site_id, user_id, now) for key, item in new.items()]
    await expect(list(new), now)
    try:
        for key, item in new.items():
            await store.put(key, item.content, item.mime_type)
        await _insert(rows, now, request_id)
    finally:
        await _discard_surplus(store, list(new))
    present = await _present(lead_id, checked)
    return [present[item.sha256] for item in checked if item.sha256 in present]


def _known_type(given: str | None) -> str | None:
    if given and given not in list(DocumentType):
        sentence = f"The document type is one of {', '.join(DocumentType)}."
        raise ValidationFailed(sentence, fields={"document_type": sentence})
    return given or None


async def _present(lead_id: str, files: list[CheckedFile]) -> dict[str, LeadDocument]:
    """Which of these files the lead has, by hash."""
    hashes = [file.sha256 for file in files]
    rows = await LeadDocument.objects().where(
        LeadDocument.lead_id == lead_id, LeadDocument.sha256.is_in(hashes), LeadDocument.deleted_at.is_null()
    )
    return {row.sha256: row for row in rows}


def _row(
    item: CheckedFile, key: str, kind: str | None, lead_id: str, site_id: str, user_id: str, now: datetime
) -> LeadDocument:
    return LeadDocument(
        id=new_id("doc"),
        lead_id=lead_id,
        site_id=site_id,
        document_type=kind,
        file_name=item.file_name,
        mime_type=item.mime_type,
        size=len(item.content),
        sha256=item.sha256,
        storage_key=key,
        pages=item.pages,
        uploaded_by=user_id,
        uploaded_at=now,
    )


async def _insert(rows: list[LeadDocument], now: datetime, request_id: str) -> None:
    if not rows:
        return
    first = rows[0]
    async with documents_change(first.lead_id, now):
        # Another request may have brought the same file since we looked: the unique index lets one of the two in.
        inserted = await LeadDocument.insert(*rows).on_conflict(action="DO NOTHING")
        await arrived([row.storage_key for row in rows])
        for row in inserted:
            await record(first.site_id, first.uploaded_by, "document_uploaded", row["id"], now, request_id=request_id)
        if inserted:
            await note_activity(
                first.site_id, first.lead_id, ActivityKind.document, _arrived(len(inserted)), now,
                actor_id=first.uploaded_by, subject_id=inserted[0]["id"],
            )  # fmt: skip


def _arrived(count: int) -> str:
    return "A document arrived" if count == 1 else f"{count} documents arrived"


async def _discard_surplus(store: DocumentStore, keys: list[str]) -> None:
    """Remove the objects that no row names. Asking the rows, since a commit may have failed after it was done."""
    if not keys:
        return
    named = await LeadDocument.select(LeadDocument.storage_key).where(LeadDocument.storage_key.is_in(keys))
    try:
        for key in set(keys) - {row["storage_key"] for row in named}:
            await store.delete(key)
    except StorageError:
        log.warning("objects without a row may stay in the store", extra={"storage_keys": keys})
