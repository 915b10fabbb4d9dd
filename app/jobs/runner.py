"""One pass of the queue: claim what is due and work on it, until nothing is due, enough is done, or a stop is asked."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import asdict, dataclass
from datetime import datetime
from time import perf_counter
from typing import Any

from app import metrics
from app.database import write_transaction
from app.jobs import ledger, queue
from app.jobs.beginnings import Beginnings
from app.jobs.heartbeat import Heart
from app.jobs.pace import Pace
from app.jobs.room import Room
from app.jobs.turn import Outcome, Turn
from app.jobs.workflow import Workflow, Workflows

log = logging.getLogger("leaselab.jobs")

MOST_JOBS = 100


@dataclass
class Swept:
    """What one pass did; `retrying` are jobs that wait for another try."""

    claimed: int = 0
    completed: int = 0
    failed: int = 0
    retrying: int = 0
    seconds: float = 0.0


def _never() -> bool:
    return False


def _clock(now: datetime | Callable[[], datetime]) -> Callable[[], datetime]:
    if isinstance(now, datetime):
        fixed = now
        return lambda: fixed
    return now


async def drain(
    workflows: Workflows,
    *,
    now: datetime | Callable[[], datetime],
    worker_id: str,
    most: int = MOST_JOBS,
    pace: Pace | None = None,
    is_stopping: Callable[[], bool] = _never,
    room: Room | None = None,
) -> Swept:
    """Work on due jobs, longest due first, at most `most` of them.

    `now` is a clock, or a fixed time for tests. Cancelled, it hands the jobs at work back and raises CancelledError.
    """
    clock = _clock(now)
    pace, room, heart, swept, began = pace or Pace(), room or Room(), Heart(worker_id), Swept(), perf_counter()
    known = {workflow.name: workflow for workflow in workflows}
    await heart.beat(clock(), is_sweep=True)
    while swept.claimed < most and not is_stopping():
        since = perf_counter()
        turns = await _held(_claim(known, min(room.size, most - swept.claimed), pace, heart, clock, room))
        if not turns:
            break
        for outcome in await _run_together(turns):
            _count(swept, outcome)
        room.learn(len(turns), perf_counter() - since)
    swept.seconds = round(perf_counter() - began, 3)
    async with write_transaction():
        await metrics.add({"sweeps": 1, "sweep_seconds": swept.seconds, "jobs_processed": swept.claimed})
    if swept.claimed:
        log.info("queue swept", extra={"worker_id": worker_id, **asdict(swept)})
    return swept


async def _claim(
    known: dict[str, Workflow],
    most: int,
    pace: Pace,
    heart: Heart,
    clock: Callable[[], datetime],
    room: Room,
) -> list[Turn]:
    now = clock()
    jobs = await queue.claim_some(known, now, now + pace.claim_length, most)
    recorded = await ledger.steps_of_each([job.id for job in jobs]) if jobs else {}
    beginnings = Beginnings(heart, pace, clock, len(jobs))
    return [Turn(job, recorded[job.id], known[job.workflow], pace, clock, room, beginnings) for job in jobs]


async def _held(claiming: Coroutine[Any, Any, list[Turn]]) -> list[Turn]:
    """What is being claimed while the worker is cancelled is handed back: else it waits until its claim lapses."""
    claim = asyncio.ensure_future(claiming)
    try:
        return await asyncio.shield(claim)
    except asyncio.CancelledError:
        for turn in await claim:
            await turn.hand_back()
        raise


async def _run_together(turns: list[Turn]) -> list[Outcome]:
    """Run the turns at once. One that fails does not disturb the others; cancelled, all hand their jobs back first."""
    if len(turns) == 1:
        return [await turns[0].run()]
    try:
        ended = await asyncio.gather(*(turn.run() for turn in turns), return_exceptions=True)
    except asyncio.CancelledError:
        for turn in turns:  # one that was cancelled before it began has not; the others' claims are gone
            await turn.hand_back()
        raise
    outcomes = [outcome for outcome in ended if isinstance(outcome, Outcome)]
    for outcome in ended:
        if isinstance(outcome, BaseException):
            raise outcome
    return outcomes


def _count(swept: Swept, outcome: Outcome) -> None:
    swept.claimed += outcome is not Outcome.handed_back
    swept.completed += outcome is Outcome.completed
    swept.failed += outcome is Outcome.failed
    swept.retrying += outcome is Outcome.retrying
