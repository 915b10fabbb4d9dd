"""Every night: what came of the showings of the last 7, 30 and 90 days."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.database import new_id
from app.insights.conversion import WINDOWS, Row, Shown, Signed, count_conversions
from app.insights.tables import Dimension, ShowingMetric
from app.leads.tables import LeadActivity, Lease, Showing
from app.properties.site_day import day_of, start_of_last, zone_of
from app.schedules.schedule import Change, Plan, Schedule

Key = tuple[int, Dimension, str]
Figures = tuple[int, int, int, Decimal | None, Decimal | None]


async def plan(site_id: str, now: datetime) -> Plan:
    """The rows of the site's present day that are new or differ from the stored ones. Four queries in all."""
    zone = await zone_of(site_id)
    today = day_of(now, zone)
    starts = {days: start_of_last(days, today, zone) for days in WINDOWS}
    since = min(starts.values())
    showings = await _showings(site_id, since, now)
    applied, leases = await _applied(site_id, since, now), await _leases(site_id, since, now)
    rows = count_conversions(showings, applied, leases, starts)
    stored = await _stored(site_id, today)
    gone = [Row(key, 0, 0, 0, None, None) for key in stored.keys() - {row.key for row in rows}]
    changes = [
        _change(row, today) for row in [*rows, *sorted(gone, key=_order)] if stored.get(row.key) != _figures(row)
    ]
    return Plan(len(showings), changes, [f"{len(showings)} showings took place in the last {max(WINDOWS)} days."])


async def apply(site_id: str, change: Change, now: datetime) -> None:
    """Write one row of the day; a second run of the same day replaces it."""
    data = change.data
    await ShowingMetric.raw(
        "INSERT INTO showing_metrics (id, site_id, day, window_days, dimension, dimension_id,"
        " showings, applications, leases, days_to_application, days_to_lease)"
        " VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})"
        " ON CONFLICT (site_id, day, window_days, dimension, dimension_id) DO UPDATE SET showings = excluded.showings,"
        " applications = excluded.applications, leases = excluded.leases,"
        " days_to_application = excluded.days_to_application, days_to_lease = excluded.days_to_lease",
        new_id("metric"), site_id, date.fromisoformat(data["day"]), data["window"], data["dimension"],
        data["dimension_id"], data["showings"], data["applications"], data["leases"],
        _decimal(data["days_to_application"]), _decimal(data["days_to_lease"]),
    )  # fmt: skip


async def _showings(site_id: str, since: datetime, now: datetime) -> list[Shown]:
    """Attended ones only: of a showing without an outcome nobody knows that it took place."""
    rows = await Showing.raw(
        "SELECT COALESCE(s.lead_id, '') AS lead_id, u.property_id, COALESCE(s.agent_id, '') AS agent_id,"
        " COALESCE(l.source, 'unknown') AS source, s.scheduled_at AS at"
        " FROM showings s JOIN units u ON u.id = s.unit_id LEFT JOIN leads l ON l.id = s.lead_id"
        " WHERE s.site_id = {} AND s.scheduled_at >= {} AND s.scheduled_at <= {} AND s.outcome = 'attended'"
        " ORDER BY s.scheduled_at, s.id",
        site_id, since, now,
    )  # fmt: skip
    return [Shown(**row) for row in rows]


async def _applied(site_id: str, since: datetime, now: datetime) -> dict[str, datetime]:
    """The first application of every lead that was shown something since."""
    rows = await LeadActivity.raw(
        "SELECT a.lead_id, a.happened_at FROM lead_activities a WHERE a.site_id = {} AND a.kind = 'application'"
        " AND a.happened_at <= {} AND a.lead_id IN (SELECT s.lead_id FROM showings s WHERE s.site_id = {}"
        " AND s.scheduled_at >= {} AND s.scheduled_at <= {} AND s.outcome = 'attended')"
        " ORDER BY a.happened_at DESC",
        site_id, now, site_id, since, now,
    )  # fmt: skip
    return {row["lead_id"]: row["happened_at"] for row in rows}


async def _leases(site_id: str, since: datetime, now: datetime) -> list[Signed]:
    rows = await Lease.raw(
        "SELECT e.lead_id, u.property_id, e.signed_at AS at FROM leases e JOIN units u ON u.id = e.unit_id"
        " WHERE e.site_id = {} AND e.signed_at >= {} AND e.signed_at <= {} AND e.lead_id IS NOT NULL"
        " AND e.taken_back_at IS NULL",
        site_id, since, now,
    )  # fmt: skip
    return [Signed(**row) for row in rows]


async def _stored(site_id: str, today: date) -> dict[Key, Figures]:
    rows = await ShowingMetric.raw("SELECT * FROM showing_metrics WHERE site_id = {} AND day = {}", site_id, today)
    return {
        (row["window_days"], Dimension(row["dimension"]), row["dimension_id"]): (
            row["showings"], row["applications"], row["leases"], row["days_to_application"], row["days_to_lease"],
        ) for row in rows
    }  # fmt: skip


def _figures(row: Row) -> Figures:
    return row.showings, row.applications, row.leases, row.days_to_application, row.days_to_lease


def _order(row: Row) -> tuple[int, str, str]:
    return row.key[0], row.key[1].value, row.key[2]


def _change(row: Row, today: date) -> Change:
    days, dimension, whose = row.key
    data: dict[str, Any] = {
        "day": today.isoformat(), "window": days, "dimension": dimension.value, "dimension_id": whose,
        "showings": row.showings, "applications": row.applications, "leases": row.leases,
        "days_to_application": _text(row.days_to_application), "days_to_lease": _text(row.days_to_lease),
    }  # fmt: skip
    who = "The site" if dimension is Dimension.site else f"One {dimension.value}"
    text = f"{who}, {days} days: {row.showings} shown, {row.applications} applied, {row.leases} leased."
    return Change(whose or "site", text, data)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


SHOWING_METRICS = Schedule(
    "showing-metrics",
    "Showing metrics",
    "How many of those who were shown a unit applied and leased, and after how many days: by property, agent and source"
    " over 7, 30 and 90 days.",
    "0 2 * * *",
    plan,
    apply,
)
