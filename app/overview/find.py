"""What waits at a site, at a glance."""

from __future__ import annotations

from typing import Any

from app.evaluations.tables import Evaluation
from app.leads.tables import Lead


async def count_leads(site_id: str) -> dict[str, int]:
    """Leads by what they wait for: all, to_evaluate, evaluating, to_verify, to_decide; and by label: A, B, C."""
    rows = await Lead.raw(
        "SELECT status, ai_label, ai_recommendation, count(*) AS n FROM leads WHERE site_id = {}"
        " GROUP BY status, ai_recommendation, ai_label",
        site_id,
    )
    counts = dict.fromkeys(("all", "to_evaluate", "evaluating", "to_verify", "to_decide", "A", "B", "C"), 0)
    for row in rows:
        counts["all"] += row["n"]
        waits = _waits(row["status"], row["ai_recommendation"])
        if waits:
            counts[waits] += row["n"]
        if row["ai_label"]:
            counts[row["ai_label"]] += row["n"]
    return counts


def _waits(status: str, recommendation: str | None) -> str | None:
    if status == "ai_evaluated":
        return "to_verify" if recommendation == "approve_with_verification" else "to_decide"
    return {"documents_received": "to_evaluate", "ai_evaluating": "evaluating"}.get(status)


async def list_recent_evaluations(site_id: str, most: int = 8) -> list[dict[str, Any]]:
    """The newest evaluations with their lead's name."""
    rows: list[dict[str, Any]] = await Evaluation.raw(
        "SELECT e.lead_id, e.score, e.label, e.recommendation, e.evaluated_at, l.first_name, l.last_name"
        " FROM lead_ai_evaluations e JOIN leads l ON l.id = e.lead_id"
        " WHERE e.site_id = {} ORDER BY e.evaluated_at DESC LIMIT {}",
        site_id,
        most,
    )
    return rows
