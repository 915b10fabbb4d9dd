"""One pass of the queue: claim what is due and work on it, until nothing is due, enough is done, or a stop is asked."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from time import perf_counter

from app import metrics
from app.database import write_transaction
from app.jobs import ledger, queue
from app.jobs.heartbeat import Heart
from app.jobs.pace import Pace
from app.jobs.room import Room
from app.jobs.turn import Outcome, Turn
from app.jobs.workflow import Workflows

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
        moment, since = clock(), perf_counter()
        jobs = await queue.claim_some(known, moment, moment + pace.claim_length, min(room.size, most - swept.claimed))
        if not jobs:
            break
        recorded = await ledger.steps_of_each([job.id for job in jobs])
        turns = [Turn(job, recorded[job.id], known[job.workflow], pace, heart, clock, room) for job in jobs]
        for outcome in await _run_together(turns):
            _count(swept, outcome)
        room.learn(len(jobs), perf_counter() - since)
    swept.seconds = round(perf_counter() - began, 3)
    async with write_transaction():
        await metrics.add({"sweeps": 1, "sweep_seconds": swept.seconds, "jobs_processed": swept.claimed})
    if swept.claimed:
        log.info("queue swept", extra={"worker_id": worker_id, **asdict(swept)})
    return swept


async def _run_together(turns: list[Turn]) -> list[Outcome]:
    """Run the turns at once. One that fails does not disturb the others; cancelled, all hand their jobs back first."""
    if len(turns) == 1:
        return [await turns[0].run()]
    ended = await asyncio.gather(*(turn.run() for turn in turns), return_exceptions=True)
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
