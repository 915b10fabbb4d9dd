"""The alerts of a site: those that are open, and those that were."""

from __future__ import annotations

from typing import Any

from app.alerts.tables import Alert

MOST_OPEN = 100
CLOSED_A_PAGE = 50


async def list_open_alerts(site_id: str) -> list[Alert]:
    """Critical ones first, then the oldest."""
    found: list[Alert] = (
        await Alert.objects()
        .where((Alert.site_id == site_id) & Alert.closed_at.is_null())
        .order_by(Alert.severity, Alert.opened_at)
        .limit(MOST_OPEN)
    )
    return found


async def list_closed_alerts(site_id: str) -> list[Alert]:
    """The newest 50 that have cleared."""
    found: list[Alert] = (
        await Alert.objects()
        .where((Alert.site_id == site_id) & Alert.closed_at.is_not_null())
        .order_by(Alert.opened_at, ascending=False)
        .limit(CLOSED_A_PAGE)
    )
    return found


async def count_deliveries(alert_ids: list[str]) -> dict[str, dict[str, int]]:
    """How many were told, by the alert's id and the channel; failed ones under `failed`."""
    if not alert_ids:
        return {}
    marks = ", ".join("{}" for _ in alert_ids)
    rows: list[dict[str, Any]] = await Alert.raw(
        "SELECT alert_id, CASE WHEN status = 'failed' THEN 'failed' ELSE channel END AS kind, count(*) AS n"  # noqa: S608
        f" FROM alert_deliveries WHERE alert_id IN ({marks}) GROUP BY 1, 2",
        *alert_ids,
    )
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["alert_id"], {})[row["kind"]] = int(row["n"])
    return found
