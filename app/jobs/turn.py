"""A worker's turn at one claimed job: from the first unfinished step to the end, or to the next wait."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from time import perf_counter

from app.database import write_transaction
from app.database_scope import site_scope
from app.jobs import ledger, queue
from app.jobs.attempt import Trouble, attempt
from app.jobs.beginnings import Beginning, Beginnings
from app.jobs.pace import Pace
from app.jobs.room import NoRoom, Room
from app.jobs.tables import EvaluationJob, JobStatus, StepStatus
from app.jobs.trace import trace_of
from app.jobs.workflow import Output, Step, Work, Workflow
from app.traces import span

log = logging.getLogger("leaselab.jobs")

INTERRUPTED = "The worker stopped {} times while it worked on this, so it is not tried again by itself."


class Outcome(StrEnum):
    completed = "completed"
    failed = "failed"
    retrying = "retrying"
    lost = "lost"
    handed_back = "handed_back"


class Turn:
    """`run` is called once. The step at work is known, so that it can be handed back when the worker must stop."""

    def __init__(
        self,
        job: EvaluationJob,
        recorded: ledger.Recorded,
        workflow: Workflow,
        pace: Pace,
        now: Callable[[], datetime],
        room: Room,
        beginnings: Beginnings,
    ) -> None:
        self.job, self.recorded, self.workflow = job, recorded, workflow
        self.pace, self.now, self.room, self.beginnings = pace, now, room, beginnings
        self.work = Work(job, {}, now())
        self.done: ledger.Ended | None = None
        self.at_work: str | None = None

    async def run(self) -> Outcome:
        """Work until the job is closed or waits. Raises CancelledError after handing the job back."""
        with site_scope(str(self.job.site_id)):
            try:
                return await self._run()
            except asyncio.CancelledError:
                await self.hand_back()
                raise

    async def _run(self) -> Outcome:
        about, parent = self._about(), await trace_of(self.job.id)
        with span(f"job {self.workflow.name}", about.pop("request_id"), parent, **about) as shown:
            try:
                outcome = await self._steps()
            except queue.ClaimLost:
                outcome = Outcome.lost
            except NoRoom:
                await self.hand_back()
                outcome = Outcome.handed_back
            shown.note(outcome=outcome.value)
        log.info("job %s", outcome.value, extra=self._about())
        return outcome

    async def _steps(self) -> Outcome:
        with self.beginnings.until_left():
            for position, step in enumerate(self.workflow.steps):
                known = self.recorded.get(step.name)
                if known is not None and known.status == StepStatus.completed:
                    self.work.outputs[step.name] = ledger.output_of(known)
                elif (outcome := await self._step(step, position)) is not None:
                    return outcome
            first = self.workflow.closing[0]
            if (outcome := await self._exhausted(first)) is not None:
                return outcome
            attempts = await self._begin(first, len(self.workflow.steps))
        return await self._close(first, attempts)

    async def _step(self, step: Step, position: int) -> Outcome | None:
        """One step; None when it succeeded."""
        if (outcome := await self._exhausted(step)) is not None:
            return outcome
        attempts = await self._begin(step, position)
        async with self.room:
            began = perf_counter()
            result = await attempt(step, self.work, self.pace.claim_length, self.now)
            took = round((perf_counter() - began) * 1000)
        if isinstance(result, Trouble):
            return await self._stumbled(step, attempts, result, took)
        self.work.outputs[step.name] = result
        self.done = ledger.Ended(step.name, position, result, self.now(), took)
        log.info(
            "step completed", extra={**self._about(), "step": step.name, "attempts": attempts, "duration_ms": took}
        )
        return None

    async def _close(self, first: Step, attempts: int) -> Outcome:
        began = perf_counter()
        # The claim is not extended meanwhile: an extension that arrives after the commit would look like a lost claim.
        result = await attempt(
            Step(first.name, self._complete, first.time_limit, first.late), self.work, None, self.now
        )
        if isinstance(result, Trouble):
            return await self._stumbled(first, attempts, result, round((perf_counter() - began) * 1000))
        return Outcome.completed

    async def _complete(self, work: Work) -> Output:
        """The one transaction that saves the result, completes the job and records the closing steps."""
        now, ended = work.now, list[tuple[str, ledger.Ended]]()
        async with write_transaction():
            await queue.close(self.job, JobStatus.completed, now, None, None)
            for position, step in enumerate(self.workflow.closing, len(self.workflow.steps)):
                began = perf_counter()
                output = await step.run(work)
                took, had_begun = round((perf_counter() - began) * 1000), not ended
                ended.append((self.job.id, ledger.Ended(step.name, position, output, now, took, had_begun)))
            await ledger.finish_each(ended)
            for name in self.workflow.forget:
                await ledger.forget(self.job.id, name)
            await queue.note_result(self.job, work.result_id)
        return {}

    async def _begin(self, step: Step, position: int) -> int:
        """Count an attempt; until it is known whether that is written, the turn does not end."""
        one = Beginning(self.job, step.name, position, self.done)
        try:
            begun = await self.beginnings.record(one)
        finally:
            if one.is_written:
                self.done, self.at_work = None, step.name
        self.work.now = begun.at
        return begun.attempts

    async def _record_done(self) -> None:
        if self.done is not None:
            await ledger.finish_each([(self.job.id, self.done)])

    async def _exhausted(self, step: Step) -> Outcome | None:
        """The last attempt was never finished: its worker died. After the last allowed one, the job fails for good."""
        known = self.recorded.get(step.name)
        if known is None or known.attempts < self.pace.attempts:
            return None
        return await self._fail(step, Trouble("ProcessingError", INTERRUPTED.format(known.attempts), is_final=True), 0)

    async def _stumbled(self, step: Step, attempts: int, trouble: Trouble, took: int) -> Outcome:
        log.info(
            "step failed", extra={**self._about(), "step": step.name, "attempts": attempts, "error_code": trouble.code}
        )
        if not trouble.is_counted:
            return await self._wait(step, trouble, took)
        has_attempts = attempts < self.pace.attempts
        if trouble.is_final or not (has_attempts or self.job.retry_count < self.job.max_retries):
            return await self._fail(step, trouble, took)
        now = self.now()
        async with write_transaction():
            wait = self.pace.step_wait(attempts) if has_attempts else self.pace.job_wait(self.job.retry_count + 1)
            why = (trouble.code, trouble.sentence)
            await queue.postpone(self.job, now + max(wait, trouble.wait), now, *why, is_job_retry=not has_attempts)
            await ledger.stumble(self.job, step.name, StepStatus.waiting, why, now, took)
            if not has_attempts:
                await ledger.start_over(self.job.id)
        return Outcome.retrying

    async def _wait(self, step: Step, trouble: Trouble, took: int) -> Outcome:
        """Nothing was tried: the job waits, and its attempts are what they were."""
        now, why = self.now(), (trouble.code, trouble.sentence)
        async with write_transaction():
            await queue.postpone(self.job, now + trouble.wait, now, *why, is_job_retry=False)
            await ledger.stumble(self.job, step.name, StepStatus.waiting, why, now, took)
            await ledger.take_back(self.job, step.name)
        return Outcome.retrying

    async def _fail(self, step: Step, trouble: Trouble, took: int) -> Outcome:
        now = self.now()
        async with write_transaction():
            await queue.close(self.job, JobStatus.failed, now, trouble.code, trouble.sentence)
            await self._record_done()
            await ledger.stumble(self.job, step.name, StepStatus.failed, (trouble.code, trouble.sentence), now, took)
            await self.workflow.on_failed(self.job, trouble.code, now)
        return Outcome.failed

    async def hand_back(self) -> None:
        """Asked to stop: any worker may go on at once, and the attempt that was cut short does not count."""
        now = self.now()
        try:
            with site_scope(str(self.job.site_id)):
                async with write_transaction():
                    await queue.release(self.job, now)
                    if self.done is not None:
                        await self._record_done()
                    elif self.at_work is not None:
                        await ledger.take_back(self.job, self.at_work)
        except queue.ClaimLost:
            return
        log.info("job handed back", extra=self._about())

    def _about(self) -> dict[str, str]:
        job = self.job
        return {"job_id": job.id, "site_id": str(job.site_id), "workflow": job.workflow, "request_id": job.request_id}
