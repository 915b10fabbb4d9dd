"""The evaluations of a lead, the newest first, and what changed from one to the next."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from app.database import look_up
from app.errors import NotFound
from app.evaluations.compare import Comparison, compare

MOST_LISTED = 20
_COLUMNS = (
    "e.id, e.lead_id, e.site_id, e.score, e.label, e.recommendation, e.summary, e.model_version, e.policy_version,"
    " e.evaluated_at, e.document_fingerprint, e.workflow_instance_id, e.verdict"
)


class EvaluationNotFound(NotFound):
    """There is no such evaluation of this lead."""


async def list_evaluations(site_id: str, lead_id: str, most: int = MOST_LISTED) -> list[dict[str, Any]]:
    """Earlier and present evaluations of a lead, newest first, without their verdicts.

    Each with `forced_reason` (empty unless the same documents were evaluated again) and `corrections`, how many
    values people have corrected in it.
    """
    return await look_up(
        "SELECT e.id, e.score, e.label, e.recommendation, e.model_version, e.policy_version, e.evaluated_at,"
        " coalesce(j.forced_reason, '') AS forced_reason,"
        " (SELECT count(*) FROM fact_corrections c WHERE c.evaluation_id = e.id AND c.undone_at IS NULL) AS corrections"
        " FROM leads l JOIN lead_ai_evaluations e ON e.lead_id = l.id"
        " LEFT JOIN ai_evaluation_jobs j ON j.id = e.workflow_instance_id"
        " WHERE l.id = {} AND l.site_id = {} ORDER BY e.evaluated_at DESC, e.id LIMIT {}",
        lead_id,
        site_id,
        most,
    )


async def newest_two(lead_id: str) -> list[dict[str, Any]]:
    """The newest evaluation and the one before, those that there are, `verdict` as an object."""
    rows = await look_up(
        f"SELECT {_COLUMNS} FROM lead_ai_evaluations e WHERE e.lead_id = {{}}"  # noqa: S608 - constants only
        " ORDER BY e.evaluated_at DESC, e.id LIMIT 2",
        lead_id,
    )
    return [_with_verdict(row) for row in rows]


async def get_evaluation(site_id: str, lead_id: str, evaluation_id: str) -> dict[str, Any]:
    """One evaluation of this lead, `verdict` as an object. Raises EvaluationNotFound, for another site's too."""
    rows = await look_up(
        f"SELECT {_COLUMNS} FROM lead_ai_evaluations e WHERE e.id = {{}} AND e.lead_id = {{}} AND e.site_id = {{}}",  # noqa: S608
        evaluation_id, lead_id, site_id,
    )  # fmt: skip
    if not rows:
        raise EvaluationNotFound
    return _with_verdict(rows[0])


async def evaluation_before(lead_id: str, at: datetime) -> dict[str, Any] | None:
    """The evaluation of this lead that came before the one made `at`."""
    rows = await look_up(
        f"SELECT {_COLUMNS} FROM lead_ai_evaluations e WHERE e.lead_id = {{}} AND e.evaluated_at < {{}}"  # noqa: S608
        " ORDER BY e.evaluated_at DESC, e.id LIMIT 1",
        lead_id, at,
    )  # fmt: skip
    return _with_verdict(rows[0]) if rows else None


def comparison_of(earlier: dict[str, Any] | None, later: dict[str, Any]) -> Comparison | None:
    """What changed since the earlier evaluation; None when there is none."""
    if earlier is None:
        return None
    return compare(earlier["verdict"], later["verdict"], earlier["evaluated_at"], earlier["id"])


def _with_verdict(row: dict[str, Any]) -> dict[str, Any]:
    verdict = row["verdict"]
    return {**row, "verdict": json.loads(verdict) if isinstance(verdict, str) else verdict}
