"""What a site's month has used, with the evaluations that it paid for."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, TypedDict

from app.errors import ValidationFailed
from app.evaluations.quota import get_quota
from app.evaluations.tables import Evaluation
from app.jobs.tables import EvaluationJob
from app.screening.verdict import Label
from app.sites.tables import Tier

MOST_LISTED = 1000
MONTH = "20[0-9]{2}-(0[1-9]|1[0-2])"


class PaidEvaluation(TypedDict):
    """An evaluation that a month paid for."""

    id: str
    lead_id: str
    score: int
    label: Label
    evaluated_at: datetime


class UsageData(TypedDict):
    """A site's month ('YYYY-MM', UTC)."""

    site_id: str
    month: str
    evaluation_count: int
    quota_limit: int
    tier: Tier
    remaining: int
    usage_percentage: float
    evaluations: list[PaidEvaluation]


async def get_usage(site_id: str, tier: str, month: str) -> UsageData:
    """The API's usage object for a month 'YYYY-MM'. Raises ValidationFailed for anything else."""
    if not re.fullmatch(MONTH, month):
        raise ValidationFailed("Give the month as YYYY-MM.", fields={"month": "Give the month as YYYY-MM."})
    quota = await get_quota(site_id, tier, month)
    rows = await EvaluationJob.raw(
        "SELECT e.id, e.lead_id, e.score, e.label, e.evaluated_at"  # noqa: S608 - a constant
        " FROM ai_evaluation_jobs j JOIN lead_ai_evaluations e ON e.workflow_instance_id = j.id"
        f" WHERE j.site_id = {{}} AND j.usage_month = {{}} ORDER BY e.evaluated_at DESC LIMIT {MOST_LISTED}",
        site_id,
        month,
    )
    return {
        "site_id": site_id,
        "month": quota.month,
        "evaluation_count": quota.used,
        "quota_limit": quota.limit,
        "tier": Tier(quota.tier),
        "remaining": quota.remaining,
        "usage_percentage": quota.percentage,
        "evaluations": list(rows),
    }


async def get_evaluation(evaluation_id: str) -> dict[str, Any] | None:
    """The columns of one evaluation, by its id."""
    rows = await Evaluation.raw("SELECT * FROM lead_ai_evaluations WHERE id = {}", evaluation_id)
    return rows[0] if rows else None
