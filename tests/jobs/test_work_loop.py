"""A worker process that must stop finishes what it can, and hands back what it cannot."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from app.clock import utc_now
from app.database import close_database, open_database
from app.jobs.find import worker_state
from app.jobs.work_loop import WorkLoop


async def with_loop(
    use: Callable[[WorkLoop], None], wake: Callable[[], object] = lambda: None, grace: float = 0.05
) -> None:
    """Drive a loop from a thread, as the consumer does. A pool belongs to one loop, so the test lets go of its own."""

    def drive() -> None:
        loop = WorkLoop(wake, grace)
        loop.start()
        try:
            use(loop)
        finally:
            loop.close()

    await close_database()
    await asyncio.to_thread(drive)
    await open_database()


async def answer() -> str:
    return "done"


async def hang() -> None:
    await asyncio.Event().wait()


async def test_work_runs_and_the_worker_shows_a_sign_of_life(database: None) -> None:
    results = []
    await with_loop(lambda loop: results.append(loop.run(answer())))
    assert results == ["done"]
    assert (await worker_state(utc_now())).is_alive


async def test_what_outlasts_the_grace_is_cut_short(database: None) -> None:
    def use(loop: WorkLoop) -> None:
        threading.Timer(0.05, loop.ask_to_stop).start()
        assert loop.run(hang()) is None
        assert loop.is_stopping()

    await with_loop(use)


async def test_a_stop_lets_short_work_finish(database: None) -> None:
    def use(loop: WorkLoop) -> None:
        loop.ask_to_stop()
        assert loop.run(answer()) == "done"

    await with_loop(use, grace=5)


async def test_the_worker_wakes_itself_for_the_next_due_job(database: None) -> None:
    woken = threading.Event()

    def use(loop: WorkLoop) -> None:
        async def plan() -> None:
            loop.wake_in(0.3)
            loop.wake_in(0.05)
            loop.wake_in(7200)

        loop.run(plan())
        assert woken.wait(2)

    await with_loop(use, wake=woken.set)


async def test_nobody_answered_yet(database: None) -> None:
    assert (await worker_state(utc_now())).last_seen_at is None
