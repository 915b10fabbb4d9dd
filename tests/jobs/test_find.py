"""What managers see of the queue."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.errors import NotFound
from app.jobs.find import (
    JobState,
    count_jobs,
    get_job,
    list_jobs,
    list_steps,
    next_due,
    oldest_waiting,
    state_of,
    worker_state,
)
from app.jobs.heartbeat import Heart
from app.jobs.runner import drain
from tests.factories import make_world
from tests.jobs.toy import Toy, again, make_job

EACH = {
    JobState.waiting: {},
    JobState.retrying: {"error_code": "StorageError"},
    JobState.paused: {"due_at": None},
    JobState.running: {"status": "processing"},
    JobState.completed: {"status": "completed", "due_at": None},
    JobState.failed: {"status": "failed", "due_at": None, "error_code": "ProcessingError"},
}


async def test_every_state_is_counted_listed_and_told(database: None, now: datetime) -> None:
    world = await make_world(now)
    jobs = {state: await make_job(world, now, **values) for state, values in EACH.items()}
    assert await count_jobs(world.oak.id) == dict.fromkeys(JobState, 1)
    assert await count_jobs() == dict.fromkeys(JobState, 1)
    assert await count_jobs(world.elm.id) == dict.fromkeys(JobState, 0)
    for state, job in jobs.items():
        assert state_of(await again(job)) is state
        assert [listed.id for listed in await list_jobs(world.oak.id, state)] == [job.id]


async def test_a_job_of_another_site_does_not_exist(database: None, now: datetime) -> None:
    world = await make_world(now)
    job = await make_job(world, now)
    assert (await get_job(world.oak.id, job.id)).id == job.id
    with pytest.raises(NotFound):
        await get_job(world.elm.id, job.id)


async def test_the_oldest_waiting_and_the_next_due(database: None, now: datetime) -> None:
    world = await make_world(now)
    assert (await oldest_waiting(world.oak.id), await next_due()) == (None, None)
    await make_job(world, now, due_at=None, requested_at=now - timedelta(hours=2))
    await make_job(world, now, requested_at=now - timedelta(hours=1))
    await make_job(world, now)
    assert await oldest_waiting(world.oak.id) == now - timedelta(hours=1)
    assert await oldest_waiting(world.elm.id) is None
    assert await next_due() == now


async def test_the_steps_of_a_job_in_order(database: None, now: datetime) -> None:
    job = await make_job(await make_world(now), now)
    await drain([Toy().workflow()], now=now, worker_id="worker_1")
    steps = await list_steps(job.id)
    assert [(step.name, step.attempts) for step in steps] == [("look", 1), ("think", 1), ("save", 1), ("tell", 1)]


async def test_a_silent_worker_is_told_from_a_living_one(database: None, now: datetime) -> None:
    await drain([Toy().workflow()], now=now, worker_id="worker_1")
    assert await worker_state(now + timedelta(seconds=60)) == await worker_state(now)
    silent = await worker_state(now + timedelta(seconds=61))
    assert (silent.is_alive, silent.last_seen_at, silent.last_sweep_at) == (False, now, now)


async def test_workers_that_are_long_gone_are_forgotten(database: None, now: datetime) -> None:
    await Heart("worker_1").beat(now)
    await Heart("worker_2").beat(now + timedelta(days=2))
    assert (await worker_state(now)).last_seen_at == now + timedelta(days=2)
    assert (await worker_state(now)).is_alive
