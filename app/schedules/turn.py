"""A worker's turn at one run: plan, store the plan, make its changes chunk by chunk, so that any worker can go on."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from app.database import write_transaction
from app.schedules import changes, ledger
from app.schedules.changes import Done, Stored
from app.schedules.schedule import Change, Plan, Schedule, SkipChange
from app.schedules.tables import ChangeStatus, JobRun, JobRunChange, RunStatus
from app.traces import span

log = logging.getLogger("leaselab.schedules")

PLAN_FAILED = "The plan could not be made ({}). Nothing was changed."
PLAN_LATE = "Making the plan took longer than it may, and was stopped. Nothing was changed."
CHANGE_FAILED = "This change could not be made ({}). The others went on."
INTERRUPTED = "Workers stopped {} times in the middle of this run, so it is not tried again by itself."
Tell = Callable[[JobRun, int, int], None]
"""Called with the run, how many changes are done with, and how many there are."""


@dataclass(frozen=True, slots=True)
class Pace:
    """`claim` and `plan` in seconds: a dead worker keeps a run for `claim`; `chunk` changes share a transaction."""

    claim: float = 60.0
    plan: float = 600.0
    chunk: int = 50
    most_attempts: int = 3

    @property
    def claim_length(self) -> timedelta:
        return timedelta(seconds=self.claim)


class PlanFailed(Exception):
    """Its text is the sentence that the run fails with."""


class ChangeFailed(Exception):
    """`apply` raised, so the transaction around it is undone. Its text is the reason shown."""


def nothing(run: JobRun, done: int, total: int) -> None:
    """Tell nobody."""


class Turn:
    """`work` is called once, for a run that was just claimed."""

    def __init__(
        self,
        run: JobRun,
        schedule: Schedule,
        clock: Callable[[], datetime],
        pace: Pace,
        is_stopping: Callable[[], bool],
        tell: Tell = nothing,
    ) -> None:
        self.run, self.schedule, self.clock, self.pace = run, schedule, clock, pace
        self.is_stopping, self.tell = is_stopping, tell
        self.site_id, self.now, self.began = str(run.site_id), clock(), perf_counter()
        self.outcome = "handed back"

    async def work(self) -> None:
        """To the end of the run, or until a stop is asked, which hands it back. Raises ClaimLost and CancelledError."""
        keeping = asyncio.ensure_future(self._keep())
        try:
            with span(f"run {self.run.schedule}", run_id=self.run.id, site_id=self.site_id) as shown:
                await self._work()
                shown.note(outcome=self.outcome)
        except asyncio.CancelledError:
            keeping.cancel()
            await self._hand_back()
            raise
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def _work(self) -> None:
        if self.run.attempts > self.pace.most_attempts:
            await self._close(RunStatus.failed, INTERRUPTED.format(self.pace.most_attempts))
            return
        if self.run.attempts > 1:
            await changes.say(self.run, self.now, "A worker stopped in the middle; another went on.", level="warning")
        try:
            if self.run.planned_at is None:
                await changes.store_plan(self.run, *await self._plan(), self.now)
        except PlanFailed as failure:
            await self._close(RunStatus.failed, str(failure))
            return
        if self.run.is_dry or await self._apply_all():
            await self._close(RunStatus.completed)
        else:
            await self._hand_back()

    async def _plan(self) -> tuple[Plan, list[JobRunChange]]:
        try:
            plan = await asyncio.wait_for(self.schedule.plan(self.site_id, self.now), self.pace.plan)
            return plan, changes.rows_of(self.run, plan)
        except TimeoutError:
            raise PlanFailed(PLAN_LATE) from None
        except Exception as error:
            log.warning("plan raised", extra={**self._about(), "error": _place(error)})
            raise PlanFailed(PLAN_FAILED.format(type(error).__name__)) from error

    async def _apply_all(self) -> bool:
        """Whether all is done; False when a stop was asked before."""
        total = left = await changes.count_planned(self.run)
        position = -1
        while left and not self.is_stopping():
            chunk = await changes.next_planned(self.run, position, self.pace.chunk)
            try:
                await self._apply(chunk)
            except ChangeFailed:
                await self._apply_one_by_one(chunk)
            position, left = chunk[-1].position, left - len(chunk)
            self.tell(self.run, total - left, total)
        return not left

    async def _apply(self, chunk: Sequence[Stored]) -> None:
        """All of the chunk or nothing of it, in one transaction with its record. Raises ChangeFailed."""
        async with write_transaction():
            await ledger.hold(self.run, {JobRun.claimed_until: self.clock() + self.pace.claim_length})
            done = [await self._make(stored) for stored in chunk]
            await changes.tick_off(self.run, done)

    async def _apply_one_by_one(self, chunk: Sequence[Stored]) -> None:
        """So that one change that fails does not stop the others."""
        for stored in chunk:
            try:
                await self._apply([stored])
            except ChangeFailed as failure:
                async with write_transaction():
                    await changes.tick_off(self.run, [Done(stored.position, ChangeStatus.failed, str(failure))])

    async def _make(self, stored: Stored) -> Done:
        change: Change = stored.change
        try:
            await self.schedule.apply(self.site_id, change, self.now)
        except SkipChange as reason:
            return Done(stored.position, ChangeStatus.skipped, str(reason)[:500])
        except Exception as error:
            # Not the message: it may quote a record.
            log.warning("change failed", extra={**self._about(), "position": stored.position, "error": _place(error)})
            raise ChangeFailed(CHANGE_FAILED.format(type(error).__name__)) from error
        return Done(stored.position, ChangeStatus.changed)

    async def _keep(self) -> None:
        """Extend the claim until cancelled. When it is lost, the next write finds out."""
        while True:
            await asyncio.sleep(self.pace.claim / 3)
            try:
                await ledger.hold(self.run, {JobRun.claimed_until: self.clock() + self.pace.claim_length})
            except Exception as error:
                log.warning("claim not extended", extra={**self._about(), "error": type(error).__name__})

    async def _close(self, status: RunStatus, error: str | None = None) -> None:
        async with write_transaction():
            if error is not None:
                await changes.say(self.run, self.clock(), error, level="error")
            await ledger.close(self.run, status, self.clock(), self._took(), error)
        self.outcome = status.value
        log.info("run %s", status.value, extra={**self._about(), "duration_ms": self._took()})

    async def _hand_back(self) -> None:
        try:
            await ledger.hand_back(self.run, self.clock(), self._took())
        except ledger.ClaimLost:
            return
        log.info("run handed back", extra=self._about())

    def _took(self) -> int:
        return round((perf_counter() - self.began) * 1000)

    def _about(self) -> dict[str, str]:
        return {"run_id": self.run.id, "schedule": self.schedule.name, "site_id": self.site_id}


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {where}"
