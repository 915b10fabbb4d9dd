"""The stored rows behind the charts: the newest day's, and those of the days before."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from app.insights.tables import AbsorptionRate, QuotaForecast, ShowingMetric, VacancyAlert
from app.leads.tables import Lead

Rows = list[dict[str, Any]]
TREND_DAYS = 90


async def get_conversion(site_id: str, window: int) -> dict[str, Any] | None:
    """The newest row of the whole site over these days; None before the first run."""
    rows = await ShowingMetric.raw(
        "SELECT * FROM showing_metrics WHERE site_id = {} AND window_days = {} AND dimension = 'site'"
        " ORDER BY day DESC LIMIT 1",
        site_id, window,
    )  # fmt: skip
    return rows[0] if rows else None


async def list_trend(site_id: str, window: int, until: date) -> Rows:
    """The site's rows of the last 90 days, oldest first."""
    rows: Rows = await ShowingMetric.raw(
        "SELECT day, showings, applications, leases FROM showing_metrics WHERE site_id = {} AND day > {} AND day <= {}"
        " AND window_days = {} AND dimension = 'site' ORDER BY day",
        site_id, until - timedelta(days=TREND_DAYS), until, window,
    )  # fmt: skip
    return rows


async def list_breakdown(site_id: str, window: int, day: date) -> Rows:
    """A day's rows by property, agent and source with a `name`, those with most showings first in each."""
    rows: Rows = await ShowingMetric.raw(
        "SELECT m.*, COALESCE(p.name, u.name, m.dimension_id) AS name FROM showing_metrics m"
        " LEFT JOIN properties p ON m.dimension = 'property' AND p.id = m.dimension_id AND p.site_id = m.site_id"
        " LEFT JOIN users u ON m.dimension = 'agent' AND u.id = m.dimension_id"
        " WHERE m.site_id = {} AND m.day = {} AND m.window_days = {} AND m.dimension <> 'site' AND m.showings > 0"
        " ORDER BY CASE m.dimension WHEN 'property' THEN 1 WHEN 'agent' THEN 2 ELSE 3 END, m.showings DESC, name",
        site_id, day, window,
    )  # fmt: skip
    return rows


async def list_absorption(site_id: str) -> Rows:
    """The newest day's rows with `property_name`, by property and bedrooms; the factors as lists."""
    rows = await AbsorptionRate.raw(
        "SELECT a.*, p.name AS property_name FROM absorption_rates a JOIN properties p ON p.id = a.property_id"
        " WHERE a.site_id = {} AND a.day = (SELECT n.day FROM absorption_rates n WHERE n.site_id = {}"
        " ORDER BY n.day DESC LIMIT 1) ORDER BY p.name, p.id, a.bedrooms",
        site_id, site_id,
    )  # fmt: skip
    return [{**row, "weekday_factors": json.loads(row["weekday_factors"])} for row in rows]


async def list_vacancy_alerts(site_id: str) -> Rows:
    """The open ones with `property_name`, oldest first."""
    rows: Rows = await VacancyAlert.raw(
        "SELECT v.*, p.name AS property_name FROM vacancy_alerts v JOIN properties p ON p.id = v.property_id"
        " WHERE v.site_id = {} AND v.resolved_at IS NULL ORDER BY v.opened_at, p.name, v.bedrooms",
        site_id,
    )
    return rows


async def list_forecasts(site_id: str, day: date) -> Rows:
    """The quota's rows of the day's month up to it, oldest first."""
    rows: Rows = await QuotaForecast.raw(
        "SELECT * FROM quota_forecasts WHERE site_id = {} AND day >= {} AND day <= {} ORDER BY day",
        site_id, day.replace(day=1), day,
    )  # fmt: skip
    return rows


async def count_labels(site_id: str) -> dict[str, int]:
    """Leads by label, with `none` for those not evaluated yet; of the present moment."""
    rows = await Lead.raw(
        "SELECT COALESCE(ai_label, 'none') AS label, count(*) AS n FROM leads WHERE site_id = {}"
        " AND merged_into IS NULL AND erased_at IS NULL GROUP BY ai_label",
        site_id,
    )
    return dict.fromkeys(("A", "B", "C", "none"), 0) | {row["label"]: int(row["n"]) for row in rows}
