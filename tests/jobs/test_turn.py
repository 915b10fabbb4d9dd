"""One owner per job, steps that never repeat, retries that end: a toy workflow over a real database."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from app.jobs import ledger, queue
from app.jobs.pace import Pace
from app.jobs.runner import Swept, drain
from app.jobs.tables import EvaluationJob, JobStatus, StepStatus
from app.jobs.workflow import GiveUp, TryAgain, Work
from tests.factories import make_world
from tests.jobs.toy import Toy, again, make_job

PACE = Pace(jitter=0)
MINUTE = timedelta(minutes=1)


async def sweep(toy: Toy, now: datetime, **values: object) -> Swept:
    return await drain([toy.workflow()], now=now, worker_id="worker_1", pace=PACE, **values)  # type: ignore[arg-type]


async def give_up(work: Work) -> None:
    raise GiveUp("ResourceNotFound", "It is gone.")


async def try_again(work: Work) -> None:
    raise TryAgain("StorageError", "The store did not answer.")


async def test_a_job_runs_through_its_steps(database: None, now: datetime) -> None:
    toy, job = Toy(), await make_job(await make_world(now), now)
    assert (await sweep(toy, now)).completed == 1
    done = await again(job)
    assert (done.status, done.evaluation_id, done.due_at, done.claim) == (JobStatus.completed, "result", None, None)
    steps = await ledger.steps_of(job.id)
    assert list(steps) == ["look", "think", "save", "tell"]
    assert {step.status for step in steps.values()} == {StepStatus.completed}
    assert {step.attempts for step in steps.values()} == {1}
    assert ledger.output_of(steps["look"]) == {"from": "look"}
    assert ledger.output_of(steps["think"]) == {}, "needed only until the job is completed"


async def test_the_longest_due_job_is_taken_first_and_no_more_than_asked_for(database: None, now: datetime) -> None:
    world, toy = await make_world(now), Toy()
    jobs = [await make_job(world, now - minutes * MINUTE) for minutes in (1, 3, 2)]
    assert (await sweep(toy, now, most=2)).claimed == 2
    assert [(await again(job)).status for job in jobs] == ["pending", "completed", "completed"]


async def test_a_job_that_is_not_due_or_paused_is_left_alone(database: None, now: datetime) -> None:
    world = await make_world(now)
    await make_job(world, now, due_at=now + MINUTE)
    await make_job(world, now, due_at=None)
    assert (await sweep(Toy(), now)).claimed == 0


async def test_many_claims_at_once_give_each_job_to_one(database: None, now: datetime) -> None:
    world = await make_world(now)
    jobs = {(await make_job(world, now)).id for _ in range(5)}
    claimed = await asyncio.gather(*(queue.claim(["toy"], now, now + MINUTE) for _ in range(12)))
    assert sorted(job.id for job in claimed if job) == sorted(jobs)


async def test_a_finished_step_never_repeats(database: None, now: datetime) -> None:
    toy, job = Toy({"think": try_again}), await make_job(await make_world(now), now)
    assert (await sweep(toy, now)).retrying == 1
    toy.deeds.clear()
    assert (await sweep(toy, now + MINUTE)).completed == 1
    assert toy.runs == {"look": 1, "think": 2, "save": 1, "tell": 1}
    assert (await ledger.steps_of(job.id))["think"].attempts == 2


async def test_a_waiting_retry_frees_the_job_until_its_time(database: None, now: datetime) -> None:
    toy, job = Toy({"look": try_again}), await make_job(await make_world(now), now)
    for wait in (1, 2):
        await sweep(toy, now)
        waiting = await again(job)
        assert (waiting.status, waiting.claim, waiting.error_code) == (JobStatus.pending, None, "StorageError")
        assert waiting.due_at == now + timedelta(seconds=wait)
        assert (await ledger.steps_of(job.id))["look"].status == StepStatus.waiting
        assert (await sweep(toy, now)).claimed == 0
        now = waiting.due_at


async def test_after_three_attempts_the_job_itself_waits_longer_and_at_last_fails(
    database: None, now: datetime
) -> None:
    toy, job = Toy({"look": try_again}), await make_job(await make_world(now), now)
    waits = []
    while (await again(job)).status != JobStatus.failed:
        await sweep(toy, now)
        due = (await again(job)).due_at
        if due is not None:
            waits.append((due - now).total_seconds())
            now = due
    assert waits == [1, 2, 30, 1, 2, 120, 1, 2, 480, 1, 2]
    failed = await again(job)
    assert (failed.retry_count, failed.error_code, toy.runs["look"]) == (3, "StorageError", 12)
    assert toy.failures == [(job.id, "StorageError")]


async def test_giving_up_fails_the_job_at_once(database: None, now: datetime) -> None:
    toy, job = Toy({"think": give_up}), await make_job(await make_world(now), now)
    assert (await sweep(toy, now)).failed == 1
    failed = await again(job)
    assert (failed.status, failed.error_code, failed.error_message) == ("failed", "ResourceNotFound", "It is gone.")
    assert failed.completed_at == now
    steps = await ledger.steps_of(job.id)
    assert (steps["look"].status, steps["think"].status) == (StepStatus.completed, StepStatus.failed)
    assert toy.failures == [(job.id, "ResourceNotFound")]


async def test_an_unforeseen_error_is_retried_and_its_words_are_not_kept(database: None, now: datetime) -> None:
    async def stumble(work: Work) -> None:
        raise ValueError("Jane Doe earns 3000")

    toy, job = Toy({"look": stumble}), await make_job(await make_world(now), now)
    assert (await sweep(toy, now)).retrying == 1
    step = (await ledger.steps_of(job.id))["look"]
    assert step.error_code == "ProcessingError"
    assert "Jane" not in step.error_message


async def test_a_step_that_takes_too_long_is_stopped(database: None, now: datetime) -> None:
    async def hang(work: Work) -> None:
        await asyncio.Event().wait()

    toy, job = Toy({"look": hang}, limit=timedelta(milliseconds=30)), await make_job(await make_world(now), now)
    assert (await sweep(toy, now)).retrying == 1
    assert (await ledger.steps_of(job.id))["look"].error_code == "TooLate"


async def test_the_attempt_is_counted_before_the_step_runs(database: None, now: datetime) -> None:
    seen = []

    async def look(work: Work) -> None:
        seen.append((await ledger.steps_of(work.job.id))["look"].attempts)

    await make_job(await make_world(now), now)
    await sweep(Toy({"look": look}), now)
    assert seen == [1]


async def abandon(job: EvaluationJob, step: str, now: datetime) -> None:
    """What a killed worker leaves: a claim, and a step that began."""
    claimed = await queue.claim(["toy"], now, now + timedelta(seconds=30))
    assert claimed is not None and claimed.id == job.id
    await ledger.begin(claimed, step, 0, now)


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


async def test_when_closing_fails_nothing_of_it_remains(database: None, now: datetime) -> None:
    toy, job = Toy({"tell": try_again}), await make_job(await make_world(now), now)
    assert (await sweep(toy, now)).retrying == 1
    waiting = await again(job)
    assert (waiting.status, waiting.evaluation_id) == (JobStatus.pending, None)
    assert list(await ledger.steps_of(job.id)) == ["look", "think", "save"]
    toy.deeds.clear()
    assert (await sweep(toy, now + MINUTE)).completed == 1
    assert toy.runs["think"] == 1


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
