"""Steps that begin at about the same time are recorded together: one transaction, three statements for all of a site.

A commit waits for the disk and a statement for the server, whether they are about one job or about sixteen.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

from app.database import write_transaction
from app.database_scope import site_scope
from app.jobs import ledger, queue
from app.jobs.heartbeat import Heart
from app.jobs.pace import Pace
from app.jobs.tables import EvaluationJob

LONGEST_WAIT_SECONDS = 0.025
"""For the others that are worked on together; so much is lost with every step of quick jobs beside a slow one."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The number of the attempt, and when it began."""

    attempts: int
    at: datetime


@dataclass(slots=True, eq=False)
class Beginning:
    """A step that is to begin, with the step before it, which has ended; `answer` holds what came of it."""

    job: EvaluationJob
    name: str
    position: int
    ended: ledger.Ended | None
    answer: asyncio.Future[Begun] = field(init=False)

    def __post_init__(self) -> None:
        self.answer = asyncio.get_running_loop().create_future()

    @property
    def is_written(self) -> bool:
        return self.answer.done() and not self.answer.cancelled() and self.answer.exception() is None


class Beginnings:
    """Those of `jobs` jobs that are worked on at once; each leaves when no more steps of it follow."""

    def __init__(self, heart: Heart, pace: Pace, now: Callable[[], datetime], jobs: int) -> None:
        self._heart, self._pace, self._now = heart, pace, now
        self._expected = jobs
        self._waiting: list[Beginning] = []
        self._timer: asyncio.TimerHandle | None = None
        self._writing: set[asyncio.Task[None]] = set()

    @contextmanager
    def until_left(self) -> Iterator[None]:
        """Inside, the others wait for this job a moment with what they begin."""
        try:
            yield
        finally:
            self._expected -= 1
            self._look()

    async def record(self, one: Beginning) -> Begun:
        """Extend the claim, record the step that has ended and count the attempt; returns once that is committed.

        Raises ClaimLost. Cancelled, it returns when it is known whether it `is_written`: a commit is not cut short.
        """
        self._waiting.append(one)
        self._look()
        try:
            return await asyncio.shield(one.answer)
        except asyncio.CancelledError:
            if one in self._waiting:
                self._waiting.remove(one)
                self._look()
                raise
            while not one.answer.done():
                with suppress(asyncio.CancelledError):
                    await asyncio.wait([one.answer])
            raise

    def _look(self) -> None:
        """Set out when all are there, else a moment after the first one came."""
        if len(self._waiting) >= self._expected or not self._waiting:
            self._set_out()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(LONGEST_WAIT_SECONDS, self._set_out)

    def _set_out(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiting:
            these, self._waiting = self._waiting, []
            task = asyncio.get_running_loop().create_task(self._write(these))
            self._writing.add(task)
            task.add_done_callback(self._writing.discard)
            task.add_done_callback(lambda _: _give_up(these))

    async def _write(self, these: Sequence[Beginning]) -> None:
        """Each site's under that site's lock; what fails for many is tried again one by one, so that one job's trouble
        is not the others'."""
        of_site: defaultdict[str, list[Beginning]] = defaultdict(list)
        for one in these:
            of_site[str(one.job.site_id)].append(one)
        await self._heart.beat_if_possible(self._now())
        await asyncio.gather(*(self._write_for(site_id, ones) for site_id, ones in of_site.items()))

    async def _write_for(self, site_id: str, these: Sequence[Beginning]) -> None:
        try:
            with site_scope(site_id):
                await self._write_all(these)
        except Exception as error:
            if len(these) == 1:
                these[0].answer.set_exception(error)
            else:
                for one in these:
                    await self._write_for(site_id, [one])

    async def _write_all(self, these: Sequence[Beginning]) -> None:
        now = self._now()
        async with write_transaction():
            held = await queue.touch_each([one.job for one in these], now, now + self._pace.claim_length)
            mine = [one for one in these if one.job.id in held]
            await ledger.finish_each([(one.job.id, one.ended) for one in mine if one.ended is not None])
            attempts = await ledger.begin_each([(one.job.id, one.name, one.position) for one in mine], now)
        for one in these:
            if one.job.id in held:
                one.answer.set_result(Begun(attempts[one.job.id], now))
            else:
                one.answer.set_exception(queue.ClaimLost())


def _give_up(these: Sequence[Beginning]) -> None:
    """Whoever still waits does so in vain: their task was cancelled with the loop."""
    for one in these:
        if not one.answer.done():
            one.answer.cancel()
