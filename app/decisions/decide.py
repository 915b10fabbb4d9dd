"""A person decides about a lead. The machine's recommendation stays as it was, and the decision stands beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.database import new_id, write_transaction
from app.decisions.find import find_standing
from app.decisions.reasons import REASONS
from app.decisions.refusals import (
    DecidedMeanwhile,
    DecisionDuringEvaluation,
    EvidenceNotOpened,
    NewerEvaluation,
    NotDecidable,
)
from app.decisions.tables import Decision, DecisionKind, EvidenceView
from app.errors import ValidationFailed
from app.evaluations.lead_status import lock_lead
from app.evaluations.override import LONGEST_REASON, SHORTEST_REASON, keep_override, standing_override
from app.evaluations.tables import Evaluation
from app.jobs.find import find_open_job
from app.leads.activities import note_activity
from app.leads.tables import ActivityKind, Lead, LeadStatus
from app.screening.verdict import Recommendation
from app.sites.audit import record
from app.text_check import text_problems

STATUS = {
    DecisionKind.approve: LeadStatus.approved,
    DecisionKind.approve_with_conditions: LeadStatus.approved_with_conditions,
    DecisionKind.decline: LeadStatus.declined,
}
MEANS = {
    DecisionKind.approve: Recommendation.approve,
    DecisionKind.approve_with_conditions: Recommendation.approve_with_conditions,
    DecisionKind.decline: Recommendation.reject,
}
IN_LINE = {
    Recommendation.approve: {DecisionKind.approve},
    Recommendation.approve_with_conditions: {DecisionKind.approve_with_conditions},
    Recommendation.approve_with_verification: {DecisionKind.approve, DecisionKind.approve_with_conditions},
    Recommendation.reject: {DecisionKind.decline},
}
"""What follows a recommendation; whoever approves after one to verify says by it that they have verified."""
SAID = {
    DecisionKind.approve: "Approved.",
    DecisionKind.approve_with_conditions: "Approved with conditions.",
    DecisionKind.decline: "Declined.",
}


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What a person or the API gives; `decide` checks it.

    `seen_evaluation` is the evaluation that was on the page, None for whichever is the newest; `replaces` is the
    decision that the person wants to change, empty for a first one.
    """

    kind: str
    reason_codes: tuple[str, ...] = ()
    conditions: str = ""
    note: str = ""
    override_reason: str = ""
    seen_evaluation: str | None = None
    replaces: str = ""


async def decide(
    site_id: str, lead_id: str, new: NewDecision, user_id: str, now: datetime, *, request_id: str = ""
) -> Decision:
    """The stored decision; of two at the same time one wins.

    Raises NotFound, ValidationFailed, DecidedMeanwhile, DecisionDuringEvaluation, EvidenceNotOpened, NewerEvaluation
    and NotDecidable.
    """
    kind = _checked(new)
    async with write_transaction():
        await lock_lead(site_id, lead_id)
        status = await _decidable_status(site_id, lead_id, new.replaces)
        evaluation = await _newest_evaluation(lead_id)
        await _require_knowledge(kind, new, evaluation, user_id)
        decision = Decision(
            id=new_id("deci"), lead_id=lead_id, site_id=site_id, kind=kind.value, previous_status=status,
            evaluation_id=evaluation["id"] if evaluation else None,
            recommendation=evaluation["recommendation"] if evaluation else None,
            reason_codes=json.dumps([code for code in REASONS if code in new.reason_codes]),
            conditions=new.conditions.strip() if kind is DecisionKind.approve_with_conditions else "",
            note=new.note.strip(), decided_by=user_id, decided_at=now,
        )  # fmt: skip
        decision.override_reason = await _override(decision, kind, new)
        await decision.save()
        await _take_effect(decision, STATUS[kind], now, request_id)
    return decision


def _checked(new: NewDecision) -> DecisionKind:
    """The kind; raises ValidationFailed with a sentence for each field that needs another look."""
    texts = {"conditions": new.conditions, "note": new.note, "override_reason": new.override_reason}
    fields = text_problems(LONGEST_REASON, **texts)
    if new.kind not in list(DecisionKind):
        fields["decision"] = "Choose approve, approve with conditions, or decline."
    if any(code not in REASONS for code in new.reason_codes):
        fields["reason_codes"] = f"The reason codes are {', '.join(REASONS)}."
    if new.kind == DecisionKind.decline and not new.reason_codes:
        fields["reason_codes"] = "Name at least one reason for declining."
    if new.kind == DecisionKind.approve_with_conditions and not new.conditions.strip():
        fields["conditions"] = "Say which conditions."
    if fields:
        raise ValidationFailed(" ".join(fields.values()), fields=fields)
    return DecisionKind(new.kind)


async def _decidable_status(site_id: str, lead_id: str, replaces: str) -> str:
    """The lead's status before the decision. The lead is locked, so nothing of this changes until the end."""
    if await find_open_job(site_id, lead_id) is not None:
        raise DecisionDuringEvaluation
    standing = await find_standing(lead_id)
    if (standing["id"] if standing else "") != replaces:
        raise DecidedMeanwhile
    lead = await Lead.select(Lead.status).where(Lead.id == lead_id).first()
    status = str(lead["status"]) if lead else ""
    if status in (LeadStatus.withdrawn, LeadStatus.leased):
        raise NotDecidable
    return status


async def _newest_evaluation(lead_id: str) -> dict[str, Any] | None:
    rows = await Evaluation.raw(
        "SELECT id, recommendation FROM lead_ai_evaluations WHERE lead_id = {} ORDER BY evaluated_at DESC LIMIT 1",
        lead_id,
    )
    return rows[0] if rows else None


async def _require_knowledge(
    kind: DecisionKind, new: NewDecision, evaluation: dict[str, Any] | None, user_id: str
) -> None:
    """Whoever decides has seen the newest evaluation, and whoever declines its evidence too."""
    newest = evaluation["id"] if evaluation else ""
    if new.seen_evaluation not in (None, newest):
        raise NewerEvaluation
    if kind is not DecisionKind.decline:
        return
    if evaluation is None:
        if len(new.note.strip()) < SHORTEST_REASON:
            sentence = "Without an evaluation, say in the note why you decline."
            raise ValidationFailed(sentence, fields={"note": sentence})
        return
    seen = (EvidenceView.evaluation_id == newest) & (EvidenceView.user_id == user_id)
    if not await EvidenceView.exists().where(seen):
        raise EvidenceNotOpened(evaluation_id=newest)


async def _override(decision: Decision, kind: DecisionKind, new: NewDecision) -> str:
    """The reason of a decision against the recommendation, kept as an override; empty for one that follows it.

    Where a manager has overridden the recommendation to this one already, that reason serves.
    """
    if decision.recommendation is None or kind in IN_LINE[Recommendation(decision.recommendation)]:
        return ""
    reason = new.override_reason.strip()
    if len(reason) < SHORTEST_REASON:
        earlier = await standing_override(str(decision.evaluation_id))
        if not reason and earlier is not None and earlier.new_recommendation == MEANS[kind]:
            return str(earlier.reason)
        sentence = "This is not what was recommended: give the reason in a few words."
        raise ValidationFailed(sentence, fields={"override_reason": sentence})
    evaluation = {"id": decision.evaluation_id, "recommendation": decision.recommendation}
    await keep_override(
        str(decision.site_id), str(decision.lead_id), evaluation, MEANS[kind].value, reason, decision.decided_by,
        decision.decided_at, decision_id=decision.id,
    )  # fmt: skip
    return reason


async def _take_effect(decision: Decision, status: LeadStatus, now: datetime, request_id: str) -> None:
    site_id, lead_id, user_id = str(decision.site_id), str(decision.lead_id), decision.decided_by
    await Lead.update({Lead.status: status.value, Lead.updated_at: now}).where(Lead.id == lead_id)
    await note_activity(
        site_id, lead_id, ActivityKind.decision, SAID[DecisionKind(decision.kind)], now,
        actor_id=user_id, subject_id=decision.id,
    )  # fmt: skip
    details = {
        "decision_id": decision.id,
        "decision": str(decision.kind),
        "evaluation_id": decision.evaluation_id,
        "recommendation": decision.recommendation,
    }
    await record(site_id, user_id, "lead_decided", lead_id, now, details=details, request_id=request_id)
    if decision.override_reason:
        reason = decision.override_reason
        await record(
            site_id, user_id, "recommendation_overridden", lead_id, now,
            details={"decision_id": decision.id}, reason=reason, request_id=request_id,
        )  # fmt: skip
