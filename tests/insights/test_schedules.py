"""The three nightly schedules on real tables: a dry run is the run, another site is neither seen nor touched, and small
portfolios give the figures that a person works out on paper."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.catalog import schedules
from app.database import new_id
from app.insights.absorption_rates import ABSORPTION_RATES
from app.insights.classify_leads import CLASSIFY_LEADS
from app.insights.showing_metrics import SHOWING_METRICS
from app.insights.tables import AbsorptionRate, QuotaForecast, ShowingMetric, VacancyAlert
from app.leads.tables import ActivityKind, Lead, LeadSource, LeadStatus, ShowingOutcome
from app.leads.timeline import NOTE
from app.schedules.schedule import Change, Schedule, SkipChange
from app.schedules.tables import RunStatus
from app.sites.tables import Site
from tests.factories import World
from tests.insights.portfolio import Portfolio, run

ALL = [CLASSIFY_LEADS, SHOWING_METRICS, ABSORPTION_RATES]
HOURS = timedelta(hours=1)
DAYS = timedelta(days=1)


async def at_random(site: Site, agents: list[str], now: datetime, seed: int) -> None:
    """A site with everything that the schedules look at, and with what they must not count."""
    chance, made = random.Random(seed), Portfolio(site, now)
    for name in ("Alder House", "Birch House"):
        await made.property(name)
        for _ in range(chance.randint(0, 6)):
            free = (now - chance.randint(-40, 120) * DAYS).date() if chance.random() < 0.7 else None
            leased = now - chance.randint(0, 50) * DAYS if chance.random() < 0.4 else None
            await made.unit(chance.randint(0, 2), free, leased)
    for _ in range(14 if made.units else 0):
        at = now - chance.random() * 130 * DAYS
        lead = await made.lead(
            at, source=chance.choice(list(LeadSource)).value, status=chance.choice(list(LeadStatus)).value
        )
        unit = chance.choice(made.units)
        for _ in range(chance.randint(0, 4)):
            later = at + chance.random() * 60 * DAYS
            await made.activity(lead, chance.choice(list(ActivityKind)).value, later)
            outcome = chance.choice(list(ShowingOutcome)).value
            await made.showing(unit, later, chance.choice([lead, None]), chance.choice([*agents, None]), outcome)
        if chance.random() < 0.5:
            await made.lease(unit, at + chance.random() * 60 * DAYS, chance.choice([lead, None]))


async def rows_of(site: Site) -> dict[str, list[dict[str, Any]]]:
    """Everything that the schedules may write, of one site."""
    found = {}
    for table in (Lead, ShowingMetric, AbsorptionRate, VacancyAlert, QuotaForecast):
        rows = await table.raw(f"SELECT * FROM {table._meta.tablename} WHERE site_id = {{}} ORDER BY id", site.id)
        found[table._meta.tablename] = rows
    return found


def lines(changes: Any) -> list[str]:
    return [f"{change.subject_id}: {change.text}" for change in changes]


@pytest.mark.parametrize("schedule", ALL, ids=lambda it: it.name)
@pytest.mark.parametrize("seed", range(4))
async def test_a_dry_run_equals_what_the_run_then_does(
    world: World, now: datetime, schedule: Schedule, seed: int
) -> None:
    await at_random(world.oak, [world.alice.id, world.bob.id], now, seed)
    before = await rows_of(world.oak)
    dry, would = await run(schedule, world.oak, now - timedelta(microseconds=1), is_dry=True)
    assert await rows_of(world.oak) == before
    planned = lines((await schedule.plan(world.oak.id, now)).changes)
    made, did = await run(schedule, world.oak, now)
    assert would == planned == did and len(did) > 0
    assert (dry.status, made.status) == (RunStatus.completed, RunStatus.completed)
    assert (made.processed, made.changed, made.failed, made.skipped) == (dry.processed, len(did), 0, 0)
    again, nothing = await run(schedule, world.oak, now + timedelta(microseconds=1))
    assert (again.changed, nothing) == (0, [])


@pytest.mark.parametrize("schedule", ALL, ids=lambda it: it.name)
async def test_another_site_is_neither_seen_nor_changed(world: World, now: datetime, schedule: Schedule) -> None:
    await at_random(world.oak, [world.bob.id], now, 11)
    alone = await schedule.plan(world.oak.id, now)
    await at_random(world.elm, [world.charlie.id], now, 12)
    both = await schedule.plan(world.oak.id, now)
    assert (both.processed, lines(both.changes)) == (alone.processed, lines(alone.changes))
    before = await rows_of(world.elm)
    await run(schedule, world.oak, now)
    assert await rows_of(world.elm) == before


async def test_a_change_that_names_another_site_s_record_does_nothing(world: World, now: datetime) -> None:
    lead = await Portfolio(world.elm, now).lead(now)
    change = Change(lead.id, "", {"from": "", "to": "hot"})
    with pytest.raises(SkipChange):
        await CLASSIFY_LEADS.apply(world.oak.id, change, now)
    alert = VacancyAlert(
        id=new_id("vacancy"), site_id=world.oak.id, property_id=world.unit.property_id, opened_at=now
    )  # fmt: skip
    await alert.save()
    with pytest.raises(SkipChange):
        await ABSORPTION_RATES.apply(world.elm.id, Change("", "", {"deed": "resolve", "id": alert.id}), now)
    assert (await Lead.select(Lead.engagement_class).first()) == {"engagement_class": None}


def test_the_catalogue_knows_them() -> None:
    assert {schedule.name for schedule in ALL} <= {schedule.name for schedule in schedules()}


async def test_leads_are_classed_and_the_moment_of_the_change_is_kept(world: World, now: datetime) -> None:
    made = Portfolio(world.oak, now)
    await made.property()
    unit = await made.unit()
    hot, quiet, closed, fresh, noted = [await made.lead(now - 60 * DAYS) for _ in range(5)]
    for days, kind in ((1, "message"), (2, "call"), (3, "document")):
        await made.activity(hot, kind, now - days * DAYS)
    await made.activity(quiet, "call", now - 30 * DAYS)
    missed = await made.showing(unit, now - 2 * DAYS, quiet, outcome="no_show")
    await made.activity(quiet, "showing", now - 2 * DAYS, missed.id)
    await Lead.update({Lead.status: "declined"}).where(Lead.id == closed.id)
    await Lead.update({Lead.created_at: now - DAYS}).where(Lead.id == fresh.id)
    await made.activity(noted, "message", now - DAYS, NOTE, world.bob.id)
    await made.activity(noted, "message", now - DAYS, "link_1", world.bob.id)
    first, _ = await run(CLASSIFY_LEADS, world.oak, now)
    classes = {row["id"]: row["engagement_class"] for row in await Lead.select(Lead.id, Lead.engagement_class)}
    assert classes == {hot.id: "hot", quiet.id: "cool", closed.id: None, fresh.id: "warm", noted.id: "dormant"}
    assert (first.processed, first.changed) == (4, 4)
    _, did = await run(CLASSIFY_LEADS, world.oak, now + 9 * DAYS)
    assert sorted(did) == sorted(
        [f"{hot.id}: The lead turns from hot to warm.", f"{fresh.id}: The lead turns from warm to cool."]
    )
    kept = await Lead.select(Lead.engagement_changed_at).where(Lead.id == quiet.id).first()
    assert kept == {"engagement_changed_at": now}


async def test_showing_metrics_by_hand(world: World, now: datetime) -> None:
    made = Portfolio(world.oak, now)
    alder = await made.property()
    unit = await made.unit()
    first, second = [await made.lead(now, source=word) for word in ("website", "referral")]
    await made.showing(unit, now - 20 * DAYS, first, world.bob.id)
    await made.showing(unit, now - 10 * DAYS, second, world.bob.id)
    await made.showing(unit, now - 5 * DAYS, second, world.bob.id, "no_show")
    await made.showing(unit, now - 4 * DAYS, None, None, "scheduled")
    await made.activity(first, "application", now - 18 * DAYS)
    await made.activity(first, "application", now - 2 * DAYS)
    await made.activity(second, "application", now + DAYS)
    await made.lease(unit, now - 15 * DAYS, first)
    await run(SHOWING_METRICS, world.oak, now)
    rows = await ShowingMetric.objects().where(ShowingMetric.site_id == world.oak.id)
    found = {
        (row.window_days, row.dimension, row.dimension_id): (
            row.showings, row.applications, row.leases, row.days_to_application, row.days_to_lease
        ) for row in rows
    }  # fmt: skip
    both = (2, 1, 1, Decimal("2.00"), Decimal("5.00"))
    assert found == {
        (7, "site", ""): (0, 0, 0, None, None),
        **{(days, "site", ""): both for days in (30, 90)},
        **{(days, "property", alder.id): both for days in (30, 90)},
        **{(days, "agent", world.bob.id): both for days in (30, 90)},
        **{(days, "source", "website"): (1, 1, 1, Decimal("2.00"), Decimal("5.00")) for days in (30, 90)},
        **{(days, "source", "referral"): (1, 0, 0, None, None) for days in (30, 90)},
    }
    assert {row.day for row in rows} == {date(2026, 11, 21)}


async def test_a_showing_that_is_cancelled_after_all_leaves_the_day_s_rows(world: World, now: datetime) -> None:
    made = Portfolio(world.oak, now)
    await made.property()
    showing = await made.showing(await made.unit(), now - DAYS, await made.lead(now))
    await run(SHOWING_METRICS, world.oak, now)
    count = await ShowingMetric.count()
    await type(showing).update({"outcome": "cancelled"}).where(type(showing).id == showing.id)
    await run(SHOWING_METRICS, world.oak, now + HOURS)
    assert await ShowingMetric.count() == count
    assert not await ShowingMetric.exists().where(ShowingMetric.showings > 0)


async def test_a_window_begins_at_the_site_s_midnight(world: World) -> None:
    now = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)  # still November 20 in New York
    made = Portfolio(world.oak, now)
    await made.property()
    unit = await made.unit()
    await made.showing(unit, datetime(2026, 11, 14, 5, 0, tzinfo=UTC), await made.lead(now))  # midnight of the 14th
    await made.showing(unit, datetime(2026, 11, 14, 4, 59, tzinfo=UTC), await made.lead(now))
    await run(SHOWING_METRICS, world.oak, now)
    week = (
        await ShowingMetric.objects().where(ShowingMetric.window_days == 7, ShowingMetric.dimension == "site").first()
    )
    assert week is not None and (week.showings, week.day) == (1, date(2026, 11, 20))
