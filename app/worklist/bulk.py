"""Evaluations asked for together: each by the same rules as a single one, and each with its own answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.database import new_id, write_transaction
from app.errors import LeaseLabError, NotFound, ValidationFailed
from app.evaluations.request import Tenant, request_evaluation
from app.evaluations.tables import BulkEvaluation
from app.leads.find import names_of
from app.sites.audit import record

MOST_AT_ONCE = 25
"""A page of the list; more would hold the queue of everybody else for long."""


async def request_many(
    site: Tenant, lead_ids: Sequence[str], user_id: str, now: datetime, request_id: str = ""
) -> BulkEvaluation:
    """Ask for each lead in turn and keep what was answered. Raises ValidationFailed for none or too many."""
    wanted = list(dict.fromkeys(lead_ids))
    if not wanted:
        raise ValidationFailed("Choose at least one lead.")
    if len(wanted) > MOST_AT_ONCE:
        raise ValidationFailed(f"Up to {MOST_AT_ONCE} leads can be evaluated at once.")
    outcomes = [await _outcome(site, lead_id, user_id, now, request_id) for lead_id in wanted]
    bulk = BulkEvaluation(
        id=new_id("bulk"), site_id=site.id, requested_by=user_id, requested_at=now, outcomes=json.dumps(outcomes)
    )
    async with write_transaction():
        await bulk.save()
        await record(
            site.id, user_id, "evaluations_requested", bulk.id, now,
            details={"asked": len(outcomes), "begun": sum("job_id" in item for item in outcomes)},
            request_id=request_id,
        )  # fmt: skip
    return bulk


async def _outcome(site: Tenant, lead_id: str, user_id: str, now: datetime, request_id: str) -> dict[str, str]:
    try:
        requested = await request_evaluation(site, lead_id, user_id, now, request_id=request_id)
    except LeaseLabError as refusal:
        return {"lead_id": lead_id, "refusal": str(refusal)}
    return {"lead_id": lead_id, "job_id": str(requested.job.id)}


async def get_bulk(site_id: str, bulk_id: str) -> dict[str, Any]:
    """What was asked for and how far it is: `rows` with `lead_id, name, status, refusal, error, score, label`, and
    `open`, `done` and `refused` as numbers. Raises NotFound, for another site's too."""
    bulk = await BulkEvaluation.objects().where(BulkEvaluation.id == bulk_id, BulkEvaluation.site_id == site_id).first()
    if bulk is None:
        raise NotFound("There is no such request at this site.")
    outcomes = json.loads(bulk.outcomes)
    jobs = await _jobs(site_id, [item["job_id"] for item in outcomes if "job_id" in item])
    names = await names_of(site_id, [item["lead_id"] for item in outcomes])
    rows = [
        {
            "lead_id": item["lead_id"],
            "name": names[item["lead_id"]],
            "refusal": item.get("refusal", ""),
            **jobs.get(item.get("job_id", ""), {"status": "refused", "error": None, "score": None, "label": None}),
        }
        for item in outcomes
        if item["lead_id"] in names
    ]
    still = sum(row["status"] in ("pending", "processing") for row in rows)
    refused = sum(row["status"] == "refused" for row in rows)
    counts = {"open": still, "done": len(rows) - still - refused, "refused": refused}
    return {"id": bulk.id, "requested_at": bulk.requested_at, "rows": rows, **counts}


_JOBS = (
    "SELECT j.id, j.status, j.error_message AS error, e.score, e.label FROM ai_evaluation_jobs j"
    " LEFT JOIN lead_ai_evaluations e ON e.id = j.evaluation_id WHERE j.site_id = {} AND j.id IN (?)"
)


async def _jobs(site_id: str, job_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    if not job_ids:
        return {}
    marks = ", ".join("{}" for _ in job_ids)
    rows = await BulkEvaluation.raw(_JOBS.replace("?", marks), site_id, *job_ids)
    return {row["id"]: {name: row[name] for name in ("status", "error", "score", "label")} for row in rows}
