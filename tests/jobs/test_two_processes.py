"""Worker processes beside each other: each job is taken by one of them, and none is left lying."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime

from tests.factories import make_world
from tests.jobs.toy import make_job

JOBS = 120
SECONDS = 60


async def start(now: datetime) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    words = (sys.executable, "-m", "tests.jobs.claimer", now.isoformat())
    return await asyncio.create_subprocess_exec(*words, stdin=pipe, stdout=pipe)


async def is_ready(process: asyncio.subprocess.Process) -> bool:
    assert process.stdout is not None
    return await process.stdout.readline() == b"ready\n"


async def test_two_processes_take_every_job_once(database: None, now: datetime) -> None:
    world = await make_world(now)
    jobs = {(await make_job(world, now)).id for _ in range(JOBS)}
    processes = [await start(now), await start(now)]
    try:
        assert await asyncio.wait_for(asyncio.gather(*map(is_ready, processes)), SECONDS) == [True, True]
        answers = await asyncio.wait_for(asyncio.gather(*(it.communicate(b"go\n") for it in processes)), SECONDS)
    finally:
        for process in processes:
            if process.returncode is None:
                process.kill()
    shares = [words.decode().split() for words, _ in answers]
    assert sum(map(len, shares)) == JOBS, "a job was taken twice, or left lying"
    assert {job for share in shares for job in share} == jobs
