"""What a trigger does about one cause: everything goes into tables and outboxes, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.database import new_id
from app.notifications.letter import compose
from app.notifications.notify import notify
from app.notifications.outbox import is_address, queue_mail, queue_webhook
from app.notifications.tables import AgentTask, NotificationKind
from app.sites.tables import User
from app.triggers.conditions import Finding
from app.triggers.find import cause_of
from app.triggers.tables import Action, Condition, ExecutionStatus, TriggerExecution
from app.triggers.words import CONDITIONS

NOBODY = "There is nobody at the site to tell."
WHY_MAIL = "A manager of the site set up a trigger that sends this."
Row = dict[str, Any]


async def act(trigger: Row, finding: Finding, now: datetime) -> str:
    """Do it. Returns why it could not be done; empty if it was."""
    people = await _people(trigger["site_id"], finding.agent_id)
    action = Action(trigger["action"])
    if action is Action.task:
        return await _make_task(trigger, finding, people, now)
    if action is Action.webhook:
        return await _call_webhook(trigger, finding, now)
    if not people:
        return NOBODY
    if action is Action.notification:
        return await _notify(trigger, finding, people, now)
    return await _mail(trigger, finding, people, now)


async def log_execution(trigger: Row, subject: str, status: ExecutionStatus, reason: str, now: datetime) -> None:
    """What the trigger did for this cause, or why it did not."""
    await TriggerExecution(
        id=new_id("fire"),
        site_id=trigger["site_id"],
        trigger_id=trigger["id"],
        cause=subject,
        status=status.value,
        reason=reason[:255],
        executed_at=now,
    ).save()


async def _people(site_id: str, agent_id: str | None) -> Sequence[Row]:
    """The lead's agent, if they still work at the site, else its managers, else everybody there."""
    rows: list[Row] = await User.raw(
        "SELECT u.id, u.email, m.role, s.slug, s.name AS site_name FROM memberships m JOIN users u ON u.id = m.user_id"
        " JOIN sites s ON s.id = m.site_id WHERE m.site_id = {} AND u.disabled_at IS NULL ORDER BY u.id",
        site_id,
    )
    agent = [row for row in rows if row["id"] == agent_id]
    return agent or [row for row in rows if row["role"] == "manager"] or rows


async def _make_task(trigger: Row, finding: Finding, people: Sequence[Row], now: datetime) -> str:
    own = [row["id"] for row in people if row["id"] == finding.agent_id]
    await AgentTask(
        id=new_id("task"),
        site_id=trigger["site_id"],
        user_id=own[0] if own else None,
        lead_id=finding.lead_id,
        text=finding.text,
        cause=cause_of(trigger["id"], finding.subject),
        created_at=now,
    ).save()
    return ""


async def _notify(trigger: Row, finding: Finding, people: Sequence[Row], now: datetime) -> str:
    is_check = trigger["condition"] == Condition.verification_waiting
    kind = NotificationKind.verification_due if is_check else NotificationKind.trigger
    cause = cause_of(trigger["id"], finding.subject)
    about: dict[str, Any] = {"kind": kind, "lead_id": finding.lead_id, "subject": _subject(trigger)}
    for person in people:
        await notify(trigger["site_id"], person["id"], cause, finding.text, now, **about)
    return ""


async def _mail(trigger: Row, finding: Finding, people: Sequence[Row], now: datetime) -> str:
    reachable = [person for person in people if is_address(person["email"])]
    for person in reachable:
        root = f"/sites/{person['slug']}"
        path = f"{root}/leads/{finding.lead_id}" if finding.lead_id else root
        letter = compose(person["site_name"], _subject(trigger), finding.text, path, closing=WHY_MAIL)
        once = _once(trigger, finding, now)
        await queue_mail(trigger["site_id"], person["email"], letter.subject, letter.text, letter.html, once, now)
    return "" if reachable else "Nobody of them has an e-mail address that mail can be sent to."


async def _call_webhook(trigger: Row, finding: Finding, now: datetime) -> str:
    if not trigger["webhook_url"]:
        return "The trigger has no address to call."
    body = {
        "event": "trigger",
        "trigger_id": trigger["id"],
        "condition": trigger["condition"],
        "subject_id": finding.subject,
        "lead_id": finding.lead_id,
        "text": finding.text,
        "fired_at": now.isoformat(),
    }
    url, secret = trigger["webhook_url"], trigger["webhook_secret"]
    await queue_webhook(trigger["site_id"], url, secret, body, _once(trigger, finding, now), now)
    return ""


def _subject(trigger: Row) -> str:
    return CONDITIONS[Condition(trigger["condition"])].subject


def _once(trigger: Row, finding: Finding, now: datetime) -> str:
    return f"{cause_of(trigger['id'], finding.subject)}:{now:%Y%m%dT%H%M%S}"
