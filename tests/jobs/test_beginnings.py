"""Steps that begin together are recorded together, and none of them pays for another one's trouble."""

from __future__ import annotations

import asyncio
from datetime import datetime
from itertools import count

import pytest

from app.database import PooledSQLiteEngine, engine, write
from app.jobs import ledger, queue
from app.jobs.beginnings import Beginning, Beginnings
from app.jobs.find import list_steps
from app.jobs.heartbeat import BEAT_EVERY, Heart
from app.jobs.pace import Pace
from app.jobs.room import Room
from app.jobs.runner import drain
from app.jobs.tables import EvaluationJob
from app.jobs.workflow import Work
from tests.factories import make_world
from tests.jobs.test_together import MINUTE, make_jobs
from tests.jobs.toy import Toy, again, make_job


async def test_a_job_that_lost_its_claim_stops_and_the_others_go_on(database: None, now: datetime) -> None:
    jobs = await make_jobs(await make_world(now), now, 5)

    async def lose(work: Work) -> None:
        if work.job.id == jobs[2].id:
            await write("UPDATE ai_evaluation_jobs SET claim = 'another' WHERE id = {}", work.job.id)

    swept = await drain([Toy({"look": lose}).workflow()], now=now, worker_id="worker_1", room=Room(5), most=5)
    assert (swept.claimed, swept.completed) == (5, 4)
    lost = await again(jobs[2])
    assert (lost.status, lost.claim) == ("processing", "another")
    assert [(step.name, step.attempts) for step in await list_steps(lost.id)] == [("look", 1)]


async def test_a_step_that_cannot_be_recorded_does_not_stop_the_others(database: None, now: datetime) -> None:
    jobs = await make_jobs(await make_world(now), now, 4)
    await ledger.begin_each([(jobs[1].id, "look", 0)], now)
    await write("UPDATE ai_evaluation_steps SET attempts = 1000 WHERE job_id = {}", jobs[1].id)
    endless = Pace(step_waits=(1.0,) * 2000)
    with pytest.raises(Exception, match=r"(?i)check"):
        await drain([Toy().workflow()], now=now, worker_id="worker_1", room=Room(4), most=4, pace=endless)
    assert [(await again(job)).status for job in jobs] == ["completed", "processing", "completed", "completed"]
    assert [(step.name, step.attempts) for step in await list_steps(jobs[1].id)] == [("look", 1000)]


@pytest.mark.skipif(not isinstance(engine(), PooledSQLiteEngine), reason="the application may not rename tables")
async def test_a_sign_of_life_that_cannot_be_written_stops_no_job(database: None, now: datetime) -> None:
    await make_jobs(await make_world(now), now, 1)
    ticks = count()

    async def lose_workers(work: Work) -> None:
        await write("ALTER TABLE workers RENAME TO workers_away")

    workflow = Toy({"look": lose_workers}).workflow()
    swept = await drain([workflow], now=lambda: now + next(ticks) * BEAT_EVERY, worker_id="worker_1", most=1)
    assert swept.completed == 1


async def test_a_slow_step_does_not_hold_up_the_jobs_beside_it(database: None, now: datetime) -> None:
    jobs, may_end = await make_jobs(await make_world(now), now, 4), asyncio.Event()

    async def wait(work: Work) -> None:
        if work.job.id == jobs[0].id:
            await may_end.wait()

    toy = Toy({"look": wait})
    sweeping = asyncio.create_task(drain([toy.workflow()], now=now, worker_id="worker_1", room=Room(4)))
    while [(await again(job)).status for job in jobs[1:]] != ["completed"] * 3:
        assert not sweeping.done()
        await asyncio.sleep(0.01)
    may_end.set()
    assert (await sweeping).completed == 4


async def test_jobs_of_several_sites_are_recorded_each_for_its_site(database: None, now: datetime) -> None:
    world, toy = await make_world(now), Toy()
    jobs = await make_jobs(world, now, 3)
    lead = await again(await make_job(world, now, due_at=None))
    await write("UPDATE leads SET site_id = {} WHERE id = {}", world.elm.id, lead.lead_id)
    await write("UPDATE ai_evaluation_jobs SET site_id = {}, due_at = {} WHERE id = {}", world.elm.id, now, lead.id)
    swept = await drain([toy.workflow()], now=now + MINUTE, worker_id="worker_1", room=Room(4))
    assert swept.completed == 4
    for job in (*jobs, lead):
        assert [(step.name, step.attempts) for step in await list_steps(job.id)] == [
            ("look", 1), ("think", 1), ("save", 1), ("tell", 1)
        ]  # fmt: skip


@pytest.mark.skipif(not isinstance(engine(), PooledSQLiteEngine), reason="PostgreSQL looks at the size of the table")
async def test_claims_are_extended_by_an_index_however_many_jobs_there_are(database: None, now: datetime) -> None:
    values = [now, now, *["job"] * 16, *["job", "claim"] * 16]
    rows = await EvaluationJob.raw(f"EXPLAIN QUERY PLAN {queue.touching(16)}", *values)
    assert "SEARCH ai_evaluation_jobs USING INDEX" in rows[0]["detail"], rows


async def test_a_loop_that_ends_leaves_nobody_waiting_for_what_is_written_no_more(
    database: None, now: datetime
) -> None:
    (job,) = await make_jobs(await make_world(now), now, 1)
    beginnings = Beginnings(Heart("worker_1"), Pace(), lambda: now, 1)
    waiting = asyncio.create_task(beginnings.record(Beginning(job, "look", 0, None)))
    await asyncio.sleep(0)
    writing = [task for task in asyncio.all_tasks() if "Beginnings._write" in repr(task.get_coro())]
    assert len(writing) == 1
    for task in writing:
        task.cancel()
    await asyncio.wait([waiting], timeout=30)
    assert waiting.cancelled()
