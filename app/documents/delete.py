"""Removing a document, and bringing it back for some minutes. The bytes stay, so that nothing is lost by a slip."""

from __future__ import annotations

from datetime import datetime

from app.documents.change import documents_change
from app.documents.find import get_document, get_removed
from app.documents.tables import LeadDocument
from app.errors import LeaseLabError
from app.jobs.tables import EvaluationJob, JobStatus
from app.sites.audit import record


class EvaluationUnderWay(LeaseLabError):
    """An evaluation of this lead is under way. Remove or restore documents when it is finished."""

    status_code = 409


class SameDocumentPresent(LeaseLabError):
    """The same file has been uploaded again since, so there is nothing to restore."""

    status_code = 409


async def delete_document(
    site_id: str, document_id: str, user_id: str, now: datetime, *, request_id: str = ""
) -> LeadDocument:
    """The removed document. Raises NotFound, or EvaluationUnderWay: a result must stand on documents that are there."""
    document = await get_document(site_id, document_id)
    async with documents_change(document.lead_id, now):
        await _refuse_during_evaluation(document.lead_id)
        await LeadDocument.raw("UPDATE lead_documents SET deleted_at = {} WHERE id = {}", now, document_id)
        await record(site_id, user_id, "document_deleted", document_id, now, request_id=request_id)
    return document


async def restore_document(
    site_id: str, document_id: str, user_id: str, now: datetime, *, request_id: str = ""
) -> LeadDocument:
    """The document that is back. Raises NotFound after RESTORE_UNTIL, SameDocumentPresent or EvaluationUnderWay."""
    document = await get_removed(site_id, document_id, now)
    async with documents_change(document.lead_id, now):
        await _refuse_during_evaluation(document.lead_id)
        restored = await LeadDocument.raw(
            "UPDATE lead_documents SET deleted_at = NULL WHERE id = {} AND NOT EXISTS"
            " (SELECT 1 FROM lead_documents d WHERE d.lead_id = lead_documents.lead_id"
            " AND d.sha256 = lead_documents.sha256 AND d.deleted_at IS NULL) RETURNING id",
            document_id,
        )
        if not restored:
            raise SameDocumentPresent
        await record(site_id, user_id, "document_restored", document_id, now, request_id=request_id)
    return document


async def _refuse_during_evaluation(lead_id: str) -> None:
    open_jobs = [JobStatus.pending.value, JobStatus.processing.value]
    if await EvaluationJob.exists().where(EvaluationJob.lead_id == lead_id, EvaluationJob.status.is_in(open_jobs)):
        raise EvaluationUnderWay
