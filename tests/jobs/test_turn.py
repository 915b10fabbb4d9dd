"""One owner per job, steps that never repeat, retries that end: a toy workflow over a real database."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from app.jobs import ledger, queue
from app.jobs.pace import Pace
from app.jobs.runner import Swept, drain
from app.jobs.tables import JobStatus, StepStatus
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


async def test_when_closing_fails_nothing_of_it_remains(database: None, now: datetime) -> None:
    toy, job = Toy({"tell": try_again}), await make_job(await make_world(now), now)
    assert (await sweep(toy, now)).retrying == 1
    waiting = await again(job)
    assert (waiting.status, waiting.evaluation_id) == (JobStatus.pending, None)
    assert list(await ledger.steps_of(job.id)) == ["look", "think", "save"]
    toy.deeds.clear()
    assert (await sweep(toy, now + MINUTE)).completed == 1
    assert toy.runs["think"] == 1
