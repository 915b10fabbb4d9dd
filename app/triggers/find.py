"""A site's triggers, what they did, and for which causes they are quiet now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.errors import NotFound
from app.notifications.tables import AgentTask
from app.triggers.tables import Trigger, TriggerExecution

MOST_EXECUTIONS = 50
Row = dict[str, Any]


class TriggerNotFound(NotFound):
    """There is no such trigger at this site."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """When each (trigger, cause) fired last, and for which an open task stands."""

    fired_at: dict[tuple[str, str], datetime]
    open_tasks: frozenset[str]

    def why(self, trigger: Row, subject: str, now: datetime) -> str:
        """Why the trigger says nothing about this cause now; empty if it may speak."""
        last = self.fired_at.get((trigger["id"], subject))
        if last is not None and last > now - timedelta(hours=trigger["quiet_hours"]):
            return "within its quiet time"
        if trigger["action"] == "task" and cause_of(trigger["id"], subject) in self.open_tasks:
            return "with a task that is still open"
        return ""


def cause_of(trigger_id: str, subject: str) -> str:
    """What a trigger's tasks and notifications about one cause are known by."""
    return f"{trigger_id}:{subject}"


async def lock_trigger(site_id: str, trigger_id: str) -> Row:
    """Its columns, held until the transaction ends, so that two workers act on it one after the other. Raises
    TriggerNotFound. An update that changes nothing is a row lock on PostgreSQL; on SQLite the transaction is the lock.
    """
    rows = await Trigger.raw(
        "UPDATE triggers SET updated_at = updated_at WHERE id = {} AND site_id = {} AND deleted_at IS NULL RETURNING *",
        trigger_id,
        site_id,
    )
    if not rows:
        raise TriggerNotFound
    found: Row = rows[0]
    return found


async def list_triggers(site_id: str) -> list[Row]:
    """The site's triggers that were not deleted, the oldest first, those of one moment by their number."""
    rows: list[Row] = await Trigger.raw(
        "SELECT * FROM triggers WHERE site_id = {} AND deleted_at IS NULL ORDER BY created_at, id", site_id
    )
    return rows


async def get_trigger(site_id: str, trigger_id: str) -> Row:
    """Its columns; raises TriggerNotFound, for another site's and for a deleted one too."""
    rows = await Trigger.raw(
        "SELECT * FROM triggers WHERE id = {} AND site_id = {} AND deleted_at IS NULL", trigger_id, site_id
    )
    if not rows:
        raise TriggerNotFound
    found: Row = rows[0]
    return found


async def quiet_causes(site_id: str, triggers: Sequence[Row], now: datetime) -> Quiet:
    """What these triggers of a site did within their quiet times, and their open tasks."""
    longest = max((trigger["quiet_hours"] for trigger in triggers), default=0)
    rows = await TriggerExecution.raw(
        "SELECT trigger_id, cause, executed_at FROM trigger_executions"
        " WHERE site_id = {} AND executed_at > {} AND status = 'success' ORDER BY executed_at",
        site_id,
        now - timedelta(hours=longest),
    )
    tasks = await AgentTask.raw("SELECT cause FROM agent_tasks WHERE site_id = {} AND done_at IS NULL", site_id)
    fired = {(row["trigger_id"], row["cause"]): row["executed_at"] for row in rows}
    return Quiet(fired, frozenset(row["cause"] for row in tasks))


async def quiet_about(trigger: Row, subject: str, now: datetime) -> Quiet:
    """The same for one cause of one trigger."""
    rows = await TriggerExecution.raw(
        "SELECT executed_at FROM trigger_executions WHERE trigger_id = {} AND cause = {} AND status = 'success'"
        " ORDER BY executed_at DESC LIMIT 1",
        trigger["id"],
        subject,
    )
    cause = cause_of(trigger["id"], subject)
    tasks = await AgentTask.raw(
        "SELECT cause FROM agent_tasks WHERE site_id = {} AND done_at IS NULL AND cause = {} LIMIT 1",
        trigger["site_id"],
        cause,
    )
    fired = {(trigger["id"], subject): rows[0]["executed_at"]} if rows else {}
    return Quiet(fired, frozenset(row["cause"] for row in tasks))


async def list_executions(site_id: str, most: int = MOST_EXECUTIONS) -> list[Row]:
    """What triggers did last, the newest first, each with its trigger's condition, action and threshold."""
    rows: list[Row] = await TriggerExecution.raw(
        "SELECT e.id, e.cause, e.status, e.reason, e.executed_at, t.condition, t.action, t.threshold, t.deleted_at"
        " FROM trigger_executions e JOIN triggers t ON t.id = e.trigger_id"
        " WHERE e.site_id = {} ORDER BY e.executed_at DESC, e.id LIMIT {}",
        site_id,
        most,
    )
    return rows


async def list_failed_deliveries(site_id: str, most: int = 10) -> list[Row]:
    """Mails and webhooks of the site that could not be delivered, the newest first: what, why and when queued."""
    rows: list[Row] = await TriggerExecution.raw(
        "SELECT 'Mail' AS what, last_error, attempts, created_at FROM outbox_mail"
        " WHERE site_id = {} AND status = 'failed' UNION ALL"
        " SELECT 'Webhook' AS what, last_error, attempts, created_at FROM outbox_webhooks"
        " WHERE site_id = {} AND status = 'failed' ORDER BY created_at DESC LIMIT {}",
        site_id,
        site_id,
        most,
    )
    return rows
