"""Every schedule of the catalogue over random portfolios: its dry run is its run, and it stays within its site."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from app.catalog import schedules
from app.piccolo_app import APP_CONFIG
from app.schedules.find import list_changes_of
from app.schedules.runner import run_now
from app.schedules.schedule import Schedule
from app.schedules.tables import JobRun
from app.sites.tables import Site
from app.triggers.defaults import add_default_triggers
from tests.factories import World, make_document
from tests.insights.portfolio import Portfolio
from tests.schedules.toy import at, later

LEDGER = {"job_runs", "job_run_changes", "job_run_lines"}
Rows = dict[str, list[str]]


async def fill(site: Site, now: datetime, chance: Random) -> None:
    """Leads of any state and age with their activities, documents, showings and leases; some share an address."""
    now -= timedelta(minutes=7)  # no record lies exactly on a limit of so many days
    portfolio = Portfolio(site, now)
    await portfolio.property()
    for number in range(6):
        await portfolio.unit(bedrooms=number % 3, free_from=(now - timedelta(days=chance.randrange(60))).date())
    for number in range(25):
        began = now - timedelta(days=chance.randrange(1, 1500), hours=chance.randrange(24))
        status = chance.choice(["new", "documents_received", "ai_evaluated", "approved", "declined", "withdrawn"])
        address = f"jane{number // 2}@example.com"
        lead = await portfolio.lead(began, status=status, email=address, email_key=address)
        await make_document(lead, began)
        for _ in range(chance.randrange(5)):
            kind = chance.choice(["message", "call", "showing", "application"])
            await portfolio.activity(lead, kind, now - timedelta(days=chance.randrange(90)))
        unit = chance.choice(portfolio.units)
        if chance.random() < 0.5:
            await portfolio.showing(unit, now - timedelta(days=chance.randrange(90)), lead)
        if chance.random() < 0.3:
            await portfolio.lease(unit, now - timedelta(days=chance.randrange(80)), lead)


async def rows_of(site: Site | None = None) -> Rows:
    """Every row there is outside the ledger, or every row of a site."""
    found: Rows = {}
    for table in APP_CONFIG.table_classes:
        name = table._meta.tablename
        columns = {column._meta.name for column in table._meta.columns}
        if name in LEDGER or (site is not None and "site_id" not in columns):
            continue
        where = "" if site is None else " WHERE site_id = {}"
        rows: list[dict[str, Any]] = await table.raw(
            f"SELECT * FROM {name}{where}", *([] if site is None else [site.id])
        )
        found[name] = sorted(repr(sorted(row.items())) for row in rows)
    return found


async def changes_of(run: JobRun) -> list[tuple[str, str]]:
    return [(row["subject_id"], row["text"]) for row in (await list_changes_of([run.id])).get(run.id, [])]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("schedule", schedules(), ids=lambda schedule: schedule.name)
async def test_a_dry_run_is_the_run_and_no_other_site_is_touched(
    world: World, now: datetime, schedule: Schedule, seed: int
) -> None:
    for site in (world.oak, world.elm):
        await fill(site, now, Random(seed))
    await add_default_triggers(now)
    before, of_elm = await rows_of(), await rows_of(world.elm)
    (dry,) = await run_now(schedule, [world.oak.id], at(now), started_by="command", is_dry=True)
    assert await rows_of() == before, "a dry run changes nothing"
    (real,) = await run_now(schedule, [world.oak.id], later(now, microseconds=1), started_by="command")
    assert (dry.status, real.status, real.failed) == ("completed", "completed", 0), (dry.error, real.error)
    assert await changes_of(real) == await changes_of(dry)
    assert (real.processed, real.changed + real.skipped) == (dry.processed, len(await changes_of(dry)))
    assert await rows_of(world.elm) == of_elm
    (again,) = await run_now(schedule, [world.oak.id], later(now, seconds=1), started_by="command")
    assert again.status == "completed" and again.changed <= real.changed, (
        "a second run has no more to do than the first"
    )
