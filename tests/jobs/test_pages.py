"""The queue's page for managers: states, steps, reasons and the deeds on jobs."""

from __future__ import annotations

from typing import Any

import pytest

from app.clock import utc_now
from app.database import new_id
from app.jobs.tables import EvaluationJob, EvaluationStep
from app.sites.tables import AuditEntry
from tests.browsing import person, text_of
from tests.factories import World, make_lead


async def make_job(world: World, **values: Any) -> EvaluationJob:
    at = utc_now()
    lead = await make_lead(world.oak, at)
    given = {"status": "pending", "due_at": at, **values}
    job = EvaluationJob(
        id=new_id("job"), lead_id=lead.id, site_id=world.oak.id, requested_at=at, created_at=at, updated_at=at, **given
    )
    await job.save()
    return job


async def test_a_running_job_shows_its_step_and_age(app: Any, world: World) -> None:
    job = await make_job(world, status="processing", started_at=utc_now())
    await EvaluationStep(
        id=new_id("step"), job_id=job.id, name="read-documents", position=2, attempts=1, started_at=utc_now()
    ).save()
    async with person(app, "alice@oak.example") as alice:
        page = text_of(await alice.get("/sites/oak/jobs"))
    assert "Running 1" in page and "Read documents, since just now" in page


async def test_a_failed_job_shows_its_reason_and_can_be_retried(app: Any, world: World) -> None:
    job = await make_job(
        world, status="failed", due_at=None, error_code="StorageError", error_message="The store did not answer."
    )
    async with person(app, "alice@oak.example") as alice:
        assert "The store did not answer." in text_of(await alice.get("/sites/oak/jobs?state=failed"))
        assert (await alice.post(f"/sites/oak/jobs/{job.id}/retry")).status_code == 303
    again = await EvaluationJob.objects().where(EvaluationJob.id == job.id).first()
    assert again is not None and again.status == "pending" and again.due_at is not None


@pytest.mark.parametrize(("deed", "status", "is_due"), [("pause", "pending", False), ("cancel", "failed", False)])
async def test_a_waiting_job_can_be_paused_or_cancelled(
    app: Any, world: World, deed: str, status: str, is_due: bool
) -> None:
    job = await make_job(world, usage_month="2026-11")
    async with person(app, "alice@oak.example") as alice:
        assert (await alice.post(f"/sites/oak/jobs/{job.id}/{deed}")).status_code == 303
        if deed == "pause":
            assert "Paused 1" in text_of(await alice.get("/sites/oak/jobs"))
    after = await EvaluationJob.objects().where(EvaluationJob.id == job.id).first()
    assert after is not None and after.status == status and (after.due_at is not None) is is_due
    assert await AuditEntry.exists().where(AuditEntry.subject_id == job.id)


async def test_a_paused_job_runs_again_when_it_is_resumed(app: Any, world: World) -> None:
    job = await make_job(world, due_at=None)
    async with person(app, "alice@oak.example") as alice:
        assert (await alice.post(f"/sites/oak/jobs/{job.id}/resume")).status_code == 303
    after = await EvaluationJob.objects().where(EvaluationJob.id == job.id).first()
    assert after is not None and after.due_at is not None


async def test_an_empty_queue_says_so(app: Any, world: World) -> None:
    async with person(app, "alice@oak.example") as alice:
        assert "Nothing completed" in text_of(await alice.get("/sites/oak/jobs"))
