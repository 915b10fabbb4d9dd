"""Triggers: what a site wants to be done when something is so, and what was done."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import Boolean, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from app.columns import Choice, Whole
from app.sites.tables import Site


class Condition(StrEnum):
    lead_inactive = "lead_inactive"
    documents_not_evaluated = "documents_not_evaluated"
    label_a_not_contacted = "label_a_not_contacted"
    verification_waiting = "verification_waiting"
    low_supply = "low_supply"
    quota_high = "quota_high"


class Action(StrEnum):
    task = "task"
    notification = "notification"
    mail = "mail"
    webhook = "webhook"


class ExecutionStatus(StrEnum):
    success = "success"
    failed = "failed"
    skipped = "skipped"


class Trigger(Table, tablename="triggers"):
    """`threshold` is in the condition's unit (days, hours or per cent); `quiet_hours`: not again for the same cause.

    A deleted one stays, out of sight, for what it did.
    """

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    condition = Choice(words=list(Condition), default=Condition.lead_inactive.value)
    action = Choice(words=list(Action), default=Action.task.value)
    is_on = Boolean(default=True)
    threshold = Whole(least=0, most=100_000, default=0)
    quiet_hours = Whole(least=0, most=100_000, default=168)
    most_per_run = Whole(least=1, most=1000, default=25)
    webhook_url = Varchar(length=500, default="")
    webhook_secret = Varchar(length=80, default="")
    created_at = Timestamptz(default=None)
    updated_at = Timestamptz(default=None)
    deleted_at = Timestamptz(default=None, null=True)


class TriggerExecution(Table, tablename="trigger_executions"):
    """What one trigger did for one cause, and why not if not."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    trigger_id = ForeignKey(Trigger, on_delete=OnDelete.cascade, null=False)
    run_id = Varchar(length=40, default="")
    cause = Varchar(length=120)
    status = Choice(words=list(ExecutionStatus), default=ExecutionStatus.success.value)
    reason = Varchar(length=255, default="")
    executed_at = Timestamptz(default=None)
