"""What waits at a site, at a glance."""

from __future__ import annotations

from typing import Any

from app.evaluations.tables import Evaluation
from app.leads.tables import Lead


async def count_leads(site_id: str) -> dict[str, int]:
    """Open leads by what waits for a person: all, to_evaluate, to_decide, evaluating, A, B, C."""
    rows = await Lead.raw(
        "SELECT status, ai_label, count(*) AS n FROM leads WHERE site_id = {} GROUP BY status, ai_label", site_id
    )
    counts = dict.fromkeys(("all", "to_evaluate", "to_decide", "evaluating", "A", "B", "C"), 0)
    waiting = {"documents_received": "to_evaluate", "ai_evaluated": "to_decide", "ai_evaluating": "evaluating"}
    for row in rows:
        counts["all"] += row["n"]
        if row["status"] in waiting:
            counts[waiting[row["status"]]] += row["n"]
        if row["ai_label"]:
            counts[row["ai_label"]] += row["n"]
    return counts


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
