"""Background work on demand, for a scheduler that can only call an address, such as a cron trigger of a cloud."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Annotated, Any, Literal

from litestar import Request, post
from litestar.params import QueryParameter

from app.api_limits import Buckets, refuse_when
from app.api_schema import BadRequest, only_refusals
from app.catalog import workflows
from app.clock import utc_now
from app.database import new_id
from app.errors import LeaseLabError, NotFound, TooManyRequests, Unauthorized
from app.jobs.runner import drain
from app.settings import Settings

LONGEST_CALL = timedelta(seconds=50)
"""No further job is begun after it: most schedulers give a call a minute. What is left waits for the next call."""
WORKER_ID = new_id("web")
CALLS = Buckets(burst=1, a_minute=60)


class UnknownJob(LeaseLabError):
    """There is no job of this name."""

    status_code = 404


@dataclass(frozen=True)
class JobRunData:
    """What a job did; `records_processed` counts those that failed too."""

    job: str
    status: Literal["completed"]
    records_processed: int
    records_failed: int
    duration_ms: int


@dataclass(frozen=True)
class RunsAnswer:
    """The jobs that ran, in their order."""

    success: Literal[True] = field(default=True, kw_only=True)
    runs: list[JobRunData]


async def _evaluations() -> JobRunData:
    """One sweep of the queue, at most 100 jobs. Documents are read in threads and processes, not in this loop."""
    until = monotonic() + LONGEST_CALL.total_seconds()
    swept = await drain(workflows(), now=utc_now, worker_id=WORKER_ID, is_stopping=lambda: monotonic() > until)
    return JobRunData("evaluations", "completed", swept.claimed, swept.failed, round(swept.seconds * 1000))


JOBS: dict[str, Callable[[], Awaitable[JobRunData]]] = {"evaluations": _evaluations}
_JOB = QueryParameter(description="One job by its name; without it all of them.", schema_extra={"enum": ["", *JOBS]})


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
) -> RunsAnswer:
    _require_secret(request)
    if job and job not in JOBS:
        raise UnknownJob(jobs=list(JOBS))
    refuse_when(CALLS.take("process", monotonic()))
    return RunsAnswer([await run() for name, run in JOBS.items() if job in ("", name)])


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
