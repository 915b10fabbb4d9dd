"""Claims that lapse, workers that die or are asked to stop: a job goes on with somebody else."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from app.jobs import ledger, queue
from app.jobs.pace import Pace
from app.jobs.runner import drain
from app.jobs.tables import EvaluationJob, JobStatus
from app.jobs.workflow import Work
from tests.factories import make_world
from tests.jobs.test_turn import MINUTE, sweep, try_again
from tests.jobs.toy import Toy, again, make_job


async def abandon(job: EvaluationJob, step: str, now: datetime) -> None:
    """What a killed worker leaves: a claim, and a step that began."""
    claimed = await queue.claim(["toy"], now, now + timedelta(seconds=30))
    assert claimed is not None and claimed.id == job.id
    await ledger.begin_each([(claimed.id, step, 0)], now)


async def test_a_lapsed_claim_is_taken_over_at_the_interrupted_step(database: None, now: datetime) -> None:
    toy, job = Toy({"think": try_again}), await make_job(await make_world(now), now)
    await sweep(toy, now)
    toy.deeds.clear()
    now += MINUTE
    await abandon(job, "think", now)
    assert (await sweep(toy, now + timedelta(seconds=29))).claimed == 0
    assert (await sweep(toy, now + timedelta(seconds=30))).completed == 1
    assert toy.runs["look"] == 1
    assert (await ledger.steps_of(job.id))["think"].attempts == 3


async def test_a_lapsed_claim_comes_before_the_jobs_that_wait(database: None, now: datetime) -> None:
    world, toy = await make_world(now), Toy()
    job = await make_job(world, now)
    await abandon(job, "look", now)
    waiting = await make_job(world, now)
    assert (await sweep(toy, now + MINUTE, most=1)).completed == 1
    assert ((await again(job)).status, (await again(waiting)).status) == ("completed", "pending")


async def test_a_step_that_kills_its_worker_fails_after_three_tries(database: None, now: datetime) -> None:
    toy, job = Toy(), await make_job(await make_world(now), now)
    for _ in range(3):
        await abandon(job, "look", now)
        now += MINUTE
    assert (await sweep(toy, now)).failed == 1
    assert toy.runs["look"] == 0
    assert (await again(job)).error_code == "ProcessingError"
    assert toy.failures == [(job.id, "ProcessingError")]


async def test_a_worker_that_lost_its_claim_stops_quietly(database: None, now: datetime) -> None:
    later = now + MINUTE

    async def lose(work: Work) -> None:
        toy.deeds.clear()
        assert (await sweep(toy, later)).completed == 1

    toy = Toy({"think": lose})
    job = await make_job(await make_world(now), now)
    swept = await sweep(toy, now)
    assert (swept.claimed, swept.completed, swept.failed, swept.retrying) == (1, 0, 0, 0)
    assert toy.runs["save"] == 1
    assert (await again(job)).completed_at == later


async def test_a_long_step_keeps_its_claim(database: None, now: datetime) -> None:
    async def slow(work: Work) -> None:
        before = (await again(work.job)).due_at
        for _ in range(200):
            await asyncio.sleep(0.01)
            if (await again(work.job)).due_at != before:
                return
        pytest.fail("the claim was not extended")

    clock = iter(now + timedelta(milliseconds=step) for step in range(10_000))
    toy = Toy({"look": slow})
    await make_job(await make_world(now), now)
    quick = Pace(claim=0.15, jitter=0)
    swept = await drain([toy.workflow()], now=lambda: next(clock), worker_id="worker_1", pace=quick)
    assert swept.completed == 1


async def test_a_worker_asked_to_stop_hands_its_job_back(database: None, now: datetime) -> None:
    begun = asyncio.Event()

    async def hang(work: Work) -> None:
        begun.set()
        await asyncio.Event().wait()

    toy, job = Toy({"think": hang}), await make_job(await make_world(now), now)
    working = asyncio.create_task(sweep(toy, now))
    await begun.wait()
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    handed = await again(job)
    assert (handed.status, handed.due_at, handed.claim) == (JobStatus.pending, now, None)
    assert (await ledger.steps_of(job.id))["think"].attempts == 0, "an attempt cut short does not count"
    toy.deeds.clear()
    assert (await sweep(toy, now)).completed == 1
    assert toy.runs["look"] == 1


async def test_a_sweep_that_is_stopping_begins_nothing_new(database: None, now: datetime) -> None:
    await make_job(await make_world(now), now)
    assert (await sweep(Toy(), now, is_stopping=lambda: True)).claimed == 0
