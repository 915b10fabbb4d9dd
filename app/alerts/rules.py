"""The rules of the alarms: facts in, findings out. Pure, so that each can be read and tried by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from app.alerts.facts import Facts, RunFact, ScheduleFacts
from app.alerts.tables import AlertRule, Severity
from app.schedules.tables import RunStatus
from app.storage import FolderLost

FAILURES_IN_A_ROW = 2
"""One failure may be an outage that passed; the second one says that the next will fail too."""
SLOW_FACTOR = 3
"""Times the usual duration; growth of a portfolio does not triple a night's work at once."""
SLOW_LEAST = timedelta(seconds=5)
"""Below this nobody waits: three times ten milliseconds is noise."""
LEAST_USUAL = 5
"""Runs that there must have been before anything is called usual."""
USUALLY = 0.8
"""Share of the earlier runs that had records, for none to be strange."""
FAILED_SHARE = 0.10
"""Of the records that a run tried to change."""
MISSED_AFTER = timedelta(minutes=10)
"""Workers look every minute; a restart or an upgrade takes a few."""
WAITING_LIMIT = timedelta(minutes=20)
"""Above all the waits between a job's retries (10.5 minutes), so that only one that nobody works on is over it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something is wrong. Together with the site, `rule` and `subject` name it; `text` names no person."""

    site_id: str
    rule: AlertRule
    subject: str
    severity: Severity
    text: str


def judge(facts: Facts) -> list[Finding]:
    """Everything that is wrong now."""
    found = [finding for schedule in facts.schedules for finding in _of_schedule(schedule, facts.now)]
    found += _waiting_evaluations(facts)
    return found + _of_installation(facts)


def _of_schedule(schedule: ScheduleFacts, now: datetime) -> Iterator[Finding]:
    rules: Sequence[tuple[AlertRule, Severity, Callable[[ScheduleFacts, datetime], str]]] = (
        (AlertRule.schedule_failing, Severity.critical, failing),
        (AlertRule.run_slow, Severity.warning, slow),
        (AlertRule.many_records_failed, Severity.warning, many_failed),
        (AlertRule.no_records, Severity.warning, no_records),
        (AlertRule.run_missed, Severity.critical, missed),
    )
    for rule, severity, says in rules:
        if text := says(schedule, now):
            yield Finding(schedule.site_id, rule, schedule.name, severity, text)


def failing(schedule: ScheduleFacts, now: datetime) -> str:
    """A sentence when the newest two finished runs failed, else nothing."""
    newest = [run.status for run in _finished(schedule)[:FAILURES_IN_A_ROW]]
    if newest != [RunStatus.failed] * FAILURES_IN_A_ROW:
        return ""
    return f"“{schedule.title}” failed {FAILURES_IN_A_ROW} or more times in a row."


def slow(schedule: ScheduleFacts, now: datetime) -> str:
    """A sentence when the newest run takes, or took, more than three times the usual."""
    started = [run for run in schedule.runs if not run.is_waiting]
    usual = [run.duration_ms for run in started[1:] if run.status == RunStatus.completed]
    if not started or len(usual) < LEAST_USUAL:
        return ""
    if _duration(started[0], now) <= max(SLOW_LEAST, SLOW_FACTOR * timedelta(milliseconds=median(usual))):
        return ""
    return f"“{schedule.title}” takes more than {SLOW_FACTOR} times as long as usual."


def many_failed(schedule: ScheduleFacts, now: datetime) -> str:
    """A sentence when more than a tenth of the newest run's changes failed."""
    newest = next(iter(_finished(schedule)), None)
    if newest is None or newest.failed <= FAILED_SHARE * (newest.changed + newest.failed + newest.skipped):
        return ""
    return f"More than {FAILED_SHARE:.0%} of the records failed in the last run of “{schedule.title}”."


def no_records(schedule: ScheduleFacts, now: datetime) -> str:
    """A sentence when the newest run found nothing to look at, where there usually is something."""
    completed = [run for run in _finished(schedule) if run.status == RunStatus.completed]
    earlier = completed[1:]
    if len(earlier) < LEAST_USUAL or completed[0].processed:
        return ""
    if sum(run.processed > 0 for run in earlier) < USUALLY * len(earlier):
        return ""
    return f"The last run of “{schedule.title}” found no records at all; usually there are some."


def missed(schedule: ScheduleFacts, now: datetime) -> str:
    """A sentence when a due run has not begun ten minutes later."""
    waits = any(run.is_waiting and now - run.started_at > MISSED_AFTER for run in schedule.runs)
    is_absent = schedule.due_at is not None and not any(run.due_at >= schedule.due_at for run in schedule.runs)
    if not waits and not (is_absent and schedule.due_at and now - schedule.due_at > MISSED_AFTER):
        return ""
    return f"“{schedule.title}” was due and has not run: no worker took it."


def _waiting_evaluations(facts: Facts) -> Iterator[Finding]:
    limit = WAITING_LIMIT + facts.sweep_gap
    for site_id, oldest in facts.waiting:
        if facts.now - oldest > limit:
            minutes = round(limit.total_seconds() / 60)
            text = f"An evaluation has waited for more than {minutes} minutes."
            yield Finding(site_id, AlertRule.evaluation_waiting, "queue", Severity.critical, text)


def _of_installation(facts: Facts) -> list[Finding]:
    wrong = []
    if facts.is_store_down:
        reached = "The document store cannot be reached. Uploads are refused and evaluations wait."
        text = FolderLost().message if facts.is_folder_lost else reached
        wrong.append((AlertRule.store_unreachable, "store", text))
    if facts.database_down_since is not None:
        text = f"The database could not be reached from {facts.database_down_since:%H:%M} to {facts.now:%H:%M} UTC."
        wrong.append((AlertRule.database_unreachable, "database", text))
    return [
        Finding(site_id, rule, subject, Severity.critical, text)
        for site_id in facts.site_ids
        for rule, subject, text in wrong
    ]


def _finished(schedule: ScheduleFacts) -> list[RunFact]:
    return [run for run in schedule.runs if run.status != RunStatus.running]


def _duration(run: RunFact, now: datetime) -> timedelta:
    if run.status == RunStatus.running:
        return now - run.started_at
    return timedelta(milliseconds=run.duration_ms)
