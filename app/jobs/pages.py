"""The queue, for managers: what waits, what runs, what failed and why, and one job step by step."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from app.background import nudge
from app.catalog import workflows
from app.clock import utc_now
from app.evaluations.breaker import breaker_state
from app.jobs.find import (
    JobState,
    count_jobs,
    current_steps,
    get_job,
    list_jobs,
    list_steps,
    oldest_waiting,
    state_of,
    worker_state,
)
from app.jobs.operate import MOST_AT_ONCE, cancel_job, pause_job, resume_job, retry_failed, retry_job
from app.sites.audit import record
from app.sites.current import Current, require_manager

Here = NamedDependency[Current]


@get("/jobs")
async def queue_page(current: Here, shown: Annotated[str, QueryParameter(name="state")] = "") -> Template:
    require_manager(current)
    now = utc_now()
    counts = await count_jobs(current.site.id)
    chosen = JobState(shown) if shown in list(JobState) else _worth_seeing(counts)
    jobs = await list_jobs(current.site.id, chosen)
    context = {
        "current": current,
        "counts": counts,
        "chosen": chosen,
        "jobs": jobs,
        "current_steps": await current_steps(jobs) if chosen is JobState.running else {},
        "oldest": await oldest_waiting(current.site.id),
        "worker": await worker_state(now),
        "breaker": await breaker_state(now),
        "most_retried": MOST_AT_ONCE,
    }
    return Template("jobs/page.html", context=context)


@get("/jobs/{job_id:str}")
async def job_page(current: Here, job_id: FromPath[str]) -> Template:
    require_manager(current)
    job = await get_job(current.site.id, job_id)
    context: dict[str, Any] = {
        "current": current,
        "job": job,
        "state": state_of(job),
        "steps": await list_steps(job_id),
    }
    return Template("jobs/job.html", context=context)


@post("/jobs/{job_id:str}/retry")
async def retry(current: Here, job_id: FromPath[str]) -> Redirect:
    require_manager(current)
    await retry_job(workflows(), await get_job(current.site.id, job_id), utc_now())
    return await _done(current, job_id, "job_retried")


@post("/jobs/{job_id:str}/cancel")
async def cancel(current: Here, job_id: FromPath[str]) -> Redirect:
    require_manager(current)
    await cancel_job(workflows(), await get_job(current.site.id, job_id), utc_now())
    return await _done(current, job_id, "job_cancelled")


@post("/jobs/{job_id:str}/pause")
async def pause(current: Here, job_id: FromPath[str]) -> Redirect:
    require_manager(current)
    await pause_job(await get_job(current.site.id, job_id), utc_now())
    return await _done(current, job_id, "job_paused")


@post("/jobs/{job_id:str}/resume")
async def resume(current: Here, job_id: FromPath[str]) -> Redirect:
    require_manager(current)
    await resume_job(await get_job(current.site.id, job_id), utc_now())
    return await _done(current, job_id, "job_resumed")


@post("/jobs/retry-failed")
async def retry_all_failed(current: Here) -> Redirect:
    require_manager(current)
    await retry_failed(workflows(), current.site.id, MOST_AT_ONCE, utc_now())
    return await _done(current, "", "jobs_retried")


async def _done(current: Current, job_id: str, action: str) -> Redirect:
    subject = job_id or current.site.id
    await record(current.site.id, current.user.id, action, subject, utc_now(), request_id=current.request_id)
    await nudge()
    return Redirect(f"/sites/{current.site.slug}/jobs/{job_id}".rstrip("/"), status_code=303)


def _worth_seeing(counts: dict[JobState, int]) -> JobState:
    for state in (JobState.running, JobState.waiting, JobState.retrying, JobState.failed, JobState.paused):
        if counts[state]:
            return state
    return JobState.completed


ROUTES = [queue_page, job_page, retry_all_failed, retry, cancel, pause, resume]
