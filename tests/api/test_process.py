"""`POST /api/jobs/process`, for a scheduler that knows the CRON_SECRET."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import httpx
import pytest
from litestar import Litestar
from PIL import Image

from app.catalog import schedules
from app.clock import utc_now
from app.evaluations.request import request_evaluation
from app.jobs import api as jobs_api
from app.main import create_app
from app.schedules.tables import JobRun
from app.settings import current_settings
from app.sites.tables import Site
from app.storage import current_store
from tests.api.refused import refusal
from tests.browsing import person
from tests.factories import World, make_document, make_lead
from tests.jobs.toy import again

SECRET = "a-secret-of-the-scheduler-é"
RIGHT = {"authorization": f"Bearer {SECRET}".encode()}


@pytest.fixture(scope="module")
def installation() -> Litestar:
    """Built once: it holds nothing between requests."""
    return create_app(replace(current_settings(), cron_secret=SECRET))


@pytest.fixture
async def scheduler(database: None, installation: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    jobs_api.CALLS.forget()
    async with person(installation) as client:
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
    assert refusal(answer, 404, "UnknownJob")["jobs"][:2] == ["evaluations", "due"]


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
    run, *others = answer.json()["runs"]
    assert answer.json() == {"success": True, "runs": [run, *others]}
    assert bool(others) is (query != "?job=evaluations")
    assert run.pop("duration_ms") > 0
    assert run == {"job": "evaluations", "status": "completed", "records_processed": 2, "records_failed": 1}
    assert (await again(done)).status == "completed"
    assert (await again(failed)).error_code == "DocumentsUnreadable"


async def test_the_nightly_set_runs_for_every_site(scheduler: httpx.AsyncClient, world: World) -> None:
    answer = await scheduler.post("/api/jobs/process", headers=RIGHT)
    nightly = [schedule.name for schedule in schedules() if schedule.is_nightly]
    assert [run["job"] for run in answer.json()["runs"]] == ["evaluations", *nightly]
    assert {run["status"] for run in answer.json()["runs"]} == {"completed"}
    runs = await JobRun.select(JobRun.schedule, JobRun.site_id, JobRun.started_by)
    assert {run["started_by"] for run in runs} == {"endpoint"}
    assert len(runs) == 2 * len(nightly)


async def test_one_job_runs_for_one_site_and_an_unknown_site_is_no_error(
    scheduler: httpx.AsyncClient, world: World
) -> None:
    for slug, count in (("elm", 1), ("nowhere", 0)):
        jobs_api.CALLS.forget()
        await JobRun.delete(force=True)
        answer = await scheduler.post(f"/api/jobs/process?job=forget-runs&site={slug}", headers=RIGHT)
        assert answer.status_code == 200
        (run,) = answer.json()["runs"]
        assert (run["job"], run["status"], run["records_failed"]) == ("forget-runs", "completed", 0)
        assert await JobRun.count() == count


async def test_due_schedules_run_once_and_a_late_clock_catches_up(scheduler: httpx.AsyncClient, world: World) -> None:
    await Site.update({Site.created_at: utc_now() - timedelta(days=40)}, force=True)
    for done in (2 * len(schedules()), 0):
        jobs_api.CALLS.forget()
        (run,) = (await scheduler.post("/api/jobs/process?job=due", headers=RIGHT)).json()["runs"]
        assert (run["job"], run["status"], run["records_processed"]) == ("due", "completed", done)


async def test_what_there_is_no_time_for_waits_for_the_next_call(
    scheduler: httpx.AsyncClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_api, "LONGEST_CALL", timedelta(seconds=-1))
    for _ in range(2):
        jobs_api.CALLS.forget()
        answer = await scheduler.post("/api/jobs/process?job=forget-runs", headers=RIGHT)
        assert answer.json()["runs"][0]["status"] == "running"
    assert await JobRun.count() == 2, "the waiting runs are asked for once"


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
