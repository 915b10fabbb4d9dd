"""One attempt of a step: within its time, while the claim is kept, and whatever goes wrong turned into a sentence."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.jobs import queue
from app.jobs.tables import EvaluationJob
from app.jobs.workflow import GiveUp, Output, Step, TryAgain, Work
from app.traces import span

log = logging.getLogger("leaselab.jobs")

UNEXPECTED = "Something went wrong that nobody foresaw."


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an attempt did not succeed; `is_final` when trying again cannot help, `wait` how long to wait at least."""

    code: str
    sentence: str
    is_final: bool = False
    wait: timedelta = timedelta(0)
    is_counted: bool = True


async def attempt(
    step: Step, work: Work, claim_length: timedelta | None, now: Callable[[], datetime]
) -> Output | Trouble:
    """Run the step once, extending the claim every third of `claim_length` (None: not at all). Raises ClaimLost."""
    with span(f"step {step.name}", job_id=work.job.id) as shown:
        result = await _attempt(step, work, claim_length, now)
        if isinstance(result, Trouble):
            shown.fail(result.code)
        return result


async def _attempt(
    step: Step, work: Work, claim_length: timedelta | None, now: Callable[[], datetime]
) -> Output | Trouble:
    try:
        return await _run(step, work, claim_length, now)
    except queue.ClaimLost:
        raise
    except GiveUp as error:
        return Trouble(error.code, error.sentence, is_final=True)
    except TryAgain as error:
        return Trouble(error.code, error.sentence, wait=error.wait, is_counted=error.is_counted)
    except TimeoutError:
        return Trouble(*step.late)
    except Exception as error:
        # Not the message: it may quote a document.
        about = {"job_id": work.job.id, "request_id": work.job.request_id, "step": step.name}
        log.warning("step raised", extra={**about, "error": _place(error)})
        return Trouble("ProcessingError", UNEXPECTED)


async def _run(step: Step, work: Work, claim_length: timedelta | None, now: Callable[[], datetime]) -> Output:
    running = asyncio.ensure_future(step.run(work))
    limit = step.time_limit.total_seconds()
    alone = limit if claim_length is None else min(limit, claim_length.total_seconds() / 3)
    try:
        done, _ = await asyncio.wait([running], timeout=alone)
        if not done and claim_length is not None and alone < limit:
            await _run_on(running, limit - alone, _keep_claim(work.job, claim_length, now))
        if running.done():
            return running.result()
    finally:
        if not running.done():
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    raise TimeoutError


async def _run_on(running: asyncio.Future[Output], seconds: float, keep_claim: Coroutine[Any, Any, None]) -> None:
    """Wait for a step that takes longer than a claim may be left alone. Raises ClaimLost."""
    keeping = asyncio.ensure_future(keep_claim)
    both: set[asyncio.Future[Any]] = {running, keeping}
    try:
        await asyncio.wait(both, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        if not keeping.done():
            keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
    if not running.done() and not keeping.cancelled():
        keeping.result()


async def _keep_claim(job: EvaluationJob, length: timedelta, now: Callable[[], datetime]) -> None:
    """Extend the claim until cancelled; ends only by raising, ClaimLost above all."""
    while True:
        await queue.extend(job, now() + length)
        await asyncio.sleep(length.total_seconds() / 3)


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {where}"
