"""Evaluations that nobody asked for by hand: of leads whose documents are complete, at sites that want it so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.database_scope import every_site, site_scope
from app.errors import LeaseLabError
from app.evaluations.quota import QuotaExceeded
from app.evaluations.request import request_evaluation
from app.jobs.tables import EvaluationJob
from app.policies.find import policy_of
from app.sites.tables import Site

QUIET = timedelta(minutes=3)
"""After the last upload: whoever sends six files in three parts gets one evaluation, not three."""
MOST_AT_ONCE = 25
_READY = (
    "SELECT l.id, (SELECT d.uploaded_by FROM lead_documents d WHERE d.lead_id = l.id AND d.deleted_at IS NULL"
    " ORDER BY d.uploaded_at DESC LIMIT 1) AS asker"
    " FROM leads l WHERE l.site_id = {} AND l.status IN ('documents_received', 'ai_evaluated')"
    " AND l.last_activity_at > {}"
    " AND (SELECT count(*) FROM lead_documents d WHERE d.lead_id = l.id AND d.deleted_at IS NULL) >= {}"
    " AND EXISTS (SELECT 1 FROM lead_documents d WHERE d.lead_id = l.id AND d.deleted_at IS NULL"
    " AND (l.ai_evaluated_at IS NULL OR d.uploaded_at > l.ai_evaluated_at) AND NOT EXISTS"
    " (SELECT 1 FROM ai_evaluation_jobs j WHERE j.lead_id = l.id AND j.requested_at > d.uploaded_at))"
    " AND NOT EXISTS (SELECT 1 FROM lead_documents d WHERE d.lead_id = l.id AND d.uploaded_at > {})"
    " ORDER BY l.last_activity_at LIMIT {}"
)
RECENT = timedelta(days=7)
"""Older leads were left alone on purpose, or from before the site switched this on."""


async def evaluate_complete_leads(now: datetime) -> int:
    """Ask for the evaluations that are due; how many were begun. Safe at once in several workers: a lead has one open
    job. A site whose month is used up is left until the next one."""
    with every_site("which sites want it"):
        sites = await Site.select(Site.id, Site.tier, Site.ai_enabled).where(
            Site.auto_evaluate.eq(True), Site.ai_enabled.eq(True)
        )
    return sum([await _begin(_Wanting(row), now) for row in sites])


class _Wanting:
    """A site as the request needs it."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.id: str = row["id"]
        self.tier: str = row["tier"]
        self.ai_enabled = bool(row["ai_enabled"])


async def _begin(site: _Wanting, now: datetime) -> int:
    with site_scope(site.id):
        return await _begin_here(site, now)


async def _begin_here(site: _Wanting, now: datetime) -> int:
    needed = sum((await policy_of(site.id)).completeness.required.values())
    leads = await EvaluationJob.raw(_READY, site.id, now - RECENT, needed, now - QUIET, MOST_AT_ONCE)
    begun = 0
    for lead in leads:
        try:
            begun += (await request_evaluation(site, lead["id"], lead["asker"] or "", now)).created
        except QuotaExceeded:
            break
        except LeaseLabError:
            continue  # the same documents as before, or somebody was faster: nothing to do for this one
    return begun
