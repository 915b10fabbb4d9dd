"""Asking for an evaluation: a job and its quota unit, or neither."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from app.errors import Forbidden, LeaseLabError, NotFound, ValidationFailed
from app.evaluations.quota import QuotaExceeded, get_quota
from app.evaluations.request import DuplicateDocuments, InsufficientDocuments, Requested, request_evaluation
from app.jobs.tables import EvaluationJob
from app.leads.tables import Lead
from app.sites.tables import AuditEntry
from tests.evaluations.instant import Office
from tests.factories import World, make_document, make_lead, make_world


async def used(world: World) -> int:
    return (await get_quota(world.oak.id, "free", "2026-11")).used


async def status(lead: Lead) -> str:
    return str((await Lead.select(Lead.status).where(Lead.id == lead.id).first())["status"])


async def ask(world: World, lead: Lead, now: datetime, **values: object) -> Requested:
    return await request_evaluation(world.oak, lead.id, world.bob.id, now, **values)  # type: ignore[arg-type]


async def test_a_request_makes_a_job_and_counts_it(database: None, now: datetime) -> None:
    world = await make_world(now)
    lead = await make_lead(world.oak, now)
    await make_document(lead, now)
    requested = await ask(world, lead, now, request_id="req_1")
    assert (requested.created, requested.usage.used, requested.usage.remaining) == (True, 1, 19)
    job = requested.job
    assert (job.status, job.due_at, job.usage_month, job.requested_by) == ("pending", now, "2026-11", world.bob.id)
    assert await status(lead) == "ai_evaluating"
    entry = await AuditEntry.objects().get(AuditEntry.subject_id == lead.id)
    assert entry is not None
    assert (entry.action, entry.actor_id, entry.request_id) == ("evaluation_requested", world.bob.id, "req_1")


async def test_a_second_click_returns_the_same_job(database: None, now: datetime) -> None:
    world = await make_world(now)
    lead = await make_lead(world.oak, now)
    await make_document(lead, now)
    first, second = await ask(world, lead, now), await ask(world, lead, now + timedelta(seconds=1))
    assert (second.created, second.job.id) == (False, first.job.id)
    assert await used(world) == 1


async def test_fifty_requests_for_fifty_leads_make_the_twenty_jobs_of_the_quota(database: None, now: datetime) -> None:
    world = await make_world(now)
    leads = [await make_lead(world.oak, now) for _ in range(50)]
    for lead in leads:
        await make_document(lead, now)
    answers = await asyncio.gather(*(ask(world, lead, now) for lead in leads), return_exceptions=True)
    assert sum(isinstance(answer, Requested) for answer in answers) == 20
    assert sum(isinstance(answer, QuotaExceeded) for answer in answers) == 30
    assert await EvaluationJob.count() == 20
    assert await used(world) == 20
    assert await Lead.count().where(Lead.status == "ai_evaluating") == 20


async def test_fifty_requests_for_one_lead_make_one_job(database: None, now: datetime) -> None:
    world = await make_world(now)
    lead = await make_lead(world.oak, now)
    await make_document(lead, now)
    answers = await asyncio.gather(*(ask(world, lead, now) for _ in range(50)))
    assert sum(answer.created for answer in answers) == 1
    assert len({answer.job.id for answer in answers}) == 1
    assert await EvaluationJob.count() == 1
    assert await used(world) == 1


async def test_without_documents_it_says_what_is_missing(database: None, now: datetime) -> None:
    world = await make_world(now)
    lead = await make_lead(world.oak, now)
    await make_document(lead, now, deleted_at=now)
    with pytest.raises(InsufficientDocuments) as refused:
        await ask(world, lead, now)
    assert refused.value.details["missing"] == ["government_id", "paystub", "bank_statement"]
    assert await used(world) == 0
    assert await status(lead) == "new"


async def test_a_lead_of_another_site_does_not_exist(database: None, now: datetime) -> None:
    world = await make_world(now)
    lead = await make_lead(world.elm, now)
    await make_document(lead, now)
    with pytest.raises(NotFound):
        await ask(world, lead, now)


async def evaluated(world: World, office: Office, now: datetime) -> Lead:
    lead = await make_lead(world.oak, now)
    await office.add_document(lead, now, b"a stub")
    await ask(world, lead, now)
    assert (await office.sweep(now)).completed == 1
    return lead


async def test_the_same_documents_are_not_evaluated_twice(database: None, now: datetime, office: Office) -> None:
    world = await make_world(now)
    lead = await evaluated(world, office, now)
    with pytest.raises(DuplicateDocuments) as refused:
        await ask(world, lead, now)
    assert refused.value.details["can_force"] is False
    assert refused.value.details["last_evaluation_id"].startswith("eval_")
    await office.add_document(lead, now, b"another stub")
    assert (await ask(world, lead, now)).created
    assert await used(world) == 2


async def test_a_super_admin_forces_with_a_reason(database: None, now: datetime, office: Office) -> None:
    world = await make_world(now)
    lead = await evaluated(world, office, now)
    requested = await ask(world, lead, now, force_reason="The policy changed.", is_super_admin=True)
    assert (requested.created, requested.job.forced_reason) == (True, "The policy changed.")
    entry = await AuditEntry.objects().get(AuditEntry.action == "evaluation_forced")
    assert entry is not None
    assert entry.reason == "The policy changed."


@pytest.mark.parametrize(
    ("force_reason", "is_super_admin", "error"), [("Because.", False, Forbidden), ("  ", True, ValidationFailed)]
)
async def test_forcing_needs_the_role_and_a_reason(
    database: None, now: datetime, force_reason: str, is_super_admin: bool, error: type[LeaseLabError]
) -> None:
    world = await make_world(now)
    lead = await make_lead(world.oak, now)
    await make_document(lead, now)
    with pytest.raises(error):
        await ask(world, lead, now, force_reason=force_reason, is_super_admin=is_super_admin)


async def test_a_persons_decision_is_left_alone(database: None, now: datetime, office: Office) -> None:
    world = await make_world(now)
    lead = await make_lead(world.oak, now, status="approved")
    await office.add_document(lead, now, b"a stub")
    await ask(world, lead, now)
    assert await status(lead) == "approved"
    await office.sweep(now)
    assert await status(lead) == "approved"
