"""The ledger of scheduled jobs: each due run of each site once, what it changed and what it said."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import Boolean, ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.columns import Choice, Whole
from app.sites.tables import Site


class RunStatus(StrEnum):
    running = "running"
    completed = "completed"
    failed = "failed"


class ChangeStatus(StrEnum):
    planned = "planned"
    changed = "changed"
    failed = "failed"
    skipped = "skipped"


class JobRun(Table, tablename="job_runs"):
    """One run of a schedule for a site. Unique on (schedule, due_at, site_id): a due run happens once.

    `claimed_until` is until when the worker that runs it has the right to; `attempts` is 0 until a worker took it;
    `planned_at` is set once the whole plan is stored; `started_by` is `clock`, `endpoint`, `command` or a person's id.
    """

    id = Varchar(length=40, primary_key=True, default=None)
    schedule = Varchar(length=60)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    due_at = Timestamptz(default=None)
    started_at = Timestamptz(default=None)
    planned_at = Timestamptz(default=None, null=True)
    finished_at = Timestamptz(default=None, null=True)
    status = Choice(words=list(RunStatus), default=RunStatus.running.value)
    is_dry = Boolean(default=False)
    started_by = Varchar(length=40, default="clock")
    claim = Varchar(length=40, default=None, null=True)
    claimed_until = Timestamptz(default=None, null=True)
    attempts = Whole(least=0, most=1000, default=1)
    processed = Whole(default=0)
    changed = Whole(default=0)
    failed = Whole(default=0)
    skipped = Whole(default=0)
    duration_ms = Whole(default=0)
    error = Text(default=None, null=True)


class JobRunChange(Table, tablename="job_run_changes"):
    """A line of a run's plan, and what became of it. `text` holds no applicant's name.

    `data` is what `apply` needs, as a JSON object, so that another worker can go on; emptied once it is not needed.
    """

    id = Varchar(length=40, primary_key=True, default=None)
    run_id = ForeignKey(JobRun, on_delete=OnDelete.cascade, null=False)
    position = Whole(default=0)
    subject_id = Varchar(length=120, default="")
    text = Varchar(length=500, default="")
    data = Text(default="{}")
    status = Choice(words=list(ChangeStatus), default=ChangeStatus.planned.value)
    error = Varchar(length=500, default="")


class JobRunLine(Table, tablename="job_run_lines"):
    """A log line of a run."""

    id = Varchar(length=40, primary_key=True, default=None)
    run_id = ForeignKey(JobRun, on_delete=OnDelete.cascade, null=False)
    level = Choice(words=["info", "warning", "error"], default="info")
    text = Varchar(length=500, default="")
    logged_at = Timestamptz(default=None)
