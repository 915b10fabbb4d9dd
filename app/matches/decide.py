"""Merging two leads of one person, taking that back, or saying that they are two people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.database import new_id, write_transaction
from app.documents.change import documents_change
from app.documents.tables import LeadDocument
from app.errors import LeaseLabError, NotFound, ValidationFailed
from app.evaluations.lead_status import lock_lead
from app.jobs.find import find_open_job
from app.leads.activities import note_activity
from app.leads.tables import ActivityKind, Lead, LeadStatus
from app.matches.tables import IdentityMatch, MatchStatus
from app.sites.audit import record
from app.storage import DocumentStore

OPEN = ("new", "documents_received", "ai_evaluated")


class NotMergeable(LeaseLabError):
    """A lead that is being evaluated or was decided cannot be merged into another. Wait, or undo the decision first."""

    status_code = 409


@dataclass(frozen=True, slots=True)
class By:
    """Who decides, and when."""

    user_id: str
    now: datetime
    request_id: str = ""


async def merge_leads(site_id: str, match_id: str, keep: str, by: By, store: DocumentStore) -> str:
    """Close the other lead under the one that is kept, whose id is returned; its documents are copied there.

    Evaluations stay where they were made. Merged like this already: nothing more happens. Raises NotFound,
    ValidationFailed, StorageError and NotMergeable, also when somebody kept the other lead meanwhile.
    """
    match = await _get(site_id, match_id)
    pair = {str(match.lead_id), str(match.other_lead_id)}
    if keep not in pair:
        raise ValidationFailed("Choose which of the two leads is kept.")
    if match.status == MatchStatus.merged:
        if await Lead.exists().where(Lead.id == keep, Lead.merged_into.is_not_null()):
            raise NotMergeable("Somebody merged these two already, and kept the other lead. Undo that first.")
        return keep
    closed = (pair - {keep}).pop()
    copies = await _copies(site_id, closed, keep, by.now, store)
    try:
        await _merge(site_id, match_id, closed, keep, copies, by)
    finally:
        await _discard_surplus(store, copies)
    return keep


async def _merge(site_id: str, match_id: str, closed: str, keep: str, copies: Sequence[LeadDocument], by: By) -> None:
    async with documents_change(keep, by.now, beside=closed):
        await _close(site_id, closed, keep)
        await LeadDocument.insert(*copies).on_conflict(action="DO NOTHING") if copies else None
        await _settle(match_id, MatchStatus.merged, by)
        text = "Another lead of the same person was merged into this one."
        await note_activity(site_id, keep, ActivityKind.message, text, by.now, actor_id=by.user_id, subject_id=closed)
        for lead_id in (keep, closed):
            await record(
                site_id, by.user_id, "leads_merged", lead_id, by.now,
                details={"kept": keep, "closed": closed}, request_id=by.request_id,
            )  # fmt: skip


async def _discard_surplus(store: DocumentStore, copies: Sequence[LeadDocument]) -> None:
    """Remove the bytes that no row names: of a merge that was refused, or of a file that came meanwhile."""
    keys = [copy.storage_key for copy in copies]
    if keys:
        named = await LeadDocument.select(LeadDocument.storage_key).where(LeadDocument.storage_key.is_in(keys))
        for key in set(keys) - {row["storage_key"] for row in named}:
            await store.delete(key)


async def undo_merge(site_id: str, match_id: str, by: By) -> None:
    """Open the closed lead again, where it stood; copies of its documents stay. Raises NotFound."""
    match = await _get(site_id, match_id)
    if match.status != MatchStatus.merged:
        return
    async with write_transaction():
        for lead_id in sorted((str(match.lead_id), str(match.other_lead_id))):  # as documents_change locks them
            await Lead.raw(
                "UPDATE leads SET merged_into = NULL, status = CASE"
                " WHEN ai_evaluated_at IS NOT NULL THEN 'ai_evaluated'"
                " WHEN EXISTS (SELECT 1 FROM lead_documents d WHERE d.lead_id = leads.id AND d.deleted_at IS NULL)"
                " THEN 'documents_received' ELSE 'new' END WHERE id = {} AND site_id = {} AND merged_into IN ({}, {})",
                lead_id, site_id, str(match.lead_id), str(match.other_lead_id),
            )  # fmt: skip
            await record(site_id, by.user_id, "merge_undone", lead_id, by.now, request_id=by.request_id)
        await _settle(match_id, MatchStatus.open, by)


async def dismiss_match(site_id: str, match_id: str, by: By) -> None:
    """They are two people. Raises NotFound, and NotMergeable after a merge, which has to be undone first."""
    match = await _get(site_id, match_id)
    if match.status == MatchStatus.merged:
        raise NotMergeable("These two were merged. Undo that first.")
    async with write_transaction():
        await _settle(match_id, MatchStatus.dismissed, by)
        await record(
            site_id, by.user_id, "match_dismissed", str(match.lead_id), by.now,
            details={"other": str(match.other_lead_id)}, request_id=by.request_id,
        )  # fmt: skip


async def _get(site_id: str, match_id: str) -> IdentityMatch:
    this = (IdentityMatch.id == match_id) & (IdentityMatch.site_id == site_id)
    match = await IdentityMatch.objects().where(this).first()
    if match is None:
        raise NotFound("There is no such pair at this site.")
    return match


async def _close(site_id: str, lead_id: str, keep: str) -> None:
    await lock_lead(site_id, lead_id)
    if await find_open_job(site_id, lead_id) is not None:
        raise NotMergeable
    rows = await Lead.raw(
        "UPDATE leads SET merged_into = {}, status = {} WHERE id = {} AND site_id = {} AND merged_into IS NULL"
        " AND status IN ({}, {}, {}) AND EXISTS (SELECT 1 FROM leads k WHERE k.id = {} AND k.merged_into IS NULL)"
        " RETURNING id",
        keep, LeadStatus.withdrawn.value, lead_id, site_id, *OPEN, keep,
    )  # fmt: skip
    if not rows:
        raise NotMergeable


async def _settle(match_id: str, status: MatchStatus, by: By) -> None:
    is_decided = status is not MatchStatus.open
    values: dict[Any, Any] = {
        IdentityMatch.status: status.value,
        IdentityMatch.decided_by: by.user_id if is_decided else None,
        IdentityMatch.decided_at: by.now if is_decided else None,
    }
    await IdentityMatch.update(values).where(IdentityMatch.id == match_id)


async def _copies(site_id: str, closed: str, keep: str, now: datetime, store: DocumentStore) -> Sequence[LeadDocument]:
    """Rows for copies of the documents that the kept lead lacks, their bytes stored under keys of their own: so that
    deleting one lead's document never takes the other's."""
    live = LeadDocument.deleted_at.is_null() & (LeadDocument.site_id == site_id)
    have = set(
        await LeadDocument.select(LeadDocument.sha256).where(live, LeadDocument.lead_id == keep).output(as_list=True)
    )
    found = await LeadDocument.objects().where(live, LeadDocument.lead_id == closed)
    rows = []
    for document in found:
        if document.sha256 not in have:
            key = new_id("obj")
            await store.put(key, await store.open(document.storage_key), document.mime_type)
            rows.append(_copy(document, keep, key, now))
    return rows


def _copy(document: LeadDocument, lead_id: str, key: str, now: datetime) -> LeadDocument:
    kept = ("site_id", "document_type", "file_name", "mime_type", "size", "sha256", "pages", "uploaded_by")
    given = {name: getattr(document, name) for name in kept}
    return LeadDocument(id=new_id("doc"), lead_id=lead_id, storage_key=key, uploaded_at=now, **given)
