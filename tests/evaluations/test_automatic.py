"""At sites that want it, complete documents are evaluated without a click: once, after a pause, within the quota."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.documents.tables import LeadDocument
from app.errors import LeaseLabError
from app.evaluations.automatic import QUIET, evaluate_complete_leads
from app.evaluations.request import EvaluationsOff, request_evaluation
from app.jobs.tables import EvaluationJob
from app.leads.tables import Lead
from app.sites.tables import Site
from tests.factories import World, make_document, make_lead


async def packet(world: World, at: datetime, files: int = 4) -> Lead:
    lead = await make_lead(world.oak, at, status="documents_received")
    for _ in range(files):
        await make_document(lead, at)
    await LeadDocument.update({LeadDocument.uploaded_by: world.bob.id}).where(LeadDocument.lead_id == lead.id)
    return lead


async def switch_on(world: World) -> None:
    await Site.update({Site.auto_evaluate: True}).where(Site.id == world.oak.id)


async def test_a_complete_packet_is_evaluated_once_after_a_pause(world: World, now: datetime) -> None:
    await switch_on(world)
    lead = await packet(world, now)
    assert await evaluate_complete_leads(now + QUIET - timedelta(seconds=1)) == 0
    later = now + QUIET + timedelta(seconds=1)
    assert await evaluate_complete_leads(later) == 1
    assert await evaluate_complete_leads(later) == 0
    job = await EvaluationJob.objects().first()
    assert job is not None and (str(job.lead_id), job.requested_by) == (lead.id, world.bob.id)


async def test_a_failed_evaluation_is_not_asked_for_again_without_new_documents(world: World, now: datetime) -> None:
    await switch_on(world)
    lead = await packet(world, now)
    later = now + timedelta(minutes=10)
    assert await evaluate_complete_leads(later) == 1
    await EvaluationJob.update({EvaluationJob.status: "failed"}).where(EvaluationJob.lead_id == lead.id)
    await Lead.update({Lead.status: "documents_received"}).where(Lead.id == lead.id)
    assert await evaluate_complete_leads(later + timedelta(minutes=10)) == 0
    await make_document(lead, later + timedelta(minutes=11))
    assert await evaluate_complete_leads(later + timedelta(minutes=20)) == 1


@pytest.mark.parametrize("files", [0, 3])
async def test_an_incomplete_packet_waits(world: World, now: datetime, files: int) -> None:
    await switch_on(world)
    await packet(world, now, files)
    assert await evaluate_complete_leads(now + timedelta(minutes=10)) == 0


async def test_a_site_that_did_not_switch_it_on_is_left_alone(world: World, now: datetime) -> None:
    await packet(world, now)
    assert await evaluate_complete_leads(now + timedelta(minutes=10)) == 0


async def test_the_quota_holds_for_automatic_ones_too(world: World, now: datetime) -> None:
    await switch_on(world)
    await Site.update({Site.quota_limit: 2}).where(Site.id == world.oak.id)
    for _ in range(4):
        await packet(world, now)
    assert await evaluate_complete_leads(now + timedelta(minutes=10)) == 2


async def test_nothing_is_evaluated_where_evaluations_are_switched_off(world: World, now: datetime) -> None:
    await switch_on(world)
    await Site.update({Site.ai_enabled: False}).where(Site.id == world.oak.id)
    lead = await packet(world, now)
    assert await evaluate_complete_leads(now + timedelta(minutes=10)) == 0
    site = await Site.objects().where(Site.id == world.oak.id).first()
    assert site is not None
    with pytest.raises(EvaluationsOff) as refusal:
        await request_evaluation(site, lead.id, world.bob.id, now)
    assert isinstance(refusal.value, LeaseLabError) and await EvaluationJob.count() == 0
