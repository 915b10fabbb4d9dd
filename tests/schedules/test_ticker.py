"""The thread of the schedules: one tick at a time, none lost, and an end that hands back what is at work."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from app.clock import utc_now
from app.jobs.tables import Worker
from app.schedules.minute import look_after
from app.schedules.runner import never
from app.schedules.tables import JobRun
from app.schedules.ticker import Ticker
from app.stand_in import stand_in_once
from tests.factories import World
from tests.schedules.toy import at

SECONDS = 60


def test_a_wake_during_a_tick_is_answered_by_one_more(database: None) -> None:
    began, may_go_on, ended, count = threading.Semaphore(0), threading.Event(), threading.Semaphore(0), [0]

    async def tick(is_stopping: Callable[[], bool]) -> None:
        count[0] += 1
        began.release()
        await asyncio.to_thread(may_go_on.wait, SECONDS)
        ended.release()
        if count[0] == 1:
            raise ValueError("a tick that fails does not end the thread")

    ticker = Ticker(tick)
    ticker.start()
    ticker.wake()
    assert began.acquire(timeout=SECONDS)
    for _ in range(5):
        ticker.wake()
    may_go_on.set()
    assert ended.acquire(timeout=SECONDS) and ended.acquire(timeout=SECONDS)
    ticker.ask_to_stop()
    ticker.close()
    ticker.wake()
    assert count == [2]


def test_what_still_runs_after_the_grace_is_cancelled(database: None) -> None:
    began, cancelled = threading.Event(), threading.Event()

    async def tick(is_stopping: Callable[[], bool]) -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            assert is_stopping()
            cancelled.set()
            raise

    ticker = Ticker(tick, grace=0.05)
    ticker.start()
    ticker.wake()
    assert began.wait(SECONDS)
    ticker.ask_to_stop()
    ticker.close()
    assert cancelled.is_set()


async def test_a_chore_that_fails_keeps_none_of_the_others_back(now: datetime) -> None:
    seen: list[datetime] = []

    async def broken(moment: datetime) -> None:
        raise KeyError(moment)

    async def note(moment: datetime) -> None:
        seen.append(moment)

    failed = await look_after([note, broken, note], at(now), never)
    assert len(seen) == 2 and [name.rpartition(".")[2] for name in failed] == ["broken"]
    assert await look_after([note], at(now), lambda: True) == [] and len(seen) == 2


async def test_a_web_process_stands_in_only_while_no_worker_answers(world: World, now: datetime) -> None:
    await JobRun.delete(force=True)
    moment = utc_now()
    await Worker(id="w", started_at=moment, last_seen_at=moment).save()
    assert await stand_in_once(moment) is False
    assert await stand_in_once(moment + timedelta(minutes=2)) is True
    assert await JobRun.exists().where(JobRun.site_id == world.oak.id), "what is due stands in the ledger"
    assert not await JobRun.exists().where(JobRun.attempts > 0)
