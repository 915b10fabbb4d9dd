"""Reading what absorption is counted from: the kinds of unit of a site, the open alerts, the quota. A query each."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.evaluations.quota import get_quota, month_of
from app.evaluations.tables import Evaluation
from app.insights.absorption import Kind
from app.insights.quota_burn import PACE_DAYS, Burn, burn
from app.insights.seasons import HISTORY_DAYS
from app.leads.tables import Lease
from app.properties.site_day import day_of, start_of_last
from app.properties.tables import Unit
from app.sites.tables import Site


async def list_kinds(site_id: str, today: date, zone: ZoneInfo, now: datetime) -> list[Kind]:
    """Every property's units by bedrooms, with the leases of a year."""
    units = await Unit.raw(
        "SELECT property_id, bedrooms, available_from, leased_at FROM units WHERE site_id = {}"
        " ORDER BY property_id, bedrooms, id",
        site_id,
    )
    leases = await Lease.raw(
        "SELECT u.property_id, u.bedrooms, e.signed_at FROM leases e JOIN units u ON u.id = e.unit_id"
        " WHERE e.site_id = {} AND e.signed_at >= {} AND e.signed_at <= {} AND e.taken_back_at IS NULL",
        site_id, start_of_last(HISTORY_DAYS, today, zone), now,
    )  # fmt: skip
    signed: defaultdict[tuple[str, int], list[date]] = defaultdict(list)
    for row in leases:
        signed[row["property_id"], row["bedrooms"]].append(day_of(row["signed_at"], zone))
    grouped: defaultdict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for row in units:
        grouped[row["property_id"], row["bedrooms"]].append(row)
    return [
        Kind(*key, units=len(rows), free_from=_free_from(rows), leases=sorted(signed[key]))
        for key, rows in grouped.items()
    ]


def _free_from(units: list[dict[str, Any]]) -> list[date]:
    return [row["available_from"] for row in units if row["available_from"] and row["leased_at"] is None]


async def quota_burn(site_id: str, now: datetime) -> Burn:
    """The month's use of the quota and where it leads. A failed evaluation gave its unit back and does not count."""
    site = await Site.select(Site.tier, Site.created_at).where(Site.id == site_id).first()
    if site is None:
        return burn(0, 0, 0, timedelta(), now)
    quota = await get_quota(site_id, site["tier"], month_of(now))
    rows = await Evaluation.raw(
        "SELECT count(*) AS n FROM ai_evaluation_jobs WHERE site_id = {} AND requested_at > {} AND requested_at <= {}"
        " AND status <> 'failed'",
        site_id, now - timedelta(days=PACE_DAYS), now,
    )  # fmt: skip
    age = now - (site["created_at"] or datetime.min.replace(tzinfo=UTC))
    return burn(quota.used, quota.limit, int(rows[0]["n"]), age, now)
