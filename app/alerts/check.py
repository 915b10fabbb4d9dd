"""Opens an alert for each finding that has none, and closes those whose facts have cleared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.alerts.rules import Finding
from app.alerts.tables import Alert
from app.database import new_id, write_transaction

ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Checked:
    """Ids of the alerts that were opened and closed."""

    opened: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)


async def check(findings: Sequence[Finding], now: datetime) -> Checked:
    """One open alert for each site, rule and subject, however many processes look at the same time."""
    wrong = {(finding.site_id, finding.rule.value, finding.subject): finding for finding in findings}
    rows = await Alert.select(Alert.id, Alert.site_id, Alert.rule, Alert.subject).where(Alert.closed_at.is_null())
    is_open = {(row["site_id"], row["rule"], row["subject"]): str(row["id"]) for row in rows}
    new = [finding for key, finding in wrong.items() if key not in is_open]
    cleared = [alert_id for key, alert_id in is_open.items() if key not in wrong]
    still = [alert_id for key, alert_id in is_open.items() if key in wrong]
    if not new and not rows:
        return Checked()
    async with write_transaction():
        opened = await _open(new, now)
        closed = await _set(cleared, {Alert.closed_at: now})
        await _set(still, {Alert.last_seen_at: now})
    return Checked(opened, closed)


async def _open(findings: Sequence[Finding], now: datetime) -> list[str]:
    opened: list[str] = []
    for start in range(0, len(findings), ROWS_AT_ONCE):
        part = findings[start : start + ROWS_AT_ONCE]
        rows = ", ".join("({}, {}, {}, {}, {}, {}, {}, {})" for _ in part)
        values = [value for one in part for value in _row(one, now)]
        made = await Alert.raw(
            "INSERT INTO alerts (id, site_id, rule, subject, severity, text, opened_at, last_seen_at)"  # noqa: S608
            f" VALUES {rows} ON CONFLICT DO NOTHING RETURNING id",
            *values,
        )
        opened += [row["id"] for row in made]
    return opened


def _row(one: Finding, now: datetime) -> tuple[object, ...]:
    return new_id("alert"), one.site_id, one.rule.value, one.subject, one.severity.value, one.text, now, now


async def _set(alert_ids: Sequence[str], values: dict[Any, Any]) -> list[str]:
    if not alert_ids:
        return []
    this = Alert.id.is_in(list(alert_ids)) & Alert.closed_at.is_null()
    return [row["id"] for row in await Alert.update(values).where(this).returning(Alert.id)]
