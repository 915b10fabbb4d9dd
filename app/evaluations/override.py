"""A person judges otherwise: the recommendation stays as it was, the override stands beside it with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.database import new_id, write_transaction
from app.errors import Forbidden, NotFound, ValidationFailed
from app.evaluations.tables import Evaluation, Override
from app.screening.verdict import Recommendation
from app.sites.audit import record
from app.text_check import text_problems

SHORTEST_REASON = 5
LONGEST_REASON = 2000


async def override_recommendation(
    site_id: str,
    lead_id: str,
    new: str,
    reason: str,
    user_id: str,
    now: datetime,
    *,
    is_manager: bool,
    request_id: str = "",
) -> Override:
    """The stored override of the lead's newest evaluation. Raises Forbidden, ValidationFailed and NotFound."""
    if not is_manager:
        raise Forbidden("Only managers of the site can override a recommendation.")
    _check(new, reason)
    async with write_transaction():
        evaluation = (
            await Evaluation.select(Evaluation.id, Evaluation.recommendation)
            .where(Evaluation.lead_id == lead_id, Evaluation.site_id == site_id)
            .order_by(Evaluation.evaluated_at, ascending=False)
            .first()
        )
        if evaluation is None:
            raise NotFound("This lead has no evaluation to override.")
        override = await keep_override(site_id, lead_id, evaluation, new, reason.strip(), user_id, now)
        await record(site_id, user_id, "recommendation_overridden", lead_id, now, reason=reason, request_id=request_id)
    return override


async def keep_override(
    site_id: str,
    lead_id: str,
    evaluation: Mapping[str, Any],
    new: str,
    reason: str,
    user_id: str,
    now: datetime,
    *,
    decision_id: str | None = None,
) -> Override:
    """The stored row, the same whether it comes alone or with a decision. Call it inside the deed's transaction.

    `evaluation` has `id` and `recommendation`.
    """
    override = Override(
        id=new_id("over"),
        lead_id=lead_id,
        site_id=site_id,
        evaluation_id=evaluation["id"],
        original_recommendation=evaluation["recommendation"],
        new_recommendation=new,
        reason=reason,
        overridden_by=user_id,
        overridden_at=now,
        decision_id=decision_id,
    )
    await Override.insert(override)
    return override


async def standing_override(evaluation_id: str) -> Override | None:
    """The newest override of an evaluation that came without a decision."""
    alone = (Override.evaluation_id == evaluation_id) & Override.decision_id.is_null()
    return await Override.objects().where(alone).order_by(Override.overridden_at, ascending=False).first()


def _check(new: str, reason: str) -> None:
    fields = text_problems(LONGEST_REASON, reason=reason)
    if new not in list(Recommendation):
        fields["new_recommendation"] = f"The recommendation is one of {', '.join(Recommendation)}."
    if len(reason.strip()) < SHORTEST_REASON:
        fields["reason"] = "Give the reason in a few words."
    if fields:
        raise ValidationFailed(" ".join(fields.values()), fields=fields)
