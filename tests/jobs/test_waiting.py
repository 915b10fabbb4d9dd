"""A step that tried nothing waits without using up an attempt; a wish to wait stretches the usual wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.jobs import ledger
from app.jobs.pace import Pace
from app.jobs.runner import drain
from app.jobs.workflow import TryAgain, Work
from tests.factories import make_world
from tests.jobs.toy import Toy, again, make_job

MINUTE = timedelta(minutes=1)


async def rest(work: Work) -> None:
    raise TryAgain("Resting", "Not asked at present.", wait=MINUTE, is_counted=False)


async def ask_for_patience(work: Work) -> None:
    raise TryAgain("Busy", "Come back later.", wait=MINUTE)


async def test_waiting_uses_up_no_attempt_however_often(database: None, now: datetime) -> None:
    toy, job = Toy({"think": rest}), await make_job(await make_world(now), now)
    for round_ in range(20):
        swept = await drain([toy.workflow()], now=now + round_ * MINUTE, worker_id="w", pace=Pace(jitter=0))
        assert (swept.retrying, swept.failed) == (1, 0)
    waiting = await again(job)
    assert (waiting.due_at, waiting.retry_count, waiting.error_code) == (now + 20 * MINUTE, 0, "Resting")
    assert (await ledger.steps_of(job.id))["think"].attempts == 0
    toy.deeds.clear()
    assert (await drain([toy.workflow()], now=now + 20 * MINUTE, worker_id="w")).completed == 1
    assert toy.runs["look"] == 1


async def test_a_wish_to_wait_counts_and_stretches_the_wait(database: None, now: datetime) -> None:
    toy, job = Toy({"think": ask_for_patience}), await make_job(await make_world(now), now)
    await drain([toy.workflow()], now=now, worker_id="w", pace=Pace(jitter=0))
    waiting = await again(job)
    assert (waiting.due_at, (await ledger.steps_of(job.id))["think"].attempts) == (now + MINUTE, 1)
