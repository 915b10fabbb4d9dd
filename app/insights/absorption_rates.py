"""Every night: how fast units are leased, which kinds run out or stand empty, and how long the AI quota lasts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from app.database import new_id
from app.insights.absorption import Absorption, Kind, absorb
from app.insights.portfolio import list_kinds, quota_burn
from app.insights.quota_burn import Burn
from app.insights.tables import AbsorptionRate, QuotaForecast, VacancyAlert, VacancyKind
from app.insights.vacancy import SENTENCES, vacancy_of
from app.properties.site_day import day_of, zone_of
from app.schedules.schedule import Change, Plan, Schedule, SkipChange

Where = tuple[str, int]
FIGURES = (
    "units", "available", "leased", "per_day", "days_of_supply", "full_on", "weekday_factors", "month_factors"
)  # fmt: skip


async def plan(site_id: str, now: datetime) -> Plan:
    """Rows of the present day that are new or differ, alerts to open and to resolve, and the quota's forecast."""
    zone = await zone_of(site_id)
    today = day_of(now, zone)
    kinds = await list_kinds(site_id, today, zone, now)
    found = {(kind.property_id, kind.bedrooms): absorb(kind, today) for kind in kinds}
    changes = [
        *_rate_changes(found, await _stored(site_id, today), today),
        *_alert_changes(found, await _open_alerts(site_id)),
        *await _quota_changes(site_id, await quota_burn(site_id, now), now),
    ]
    return Plan(_count_units(kinds), changes, [f"{_count_units(kinds)} units of {len(kinds)} kinds."])


async def apply(site_id: str, change: Change, now: datetime) -> None:
    """Write one row, or open or resolve one alert. Raises SkipChange where somebody else has done it."""
    await _DEEDS[change.data["deed"]](site_id, change.data, now)


def _count_units(kinds: Iterable[Kind]) -> int:
    return sum(kind.units for kind in kinds)


def _rate_changes(
    found: Mapping[Where, Absorption], stored: Mapping[Where, dict[str, Any]], today: date
) -> list[Change]:
    changes = []
    for (property_id, bedrooms), rate in found.items():
        figures = _figures(rate)
        if stored.get((property_id, bedrooms)) != figures:
            data = {"deed": "rate", **_key((property_id, bedrooms), today)}
            text = f"{_bedrooms(bedrooms)}: {rate.leased} leased in 90 days, {rate.available} of {rate.units} free."
            changes.append(Change(property_id, text, {**data, **figures}))
    # A unit whose bedrooms were corrected since an earlier run of the day must not be counted twice.
    gone = [
        Change(where[0], f"{_bedrooms(where[1])}: no such units any more.", {"deed": "drop", **_key(where, today)})
        for where in sorted(stored.keys() - found.keys())
    ]
    return [*changes, *gone]


def _key(where: Where, today: date) -> dict[str, Any]:
    return {"day": today.isoformat(), "property_id": where[0], "bedrooms": where[1]}


def _alert_changes(found: Mapping[Where, Absorption], is_open: Mapping[tuple[Where, str], str]) -> list[Change]:
    due = {(where, kind.value) for where, rate in found.items() if (kind := vacancy_of(rate))}
    # Those that clear go first, so that a kind of unit never has two open at once.
    resolved = [
        Change(where[0], f"{_bedrooms(where[1])}: {kind.replace('_', ' ')} is over.", {"deed": "resolve", "id": alert})
        for (where, kind), alert in is_open.items()
        if (where, kind) not in due
    ]
    opened = [
        Change(
            where[0],
            f"{_bedrooms(where[1])}: {SENTENCES[VacancyKind(kind)]}.",
            {"deed": "open", "property_id": where[0], "bedrooms": where[1], "kind": kind},
        )
        for where, kind in sorted(due - is_open.keys())
    ]
    return [*resolved, *opened]


async def _quota_changes(site_id: str, found: Burn, now: datetime) -> list[Change]:
    day = now.astimezone(UTC).date()
    rows = await QuotaForecast.raw("SELECT * FROM quota_forecasts WHERE site_id = {} AND day = {}", site_id, day)
    stored = [(row["used"], row["quota_limit"], row["per_day"], row["runs_out_on"]) for row in rows]
    if stored == [(found.used, found.limit, found.per_day, found.runs_out_on)]:
        return []
    end = f"used up on {found.runs_out_on}" if found.runs_out_on else "enough for this month"
    data = {
        "deed": "quota", "day": day.isoformat(), "used": found.used, "limit": found.limit,
        "per_day": str(found.per_day), "runs_out_on": _text(found.runs_out_on),
    }  # fmt: skip
    return [Change("quota", f"Evaluations: {found.used} of {found.limit}, {end}.", data)]


async def _stored(site_id: str, today: date) -> dict[Where, dict[str, Any]]:
    rows = await AbsorptionRate.raw("SELECT * FROM absorption_rates WHERE site_id = {} AND day = {}", site_id, today)
    return {(row["property_id"], row["bedrooms"]): _as_data(row) for row in rows}


async def _open_alerts(site_id: str) -> dict[tuple[Where, str], str]:
    rows = await VacancyAlert.raw(
        "SELECT id, property_id, bedrooms, kind FROM vacancy_alerts WHERE site_id = {} AND resolved_at IS NULL"
        " ORDER BY property_id, bedrooms, kind",
        site_id,
    )
    return {((row["property_id"], row["bedrooms"]), row["kind"]): row["id"] for row in rows}


def _figures(rate: Absorption) -> dict[str, Any]:
    factors = {"weekday_factors": list(rate.factors.weekdays), "month_factors": list(rate.factors.months)}
    return _as_data({name: getattr(rate, name) for name in FIGURES[:6]} | factors)


def _as_data(row: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of a row or a result, as JSON holds them, so that the two can be compared."""
    lists = {name: row[name] if isinstance(row[name], list) else json.loads(row[name]) for name in FIGURES[6:]}
    counts = {name: row[name] for name in FIGURES[:3]}
    return {**counts, **{name: _text(row[name]) for name in FIGURES[3:6]}, **lists}


async def _write_rate(site_id: str, data: Mapping[str, Any], now: datetime) -> None:
    await AbsorptionRate.raw(
        "INSERT INTO absorption_rates (id, site_id, property_id, day, bedrooms, units, available, leased, per_day,"
        " days_of_supply, full_on, weekday_factors, month_factors)"
        " VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})"
        " ON CONFLICT (site_id, day, property_id, bedrooms) DO UPDATE SET units = excluded.units,"
        " available = excluded.available, leased = excluded.leased, per_day = excluded.per_day,"
        " days_of_supply = excluded.days_of_supply, full_on = excluded.full_on,"
        " weekday_factors = excluded.weekday_factors, month_factors = excluded.month_factors",
        new_id("rate"), site_id, data["property_id"], date.fromisoformat(data["day"]), data["bedrooms"],
        data["units"], data["available"], data["leased"], Decimal(data["per_day"]), _decimal(data["days_of_supply"]),
        _date(data["full_on"]), json.dumps(data["weekday_factors"]), json.dumps(data["month_factors"]),
    )  # fmt: skip


async def _drop_rate(site_id: str, data: Mapping[str, Any], now: datetime) -> None:
    await AbsorptionRate.raw(
        "DELETE FROM absorption_rates WHERE site_id = {} AND day = {} AND property_id = {} AND bedrooms = {}",
        site_id, date.fromisoformat(data["day"]), data["property_id"], data["bedrooms"],
    )  # fmt: skip


async def _open_alert(site_id: str, data: Mapping[str, Any], now: datetime) -> None:
    rows = await VacancyAlert.raw(
        "INSERT INTO vacancy_alerts (id, site_id, property_id, bedrooms, kind, opened_at, resolved_at)"
        " VALUES ({}, {}, {}, {}, {}, {}, NULL)"
        " ON CONFLICT (site_id, property_id, bedrooms, kind) WHERE resolved_at IS NULL DO NOTHING RETURNING id",
        new_id("vacancy"), site_id, data["property_id"], data["bedrooms"], data["kind"], now,
    )  # fmt: skip
    if not rows:
        raise SkipChange("The alert is open already.")


async def _resolve_alert(site_id: str, data: Mapping[str, Any], now: datetime) -> None:
    rows = await VacancyAlert.raw(
        "UPDATE vacancy_alerts SET resolved_at = {} WHERE id = {} AND site_id = {} AND resolved_at IS NULL"
        " RETURNING id",
        now, data["id"], site_id,
    )  # fmt: skip
    if not rows:
        raise SkipChange("The alert was resolved already.")


async def _write_forecast(site_id: str, data: Mapping[str, Any], now: datetime) -> None:
    await QuotaForecast.raw(
        "INSERT INTO quota_forecasts (id, site_id, day, used, quota_limit, per_day, runs_out_on)"
        " VALUES ({}, {}, {}, {}, {}, {}, {}) ON CONFLICT (site_id, day) DO UPDATE SET used = excluded.used,"
        " quota_limit = excluded.quota_limit, per_day = excluded.per_day, runs_out_on = excluded.runs_out_on",
        new_id("quota"), site_id, date.fromisoformat(data["day"]), data["used"], data["limit"],
        Decimal(data["per_day"]), _date(data["runs_out_on"]),
    )  # fmt: skip


def _bedrooms(number: int) -> str:
    return "Studios" if number == 0 else f"{number} bedroom{'s' if number > 1 else ''}"


def _text(value: Decimal | date | None) -> str | None:
    """In one form whatever the database makes of trailing zeros."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value.isoformat() if value else None


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _date(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


_DEEDS = {
    "rate": _write_rate, "drop": _drop_rate, "open": _open_alert, "resolve": _resolve_alert, "quota": _write_forecast
}  # fmt: skip

ABSORPTION_RATES = Schedule(
    "absorption-rates",
    "Absorption rates",
    "How fast units are leased by property and bedrooms, how long the free ones last, which run out or stand empty, and"
    " when the month's evaluations run out.",
    "0 2 * * *",
    plan,
    apply,
)
