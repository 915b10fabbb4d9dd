"""Old runs are forgotten, of one's own site alone, and never the newest of a schedule."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.database import new_id
from app.schedules.changes import say
from app.schedules.forget import ALWAYS_KEPT, MOST_KEPT, SCHEDULE
from app.schedules.runner import run_now
from app.schedules.tables import JobRun, JobRunChange, JobRunLine
from app.sites.tables import Site
from tests.factories import World
from tests.schedules.toy import at


async def make_runs(
    site: Site, name: str, newest: datetime, count: int, apart: timedelta = timedelta(days=1)
) -> list[JobRun]:
    """Completed runs, newest first."""
    days = [newest - apart * place for place in range(count)]
    runs = [
        JobRun(id=new_id("run"), schedule=name, site_id=site.id, due_at=day, started_at=day, status="completed")
        for day in days
    ]
    for start in range(0, count, 200):
        await JobRun.insert(*runs[start : start + 200])
    return runs


async def kept(site: Site, name: str) -> int:
    return int(await JobRun.count().where((JobRun.site_id == site.id) & (JobRun.schedule == name)))


async def test_runs_older_than_a_quarter_go_with_their_changes(world: World, now: datetime) -> None:
    runs = await make_runs(world.oak, "toy", now - timedelta(hours=1), 120)
    await make_runs(world.elm, "toy", now - timedelta(hours=1), 120)
    await JobRunChange(id=new_id("change"), run_id=runs[-1].id).save()
    await say(runs[-1], now, "a line")
    (run,) = await run_now(SCHEDULE, [world.oak.id], at(now), started_by="command")
    assert (run.status, run.changed) == ("completed", 30)
    assert (await kept(world.oak, "toy"), await kept(world.elm, "toy")) == (90, 120)
    assert not await JobRunChange.exists().where(JobRunChange.run_id == runs[-1].id)
    assert not await JobRunLine.exists().where(JobRunLine.run_id == runs[-1].id)


async def test_the_newest_of_a_schedule_stay_however_old_they_are(world: World, now: datetime) -> None:
    await make_runs(world.oak, "rare", now - timedelta(days=400), ALWAYS_KEPT + 5)
    await run_now(SCHEDULE, [world.oak.id], at(now), started_by="command")
    assert await kept(world.oak, "rare") == ALWAYS_KEPT


async def test_a_schedule_of_every_few_minutes_keeps_a_number(world: World, now: datetime) -> None:
    await make_runs(world.oak, "often", now, MOST_KEPT + 7, apart=timedelta(minutes=5))
    await run_now(SCHEDULE, [world.oak.id], at(now), started_by="command")
    assert await kept(world.oak, "often") == MOST_KEPT
