"""Changing a site's settings: checked together, stored at once, and on record by name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from app.database import write_transaction
from app.errors import LeaseLabError, NotFound, ValidationFailed
from app.evaluations.quota import month_of, set_limit
from app.sites.audit import record
from app.sites.secret_keys import new_secret
from app.sites.tables import Site, Tier

FLAGS = ("ai_enabled", "auto_evaluate", "is_first_come")
DAYS = {
    "retention_documents_days": "documents",
    "retention_id_days": "ID pictures",
    "retention_evaluations_days": "evaluations",
}
BUDGETS = ("llm_daily_calls", "llm_daily_tokens")
MOST_DAYS = 36_500
MOST_BUDGET = 1_000_000_000
MOST_QUOTA = 1_000_000


class SettingsChanged(LeaseLabError):
    """Somebody changed the settings since you opened them, so nothing of yours was saved. Yours are still in the
    fields, with what is stored now below those that differ; save again to put yours in their place."""

    status_code = 409


@dataclass(frozen=True, slots=True)
class Changer:
    """Who changes: only a super admin decides what a site may spend of the installation."""

    user_id: str
    is_super_admin: bool
    request_id: str = ""


async def get_settings(site_id: str) -> dict[str, Any]:
    """The columns of the site. Raises NotFound."""
    row = await Site.select().where(Site.id == site_id).first()
    if row is None:
        raise NotFound
    found: dict[str, Any] = row
    return found


def version_of(site: Mapping[str, Any], *, is_super_admin: bool) -> str:
    """What the fields of this person's form hold, as a short digest: a save that began from another one is stale."""
    names = [*FLAGS, *DAYS, *BUDGETS, "evaluator", "timezone", "alert_webhook_url"]
    names += ["tier", "quota_limit"] if is_super_admin else []
    return hashlib.sha256(json.dumps([site[name] for name in names]).encode()).hexdigest()[:16]


async def change_settings(
    site_id: str, given: Mapping[str, str], evaluators: set[str], changer: Changer, now: datetime
) -> None:
    """Store the settings of a whole form; a flag that is not in it is off.

    `evaluators` are the codes that may be chosen; the empty one is the installation's. The form's `version` is that of
    the settings it began from; without one it takes whichever there are. Raises ValidationFailed with `fields`, and
    SettingsChanged.
    """
    wrong: dict[str, str] = {}
    values = _plain(given, evaluators, wrong) | _numbers(given, wrong)
    if changer.is_super_admin:
        values |= _spending(given, wrong)
    if wrong:
        raise ValidationFailed("Look at the marked values.", fields=wrong)
    async with write_transaction():
        # An update that changes nothing is a row lock on PostgreSQL; on SQLite the transaction itself is the lock.
        await Site.raw("UPDATE sites SET name = name WHERE id = {}", site_id)
        before = await get_settings(site_id)
        if values["alert_webhook_url"] and not before["alert_webhook_secret"]:
            values["alert_webhook_secret"] = new_secret()
        changed = [name for name, value in values.items() if before[name] != value]
        if not changed:
            return
        if given.get("version", "") not in ("", version_of(before, is_super_admin=changer.is_super_admin)):
            raise SettingsChanged
        await Site.update({name: values[name] for name in changed}).where(Site.id == site_id)
        if {"tier", "quota_limit"} & set(changed):
            await set_limit(site_id, values["tier"], values["quota_limit"], month_of(now), now)
        words = ", ".join(changed)[:200]
        await record(
            site_id, changer.user_id, "settings_changed", site_id, now,
            details={"changed": words}, request_id=changer.request_id,
        )  # fmt: skip


def _plain(given: Mapping[str, str], evaluators: set[str], wrong: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {name: given.get(name) == "yes" for name in FLAGS}
    values["evaluator"] = given.get("evaluator", "")
    if values["evaluator"] not in evaluators | {""}:
        wrong["evaluator"] = "This evaluator is not there to choose."
    values["timezone"] = given.get("timezone", "")
    if values["timezone"] not in available_timezones():
        wrong["timezone"] = "Choose a time zone, such as America/New_York."
    else:
        ZoneInfo(values["timezone"])
    values["alert_webhook_url"] = given.get("alert_webhook_url", "").strip()
    address = values["alert_webhook_url"]
    if address and not _is_web_address(address):
        wrong["alert_webhook_url"] = "Give an address that begins with https://."
    return values


def _is_web_address(address: str) -> bool:
    """Whether it is callable at all; which hosts may be called is judged when it is called."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    plain = address.isascii() and address.isprintable() and " " not in address
    return plain and len(address) <= 500 and parts.scheme in {"https", "http"} and bool(parts.hostname)


def _numbers(given: Mapping[str, str], wrong: dict[str, str]) -> dict[str, int]:
    days = {name: _whole(given, name, 1, MOST_DAYS, wrong) for name in DAYS}
    budgets = {name: _whole(given, name, 0, MOST_BUDGET, wrong) for name in BUDGETS}
    return days | budgets


def _spending(given: Mapping[str, str], wrong: dict[str, str]) -> dict[str, Any]:
    tier = given.get("tier", "")
    if tier not in list(Tier):
        wrong["tier"] = "Choose one of the tiers."
    limit = _whole(given, "quota_limit", 0, MOST_QUOTA, wrong) if given.get("quota_limit", "").strip() else None
    return {"tier": tier, "quota_limit": limit}


def _whole(given: Mapping[str, str], name: str, least: int, most: int, wrong: dict[str, str]) -> int:
    text = given.get(name, "").strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 11 and least <= int(text) <= most):
        wrong[name] = f"Give a whole number from {least:,} to {most:,}."
        return least
    return int(text)
