"""Looking at schedules: the last runs of each, one run with its changes and lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from app.columns import object_of
from app.errors import NotFound
from app.schedules.tables import ChangeStatus, JobRun, JobRunChange, JobRunLine, RunStatus
from app.sites.tables import User

STRIP = 20
CHANGES_A_PAGE = 100
MOST_LINES = 300


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last run of a schedule for a site that was no dry run."""

    slug: str
    due_at: datetime
    status: str


async def list_last_runs() -> dict[str, list[LastRun]]:
    """By the schedule's name, in the order of the sites."""
    rows = await JobRun.raw(
        "SELECT r.schedule, s.slug, r.due_at, r.status FROM job_runs r JOIN sites s ON s.id = r.site_id"
        " JOIN (SELECT schedule, site_id, max(due_at) AS due_at FROM job_runs WHERE NOT is_dry"
        " GROUP BY schedule, site_id) AS newest"
        " ON newest.schedule = r.schedule AND newest.site_id = r.site_id AND newest.due_at = r.due_at"
        " WHERE NOT r.is_dry ORDER BY s.slug"
    )
    found: dict[str, list[LastRun]] = defaultdict(list)
    for row in rows:
        found[row["schedule"]].append(LastRun(row["slug"], row["due_at"], row["status"]))
    return found


async def list_strips(site_id: str) -> dict[str, list[JobRun]]:
    """The site's newest 20 runs of each schedule by its name, oldest first, dry ones too."""
    rows = await JobRun.raw(
        "SELECT * FROM (SELECT r.*, row_number() OVER (PARTITION BY schedule ORDER BY due_at DESC) AS place"
        " FROM job_runs r WHERE site_id = {}) AS newest WHERE place <= {} ORDER BY due_at",
        site_id,
        STRIP,
    )
    found: dict[str, list[JobRun]] = defaultdict(list)
    for row in rows:
        row.pop("place")
        found[row["schedule"]].append(object_of(JobRun, row))
    return found


def usual_duration(runs: Sequence[JobRun]) -> int | None:
    """The median of the completed ones that changed things, in milliseconds; None without any."""
    durations = [run.duration_ms for run in runs if run.status == RunStatus.completed and not run.is_dry]
    return round(median(durations)) if durations else None


async def get_run(site_id: str, run_id: str) -> JobRun:
    """The run; raises NotFound, for another site's run too."""
    run = await JobRun.objects().where((JobRun.id == run_id) & (JobRun.site_id == site_id)).first()
    if run is None:
        raise NotFound("There is no such run at this site.")
    return run


async def count_changes(run: JobRun) -> dict[ChangeStatus, int]:
    """How many of the run's changes there are of each status."""
    rows = await JobRunChange.raw(
        "SELECT status, count(*) AS n FROM job_run_changes WHERE run_id = {} GROUP BY status", run.id
    )
    counts = dict.fromkeys(ChangeStatus, 0)
    return counts | {ChangeStatus(row["status"]): int(row["n"]) for row in rows}


async def list_changes(run: JobRun, status: ChangeStatus | None, page: int) -> list[JobRunChange]:
    """A page of 100 changes in their order, of one status or of all; pages are counted from 1."""
    this: Any = JobRunChange.run_id == run.id
    if status is not None:
        this = this & (JobRunChange.status == status.value)
    found: list[JobRunChange] = (
        await JobRunChange.objects()
        .where(this)
        .order_by(JobRunChange.position)
        .limit(CHANGES_A_PAGE)
        .offset((max(1, page) - 1) * CHANGES_A_PAGE)
    )
    return found


async def list_lines(run: JobRun) -> list[JobRunLine]:
    """The run's log, oldest first, at most 300 lines."""
    found: list[JobRunLine] = (
        await JobRunLine.objects()
        .where(JobRunLine.run_id == run.id)
        .order_by(JobRunLine.logged_at, JobRunLine.id)
        .limit(MOST_LINES)
    )
    return found


async def name_of(user_id: str) -> str:
    """The name of the person who started a run."""
    row = await User.select(User.name).where(User.id == user_id).first()
    return str(row["name"]) if row else "somebody"


async def list_changes_of(run_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Every change of these runs by the run's id: subject_id, text, status, error, in the order of the plan."""
    rows = (
        await JobRunChange.select(
            JobRunChange.run_id,
            JobRunChange.subject_id,
            JobRunChange.text,
            JobRunChange.status,
            JobRunChange.error,
        )
        .where(JobRunChange.run_id.is_in(list(run_ids)))
        .order_by(JobRunChange.position)
        if run_ids
        else []
    )
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[str(row.pop("run_id"))].append(row)
    return found
