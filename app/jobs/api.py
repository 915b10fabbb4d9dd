"""Background work on demand, for a scheduler that can only call an address, such as a cron trigger of a cloud."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Annotated, Any, Literal

from litestar import Request, post
from litestar.params import QueryParameter

from app.api_limits import Buckets, refuse_when
from app.api_schema import BadRequest, only_refusals
from app.catalog import minute_ticks, schedules, workflows
from app.clock import utc_now
from app.database import new_id
from app.database_scope import every_site
from app.errors import LeaseLabError, NotFound, TooManyRequests, Unauthorized
from app.jobs.runner import drain
from app.schedules.ledger import get_runs
from app.schedules.minute import look_after
from app.schedules.runner import run_due, run_now
from app.schedules.schedule import Schedule
from app.schedules.tables import JobRun, RunStatus
from app.settings import Settings
from app.sites.tables import Site

LONGEST_CALL = timedelta(seconds=50)
"""No further job is begun after it: most schedulers give a call a minute. What is left waits for the next call."""
WORKER_ID = new_id("web")
CALLS = Buckets(burst=1, a_minute=60)
EVALUATIONS, DUE = "evaluations", "due"
STARTED_BY = "endpoint"
Stop = Callable[[], bool]
log = logging.getLogger("leaselab.schedules")


class UnknownJob(LeaseLabError):
    """There is no job of this name."""

    status_code = 404


@dataclass(frozen=True)
class JobRunData:
    """What a job did, at all sites together; `records_processed` counts those that failed too.

    `running`: there was no time for all of it; what is left waits for a worker or the next call.
    """

    job: str
    status: Literal["completed", "failed", "running"]
    records_processed: int
    records_failed: int
    duration_ms: int


@dataclass(frozen=True)
class RunsAnswer:
    """The jobs that ran, in their order."""

    success: Literal[True] = field(default=True, kw_only=True)
    runs: list[JobRunData]


async def _evaluations(is_stopping: Stop) -> JobRunData:
    """One sweep of the queue, at most 100 jobs. Documents are read in threads and processes, not in this loop."""
    swept = await drain(workflows(), now=utc_now, worker_id=WORKER_ID, is_stopping=is_stopping)
    return JobRunData(EVALUATIONS, "completed", swept.claimed, swept.failed, round(swept.seconds * 1000))


async def _scheduled(schedule: Schedule, site_ids: list[str], is_stopping: Stop) -> JobRunData:
    runs = await run_now(schedule, site_ids, utc_now, started_by=STARTED_BY, is_stopping=is_stopping)
    processed, failed = sum(run.processed for run in runs), sum(run.failed for run in runs)
    return JobRunData(schedule.name, _status(runs), processed, failed, sum(run.duration_ms for run in runs))


async def _due(is_stopping: Stop) -> JobRunData:
    """What a worker does every minute: the records are runs of schedules."""
    began = monotonic()
    await look_after(minute_ticks(), utc_now, is_stopping)
    runs = await get_runs(await run_due(schedules(), utc_now, is_stopping=is_stopping))
    failed = sum(run.status == RunStatus.failed for run in runs)
    return JobRunData(DUE, _status(runs), len(runs), failed, round((monotonic() - began) * 1000))


def _status(runs: list[JobRun]) -> Literal["completed", "failed", "running"]:
    found = {run.status for run in runs}
    if RunStatus.failed in found:
        return "failed"
    return "running" if RunStatus.running in found else "completed"


def _names() -> list[str]:
    return [EVALUATIONS, DUE, *(schedule.name for schedule in schedules())]


_JOB = QueryParameter(
    description="One job by its name; without it the evaluations and the nightly ones.",
    schema_extra={"enum": ["", *_names()]},
)
_SITE = QueryParameter(description="The slug of the one site to run a scheduled job for.")


@post(
    "/api/jobs/process",
    status_code=200,
    tags=["Jobs"],
    summary="Run the background jobs now",
    security=[{"cron": []}],
    responses=only_refusals(BadRequest, Unauthorized, NotFound, UnknownJob, TooManyRequests),
)
async def process(
    request: Request[Any, Any, Any],
    job: Annotated[str, _JOB] = "",
    site: Annotated[str, _SITE] = "",
) -> RunsAnswer:
    _require_secret(request)
    if job and job not in _names():
        raise UnknownJob(jobs=_names())
    refuse_when(CALLS.take("process", monotonic()))
    return RunsAnswer(await _process(job, site))


async def _process(job: str, slug: str) -> list[JobRunData]:
    until = monotonic() + LONGEST_CALL.total_seconds()

    def is_stopping() -> bool:
        return monotonic() > until

    if job == DUE:
        return [await _due(is_stopping)]
    site_ids = await _site_ids(slug)
    chosen = [it for it in schedules() if it.name == job or (not job and it.is_nightly)]
    done = [await _scheduled(schedule, site_ids, is_stopping) for schedule in chosen]
    # Last, since they take what time there is.
    return [await _evaluations(is_stopping), *done] if job in ("", EVALUATIONS) else done


@every_site("jobs of all sites on demand")
async def _site_ids(slug: str) -> list[str]:
    sites = await Site.select(Site.id, Site.slug).order_by(Site.slug)
    chosen = [str(site["id"]) for site in sites if slug in ("", site["slug"])]
    if slug and not chosen:
        log.warning("jobs asked for a site that does not exist")
    return chosen


def _require_secret(request: Request[Any, Any, Any]) -> None:
    """Raises NotFound where no secret is set, and Unauthorized for another one, in the same time whatever it is."""
    settings: Settings = request.app.state.settings
    if not settings.cron_secret:
        raise NotFound
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    is_right = hmac.compare_digest(secret.strip().encode("latin-1", "replace"), settings.cron_secret.encode())
    if scheme.lower() != "bearer" or not is_right:
        raise Unauthorized


ROUTES = [process]
