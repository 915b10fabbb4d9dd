"""`POST /api/jobs/process`, for a scheduler that knows the CRON_SECRET."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

import httpx
import pytest
from PIL import Image

from app.clock import utc_now
from app.evaluations.request import request_evaluation
from app.jobs import api as jobs_api
from app.main import create_app
from app.settings import current_settings
from app.storage import current_store
from tests.api.refused import refusal
from tests.browsing import person
from tests.factories import World, make_document, make_lead
from tests.jobs.toy import again

SECRET = "a-secret-of-the-scheduler-é"
RIGHT = {"authorization": f"Bearer {SECRET}".encode()}


@pytest.fixture
async def scheduler(database: None) -> AsyncIterator[httpx.AsyncClient]:
    jobs_api.CALLS.forget()
    async with person(create_app(replace(current_settings(), cron_secret=SECRET))) as client:
        yield client.client


async def test_without_a_secret_in_the_settings_there_is_nothing(app: Any) -> None:
    async with person(app) as client:
        for headers in ({}, {"authorization": "Bearer "}, {"authorization": "Bearer x"}):
            refusal(await client.client.post("/api/jobs/process", headers=headers), 404, "NotFound")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", f"Basic {SECRET}", SECRET, "Bearer \xff"])
async def test_a_wrong_secret_is_refused(scheduler: httpx.AsyncClient, header: str) -> None:
    answer = await scheduler.post("/api/jobs/process", headers={"authorization": header.encode()})
    refusal(answer, 401, "Unauthorized")


async def test_a_job_that_does_not_exist_is_not_found(scheduler: httpx.AsyncClient) -> None:
    answer = await scheduler.post("/api/jobs/process?job=dishes", headers=RIGHT)
    assert refusal(answer, 404, "UnknownJob")["jobs"] == ["evaluations"]


async def test_more_than_once_a_second_is_too_often(scheduler: httpx.AsyncClient) -> None:
    first, second = [await scheduler.post("/api/jobs/process", headers=RIGHT) for _ in range(2)]
    assert first.status_code == 200
    assert first.json()["runs"][0]["records_processed"] == 0
    refusal(second, 429, "TooManyRequests")
    assert second.headers["retry-after"] == "1"


@pytest.mark.parametrize("query", ["", "?job=evaluations", "?job="])
async def test_a_call_works_on_what_waits(scheduler: httpx.AsyncClient, world: World, query: str) -> None:
    done = await waiting(world, picture())
    failed = await waiting(world, b"")
    answer = await scheduler.post(f"/api/jobs/process{query}", headers=RIGHT)
    assert answer.status_code == 200, answer.text
    (run,) = answer.json()["runs"]
    assert answer.json() == {"success": True, "runs": [run]}
    assert run.pop("duration_ms") > 0
    assert run == {"job": "evaluations", "status": "completed", "records_processed": 2, "records_failed": 1}
    assert (await again(done)).status == "completed"
    assert (await again(failed)).error_code == "DocumentsUnreadable"


async def waiting(world: World, content: bytes) -> Any:
    """A job for a lead whose one document has this content."""
    at: datetime = utc_now()
    lead = await make_lead(world.oak, at)
    document = await make_document(lead, at, sha256=sha256(content).hexdigest(), mime_type="image/png")
    await current_store().put(document.storage_key, content, "image/png")
    return (await request_evaluation(world.oak, lead.id, world.bob.id, at)).job


def picture() -> bytes:
    content = io.BytesIO()
    Image.new("L", (60, 80), 255).save(content, "PNG")
    return content.getvalue()
