"""Absorption rates and the quota's forecast on real tables, with figures that a person works out on paper."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from app.database import new_id
from app.insights.absorption_rates import ABSORPTION_RATES
from app.insights.tables import AbsorptionRate, QuotaForecast, VacancyAlert
from app.jobs.tables import EvaluationJob
from app.properties.tables import Unit
from app.sites.tables import Site
from tests.factories import World
from tests.insights.portfolio import Portfolio, run
from tests.insights.test_schedules import DAYS, HOURS


async def test_absorption_by_hand_and_alerts_that_open_and_close(world: World, now: datetime) -> None:
    today = now.date()
    made = Portfolio(world.oak, now)
    alder = await made.property()
    free = [await made.unit(1, today - 3 * DAYS), await made.unit(1, today + 5 * DAYS), await made.unit(1)]
    gone = [await made.unit(2, leased_at=now - days * DAYS) for days in (1, 30)]
    for unit, days in ((gone[0], 1), (gone[1], 30), (free[2], 40), (free[2], 60), (free[2], 200)):
        await made.lease(unit, now - days * DAYS)
    await run(ABSORPTION_RATES, world.oak, now)
    rates = {
        rate.bedrooms: rate for rate in await AbsorptionRate.objects().where(AbsorptionRate.property_id == alder.id)
    }
    one, two = rates[1], rates[2]
    assert (one.units, one.available, one.leased, one.per_day) == (3, 1, 2, Decimal("0.0222"))
    assert one.days_of_supply == Decimal("45.0") and one.full_on > today
    assert (two.units, two.available, two.leased, two.full_on) == (2, 0, 2, today)
    alerts = await VacancyAlert.objects()
    assert [(alert.bedrooms, alert.kind, alert.resolved_at) for alert in alerts] == [(2, "no_supply", None)]
    await made.unit(2, today)
    later = now + HOURS
    _, did = await run(ABSORPTION_RATES, world.oak, later)
    assert did == [
        f"{alder.id}: 2 bedrooms: 2 leased in 90 days, 1 of 3 free.",
        f"{alder.id}: 2 bedrooms: no supply is over.",
    ]
    assert [alert.resolved_at for alert in await VacancyAlert.objects()] == [later]


async def test_a_unit_whose_bedrooms_are_corrected_is_not_counted_twice(world: World, now: datetime) -> None:
    made = Portfolio(world.oak, now)
    alder = await made.property()
    unit = await made.unit(1, now.date())
    await run(ABSORPTION_RATES, world.oak, now)
    await Unit.update({Unit.bedrooms: 3}).where(Unit.id == unit.id)
    _, did = await run(ABSORPTION_RATES, world.oak, now + HOURS)
    assert did[0:2] == [f"{alder.id}: 3 bedrooms: 0 leased in 90 days, 1 of 1 free.",
                        f"{alder.id}: 1 bedroom: no such units any more."]  # fmt: skip
    rates = await AbsorptionRate.objects().where(AbsorptionRate.property_id == alder.id)
    assert [(rate.bedrooms, rate.units) for rate in rates] == [(3, 1)]


async def test_the_quota_s_forecast_counts_what_was_asked_for_and_not_given_back(world: World, now: datetime) -> None:
    await Site.update({Site.created_at: now - 100 * DAYS}).where(Site.id == world.oak.id)
    lead = await Portfolio(world.oak, now).lead(now)
    for number in range(28):
        asked = now - number * HOURS
        status = "completed" if number < 14 else "failed"
        await EvaluationJob(
            id=new_id("job"), lead_id=lead.id, site_id=world.oak.id, usage_month="2026-11", status=status,
            requested_at=asked, due_at=asked, created_at=asked, updated_at=asked,
        ).save()  # fmt: skip
    await run(ABSORPTION_RATES, world.oak, now)
    made = await QuotaForecast.objects().where(QuotaForecast.site_id == world.oak.id).first()
    assert made is not None
    assert (made.used, made.quota_limit, made.per_day, made.runs_out_on) == (0, 20, Decimal("1.0000"), None)
