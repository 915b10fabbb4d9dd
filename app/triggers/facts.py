"""Gathers what the conditions are judged by, in a few queries for a whole site or for one lead."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.documents.tables import LeadDocument
from app.evaluations.quota import get_quota, month_of
from app.insights.tables import VacancyAlert
from app.leads.tables import Lead
from app.policies.find import policy_of
from app.sites.tables import Site
from app.triggers.conditions import Facts, LeadFacts, QuotaFacts, SupplyFacts
from app.triggers.tables import Condition

# Only a person's decision, the applicant or a lease ends what triggers watch. A message with a subject is one that we
# noted about something (a note to ourselves, a link that was made): nobody was contacted by it.
_LEADS = (
    "SELECT l.id, l.agent_id, l.employment_status, l.last_activity_at, l.ai_label, l.ai_recommendation,"
    " l.ai_evaluated_at, CASE WHEN l.status = 'ai_evaluating' THEN 1 ELSE 0 END AS evaluating,"
    " CASE WHEN l.ai_label = 'A' AND EXISTS (SELECT 1 FROM lead_activities a WHERE a.lead_id = l.id"
    " AND a.happened_at >= l.ai_evaluated_at AND a.kind IN ('message', 'call', 'showing') AND a.actor_id <> ''"
    " AND (a.kind <> 'message' OR a.subject_id = ''))"
    " THEN 1 ELSE 0 END AS contacted,"
    " CASE WHEN EXISTS (SELECT 1 FROM evaluation_overrides o WHERE o.lead_id = l.id"
    " AND o.overridden_at >= l.ai_evaluated_at) THEN 1 ELSE 0 END AS overridden"
    " FROM leads l WHERE l.site_id = {} AND l.status IN ('new', 'documents_received', 'ai_evaluating', 'ai_evaluated')"
    " AND l.merged_into IS NULL AND l.erased_at IS NULL"
)
_DOCUMENTS = (
    "SELECT l.id AS lead_id, d.document_type, d.uploaded_at FROM leads l"
    " JOIN lead_documents d ON d.lead_id = l.id AND d.deleted_at IS NULL"
    " WHERE l.site_id = {} AND l.status IN ('new', 'documents_received', 'ai_evaluated')"
    " AND (l.ai_evaluated_at IS NULL OR EXISTS (SELECT 1 FROM lead_documents n WHERE n.lead_id = l.id"
    " AND n.deleted_at IS NULL AND n.uploaded_at > l.ai_evaluated_at))"
)
ABOUT_LEADS = {
    Condition.lead_inactive,
    Condition.documents_not_evaluated,
    Condition.label_a_not_contacted,
    Condition.verification_waiting,
}


async def gather(site_id: str, conditions: Collection[Condition], now: datetime, lead_id: str | None = None) -> Facts:
    """The facts that these conditions need; with `lead_id` those of one lead only."""
    facts = Facts(required=(await policy_of(site_id)).completeness)
    if ABOUT_LEADS & set(conditions):
        with_documents = Condition.documents_not_evaluated in conditions
        facts = replace(facts, leads=await _leads(site_id, lead_id, with_documents))
    if Condition.low_supply in conditions:
        facts = replace(facts, supply=await _supply(site_id))
    if Condition.quota_high in conditions:
        facts = replace(facts, quota=await _quota(site_id, now))
    return facts


async def _leads(site_id: str, lead_id: str | None, with_documents: bool) -> tuple[LeadFacts, ...]:
    rows = await Lead.raw(*_for(_LEADS, site_id, lead_id))
    documents = await _documents(site_id, lead_id) if with_documents else {}
    return tuple(_lead(row, documents.get(row["id"])) for row in rows)


def _lead(row: dict[str, Any], documents: tuple[Counter[str], datetime] | None) -> LeadFacts:
    counts, newest = documents or (Counter(), None)
    return LeadFacts(
        id=row["id"],
        agent_id=row["agent_id"],
        employment_status=row["employment_status"],
        last_activity_at=row["last_activity_at"],
        label=row["ai_label"],
        recommendation=row["ai_recommendation"],
        evaluated_at=row["ai_evaluated_at"],
        is_evaluating=bool(row["evaluating"]),
        is_contacted=bool(row["contacted"]),
        is_overridden=bool(row["overridden"]),
        documents=counts,
        newest_document_at=newest,
    )


async def _documents(site_id: str, lead_id: str | None) -> dict[str, tuple[Counter[str], datetime]]:
    """Live documents by type, and when the newest came, of the leads whose documents were not evaluated yet."""
    rows = await LeadDocument.raw(*_for(_DOCUMENTS, site_id, lead_id))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    newest: dict[str, datetime] = {}
    for row in rows:
        key = row["lead_id"]
        counts[key][row["document_type"] or ""] += 1
        newest[key] = max(row["uploaded_at"], newest.get(key, row["uploaded_at"]))
    return {key: (counts[key], newest[key]) for key in counts}


def _for(statement: str, site_id: str, lead_id: str | None) -> tuple[str, ...]:
    """The statement with its values, for a site or one lead of it."""
    return (f"{statement} AND l.id = {{}}", site_id, lead_id) if lead_id else (statement, site_id)


async def _supply(site_id: str) -> tuple[SupplyFacts, ...]:
    rows = await VacancyAlert.raw(
        "SELECT v.id, p.name, v.bedrooms, v.kind, v.opened_at FROM vacancy_alerts v"
        " JOIN properties p ON p.id = v.property_id WHERE v.site_id = {} AND v.resolved_at IS NULL"
        " AND v.kind IN ('low_supply', 'no_supply')",
        site_id,
    )
    return tuple(SupplyFacts(row["id"], row["name"], row["bedrooms"], row["kind"], row["opened_at"]) for row in rows)


async def _quota(site_id: str, now: datetime) -> QuotaFacts | None:
    site = await Site.select(Site.tier).where(Site.id == site_id).first()
    if site is None:
        return None
    quota = await get_quota(site_id, site["tier"], month_of(now))
    return QuotaFacts(quota.month, quota.used, quota.limit)
