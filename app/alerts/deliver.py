"""Hands each new alert to everybody who should know, a step of its own that is recorded, once for each of them."""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.alerts.tables import Alert, AlertDelivery
from app.database import new_id, write_transaction
from app.notifications.notify import notify
from app.notifications.outbox import queue_webhook
from app.notifications.tables import NotificationKind

log = logging.getLogger("leaselab.alerts")

DELIVERED_WITHIN = timedelta(days=1)
"""An alert that is older tells nobody anything new."""
MOST_ATTEMPTS = 5

_ALERTS = """SELECT a.id, a.site_id, a.rule, a.subject, a.severity, a.text, a.opened_at, s.slug, s.alert_webhook_url,
    s.alert_webhook_secret FROM alerts a JOIN sites s ON s.id = a.site_id WHERE a.opened_at > {} ORDER BY a.opened_at"""
_MANAGERS = """SELECT m.site_id, m.user_id, coalesce(p.by_mail, false) AS by_mail FROM memberships m
    JOIN users u ON u.id = m.user_id LEFT JOIN notification_preferences p
    ON p.user_id = m.user_id AND p.site_id = m.site_id AND p.kind = 'alert'
    WHERE m.role = 'manager' AND u.disabled_at IS NULL"""
_RECORD = """INSERT INTO alert_deliveries (id, alert_id, channel, target, status, attempts, error, delivered_at)
    VALUES ({}, {}, {}, {}, {}, 1, {}, {}) ON CONFLICT (alert_id, channel, target) DO UPDATE SET
    status = excluded.status, attempts = alert_deliveries.attempts + 1, error = excluded.error,
    delivered_at = excluded.delivered_at"""


@dataclass(frozen=True, slots=True)
class Target:
    """A manager by their id, or the site's webhook; `channels` are recorded together."""

    channels: tuple[str, ...]
    name: str


async def deliver(now: datetime) -> int:
    """Deliver what is not delivered yet; how many deliveries were made. One that fails is tried again next time."""
    alerts = await Alert.raw(_ALERTS, now - DELIVERED_WITHIN)
    if not alerts:
        return 0
    managers: dict[str, list[Target]] = defaultdict(list)
    for row in await Alert.raw(_MANAGERS):
        channels = ("notification", "mail") if row["by_mail"] else ("notification",)
        managers[row["site_id"]].append(Target(channels, row["user_id"]))
    settled = await _settled([row["id"] for row in alerts])
    made = 0
    for alert in alerts:
        targets = managers[alert["site_id"]] + ([Target(("webhook",), "site")] if alert["alert_webhook_url"] else [])
        for target in targets:
            if (alert["id"], target.channels[0], target.name) not in settled:
                made += await _deliver(alert, target, now)
    return made


async def _settled(alert_ids: list[str]) -> set[tuple[str, str, str]]:
    """(alert, channel, target) of what was delivered, or failed too often."""
    rows = await AlertDelivery.select(
        AlertDelivery.alert_id,
        AlertDelivery.channel,
        AlertDelivery.target,
        AlertDelivery.status,
        AlertDelivery.attempts,
    ).where(AlertDelivery.alert_id.is_in(alert_ids))
    return {
        (row["alert_id"], row["channel"], row["target"])
        for row in rows
        if row["status"] == "delivered" or row["attempts"] >= MOST_ATTEMPTS
    }


async def _deliver(alert: dict[str, Any], target: Target, now: datetime) -> bool:
    try:
        async with write_transaction():
            await _hand_over(alert, target, now)
            for channel in target.channels:
                await _record(alert, channel, target.name, "delivered", "", now)
    except Exception as error:
        # One person's address must not keep the others from hearing of it.
        log.warning("alert not delivered", extra={"alert_id": alert["id"], "error": type(error).__name__})
        await _record(alert, target.channels[0], target.name, "failed", type(error).__name__, now)
        return False
    return True


async def _hand_over(alert: dict[str, Any], target: Target, now: datetime) -> None:
    cause = f"alert:{alert['id']}"
    if target.channels[0] == "webhook":
        body = {key: alert[key] for key in ("id", "rule", "subject", "severity", "text")}
        body |= {"kind": "alert", "site": alert["slug"], "opened_at": alert["opened_at"].isoformat()}
        await queue_webhook(
            alert["site_id"], alert["alert_webhook_url"], alert["alert_webhook_secret"], body, cause, now
        )
    else:
        await notify(alert["site_id"], target.name, cause, alert["text"], now, kind=NotificationKind.alert)


async def _record(alert: dict[str, Any], channel: str, target: str, status: str, error: str, now: datetime) -> None:
    await AlertDelivery.raw(_RECORD, new_id("told"), alert["id"], channel, target, status, error, now)
