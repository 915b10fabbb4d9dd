"""`leaselab jobs`: the scheduled jobs, and running one now."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Coroutine, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import click

from app.catalog import schedules
from app.clock import utc_now
from app.database import close_database, open_database
from app.database_scope import every_site
from app.logs import set_up_logging
from app.migrate import require_newest_schema
from app.schedules.cron import in_words, next_due
from app.schedules.find import LastRun, list_changes_of, list_last_runs
from app.schedules.runner import run_now
from app.schedules.schedule import Schedule
from app.schedules.tables import JobRun, RunStatus
from app.schedules.turn import Tell
from app.settings import current_settings
from app.sites.tables import Site

Result = TypeVar("Result")
LONG_RUN = 50
"""Changes from which on a terminal shows a bar: fewer are done before it could be read."""
STARTED_BY = "command"


class UnknownSite(click.ClickException):
    """Ends the command with status 2, as other wrong arguments do."""

    exit_code = 2


@click.group("jobs")
def jobs() -> None:
    """Scheduled jobs: what there is, and running one now."""


@jobs.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_jobs(as_json: bool) -> None:
    """Scheduled jobs with their schedule and last run."""
    now, last = utc_now(), _run(list_last_runs())
    rows = [_listed(schedule, last.get(schedule.name, []), now) for schedule in schedules()]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(f"{row['name']:<20} {row['when']}, next {row['next_due'][:16].replace('T', ' ')} UTC")
        for run in row["last_runs"]:
            click.echo(f"  {run['site']:<18} {run['due_at'][:16].replace('T', ' ')} UTC  {run['status']}")


@jobs.command("run")
@click.argument("name")
@click.option("--site", "slug", default="", help="The site's slug; every site when left out.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Only tell what would change.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with every change.")
@click.option("--unattended", is_flag=True, help="An unknown site is a warning, not an error: for a crontab.")
def run_job(name: str, slug: str, is_dry: bool, as_json: bool, unattended: bool) -> None:
    """Run a scheduled job now, each site on its own. Exit status 0 done, 1 a run failed, 2 wrong arguments."""
    set_up_logging(current_settings())
    schedule = _schedule(name)
    with Bars() as bars:
        reports = _run(_run_for(schedule, slug, is_dry, bars.tell))
    if slug and not reports:
        if not unattended:
            raise UnknownSite(f"There is no site named {slug}.")
        click.echo(f"Warning: there is no site named {slug}. Nothing was done.", err=True)
    if not slug and not reports:
        click.echo("There is no site yet. Nothing was done.", err=True)
    if as_json:
        answer = {"job": name, "dry_run": is_dry, "runs": [report.as_json() for report in reports]}
        click.echo(json.dumps(answer, indent=2))
    else:
        for report in reports:
            click.echo(report.as_line())
    sys.exit(1 if any(report.run.status != RunStatus.completed for report in reports) else 0)


def _schedule(name: str) -> Schedule:
    for schedule in schedules():
        if schedule.name == name:
            return schedule
    names = ", ".join(schedule.name for schedule in schedules())
    raise click.BadParameter(f"there is no job of this name. There are: {names}.", param_hint="NAME")


@dataclass(frozen=True, slots=True)
class Report:
    """A run that this command started, with its changes."""

    slug: str
    run: JobRun
    changes: Sequence[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        run = self.run
        return {
            "site": self.slug,
            "run_id": run.id,
            "status": run.status,
            "records_processed": run.processed,
            "changes_planned": len(self.changes),
            "changed": run.changed,
            "records_failed": run.failed,
            "skipped": run.skipped,
            "duration_ms": run.duration_ms,
            "error": run.error,
            "changes": list(self.changes),
        }

    def as_line(self) -> str:
        run = self.run
        did = f"{len(self.changes)} would change" if run.is_dry else f"{run.changed} changed"
        words = f"{run.processed} records, {did}, {run.failed} failed, {run.skipped} skipped, {run.duration_ms} ms"
        return f"{self.slug}: {run.status}, {words}{'. ' + run.error if run.error else ''}"


async def _run_for(schedule: Schedule, slug: str, is_dry: bool, tell: Tell) -> list[Report]:
    """Empty for a site that does not exist."""
    sites = await Site.select(Site.id, Site.slug).order_by(Site.slug)
    chosen = {str(site["id"]): str(site["slug"]) for site in sites if slug in ("", site["slug"])}
    runs = await run_now(schedule, list(chosen), utc_now, started_by=STARTED_BY, is_dry=is_dry, tell=tell)
    changes = await list_changes_of([run.id for run in runs])
    return [Report(chosen[str(run.site_id)], run, changes.get(run.id, [])) for run in runs]


class Bars:
    """A progress bar on standard error for each long run, where that is a terminal."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._bar: Any = None
        self._run_id = ""

    def __enter__(self) -> Bars:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def tell(self, run: JobRun, done: int, total: int) -> None:
        """The run has done so many of its changes."""
        if total <= LONG_RUN or not sys.stderr.isatty():
            return
        if run.id != self._run_id:
            self._stack.close()
            bar = click.progressbar(length=total, label=run.schedule, file=sys.stderr)
            self._bar, self._run_id = self._stack.enter_context(bar), run.id
        if self._bar is not None:
            self._bar.update(done - self._bar.pos)


def _run(deed: Coroutine[Any, Any, Result]) -> Result:
    @every_site("a command of the operator")
    async def whole() -> Result:
        await open_database()
        try:
            await require_newest_schema()
            return await deed
        finally:
            deed.close()
            await close_database()

    return asyncio.run(whole())


def _listed(schedule: Schedule, last: Sequence[LastRun], now: datetime) -> dict[str, Any]:
    return {
        "name": schedule.name,
        "title": schedule.title,
        "cron": schedule.cron,
        "when": in_words(schedule.cron),
        "next_due": next_due(schedule.cron, now).isoformat(),
        "nightly": schedule.is_nightly,
        "last_runs": [{"site": run.slug, "due_at": run.due_at.isoformat(), "status": run.status} for run in last],
    }
