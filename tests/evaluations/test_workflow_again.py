"""What comes after an evaluation was interrupted or failed: taken over, tried again, cancelled or paused, with an exact quota."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.evaluations.quota import QuotaExceeded
from app.evaluations.request import request_evaluation
from app.evaluations.tables import Evaluation
from app.jobs import ledger, queue
from app.jobs.operate import JobAlreadyPending, JobMovedOn, cancel_job, pause_job, resume_job, retry_failed, retry_job
from tests.evaluations.instant import Office
from tests.evaluations.test_workflow import Asked, ask, files_gone, model_timeout, quota_overdrawn
from tests.jobs.toy import again


async def test_a_failure_after_an_earlier_result_leaves_that_on_the_lead(
    database: None, now: datetime, office: Office
) -> None:
    asked = await ask(office, now)
    await office.sweep(now)
    await office.add_document(asked.lead, now, b"another")
    await request_evaluation(asked.world.oak, asked.lead.id, asked.world.bob.id, now)
    await files_gone(office, asked)
    assert (await office.sweep(now)).failed == 1
    lead = await asked.lead_now()
    assert (lead.status, lead.ai_score) == ("ai_evaluated", 82)
    assert await asked.used() == 1


async def test_the_unit_goes_back_to_the_month_it_was_taken_from(database: None, now: datetime, office: Office) -> None:
    asked = await ask(office, now, b"bad")
    assert (await office.sweep(now + timedelta(days=20))).failed == 1
    assert (await asked.used("2026-11"), await asked.used("2026-12")) == (0, 0)


async def test_a_worker_killed_before_saving_leaves_one_evaluation_in_the_end(
    database: None, now: datetime, office: Office
) -> None:
    asked = await ask(office, now)
    for name in ("fetch-lead", "load-documents", "read-documents", "evaluate"):
        claimed = await queue.claim(["evaluation"], now, now + timedelta(seconds=30))
        assert claimed is not None, name
        await ledger.begin_each([(claimed.id, name, 0)], now)
        now += timedelta(minutes=1)
    assert (await office.sweep(now)).completed == 1
    steps = await ledger.steps_of(asked.job.id)
    assert [steps[name].attempts for name in ("fetch-lead", "evaluate", "save-evaluation")] == [2, 2, 1]
    assert await Evaluation.count() == 1
    assert await asked.used() == 1


async def test_a_take_over_between_steps_goes_on_without_the_memory_of_the_first_worker(
    database: None, now: datetime, office: Office
) -> None:
    asked = await ask(office, now, b"good", b"bad")
    office.screen = model_timeout
    await office.sweep(now)
    assert (office.reads, office.screens) == (2, 1)
    again_office = Office(office.folder)
    assert (await again_office.sweep(now + timedelta(minutes=1))).completed == 1
    assert (again_office.reads, again_office.screens) == (0, 1)
    assert (await again(asked.job)).error_code is None


async def test_a_failed_job_tried_again_takes_a_unit_again(database: None, now: datetime, office: Office) -> None:
    asked = await ask(office, now)
    await files_gone(office, asked)
    await office.sweep(now)
    await office.store.put(await storage_key_of(asked), b"a stub", "application/pdf")
    later = now + timedelta(days=20)
    await retry_job([office.workflow()], asked.job, later)
    assert (await asked.used("2026-11"), await asked.used("2026-12")) == (0, 1)
    assert (await asked.lead_now()).status == "ai_evaluating"
    with pytest.raises(JobMovedOn):
        await retry_job([office.workflow()], asked.job, later)
    assert await asked.used("2026-12") == 1
    assert (await office.sweep(later)).completed == 1


async def storage_key_of(asked: Asked) -> str:
    rows = await asked.lead.raw("SELECT storage_key FROM lead_documents WHERE lead_id = {}", asked.lead.id)
    return str(rows[0]["storage_key"])


async def test_a_failed_job_stays_failed_where_the_quota_is_used_up(
    database: None, now: datetime, office: Office
) -> None:
    asked = await ask(office, now, b"bad")
    await office.sweep(now)
    await quota_overdrawn(office, asked)
    with pytest.raises(QuotaExceeded):
        await retry_job([office.workflow()], asked.job, now)
    assert (await again(asked.job)).status == "failed"
    retried = await retry_failed([office.workflow()], asked.world.oak.id, 100, now)
    assert (retried.job_ids, list(retried.refused)) == ([], [asked.job.id])


async def test_a_failed_job_is_not_opened_beside_another_of_its_lead(
    database: None, now: datetime, office: Office
) -> None:
    asked = await ask(office, now, b"bad")
    await office.sweep(now)
    await request_evaluation(asked.world.oak, asked.lead.id, asked.world.bob.id, now)
    with pytest.raises(JobAlreadyPending):
        await retry_job([office.workflow()], asked.job, now)
    assert await asked.used() == 1


async def test_a_cancelled_job_gives_its_unit_back_once(database: None, now: datetime, office: Office) -> None:
    asked = await ask(office, now)
    await cancel_job([office.workflow()], asked.job, now)
    with pytest.raises(JobMovedOn):
        await cancel_job([office.workflow()], asked.job, now)
    assert (await again(asked.job)).error_code == "Cancelled"
    assert await asked.used() == 0
    assert (await office.sweep(now)).claimed == 0


async def test_a_paused_job_waits_until_it_is_resumed(database: None, now: datetime, office: Office) -> None:
    asked = await ask(office, now)
    await pause_job(asked.job, now)
    assert (await office.sweep(now + timedelta(days=1))).claimed == 0
    with pytest.raises(JobMovedOn):
        await pause_job(asked.job, now)
    await resume_job(asked.job, now)
    assert (await office.sweep(now)).completed == 1
    with pytest.raises(JobMovedOn):
        await resume_job(asked.job, now)
