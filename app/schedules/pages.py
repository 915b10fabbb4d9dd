"""Scheduled jobs, for managers: when each is due, how its runs went; running one now, or asking what it would do."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from app.background import nudge_schedules
from app.catalog import schedules
from app.clock import utc_now
from app.errors import NotFound
from app.jobs.find import worker_state
from app.schedules.find import (
    CHANGES_A_PAGE,
    count_changes,
    get_run,
    list_changes,
    list_lines,
    list_strips,
    name_of,
)
from app.schedules.ledger import open_now
from app.schedules.schedule import Schedule
from app.schedules.shown import mark_of, shown
from app.schedules.tables import ChangeStatus, JobRun
from app.sites.audit import record
from app.sites.current import Current, require_manager

Here = NamedDependency[Current]
Status = Annotated[str, QueryParameter(name="changes")]
Page = Annotated[str, QueryParameter(name="page")]
STARTERS = {"clock": "the clock", "endpoint": "an outside scheduler", "command": "the command line"}


@get("/schedules")
async def schedules_page(current: Here) -> Template:
    require_manager(current)
    now, strips = utc_now(), await list_strips(current.site.id)
    context = {
        "current": current,
        "schedules": [shown(schedule, strips.get(schedule.name, []), now) for schedule in schedules()],
        "mark_of": mark_of,
        "worker": await worker_state(now),
    }
    return Template("schedules/page.html", context=context)


@post("/schedules/{name:str}/run")
async def run_now(current: Here, name: FromPath[str]) -> Redirect:
    return await _ask(current, name, is_dry=False)


@post("/schedules/{name:str}/dry-run")
async def dry_run(current: Here, name: FromPath[str]) -> Redirect:
    return await _ask(current, name, is_dry=True)


@get("/schedules/runs/{run_id:str}")
async def run_page(current: Here, run_id: FromPath[str], changes: Status = "", page: Page = "") -> Template:
    return Template("schedules/run.html", context=await _run(current, run_id, changes, page))


@get("/schedules/runs/{run_id:str}/state")
async def run_state(current: Here, run_id: FromPath[str], changes: Status = "", page: Page = "") -> Template:
    return Template("schedules/_run.html", context=await _run(current, run_id, changes, page))


async def _ask(current: Current, name: str, *, is_dry: bool) -> Redirect:
    require_manager(current)
    now, schedule = utc_now(), _schedule(name)
    (run_id,) = await open_now(schedule.name, [current.site.id], now, is_dry=is_dry, started_by=current.user.id)
    action, details = "schedule_dry_run" if is_dry else "schedule_run", {"schedule": name}
    await record(current.site.id, current.user.id, action, run_id, now, details=details, request_id=current.request_id)
    await nudge_schedules()
    return Redirect(f"/sites/{current.site.slug}/schedules/runs/{run_id}", status_code=303)


async def _run(current: Current, run_id: str, status: str, page: str) -> dict[str, Any]:
    require_manager(current)
    run = await get_run(current.site.id, run_id)
    chosen = ChangeStatus(status) if status in list(ChangeStatus) else None
    counts = await count_changes(run)
    total = sum(counts.values()) if chosen is None else counts[chosen]
    number = min(int(page) if page.isascii() and page.isdigit() else 1, max(1, -(-total // CHANGES_A_PAGE))) or 1
    return {
        "current": current,
        "run": run,
        "title": _title(run),
        "mark": mark_of(run),
        "counts": counts,
        "chosen": chosen,
        "changes": await list_changes(run, chosen, number),
        "pager": {"page": number, "pages": max(1, -(-total // CHANGES_A_PAGE)), "total": total},
        "lines": await list_lines(run),
        "started_by": STARTERS.get(run.started_by) or await name_of(run.started_by),
        "worker": asdict(await worker_state(utc_now())),
    }


def _schedule(name: str) -> Schedule:
    for schedule in schedules():
        if schedule.name == name:
            return schedule
    raise NotFound("There is no scheduled job of this name.")


def _title(run: JobRun) -> str:
    return next((schedule.title for schedule in schedules() if schedule.name == run.schedule), run.schedule)


ROUTES = [schedules_page, run_now, dry_run, run_page, run_state]
