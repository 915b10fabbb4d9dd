"""The real worker process: a nudge brings a result, SIGTERM ends it in order; `sweep` does one pass by itself."""

from __future__ import annotations

import asyncio
import io
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from hashlib import sha256

import pytest
from huey import RedisHuey, SqliteHuey
from reportlab.pdfgen.canvas import Canvas

from app.background import huey, nudge
from app.clock import utc_now
from app.evaluations.request import request_evaluation
from app.jobs.find import worker_state
from app.jobs.tables import EvaluationJob
from app.settings import current_settings
from app.storage import current_store
from tests.factories import make_document, make_lead, make_world
from tests.jobs.toy import again


def pdf(*lines: str) -> bytes:
    content = io.BytesIO()
    canvas = Canvas(content)
    for number, line in enumerate(lines):
        canvas.drawString(72, 760 - 20 * number, line)
    canvas.save()
    return content.getvalue()


async def requested(now: datetime) -> EvaluationJob:
    world = await make_world(now)
    lead = await make_lead(world.oak, now)
    content = pdf("Acme Corp", "Earnings statement", "Gross pay $3,000.00", "Net pay $2,400.00")
    document = await make_document(lead, now, sha256=sha256(content).hexdigest())
    await current_store().put(document.storage_key, content, "application/pdf")
    return (await request_evaluation(world.oak, lead.id, world.bob.id, now)).job


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait for another process, a minute at most."""
    for _ in range(1200):
        if await condition():
            return
        await asyncio.sleep(0.05)
    pytest.fail("it never came true")


async def run_leaselab(*words: str) -> asyncio.subprocess.Process:
    """A process whose schedule never comes round, so that only a nudge brings it to work."""
    pipe = asyncio.subprocess.PIPE
    environment = {**os.environ, "LEASELAB_SWEEP_CRON": "0 0 1 1 *"}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app", *words, stdout=pipe, stderr=pipe, env=environment
    )


async def test_the_worker_answers_a_nudge_and_stops_when_asked(database: None) -> None:
    async def is_alive() -> bool:
        return (await worker_state(utc_now())).is_alive

    async def is_completed() -> bool:
        return (await again(job)).status == "completed"

    assert isinstance(huey, RedisHuey if current_settings().redis_url else SqliteHuey)
    worker = await run_leaselab("worker", "--workers", "1")
    try:
        await until(is_alive)
        job = await requested(utc_now())
        await nudge()
        await until(is_completed)
        worker.send_signal(signal.SIGTERM)
        _, words = await asyncio.wait_for(worker.communicate(), 60)
    finally:
        if worker.returncode is None:
            worker.kill()
    assert worker.returncode == 0, words.decode()
    assert "Doe" not in words.decode()


async def test_one_sweep_in_the_foreground_prints_what_it_did(database: None) -> None:
    job = await requested(utc_now())
    words, _ = await (await run_leaselab("sweep")).communicate()
    printed = json.loads(words)
    seconds = printed.pop("seconds")
    assert printed == {"claimed": 1, "completed": 1, "failed": 0, "retrying": 0}
    assert seconds > 0
    assert (await again(job)).status == "completed"
