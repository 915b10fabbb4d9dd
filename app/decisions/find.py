"""Finding decisions: the standing one of a lead, those of a site, and what the panel of a lead shows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.database import look_up
from app.decisions.tables import Decision
from app.errors import NotFound

UNDO_FOR = timedelta(minutes=10)
"""How long a decision can be taken back by whoever took it, or by a manager."""
MOST_EARLIER = 20

_SELECT = (
    "SELECT d.*, u.name AS decided_by_name, b.name AS undone_by_name, n.id AS notice_id, n.status AS notice_status"
    " FROM lead_decisions d LEFT JOIN users u ON u.id = d.decided_by LEFT JOIN users b ON b.id = d.undone_by"
    " LEFT JOIN adverse_notices n ON n.decision_id = d.id"
)


@dataclass(frozen=True, slots=True)
class Panel:
    """What the decision panel of a lead shows; rows are dictionaries with the names of people beside their ids.

    `evaluation` is the newest one with `id` and `recommendation`, and whether this person opened its evidence.
    """

    lead_status: str
    is_evaluating: bool
    evaluation: dict[str, Any] | None
    has_opened_evidence: bool
    override: dict[str, Any] | None
    standing: dict[str, Any] | None
    earlier: list[dict[str, Any]]
    withdrawal: dict[str, Any] | None


async def get_panel(site_id: str, lead_id: str, user_id: str) -> Panel:
    """Everything that the panel of a lead of this site needs; raises NotFound."""
    rows = await look_up(
        "SELECT l.status, (SELECT count(*) FROM ai_evaluation_jobs j WHERE j.lead_id = l.id"
        " AND j.status IN ('pending', 'processing')) AS open_jobs, e.id AS evaluation_id, e.recommendation, e.label,"
        " e.score, (SELECT count(*) FROM evidence_views v WHERE v.evaluation_id = e.id AND v.user_id = {}) AS views"
        " FROM leads l LEFT JOIN lead_ai_evaluations e ON e.id = (SELECT x.id FROM lead_ai_evaluations x"
        " WHERE x.lead_id = l.id ORDER BY x.evaluated_at DESC LIMIT 1) WHERE l.id = {} AND l.site_id = {}",
        user_id, lead_id, site_id,
    )  # fmt: skip
    if not rows:
        raise NotFound("There is no such lead at this site.")
    row = rows[0]
    decisions = await list_decisions(lead_id)
    standing = next((item for item in decisions if item["undone_at"] is None), None)
    has_evaluation = row["evaluation_id"] is not None
    return Panel(
        lead_status=row["status"],
        is_evaluating=row["open_jobs"] > 0,
        evaluation={**row, "id": row["evaluation_id"]} if has_evaluation else None,
        has_opened_evidence=row["views"] > 0,
        override=await _override_of(row["evaluation_id"]) if has_evaluation else None,
        standing=standing,
        earlier=[item for item in decisions if item is not standing],
        withdrawal=await _withdrawal_of(lead_id) if row["status"] == "withdrawn" else None,
    )


async def list_decisions(lead_id: str) -> list[dict[str, Any]]:
    """A lead's decisions, the newest first, undone ones included."""
    rows = await look_up(
        f"{_SELECT} WHERE d.lead_id = {{}} ORDER BY d.decided_at DESC LIMIT {{}}", lead_id, MOST_EARLIER
    )
    return [_plain(row) for row in rows]


async def get_decision(site_id: str, lead_id: str, decision_id: str) -> dict[str, Any]:
    """A decision about this lead of this site; raises NotFound."""
    rows = await look_up(
        f"{_SELECT} WHERE d.id = {{}} AND d.lead_id = {{}} AND d.site_id = {{}}", decision_id, lead_id, site_id
    )
    if not rows:
        raise NotFound("There is no such decision about this lead.")
    return _plain(rows[0])


async def find_standing(lead_id: str) -> dict[str, Any] | None:
    """The newest decision that was not undone."""
    rows = await look_up(
        "SELECT id, kind, decided_at FROM lead_decisions WHERE lead_id = {} AND undone_at IS NULL"
        " ORDER BY decided_at DESC LIMIT 1",
        lead_id,
    )
    return rows[0] if rows else None


async def list_recent_decisions(site_id: str, most: int = 8) -> list[dict[str, Any]]:
    """A site's newest standing decisions: `lead_id`, `first_name`, `last_name`, `kind`, `recommendation`,
    `override_reason`, `decided_at`, `decided_by_name`."""
    rows: list[dict[str, Any]] = await Decision.raw(
        "SELECT d.id, d.lead_id, d.kind, d.recommendation, d.override_reason, d.decided_at, l.first_name, l.last_name,"
        " u.name AS decided_by_name FROM lead_decisions d JOIN leads l ON l.id = d.lead_id"
        " LEFT JOIN users u ON u.id = d.decided_by WHERE d.site_id = {} AND d.undone_at IS NULL"
        " ORDER BY d.decided_at DESC LIMIT {}",
        site_id, most,
    )  # fmt: skip
    return rows


def can_undo(decision: dict[str, Any], user_id: str, is_manager: bool, now: datetime) -> bool:
    """Whether this person may take the decision back now."""
    is_own = decision["decided_by"] == user_id or is_manager
    is_open = decision["undone_at"] is None and decision["notice_status"] != "sent"
    return is_own and is_open and now - decision["decided_at"] <= UNDO_FOR


async def _override_of(evaluation_id: str) -> dict[str, Any] | None:
    rows = await look_up(
        "SELECT o.new_recommendation, o.reason, o.overridden_at, u.name AS overridden_by_name"
        " FROM evaluation_overrides o LEFT JOIN users u ON u.id = o.overridden_by"
        " WHERE o.evaluation_id = {} AND o.decision_id IS NULL ORDER BY o.overridden_at DESC LIMIT 1",
        evaluation_id,
    )
    return rows[0] if rows else None


async def _withdrawal_of(lead_id: str) -> dict[str, Any] | None:
    rows = await look_up(
        "SELECT w.*, u.name AS withdrawn_by_name FROM lead_withdrawals w LEFT JOIN users u ON u.id = w.withdrawn_by"
        " WHERE w.lead_id = {} AND w.undone_at IS NULL ORDER BY w.withdrawn_at DESC LIMIT 1",
        lead_id,
    )
    return rows[0] if rows else None


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "reason_codes": json.loads(row["reason_codes"])}
