"""The month's count is exact, whoever asks at the same time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.database import write_transaction
from app.evaluations.quota import QuotaExceeded, get_quota, give_back, month_of, take_unit
from app.evaluations.tables import Usage
from tests.factories import make_world


async def take(site_id: str, now: datetime, tier: str = "free") -> bool:
    try:
        async with write_transaction():
            await take_unit(site_id, tier, now)
    except QuotaExceeded:
        return False
    return True


@pytest.mark.parametrize(("tier", "limit"), [("free", 20), ("pro", 100), ("enterprise", 1000)])
async def test_each_tier_has_its_limit(database: None, now: datetime, tier: str, limit: int) -> None:
    world = await make_world(now)
    assert (await get_quota(world.oak.id, tier, "2026-11")).remaining == limit


async def test_thirty_at_once_get_the_twenty_there_are(database: None, now: datetime) -> None:
    world = await make_world(now)
    taken = await asyncio.gather(*(take(world.oak.id, now) for _ in range(30)))
    assert taken.count(True) == 20
    quota = await get_quota(world.oak.id, "free", month_of(now))
    assert (quota.used, quota.remaining, quota.percentage) == (20, 0, 100.0)


async def test_the_refusal_says_what_the_limit_is(database: None, now: datetime) -> None:
    world = await make_world(now)
    await Usage(id="u", site_id=world.oak.id, month="2026-11", quota_limit=0, created_at=now, updated_at=now).save()
    with pytest.raises(QuotaExceeded) as refused:
        await take_unit(world.oak.id, "free", now)
    assert refused.value.details == {"usage": {"remaining": 0, "limit": 0, "month": "2026-11"}}


async def test_a_unit_goes_back_to_its_own_month_and_never_below_zero(database: None, now: datetime) -> None:
    world = await make_world(now)
    await take(world.oak.id, now)
    await take(world.oak.id, now + timedelta(days=20))
    for _ in range(3):
        await give_back(world.oak.id, "2026-11", now)
    assert (await get_quota(world.oak.id, "free", "2026-11")).used == 0
    assert (await get_quota(world.oak.id, "free", "2026-12")).used == 1


async def test_a_limit_that_was_set_holds_next_month_too(database: None, now: datetime) -> None:
    world = await make_world(now)
    values = {"month": "2026-10", "quota_limit": 3000, "tier": "enterprise"}
    await Usage(id="u", site_id=world.oak.id, created_at=now, updated_at=now, **values).save()
    await take(world.oak.id, now, "enterprise")
    assert (await get_quota(world.oak.id, "enterprise", "2026-11")).limit == 3000
    assert (await get_quota(world.oak.id, "pro", "2026-12")).limit == 100, "another tier, another limit"


def test_months_are_utc() -> None:
    evening = datetime(2026, 11, 30, 20, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert month_of(evening) == "2026-12"
    assert month_of(datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)) == "2026-11"
