"""Decisions as the JSON API tells them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TypedDict

from app.decisions.decide import STATUS
from app.decisions.tables import Decision, DecisionKind
from app.leads.tables import LeadStatus
from app.screening.verdict import Recommendation


class DecisionData(TypedDict):
    """A decision; `recommendation` is what the machine said, null without an evaluation."""

    id: str
    lead_id: str
    decision: DecisionKind
    status: LeadStatus
    reason_codes: list[str]
    conditions: str
    note: str
    evaluation_id: str | None
    recommendation: Recommendation | None
    override_reason: str
    decided_by: str
    decided_at: datetime


def decision_json(made: Decision) -> DecisionData:
    """The decision that was just stored, with the lead's status after it."""
    kind = DecisionKind(made.kind)
    return {
        "id": made.id,
        "lead_id": str(made.lead_id),
        "decision": kind,
        "status": STATUS[kind],
        "reason_codes": json.loads(made.reason_codes),
        "conditions": made.conditions,
        "note": made.note,
        "evaluation_id": made.evaluation_id,
        "recommendation": Recommendation(made.recommendation) if made.recommendation else None,
        "override_reason": made.override_reason,
        "decided_by": made.decided_by,
        "decided_at": made.decided_at,
    }
