"""Two to four leads side by side, on the same rows, so that nobody has to remember one page while reading the next."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from app.errors import NotFound, ValidationFailed
from app.evaluations.tables import Evaluation
from app.leads.find import list_these

FEWEST, MOST = 2, 4


async def compare_leads(site_id: str, lead_ids: Sequence[str], *, is_first_come: bool) -> list[dict[str, Any]]:
    """The leads with `evaluation` (or None), in the order of arrival where the site lets to whoever came first, else
    the best score first. Raises ValidationFailed unless two to four, NotFound when one is not of this site."""
    wanted = list(dict.fromkeys(lead_ids))
    if not FEWEST <= len(wanted) <= MOST:
        raise ValidationFailed("Choose two to four leads to compare.")
    leads = await list_these(site_id, wanted)
    if len(leads) != len(wanted):
        raise NotFound("There is no such lead at this site.")
    newest = await _newest_evaluations(site_id, wanted)
    found = [{**lead, "evaluation": newest.get(lead["id"])} for lead in leads]
    found.sort(key=lambda lead: (lead["created_at"], lead["id"]))
    if not is_first_come:
        found.sort(key=lambda lead: -1 if lead["ai_score"] is None else lead["ai_score"], reverse=True)
    return found


_NEWEST = (
    "SELECT e.lead_id, e.score, e.label, e.recommendation, e.risk_flags, e.extracted_data, e.verdict, e.evaluated_at"
    " FROM lead_ai_evaluations e WHERE e.site_id = {} AND e.lead_id IN (?) AND NOT EXISTS"
    " (SELECT 1 FROM lead_ai_evaluations n WHERE n.lead_id = e.lead_id"
    " AND (n.evaluated_at > e.evaluated_at OR (n.evaluated_at = e.evaluated_at AND n.id > e.id)))"
)


async def _newest_evaluations(site_id: str, lead_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    marks = ", ".join("{}" for _ in lead_ids)
    rows = await Evaluation.raw(_NEWEST.replace("?", marks), site_id, *lead_ids)
    return {row["lead_id"]: _shape(row) for row in rows}


def _shape(row: dict[str, Any]) -> dict[str, Any]:
    verdict = json.loads(row["verdict"])
    data = json.loads(row["extracted_data"])
    return {
        **{name: row[name] for name in ("score", "label", "recommendation", "evaluated_at")},
        "flags": json.loads(row["risk_flags"]),
        "missing": verdict.get("missing_documents", []),
        "factors": {factor["name"]: factor for factor in verdict.get("factors", [])},
        "signals": [item for item in verdict.get("signals", []) if item["severity"] in ("review", "strong")],
        "income": _money(data.get("monthly_income")),
        "rent_ratio": data.get("rent_ratio"),
        "employer": data.get("employer"),
        "months": data.get("employment_duration_months"),
        "balance": _money(data.get("bank_balance")),
    }


def _money(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
