"""The queue: evaluation jobs and their steps. The truth about background work stands here, never in a message broker.

To this mechanism the lead is a subject and the evaluation a result; it knows neither.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from piccolo.columns import JSON, ForeignKey, LazyTableReference, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.columns import Choice, Whole
from app.sites.tables import Site


class JobStatus(StrEnum):
    pending = "pending"
    processing = "processing"
    completed = "completed"
    failed = "failed"


class StepStatus(StrEnum):
    running = "running"
    waiting = "waiting"
    completed = "completed"
    failed = "failed"


class EvaluationJob(Table, tablename="ai_evaluation_jobs"):
    """One run of a workflow.

    `due_at` is the moment from which any worker may take an open job: the request, the end of a retry's wait, or the
    lapse of the present claim; null while paused and when closed. `claim` is the token of the worker that may finish.
    """

    id = Varchar(length=40, primary_key=True, default=None)
    lead_id: ForeignKey[Any] = ForeignKey(
        LazyTableReference("Lead", module_path="app.leads.tables"), on_delete=OnDelete.restrict, null=False
    )
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    workflow = Varchar(length=40, default="evaluation")
    status = Choice(words=list(JobStatus), default=JobStatus.pending.value)
    requested_by = Varchar(length=40, default="")
    requested_at = Timestamptz(default=None)
    started_at = Timestamptz(default=None, null=True)
    completed_at = Timestamptz(default=None, null=True)
    evaluation_id = Varchar(length=40, default=None, null=True)
    error_code = Varchar(length=60, default=None, null=True)
    error_message = Text(default=None, null=True)
    retry_count = Whole(least=0, most=100, default=0)
    max_retries = Whole(least=0, most=100, default=3)
    model_version = Varchar(length=120, default="")
    document_fingerprint = Varchar(length=64, default="")
    forced_reason = Text(default="")
    usage_month = Varchar(length=7, default="")
    due_at = Timestamptz(default=None, null=True)
    claim = Varchar(length=40, default=None, null=True)
    request_id = Varchar(length=40, default="")
    created_at = Timestamptz(default=None)
    updated_at = Timestamptz(default=None)


class EvaluationStep(Table, tablename="ai_evaluation_steps"):
    """A step of a job: how often it was tried, how it ended and its small JSON output."""

    id = Varchar(length=40, primary_key=True, default=None)
    job_id = ForeignKey(EvaluationJob, on_delete=OnDelete.cascade, null=False)
    name = Varchar(length=40)
    position = Whole(least=0, most=100, default=0)
    status = Choice(words=list(StepStatus), default=StepStatus.running.value)
    attempts = Whole(least=0, most=1000, default=0)
    started_at = Timestamptz(default=None, null=True)
    finished_at = Timestamptz(default=None, null=True)
    duration_ms = Whole(least=0, default=0)
    error_code = Varchar(length=60, default=None, null=True)
    error_message = Text(default=None, null=True)
    output = JSON(default="{}")


class JobTrace(Table, tablename="ai_evaluation_job_traces"):
    """Where in whose trace a job was asked for; only written where traces are sent."""

    id = Varchar(length=40, primary_key=True, default=None)
    job_id = ForeignKey(EvaluationJob, on_delete=OnDelete.cascade, null=False, index=True)
    trace_parent = Varchar(length=55, default="")


class Worker(Table, tablename="workers"):
    """A worker process and when it last answered."""

    id = Varchar(length=40, primary_key=True, default=None)
    started_at = Timestamptz(default=None)
    last_seen_at = Timestamptz(default=None)
    last_sweep_at = Timestamptz(default=None, null=True)
