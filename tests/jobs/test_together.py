"""Quick jobs are worked on together; slow ones, and those that outlived their worker, are not."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from app.jobs import ledger, queue
from app.jobs.find import list_steps
from app.jobs.room import AT_WORK, MOST_TOGETHER, QUICK_SECONDS, NoRoom, Room
from app.jobs.runner import drain
from app.jobs.tables import EvaluationJob
from app.jobs.workflow import Work
from tests.factories import World, make_world
from tests.jobs.toy import Toy, again, make_job

MINUTE = timedelta(minutes=1)


async def make_jobs(world: World, now: datetime, count: int) -> list[EvaluationJob]:
    return [await make_job(world, now, due_at=now - (count - place) * MINUTE) for place in range(count)]


async def test_some_are_claimed_at_once_the_longest_due_first(database: None, now: datetime) -> None:
    jobs = await make_jobs(await make_world(now), now, 5)
    claimed = await queue.claim_some(["toy"], now, now + MINUTE, 3)
    assert {job.id for job in claimed} == {job.id for job in jobs[:3]}
    assert all(job.status == "processing" and job.due_at == now + MINUTE for job in claimed)
    assert len(await queue.claim_some(["toy"], now, now + MINUTE, 3)) == 2
    assert await queue.claim_some(["toy"], now, now + MINUTE, 3) == []
    assert await queue.claim_some([], now, now + MINUTE, 3) == []


async def test_many_claims_of_some_give_each_job_to_one(database: None, now: datetime) -> None:
    jobs = await make_jobs(await make_world(now), now, 30)
    claimed = await asyncio.gather(*(queue.claim_some(["toy"], now, now + MINUTE, 4) for _ in range(9)))
    assert sorted(job.id for some in claimed for job in some) == sorted(job.id for job in jobs)
    assert max(len(some) for some in claimed) <= 4


async def test_a_job_that_outlived_its_worker_is_taken_alone(database: None, now: datetime) -> None:
    jobs = await make_jobs(await make_world(now), now, 4)
    left_behind = await queue.claim(["toy"], now, now + MINUTE)
    assert left_behind is not None and left_behind.id == jobs[0].id
    later = now + 2 * MINUTE
    assert [job.id for job in await queue.claim_some(["toy"], later, later + MINUTE, 8)] == [jobs[0].id]
    assert len(await queue.claim_some(["toy"], later, later + MINUTE, 8)) == 3


async def test_paused_foreign_and_later_jobs_are_not_taken_with_others(database: None, now: datetime) -> None:
    world = await make_world(now)
    due = await make_job(world, now)
    await make_job(world, now, due_at=None)
    await make_job(world, now, due_at=now + MINUTE)
    await make_job(world, now, workflow="other")
    assert [job.id for job in await queue.claim_some(["toy"], now, now + MINUTE, 8)] == [due.id]


async def test_a_sweep_of_quick_jobs_works_on_each_exactly_once(database: None, now: datetime) -> None:
    world, toy = await make_world(now), Toy()
    jobs = await make_jobs(world, now, 40)
    swept = await drain([toy.workflow()], now=now, worker_id="worker_1")
    assert (swept.claimed, swept.completed) == (40, 40)
    assert set(toy.runs.values()) == {40}
    for job in jobs[::13]:
        assert [(step.name, step.attempts) for step in await list_steps(job.id)] == [
            ("look", 1), ("think", 1), ("save", 1), ("tell", 1)
        ]  # fmt: skip


async def test_a_sweep_takes_no_more_than_it_was_asked_for(database: None, now: datetime) -> None:
    jobs = await make_jobs(await make_world(now), now, 12)
    assert (await drain([Toy().workflow()], now=now, worker_id="worker_1", most=9)).claimed == 9
    assert [(await again(job)).status for job in jobs] == ["completed"] * 9 + ["pending"] * 3


def test_quick_jobs_are_taken_in_growing_numbers_and_slow_ones_one_by_one() -> None:
    room, sizes = Room(), []
    for _ in range(6):
        sizes.append(room.size)
        room.learn(room.size, 0.0)
    assert sizes == [1, 2, 4, 8, MOST_TOGETHER, MOST_TOGETHER]
    room.learn(MOST_TOGETHER, MOST_TOGETHER * QUICK_SECONDS)
    assert room.size == 1


async def test_few_steps_run_at_once_and_who_waits_long_is_sent_away() -> None:
    room, at_work, may_end = Room(), 0, asyncio.Event()

    async def one() -> str:
        nonlocal at_work
        try:
            async with room:
                at_work += 1
                await may_end.wait()
        except NoRoom:
            may_end.set()
            return "sent away"
        return "done"

    ended = await asyncio.gather(*(one() for _ in range(AT_WORK + 1)))
    assert (at_work, sorted(ended)) == (AT_WORK, ["done"] * AT_WORK + ["sent away"])


async def test_what_waits_behind_slow_jobs_goes_back_uncounted(database: None, now: datetime) -> None:
    may_end = asyncio.Event()

    async def think(work: Work) -> None:
        await may_end.wait()

    jobs = await make_jobs(await make_world(now), now, 10)
    toy = Toy({"think": think})
    sweeping = asyncio.create_task(drain([toy.workflow()], now=now, worker_id="worker_1", room=Room(10)))
    while (toy.runs["think"], len(await waiting())) != (AT_WORK, len(jobs) - AT_WORK):
        assert not sweeping.done()
        await asyncio.sleep(0.02)
    for job_id in await waiting():
        for step in (await ledger.steps_of(job_id)).values():  # a slow database sends some away before they look
            assert (step.status == "completed", step.attempts) in {(True, 1), (False, 0)}, step.name
    may_end.set()
    assert (await sweeping).completed == len(jobs)
    assert (toy.runs["look"], toy.runs["think"]) == (len(jobs), len(jobs)), "a finished step never repeats"


async def test_a_stop_hands_all_jobs_back_that_were_taken_together(database: None, now: datetime) -> None:
    at_work = asyncio.Event()

    async def think(work: Work) -> None:
        at_work.set()
        await asyncio.Event().wait()

    jobs = await make_jobs(await make_world(now), now, 4)
    sweeping = asyncio.create_task(
        drain([Toy({"think": think}).workflow()], now=now, worker_id="worker_1", room=Room(4))
    )
    await at_work.wait()
    sweeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sweeping
    assert sorted(await waiting()) == sorted(job.id for job in jobs)
    assert (await drain([Toy().workflow()], now=now, worker_id="worker_2")).completed == 4


async def test_a_stop_at_any_moment_leaves_no_claim_and_no_attempt_behind(database: None, now: datetime) -> None:
    world, toy = await make_world(now), Toy()
    for moment in range(0, 120, 3):
        jobs = await make_jobs(world, now, 4)
        sweeping = asyncio.create_task(drain([toy.workflow()], now=now, worker_id="worker_1", room=Room(4)))
        for _ in range(moment):
            await asyncio.sleep(0)
        sweeping.cancel()
        await asyncio.gather(sweeping, return_exceptions=True)
        for job in jobs:
            left = await again(job)
            steps = [step for step in await list_steps(job.id) if step.status != "completed"]
            assert left.claim is None and left.status in {"pending", "completed"}
            assert [step.attempts for step in steps] in ([], [0])
        await EvaluationJob.update({EvaluationJob.due_at: None}).where(EvaluationJob.due_at.is_not_null())


async def waiting() -> list[str]:
    rows = await EvaluationJob.raw("SELECT id FROM ai_evaluation_jobs WHERE status = 'pending'")
    return [row["id"] for row in rows]
