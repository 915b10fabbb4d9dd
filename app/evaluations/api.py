"""Evaluations over the JSON API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from app.background import nudge
from app.clock import utc_now
from app.errors import LeaseLabError, NotFound
from app.evaluations.override import override_recommendation
from app.evaluations.quota import month_of
from app.evaluations.request import request_evaluation
from app.evaluations.shapes import evaluation_json, instant, job_json, workflow_json
from app.evaluations.status import newest_evaluation
from app.evaluations.usage import get_evaluation, get_usage
from app.jobs.find import get_job, list_steps
from app.leads.find import get_lead
from app.sites.audit import record
from app.sites.current import Current
from app.web_errors import answer_lease_lab_error

Here = NamedDependency[Current]
TAGS = ["Evaluations"]


class JobAlreadyPending(LeaseLabError):
    """An evaluation of this lead is waiting or running already."""

    status_code = 409


class WorkflowNotFound(NotFound):
    """There is no such workflow at this site."""


@dataclass(frozen=True, slots=True)
class EvaluationBody:
    force_re_evaluation: bool = False
    reason: str = ""
    model_version: str = ""


@dataclass(frozen=True, slots=True)
class OverrideBody:
    new_recommendation: str
    reason: str


@post("/leads/{lead_id:str}/ai-evaluation", tags=TAGS, summary="Run an evaluation")
async def request_one(
    current: Here, lead_id: FromPath[str], data: JSONBody[EvaluationBody | None] = None
) -> dict[str, Any]:
    body = data or EvaluationBody()
    await get_lead(current.site.id, lead_id)
    requested = await request_evaluation(
        current.site,
        lead_id,
        current.user.id,
        utc_now(),
        force_reason=body.reason if body.force_re_evaluation else None,
        is_super_admin=current.is_super_admin,
        model_version=body.model_version[:120],
        request_id=current.request_id,
    )
    job = requested.job
    if not requested.created:
        raise JobAlreadyPending(job_id=job.id)
    await nudge()
    message = "The documents are being read; the result comes in seconds to minutes."
    job_told = {"job_id": job.id, "lead_id": lead_id, "status": job.status, "requested_at": instant(job.requested_at)}
    return {"success": True, "data": {**job_told, "message": message}, "usage": requested.usage.to_json()}


@get("/leads/{lead_id:str}/ai-evaluation", tags=TAGS, summary="The newest evaluation of a lead")
async def newest(current: Here, lead_id: FromPath[str]) -> dict[str, Any]:
    await get_lead(current.site.id, lead_id)
    evaluation = await newest_evaluation(lead_id)
    if evaluation is None:
        raise NotFound("This lead has not been evaluated yet.")
    await record(current.site.id, current.user.id, "evaluation_read", lead_id, utc_now(), request_id=current.request_id)
    return {"success": True, "data": evaluation_json(evaluation)}


@get("/ai-evaluation-jobs/{job_id:str}", tags=TAGS, summary="One evaluation job")
async def one_job(current: Here, job_id: FromPath[str]) -> dict[str, Any]:
    job = await get_job(current.site.id, job_id)
    evaluation = await get_evaluation(job.evaluation_id) if job.evaluation_id else None
    return {"success": True, "data": job_json(job, evaluation)}


def _no_workflow(request: Request[Any, Any, Any], _: NotFound) -> Response[Any]:
    return answer_lease_lab_error(request, WorkflowNotFound())


@get(
    "/ai-workflows/{instance_id:str}",
    tags=TAGS,
    summary="The steps of an evaluation job",
    exception_handlers={NotFound: _no_workflow},
)
async def one_workflow(current: Here, instance_id: FromPath[str]) -> dict[str, Any]:
    job = await get_job(current.site.id, instance_id)
    return {"success": True, "data": workflow_json(job, await list_steps(job.id))}


@post(
    "/leads/{lead_id:str}/evaluation/override", tags=TAGS, summary="Decide against the recommendation", status_code=200
)
async def override(current: Here, lead_id: FromPath[str], data: JSONBody[OverrideBody]) -> dict[str, Any]:
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
    names = ("lead_id", "original_recommendation", "new_recommendation", "overridden_by", "reason")
    told = {name: getattr(made, name) for name in names}
    return {"success": True, "data": {**told, "overridden_at": instant(made.overridden_at)}}


@get(
    ["/sites/{site_id:str}/ai-usage", "/sites/{site_id:str}/ai-usage/{month:str}"],
    tags=TAGS,
    summary="Evaluations used in a month",
)
async def usage(current: Here, site_id: FromPath[str], month: FromPath[str] = "") -> dict[str, Any]:
    if site_id != current.site.id:
        raise NotFound
    told = await get_usage(current.site.id, current.site.tier, month or month_of(utc_now()))
    return {"success": True, "data": told}


ROUTES = [request_one, newest, one_job, one_workflow, override, usage]
