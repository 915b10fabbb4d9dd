"""A schedule as its page shows it: when it is due in words, its last runs, how long it takes against the usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.schedules.cron import in_words, next_due
from app.schedules.find import usual_duration
from app.schedules.schedule import Schedule
from app.schedules.tables import JobRun, RunStatus


@dataclass(frozen=True, slots=True)
class Shown:
    """`runs` are oldest first; `last` is the newest one that is finished and no dry run; durations in milliseconds."""

    schedule: Schedule
    when: str
    next_due: datetime
    runs: Sequence[JobRun]
    last: JobRun | None
    open: JobRun | None
    usual_ms: int | None


def shown(schedule: Schedule, runs: Sequence[JobRun], now: datetime) -> Shown:
    """The schedule with its newest runs, which are given oldest first."""
    finished = [run for run in runs if run.status != RunStatus.running and not run.is_dry]
    waiting = [run for run in runs if run.status == RunStatus.running]
    return Shown(
        schedule,
        in_words(schedule.cron),
        next_due(schedule.cron, now),
        runs,
        finished[-1] if finished else None,
        waiting[-1] if waiting else None,
        usual_duration(runs),
    )


def mark_of(run: JobRun) -> str:
    """What a run's mark says: waiting, running, dry, failed, partly (some records failed) or completed."""
    if run.status == RunStatus.running:
        return "running" if run.attempts else "waiting"
    if run.status == RunStatus.failed:
        return "failed"
    if run.is_dry:
        return "dry"
    return "partly" if run.failed else "completed"
