"""Decisions over the JSON API, by the same deed as on the page."""

from __future__ import annotations

from dataclasses import dataclass, field

from litestar import post
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIType, Schema
from litestar.params import FromPath, JSONBody

from app.api_answers import Answer
from app.api_schema import json_body, refusals, text
from app.clock import utc_now
from app.decisions.decide import NewDecision, decide
from app.decisions.reasons import REASONS
from app.decisions.refusals import (
    DecidedMeanwhile,
    DecisionDuringEvaluation,
    EvidenceNotOpened,
    NewerEvaluation,
    NotDecidable,
)
from app.decisions.shapes import DecisionData, decision_json
from app.decisions.tables import DecisionKind
from app.evaluations.override import LONGEST_REASON
from app.leads.find import LeadNotFound, get_lead
from app.sites.current import Current


@dataclass(frozen=True, slots=True)
class DecisionBody:
    decision: str = ""
    reason_codes: list[str] | None = field(default_factory=list)
    conditions: str | None = ""
    note: str | None = ""
    override_reason: str | None = ""
    evaluation_id: str | None = None
    replaces: str | None = ""


_CODES = Schema(
    type=[OpenAPIType.ARRAY, OpenAPIType.NULL],
    items=Schema(type=OpenAPIType.STRING, enum=list(REASONS)),
    description="At least one for `decline`.",
)
_BODY = json_body(
    "NewDecision",
    {
        "decision": Schema(type=OpenAPIType.STRING, enum=list(DecisionKind)),
        "reason_codes": _CODES,
        "conditions": text(LONGEST_REASON, description="Needed for `approve_with_conditions`."),
        "note": text(LONGEST_REASON, description="Needed to decline without an evaluation."),
        "override_reason": text(LONGEST_REASON, description="Needed against the recommendation."),
        "evaluation_id": text(40, description="The evaluation that was looked at; the newest when left out."),
        "replaces": text(40, description="The decision that this one changes."),
    },
    required=["decision"],
    example={"decision": "approve_with_conditions", "conditions": "A deposit of two months' rent."},
)


@post(
    "/leads/{lead_id:str}/decision",
    tags=["Evaluations"],
    summary="Decide about a lead",
    operation_class=_BODY,
    responses=refusals(
        LeadNotFound, DecidedMeanwhile, DecisionDuringEvaluation, EvidenceNotOpened, NewerEvaluation, NotDecidable
    ),
)
async def decide_one(
    current: NamedDependency[Current], lead_id: FromPath[str], data: JSONBody[DecisionBody]
) -> Answer[DecisionData]:
    await get_lead(current.site.id, lead_id)
    new = NewDecision(
        data.decision,
        tuple(data.reason_codes or ()),
        data.conditions or "",
        data.note or "",
        data.override_reason or "",
        data.evaluation_id,
        data.replaces or "",
    )
    made = await decide(current.site.id, lead_id, new, current.user.id, utc_now(), request_id=current.request_id)
    return Answer(decision_json(made))


ROUTES = [decide_one]
