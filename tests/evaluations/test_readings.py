"""What a busy machine had no time for is tried again, never kept, and in the end said in a sentence."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from app.evaluations.request import request_evaluation
from app.evaluations.tables import Evaluation
from app.jobs.tables import EvaluationJob
from app.leads.tables import Lead
from app.screening.reading.errors import ReadingError
from app.screening.reading.pages import Reading
from tests.evaluations.instant import Office, read
from tests.factories import make_lead, make_world
from tests.jobs.toy import again

LATE = "This document could not be read in time."


@dataclass
class BusyOffice(Office):
    """Content that begins with `late` is not read in time, as often as `late` says."""

    late: int = 0
    attempts: list[bytes] = field(default_factory=list)

    def _read(self, content: bytes) -> Reading:
        self.attempts.append(content)
        if content.startswith(b"late") and self.attempts.count(content) <= self.late:
            raise ReadingError("not_in_time")
        return read(content)

    async def kept(self) -> list[str]:
        """The keys of the readings in the store."""
        return [key for key in await self.store.list_keys() if key.startswith("reading-")]


@pytest.fixture
def busy(tmp_path: Path) -> BusyOffice:
    return BusyOffice(tmp_path / "documents")


async def asked_for(office: Office, now: datetime, *contents: bytes) -> tuple[Lead, EvaluationJob]:
    world = await make_world(now)
    lead = await make_lead(world.oak, now)
    for content in contents:
        await office.add_document(lead, now, content, file_name=content.decode())
    return lead, (await request_evaluation(world.oak, lead.id, world.bob.id, now)).job


async def until_closed(office: Office, job: EvaluationJob, now: datetime) -> EvaluationJob:
    while (due := (await again(job)).due_at) is not None:
        await office.sweep(max(now, due))
    return await again(job)


async def test_a_document_not_read_in_time_is_tried_again_and_nothing_of_it_is_kept(
    database: None, now: datetime, busy: BusyOffice
) -> None:
    busy.late = 1
    _, job = await asked_for(busy, now, b"late stub", b"good")
    assert (await busy.sweep(now)).retrying == 1
    waiting = await again(job)
    assert (waiting.error_code, str(waiting.error_message).startswith(LATE)) == ("ProcessingError", True)
    assert len(await busy.kept()) == 1
    closed = await until_closed(busy, job, now)
    assert (closed.status, closed.retry_count, len(await busy.kept())) == ("completed", 0, 2)
    assert sorted(busy.attempts) == [b"good", b"late stub", b"late stub"], "what was read is not read again"


async def test_after_the_last_try_the_document_is_one_that_cannot_be_read(
    database: None, now: datetime, busy: BusyOffice
) -> None:
    busy.late = 1000
    _, job = await asked_for(busy, now, b"late stub", b"good")
    closed = await until_closed(busy, job, now)
    assert (closed.status, closed.retry_count, len(await busy.kept())) == ("completed", closed.max_retries, 1)
    evaluation = await Evaluation.objects().first()
    assert evaluation is not None
    late = next(it for it in json.loads(evaluation.documents) if it["file_name"] == "late stub")
    assert (late["readable"], late["error"].startswith(LATE)) == (False, True)


async def test_when_no_document_was_read_in_time_nobody_is_asked_for_new_copies(
    database: None, now: datetime, busy: BusyOffice
) -> None:
    busy.late = 1000
    _, job = await asked_for(busy, now, b"late stub")
    closed = await until_closed(busy, job, now)
    assert (closed.status, closed.error_code) == ("failed", "ProcessingError")
    assert "in time" in str(closed.error_message)
