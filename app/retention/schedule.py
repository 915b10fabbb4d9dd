"""Every night: documents, ID pictures and evaluations that a site's periods no longer allow to keep are deleted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.database import PooledSQLiteEngine, engine
from app.documents.tables import LeadDocument
from app.evaluations.tables import Evaluation
from app.leads.tables import Lead
from app.retention.forget import forget_documents, forget_evaluations
from app.schedules.schedule import Change, Plan, Schedule, SkipChange
from app.sites.audit import record
from app.sites.tables import Site

REMOVED_KEPT = timedelta(days=30)
"""A document that a person removed: long enough to see that it was a slip, which an operator can then mend."""
MOST_AT_ONCE = 1000
"""Of each kind; the rest goes the next night."""
_STORED = (
    "SELECT d.id, d.lead_id, d.document_type FROM lead_documents d JOIN leads l ON l.id = d.lead_id"
    " WHERE d.site_id = {} AND d.storage_key <> '' AND l.held_at IS NULL AND l.erased_at IS NULL"
)
_REMOVED = _STORED + " AND d.deleted_at < {} ORDER BY d.deleted_at LIMIT {}"
_OLD = _STORED + " AND d.uploaded_at < {} AND l.last_activity_at < {} ORDER BY d.uploaded_at LIMIT {}"
_EVALUATIONS = (
    "SELECT e.id, e.lead_id FROM lead_ai_evaluations e JOIN leads l ON l.id = e.lead_id WHERE e.site_id = {}"
    " AND l.held_at IS NULL AND l.erased_at IS NULL AND e.evaluated_at < {} AND l.last_activity_at < {}"
    " ORDER BY e.evaluated_at LIMIT {}"
)
_IDENTITY = (
    "SELECT d.id, d.lead_id, d.document_type FROM lead_documents d JOIN leads l ON l.id = d.lead_id LEFT JOIN"
    " (SELECT x.value ->> 'file_id' AS file_id,"
    " max(CASE WHEN x.value ->> 'document_type' = 'government_id' THEN 0 ELSE 1 END) AS others"
    " FROM lead_ai_evaluations e CROSS JOIN ?(e.documents) x WHERE e.site_id = {} AND e.lead_id IN"
    " (SELECT lead_id FROM lead_documents WHERE site_id = {} AND storage_key <> '' AND uploaded_at < {})"
    " GROUP BY x.value ->> 'file_id') seen ON seen.file_id = d.id"
    " WHERE d.site_id = {} AND d.storage_key <> '' AND l.held_at IS NULL AND l.erased_at IS NULL"
    " AND d.uploaded_at < {} AND l.last_activity_at < {}"
    " AND coalesce(seen.others, CASE WHEN d.document_type = 'government_id' THEN 0 ELSE 1 END) = 0"
    " ORDER BY d.uploaded_at LIMIT {}"
)
"""Sorted out by the database, since a page of old documents may hold no ID at all and would be the same every night."""


async def plan(site_id: str, now: datetime) -> Plan:
    """What is older than its period, counted from the upload or evaluation and from the last that happened with the
    lead, whichever is later. Nothing of a lead under legal hold."""
    site = await Site.objects().where(Site.id == site_id).first()
    if site is None:
        return Plan(0, [])
    removed = await Lead.raw(_REMOVED, site_id, now - REMOVED_KEPT, MOST_AT_ONCE)
    old = await _older(site_id, now - timedelta(days=site.retention_documents_days))
    ids = await _identity(site_id, now - timedelta(days=site.retention_id_days))
    found = {row["id"]: _document(row, "that was removed") for row in removed}
    found = {row["id"]: _document(row, "ID picture") for row in ids} | found
    found = {row["id"]: _document(row, "document") for row in old} | found
    evaluations = await _evaluations(site_id, now - timedelta(days=site.retention_evaluations_days))
    changes = [*found.values(), *(_evaluation(row) for row in evaluations)]
    return Plan(len(changes), changes)


async def apply(site_id: str, change: Change, now: datetime) -> None:
    """Delete one thing. Raises SkipChange when the lead was put under legal hold meanwhile."""
    held = await Lead.raw(
        "SELECT id FROM leads WHERE id = {} AND site_id = {} AND held_at IS NULL", change.data["lead"], site_id
    )
    if not held:
        raise SkipChange("The lead is under legal hold now.")
    if change.data["kind"] == "evaluation":
        await forget_evaluations([change.subject_id])
    else:
        rows = await Lead.raw(
            "SELECT id, storage_key, sha256 FROM lead_documents WHERE id = {} AND site_id = {} AND storage_key <> ''",
            change.subject_id, site_id,
        )  # fmt: skip
        if not rows:
            raise SkipChange("It is gone already.")
        await forget_documents(rows, now)
    await record(site_id, "", f"{change.data['kind']}_expired", change.subject_id, now)


async def _older(site_id: str, limit: datetime) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await Lead.raw(_OLD, site_id, limit, limit, MOST_AT_ONCE)
    return rows


async def _identity(site_id: str, limit: datetime) -> list[dict[str, Any]]:
    """Files that hold nothing but identity documents, by what the evaluations saw, else by their declared type."""
    rows_of = "json_each" if isinstance(engine(), PooledSQLiteEngine) else "json_array_elements"
    rows: list[dict[str, Any]] = await LeadDocument.raw(
        _IDENTITY.replace("?", rows_of), site_id, site_id, limit, site_id, limit, limit, MOST_AT_ONCE
    )
    return rows


async def _evaluations(site_id: str, limit: datetime) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await Evaluation.raw(_EVALUATIONS, site_id, limit, limit, MOST_AT_ONCE)
    return rows


def _document(row: dict[str, Any], what: str) -> Change:
    words = {"that was removed": "Delete a document that was removed"}.get(what, f"Delete an expired {what}")
    return Change(row["id"], f"{words}.", {"kind": "document", "lead": row["lead_id"]})


def _evaluation(row: dict[str, Any]) -> Change:
    return Change(row["id"], "Delete an expired evaluation.", {"kind": "evaluation", "lead": row["lead_id"]})


RETENTION = Schedule(
    "retention",
    "Delete what may no longer be kept",
    "Documents, ID pictures and evaluations whose period is over, as the settings say. Leads under legal hold stay.",
    "15 4 * * *",
    plan,
    apply,
)
