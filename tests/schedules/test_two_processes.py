"""Worker processes beside each other and after each other: one run for a due minute, and a killed one is gone on with."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from app.clock import utc_now
from app.schedules import ledger
from app.schedules.find import count_changes
from app.schedules.runner import drain
from app.schedules.tables import ChangeStatus, JobRun
from app.sites.tables import Site
from tests.factories import make_world
from tests.schedules.toy import Toy, at, make_units, rents

SECONDS = 60
Process = asyncio.subprocess.Process


@asynccontextmanager
async def worker(*words: str) -> AsyncIterator[Process]:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.schedules.worker", *words, stdin=pipe, stdout=pipe
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def line_of(process: Process) -> list[str]:
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), SECONDS)
    return line.decode().split()


async def test_two_workers_with_the_same_due_minute_make_one_run(database: None, now: datetime) -> None:
    world = await make_world(now - timedelta(days=30))
    for site in (world.oak, world.elm):
        await make_units(site, now, 120)
    async with worker("due", now.isoformat()) as first, worker("due", now.isoformat()) as second:
        assert await asyncio.gather(line_of(first), line_of(second)) == [["ready"], ["ready"]]
        for process in (first, second):
            assert process.stdin is not None
            process.stdin.write(b"go\n")
        answers = await asyncio.gather(line_of(first), line_of(second))
    assert sum(int(runs) for runs, _ in answers) == 2, "one run for each site"
    assert sum(int(changes) for _, changes in answers) == 240
    assert await JobRun.count() == 2
    for site in (world.oak, world.elm):
        assert set((await rents(site)).values()) == {1500}


async def test_a_killed_worker_leaves_a_run_that_the_next_one_finishes_exactly(database: None, now: datetime) -> None:
    world = await make_world(now)
    await make_units(world.oak, now, 100)
    (run_id,) = await ledger.open_now("toy", [world.oak.id], utc_now(), is_dry=False, started_by="clock")
    async with worker("slow") as process:
        done = 0
        while done < 20:
            done, total = map(int, await line_of(process))
        assert total == 100
        process.kill()
        await process.wait()
    await reported_is_done(run_id, world.oak)
    toy = Toy()
    assert await drain([toy.schedule()], at(utc_now() + timedelta(seconds=5))) == [run_id]
    (run,) = await ledger.get_runs([run_id])
    assert (run.status, run.attempts, run.changed, run.failed) == ("completed", 2, 100, 0)
    assert not toy.plans, "the stored plan is gone on with"
    await reported_is_done(run_id, world.oak)


async def reported_is_done(run_id: str, site: Site) -> None:
    """What the run says that it changed is what has changed: no more and no less."""
    (run,) = await ledger.get_runs([run_id])
    made = sum(rent == 1500 for rent in (await rents(site)).values())
    assert run.changed == made == (await count_changes(run))[ChangeStatus.changed]
    assert made >= 20
