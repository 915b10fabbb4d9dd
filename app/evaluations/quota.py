"""How many evaluations a site may still ask for in a month, exact under any concurrency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.database import look_up, new_id, write
from app.errors import LeaseLabError
from app.sites.tables import Tier

LIMITS = {Tier.free.value: 20, Tier.pro.value: 100, Tier.enterprise.value: 1000}


class QuotaExceeded(LeaseLabError):
    """All evaluations of this month are used up. The next month begins at midnight UTC on the 1st."""

    status_code = 403


@dataclass(frozen=True, slots=True)
class Quota:
    """A site's month ('YYYY-MM', UTC): evaluations used, and how many there are."""

    month: str
    used: int
    limit: int
    tier: str

    @property
    def remaining(self) -> int:
        return max(0, self.limit - self.used)

    @property
    def percentage(self) -> float:
        return round(100 * self.used / self.limit, 1) if self.limit else 100.0

    def to_json(self) -> dict[str, Any]:
        """What the API says beside an answer."""
        return {"remaining": self.remaining, "limit": self.limit, "month": self.month}


def month_of(moment: datetime) -> str:
    """The month that a request at this moment counts in, UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m")


async def get_quota(site_id: str, tier: str, month: str) -> Quota:
    """The state of a month; a month without requests has nothing used."""
    rows = await look_up(
        "SELECT month, evaluation_count, quota_limit, tier FROM ai_evaluation_usage WHERE site_id = {} AND month = {}",
        site_id, month,
    )  # fmt: skip
    return _quota(rows[0]) if rows else Quota(month, 0, await _limit(site_id, tier), tier)


async def take_unit(site_id: str, tier: str, now: datetime) -> Quota:
    """Count one evaluation, inside the transaction that makes the job. Raises QuotaExceeded.

    The count is one conditional update, which no two requests can both win; a month's first request makes its row.
    """
    month = month_of(now)
    taken = await _count(site_id, month, now)
    if taken is None:
        await write(
            "INSERT INTO ai_evaluation_usage"
            " (id, site_id, month, evaluation_count, quota_limit, tier, created_at, updated_at)"
            " VALUES ({}, {}, {}, 0, {}, {}, {}, {}) ON CONFLICT (site_id, month) DO NOTHING",
            new_id("usage"), site_id, month, await _limit(site_id, tier), tier, now, now,
        )  # fmt: skip
        taken = await _count(site_id, month, now)
    if taken is None:
        raise QuotaExceeded(usage=(await get_quota(site_id, tier, month)).to_json())
    return taken


async def _count(site_id: str, month: str, now: datetime) -> Quota | None:
    """One more of the month; None where nothing is left, or nothing was asked for yet."""
    rows = await write(
        "UPDATE ai_evaluation_usage SET evaluation_count = evaluation_count + 1, updated_at = {}"
        " WHERE site_id = {} AND month = {} AND evaluation_count < quota_limit"
        " RETURNING month, evaluation_count, quota_limit, tier",
        now, site_id, month,
    )  # fmt: skip
    return _quota(rows[0]) if rows else None


async def give_back(site_id: str, month: str, now: datetime) -> None:
    """Return one evaluation to the month it was counted in, inside the transaction that fails the job."""
    await write(
        "UPDATE ai_evaluation_usage SET evaluation_count = evaluation_count - 1, updated_at = {}"
        " WHERE site_id = {} AND month = {} AND evaluation_count > 0",
        now, site_id, month,
    )  # fmt: skip


async def set_limit(site_id: str, tier: str, limit: int | None, month: str, now: datetime) -> None:
    """What a month that has begun may use from now on; what it has used stays. `limit` None is the tier's own."""
    await write(
        "UPDATE ai_evaluation_usage SET quota_limit = {}, tier = {}, updated_at = {} WHERE site_id = {} AND month = {}",
        LIMITS[tier] if limit is None else limit, tier, now, site_id, month,
    )  # fmt: skip


async def _limit(site_id: str, tier: str) -> int:
    """The limit of a new month: the site's own, else what was set for its tier before, else the tier's."""
    rows = await look_up(
        "SELECT s.quota_limit AS own, u.quota_limit AS before, u.tier FROM sites s LEFT JOIN ai_evaluation_usage u"
        " ON u.site_id = s.id WHERE s.id = {} ORDER BY u.month DESC LIMIT 1",
        site_id,
    )
    if rows and rows[0]["own"] is not None:
        return int(rows[0]["own"])
    if rows and rows[0]["tier"] == tier:
        return int(rows[0]["before"])
    return LIMITS[tier]


def _quota(row: dict[str, Any]) -> Quota:
    return Quota(row["month"], int(row["evaluation_count"]), int(row["quota_limit"]), row["tier"])
