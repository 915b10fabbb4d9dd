"""Evaluations over the JSON API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIType, Schema
from litestar.params import FromPath, JSONBody, PathParameter

from app.api_answers import Answer
from app.api_schema import json_body, refusals, text
from app.background import nudge
from app.clock import utc_now
from app.errors import NotFound, ValidationFailed
from app.evaluations.override import LONGEST_REASON, SHORTEST_REASON, override_recommendation
from app.evaluations.quota import QuotaExceeded, month_of
from app.evaluations.request import DuplicateDocuments, InsufficientDocuments, request_evaluation
from app.evaluations.shapes import (
    EvaluationData,
    JobData,
    OverrideData,
    QuotaData,
    RequestedData,
    WorkflowData,
    evaluation_json,
    job_json,
    override_json,
    quota_json,
    requested_json,
    workflow_json,
)
from app.evaluations.status import newest_evaluation
from app.evaluations.usage import MONTH, UsageData, get_evaluation, get_usage
from app.jobs.find import get_job, list_steps
from app.jobs.operate import JobAlreadyPending
from app.leads.find import LeadNotFound, get_lead
from app.screening.verdict import Recommendation
from app.sites.audit import record
from app.sites.current import Current
from app.text_check import text_problems
from app.web_errors import answer_lease_lab_error

Here = NamedDependency[Current]
_MONTH = PathParameter(description="YYYY-MM, UTC.", schema_extra={"pattern": f"^{MONTH}$"})
TAGS = ["Evaluations"]
LONGEST_MODEL_VERSION = 120


class WorkflowNotFound(NotFound):
    """There is no such workflow at this site."""


@dataclass(frozen=True, slots=True)
class EvaluationBody:
    force_re_evaluation: bool | None = False
    reason: str | None = ""
    model_version: str | None = ""


@dataclass(frozen=True, slots=True)
class OverrideBody:
    new_recommendation: str = ""
    reason: str = ""


@dataclass(frozen=True)
class RequestedAnswer:
    """The job that was made, and what the month has left."""

    success: Literal[True] = field(default=True, kw_only=True)
    data: RequestedData
    usage: QuotaData


_FORCE = Schema(
    type=[OpenAPIType.BOOLEAN, OpenAPIType.NULL],
    description="Evaluate the same documents again; for super admins, with a reason.",
)
_A_REASON = Schema(type=OpenAPIType.STRING, pattern=r"\S")
_REQUEST = json_body(
    "EvaluationRequest",
    {
        "force_re_evaluation": _FORCE,
        "reason": text(LONGEST_REASON),
        "model_version": text(LONGEST_MODEL_VERSION, description="Kept with the job."),
    },
    any_of=[
        Schema(properties={"force_re_evaluation": Schema(enum=[False, None])}),
        Schema(properties={"reason": _A_REASON}, required=["reason"]),
    ],
    example={"force_re_evaluation": True, "reason": "The policy changed."},
)
_OVERRIDE = json_body(
    "NewOverride",
    {
        "new_recommendation": Schema(type=OpenAPIType.STRING, enum=list(Recommendation)),
        "reason": text(LONGEST_REASON, least=SHORTEST_REASON),
    },
    required=["new_recommendation", "reason"],
    example={"new_recommendation": "approve_with_conditions", "reason": "Employer confirmed by phone."},
)


@post(
    "/leads/{lead_id:str}/ai-evaluation",
    tags=TAGS,
    summary="Run an evaluation",
    operation_class=_REQUEST,
    responses=refusals(LeadNotFound, JobAlreadyPending, DuplicateDocuments, InsufficientDocuments, QuotaExceeded),
)
async def request_one(
    current: Here, lead_id: FromPath[str], data: JSONBody[EvaluationBody | None] = None
) -> RequestedAnswer:
    force, reason, model_version = _wishes(data or EvaluationBody())
    await get_lead(current.site.id, lead_id)
    requested = await request_evaluation(
        current.site,
        lead_id,
        current.user.id,
        utc_now(),
        force_reason=reason if force else None,
        is_super_admin=current.is_super_admin,
        model_version=model_version,
        request_id=current.request_id,
    )
    if not requested.created:
        raise JobAlreadyPending(job_id=requested.job.id)
    await nudge()
    return RequestedAnswer(requested_json(requested.job), quota_json(requested.usage))


@get(
    "/leads/{lead_id:str}/ai-evaluation",
    tags=TAGS,
    summary="The newest evaluation of a lead",
    responses=refusals(NotFound, LeadNotFound),
)
async def newest(current: Here, lead_id: FromPath[str]) -> Answer[EvaluationData]:
    await get_lead(current.site.id, lead_id)
    evaluation = await newest_evaluation(lead_id)
    if evaluation is None:
        raise NotFound("This lead has not been evaluated yet.")
    await _note_read(current, lead_id)
    return Answer(evaluation_json(evaluation))


@get("/ai-evaluation-jobs/{job_id:str}", tags=TAGS, summary="One evaluation job", responses=refusals(NotFound))
async def one_job(current: Here, job_id: FromPath[str]) -> Answer[JobData]:
    job = await get_job(current.site.id, job_id)
    evaluation = await get_evaluation(job.evaluation_id) if job.evaluation_id else None
    if evaluation:
        await _note_read(current, str(job.lead_id))
    return Answer(job_json(job, evaluation))


def _no_workflow(request: Request[Any, Any, Any], _: NotFound) -> Response[Any]:
    return answer_lease_lab_error(request, WorkflowNotFound())


@get(
    "/ai-workflows/{instance_id:str}",
    tags=TAGS,
    summary="The steps of an evaluation job",
    exception_handlers={NotFound: _no_workflow},
    responses=refusals(WorkflowNotFound),
)
async def one_workflow(current: Here, instance_id: FromPath[str]) -> Answer[WorkflowData]:
    job = await get_job(current.site.id, instance_id)
    return Answer(workflow_json(job, await list_steps(job.id)))


@post(
    "/leads/{lead_id:str}/evaluation/override",
    tags=TAGS,
    summary="Decide against the recommendation",
    status_code=200,
    operation_class=_OVERRIDE,
    responses=refusals(NotFound, LeadNotFound),
)
async def override(current: Here, lead_id: FromPath[str], data: JSONBody[OverrideBody]) -> Answer[OverrideData]:
    await get_lead(current.site.id, lead_id)
    made = await override_recommendation(
        current.site.id,
        lead_id,
        data.new_recommendation,
        data.reason,
        current.user.id,
        utc_now(),
        is_manager=current.is_manager,
        request_id=current.request_id,
    )
    return Answer(override_json(made))


@get(
    ["/sites/{site_id:str}/ai-usage", "/sites/{site_id:str}/ai-usage/{month:str}"],
    tags=TAGS,
    summary="Evaluations used in a month",
    responses=refusals(NotFound),
)
async def usage(current: Here, site_id: FromPath[str], month: Annotated[str, _MONTH] = "") -> Answer[UsageData]:
    if site_id != current.site.id:
        raise NotFound
    return Answer(await get_usage(current.site.id, current.site.tier, month or month_of(utc_now())))


def _wishes(body: EvaluationBody) -> tuple[bool, str, str]:
    """Force, reason and model version of a request; raises ValidationFailed for texts that cannot be kept."""
    reason, model_version = body.reason or "", body.model_version or ""
    fields = text_problems(LONGEST_REASON, reason=reason)
    fields |= text_problems(LONGEST_MODEL_VERSION, model_version=model_version)
    if fields:
        raise ValidationFailed(" ".join(fields.values()), fields=fields)
    return bool(body.force_re_evaluation), reason, model_version


async def _note_read(current: Current, lead_id: str) -> None:
    await record(current.site.id, current.user.id, "evaluation_read", lead_id, utc_now(), request_id=current.request_id)


ROUTES = [request_one, newest, one_job, one_workflow, override, usage]
