"""What managers do with triggers: add, tune, switch, delete; each with its row in the audit."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.database import new_id, write_transaction
from app.errors import ValidationFailed
from app.sites.audit import record
from app.triggers.find import Row, get_trigger
from app.triggers.tables import Action, Condition, Trigger
from app.triggers.words import CONDITIONS
from app.webhooks import WebhookFailed, parse_target

MOST_QUIET_HOURS = 8760
MOST_PER_RUN = 200
MOST_TRIGGERS = 50


@dataclass(frozen=True, slots=True)
class Tuning:
    """What a form holds, as typed."""

    threshold: str = ""
    quiet_hours: str = ""
    most_per_run: str = ""
    webhook_url: str = ""


@dataclass(frozen=True, slots=True)
class Manager:
    """Who changes what where. `may_be_private`: webhooks may go to private addresses."""

    site_id: str
    user_id: str
    request_id: str = ""
    may_be_private: bool = False


async def add_trigger(who: Manager, condition: str, action: str, tuning: Tuning, now: datetime) -> str:
    """The id of the new trigger, switched on. Raises ValidationFailed."""
    if condition not in list(Condition) or action not in list(Action):
        raise ValidationFailed(fields={"condition": "Choose a condition and an action."})
    values = _checked(Condition(condition), Action(action), tuning, who.may_be_private)
    trigger = Trigger(
        id=new_id("trig"),
        site_id=who.site_id,
        condition=condition,
        action=action,
        webhook_secret=secrets.token_urlsafe(32) if action == Action.webhook else "",
        created_at=now,
        updated_at=now,
        **values,
    )
    async with write_transaction():
        live = (Trigger.site_id == who.site_id) & Trigger.deleted_at.is_null()
        if await Trigger.count().where(live) >= MOST_TRIGGERS:
            raise ValidationFailed(fields={"condition": f"A site has at most {MOST_TRIGGERS} triggers."})
        await trigger.save()
        await _note(who, "trigger_added", trigger.id, {"condition": condition, "action": action, **_told(values)}, now)
    return trigger.id


async def tune_trigger(who: Manager, trigger_id: str, tuning: Tuning, now: datetime) -> None:
    """Another threshold, quiet time, limit or address. Raises ValidationFailed and TriggerNotFound."""
    trigger = await get_trigger(who.site_id, trigger_id)
    condition, action = Condition(trigger["condition"]), Action(trigger["action"])
    values = _checked(condition, action, tuning, who.may_be_private)
    await _change(who, trigger_id, values, "trigger_changed", _told(values), now)


async def switch_trigger(who: Manager, trigger_id: str, is_on: bool, now: datetime) -> None:
    """Switch it on or off. Raises TriggerNotFound."""
    await get_trigger(who.site_id, trigger_id)
    action = "trigger_switched_on" if is_on else "trigger_switched_off"
    await _change(who, trigger_id, {"is_on": is_on}, action, {}, now)


async def delete_trigger(who: Manager, trigger_id: str, now: datetime) -> None:
    """Gone from every page but the log of what it did. Raises TriggerNotFound."""
    trigger: Row = await get_trigger(who.site_id, trigger_id)
    told = {"condition": trigger["condition"], "action": trigger["action"]}
    gone: dict[str, Any] = {"is_on": False, "deleted_at": now, "webhook_url": "", "webhook_secret": ""}
    await _change(who, trigger_id, gone, "trigger_deleted", told, now)


async def _change(
    who: Manager, trigger_id: str, values: dict[str, Any], action: str, told: dict[str, Any], now: datetime
) -> None:
    async with write_transaction():
        changes: dict[Any, Any] = {**values, "updated_at": now}
        this = (Trigger.id == trigger_id) & (Trigger.site_id == who.site_id) & Trigger.deleted_at.is_null()
        await Trigger.update(changes).where(this)
        await _note(who, action, trigger_id, told, now)


async def _note(who: Manager, action: str, trigger_id: str, told: dict[str, Any], now: datetime) -> None:
    await record(who.site_id, who.user_id, action, trigger_id, now, details=told, request_id=who.request_id)


def _checked(condition: Condition, action: Action, tuning: Tuning, may_be_private: bool) -> dict[str, Any]:
    words, wrong = CONDITIONS[condition], {}
    bounds = {
        "threshold": (words.least, words.most),
        "quiet_hours": (0, MOST_QUIET_HOURS),
        "most_per_run": (1, MOST_PER_RUN),
    }
    values: dict[str, Any] = {}
    for name, (least, most) in bounds.items():
        typed = str(getattr(tuning, name)).strip()
        if typed.isascii() and typed.isdecimal() and len(typed) < 7 and least <= int(typed) <= most:
            values[name] = int(typed)
        else:
            wrong[name] = f"A whole number from {least} to {most}."
    if action is Action.webhook:
        values["webhook_url"] = tuning.webhook_url.strip()
        try:
            parse_target(values["webhook_url"], allow_private=may_be_private)
        except WebhookFailed as failure:
            wrong["webhook_url"] = failure.reason
    if wrong:
        raise ValidationFailed(fields=wrong)
    return values


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """For the audit: an address may hold a secret, so it is left out."""
    return {name: value for name, value in values.items() if name != "webhook_url"}
