"""A worker of the chaos run: real steps over real files, a store and a model that fail at random, until killed."""

from __future__ import annotations

import asyncio
import logging
import secrets
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.clock import utc_now
from app.database import new_id, open_database
from app.evaluations.workflow import build_workflow
from app.jobs.pace import Pace
from app.jobs.runner import drain
from app.screening.reading.pages import ReadFile
from app.screening.verdict import Applicant, Verdict
from app.storage import LocalStore, StorageError, StoredObject
from tests.evaluations.instant import read, screen

PACE = Pace(claim=2.0, step_waits=(0.1, 0.2, 0.4), job_waits=(0.3, 0.6, 1.2))
chance = secrets.SystemRandom()
STORE_FAILS = 0.05
MODEL_FAILS = 0.10
LONGEST_PAUSE = 0.05


class UnreliableStore(LocalStore):
    """Files, now and then out of reach, and always a little slow."""

    async def put(self, key: str, content: bytes, content_type: str) -> None:
        await self._trouble()
        await super().put(key, content, content_type)

    async def open(self, key: str) -> bytes:
        await self._trouble()
        return await super().open(key)

    async def stat(self, key: str) -> StoredObject | None:
        await self._trouble()
        return await super().stat(key)

    async def _trouble(self) -> None:
        await asyncio.sleep(chance.uniform(0, LONGEST_PAUSE))
        if chance.random() < STORE_FAILS:
            raise StorageError


def unreliable_screen(applicant: Applicant, files: Sequence[ReadFile], as_of: date) -> Verdict:
    """The instant evaluator, late or broken at random."""
    time.sleep(chance.uniform(0, LONGEST_PAUSE))
    if chance.random() < MODEL_FAILS:
        raise chance.choice([TimeoutError, ValueError])
    return screen(applicant, files, as_of)


async def work(documents: Path) -> None:
    await open_database()
    workflow = build_workflow(UnreliableStore(documents), read, unreliable_screen)
    worker_id = new_id("worker")
    while True:
        await drain([workflow], now=utc_now, worker_id=worker_id, pace=PACE)
        await asyncio.sleep(0.05)


if __name__ == "__main__":
    logging.disable()
    asyncio.run(work(Path(sys.argv[1])))
