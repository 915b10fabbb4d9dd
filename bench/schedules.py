"""The three nightly schedules at the sizes of a large site and at ten times that, through the real runner.

What a record costs should not grow with how many there are: the last column is the time at ten times the size over the
time at the size, so that 10 is linear. Uses a database of its own, or the empty one of DATABASE_URL.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import tempfile
from datetime import datetime, timedelta
from decimal import Decimal
from time import perf_counter
from typing import TYPE_CHECKING, Any

from app.database_scope import every_site

if TYPE_CHECKING:
    from app.schedules.schedule import Schedule
    from app.sites.tables import Site

SIZES = {"classify-leads": (1_000, 5.0), "showing-metrics": (5_000, 8.0), "absorption-rates": (500, 10.0)}
"""Records (leads, showings, units), and within how many seconds."""
TIMES = 10
ACTIVITIES = 4
CHUNK = 500
KINDS = ("message", "call", "showing", "application", "document")
SOURCES = ("website", "listing", "referral", "walk_in", "phone")


@every_site("a synthetic installation")
async def measure() -> bool:
    """Print a line for each schedule; whether all kept within their time."""
    from app.clock import utc_now
    from app.database import close_database, open_database
    from app.insights.absorption_rates import ABSORPTION_RATES
    from app.insights.classify_leads import CLASSIFY_LEADS
    from app.insights.showing_metrics import SHOWING_METRICS
    from app.migrate import migrate
    from tests.factories import make_site

    await migrate()
    await open_database()
    now, is_in_time = utc_now(), True
    fills = {"classify-leads": _fill_leads, "showing-metrics": _fill_showings, "absorption-rates": _fill_units}
    for schedule in (CLASSIFY_LEADS, SHOWING_METRICS, ABSORPTION_RATES):
        size, limit = SIZES[schedule.name]
        took = []
        for count in (size, size * TIMES):
            site = await make_site(f"{schedule.name}-{count}", "Bench", now)
            await fills[schedule.name](site, count, now)
            await _analyze()
            took.append(await _time(schedule, site, count, now))
        is_in_time &= took[0] < limit
        word = "in time" if took[0] < limit else "TOO SLOW"
        sys.stdout.write(f"{schedule.name}: {took[0]:.2f} s of {limit:.0f} s, {word}; grows {took[1] / took[0]:.1f}x\n")
    await close_database()
    return is_in_time


async def _analyze() -> None:
    from app.leads.tables import Lead

    await Lead.raw("ANALYZE")


async def _time(schedule: Schedule, site: Site, count: int, now: datetime) -> float:
    """Seconds of a dry run's plan, and of a whole run with its changes."""
    from app.schedules.runner import run_now

    began = perf_counter()
    await schedule.plan(site.id, now)
    planned = perf_counter() - began
    began = perf_counter()
    (run,) = await run_now(schedule, [site.id], lambda: now, started_by="bench")
    seconds = perf_counter() - began
    if run.failed or run.error:
        raise RuntimeError(f"{schedule.name} failed: {run.error}")
    sys.stdout.write(
        f"  {schedule.name:17} {count:7,} records: plan {planned:6.2f} s, whole run {seconds:6.2f} s,"
        f" {run.changed:6,} changes, {1e6 * seconds / count:7.0f} µs a record\n"
    )
    return seconds


async def _insert(table: Any, rows: list[Any]) -> None:
    from app.database import write_transaction

    for start in range(0, len(rows), CHUNK):
        async with write_transaction():
            await table.insert(*rows[start : start + CHUNK])


def _leads(site: Site, count: int, now: datetime, chance: random.Random) -> list[Any]:
    from app.leads.tables import Lead

    at = [now - timedelta(days=chance.random() * 120) for _ in range(count)]
    return [
        Lead(
            id=f"lead_{site.slug}_{number}"[:40], site_id=site.id, first_name="Jane", last_name="Doe",
            source=chance.choice(SOURCES), last_activity_at=moment, created_at=moment, updated_at=moment,
        ) for number, moment in enumerate(at)
    ]  # fmt: skip


async def _fill_leads(site: Site, count: int, now: datetime) -> None:
    from app.leads.tables import Lead, LeadActivity

    chance = random.Random(1)
    leads = _leads(site, count, now, chance)
    activities = [
        LeadActivity(
            id=f"act_{site.slug[-6:]}_{number}_{more}", site_id=site.id, lead_id=lead.id, kind=chance.choice(KINDS),
            happened_at=now - timedelta(days=chance.random() * 120),
        ) for number, lead in enumerate(leads) for more in range(ACTIVITIES)
    ]  # fmt: skip
    await _insert(Lead, leads)
    await _insert(LeadActivity, activities)


async def _fill_showings(site: Site, count: int, now: datetime) -> None:
    """Half as many leads as showings; half of them applied, a quarter leased; 20 properties, 12 agents."""
    from app.leads.tables import Lead, LeadActivity, Lease, Showing

    chance = random.Random(2)
    leads = _leads(site, count // 2, now, chance)
    units = await _units(site, 20, 10, now, chance)
    times: dict[str, Any] = {"created_at": now, "updated_at": now}
    showings = [
        Showing(
            id=f"show_{site.slug[-6:]}_{number}", site_id=site.id, unit_id=chance.choice(units).id,
            lead_id=chance.choice(leads).id, agent_id=f"user_{number % 12}", outcome="attended",
            scheduled_at=now - timedelta(days=chance.random() * 89), **times,
        ) for number in range(count)
    ]  # fmt: skip
    applied = [
        LeadActivity(
            id=f"app_{site.slug[-6:]}_{number}", site_id=site.id, lead_id=lead.id, kind="application",
            happened_at=now - timedelta(days=chance.random() * 89),
        ) for number, lead in enumerate(leads[::2])
    ]  # fmt: skip
    leases = [
        Lease(
            id=f"lease_{site.slug[-6:]}_{number}", site_id=site.id, unit_id=chance.choice(units).id, lead_id=lead.id,
            signed_at=now - timedelta(days=chance.random() * 60), created_at=now,
        ) for number, lead in enumerate(leads[::4])
    ]  # fmt: skip
    for table, rows in ((Lead, leads), (Showing, showings), (LeadActivity, applied), (Lease, leases)):
        await _insert(table, rows)


async def _fill_units(site: Site, count: int, now: datetime) -> None:
    """Ten units a property, three leases a unit within the year."""
    from app.leads.tables import Lease

    chance = random.Random(3)
    units = await _units(site, count // 10, 10, now, chance)
    leases = [
        Lease(
            id=f"lease_{site.slug[-6:]}_{number}_{more}", site_id=site.id, unit_id=unit.id,
            signed_at=now - timedelta(days=chance.random() * 364), created_at=now,
        ) for number, unit in enumerate(units) for more in range(3)
    ]  # fmt: skip
    await _insert(Lease, leases)


async def _units(site: Site, properties: int, each: int, now: datetime, chance: random.Random) -> list[Any]:
    from app.properties.tables import Property, Unit

    places = [
        Property(id=f"prop_{site.slug[-10:]}_{number}", site_id=site.id, name=f"House {number}", created_at=now)
        for number in range(properties)
    ]
    units = [
        Unit(
            id=f"unit_{place.id[5:]}_{number}", site_id=site.id, property_id=place.id, name=str(number),
            bedrooms=number % 4, monthly_rent=Decimal(1500), created_at=now,
            available_from=(now - timedelta(days=chance.randint(-60, 200))).date() if number % 3 else None,
            leased_at=now - timedelta(days=30) if number % 2 else None,
        ) for place in places for number in range(each)
    ]  # fmt: skip
    await _insert(Property, places)
    await _insert(Unit, units)
    return units


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="leaselab-schedules-") as name:
        os.environ["LEASELAB_DATA_DIR"] = name
        sys.exit(not asyncio.run(measure()))
