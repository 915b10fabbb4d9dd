"""Removing a document and bringing it back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.database import new_id
from app.documents.delete import EvaluationUnderWay, SameDocumentPresent, delete_document, restore_document
from app.documents.find import count_documents, get_document, list_documents, list_removed
from app.documents.tables import LeadDocument
from app.errors import NotFound
from app.jobs.tables import EvaluationJob
from app.leads.tables import Lead
from app.sites.tables import AuditEntry
from tests.factories import World, make_document, make_lead, make_world

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def world(database: None, now: datetime) -> World:
    return await make_world(now)


async def status_of(lead: Lead) -> str:
    rows = await Lead.select(Lead.status).where(Lead.id == lead.id)
    return str(rows[0]["status"])


async def test_a_removed_document_is_gone_from_the_list_and_can_be_restored(world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now, status="documents_received")
    document = await make_document(lead, now)
    await delete_document(world.oak.id, document.id, world.bob.id, now)
    assert await list_documents(lead.id) == []
    assert [removed.id for removed in await list_removed(lead.id, now)] == [document.id]
    assert await status_of(lead) == "new"
    await restore_document(world.oak.id, document.id, world.bob.id, now)
    assert [found.id for found in await list_documents(lead.id)] == [document.id]
    assert await status_of(lead) == "documents_received"
    actions = await AuditEntry.select(AuditEntry.action).order_by(AuditEntry.action).output(as_list=True)
    assert actions == ["document_deleted", "document_restored"]


async def test_a_lead_with_other_documents_keeps_its_status(world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now, status="documents_received")
    first = await make_document(lead, now)
    await make_document(lead, now)
    await delete_document(world.oak.id, first.id, world.bob.id, now)
    assert await status_of(lead) == "documents_received"


async def test_removing_twice_finds_nothing_the_second_time(world: World, now: datetime) -> None:
    document = await make_document(await make_lead(world.oak, now), now)
    await delete_document(world.oak.id, document.id, world.bob.id, now)
    with pytest.raises(NotFound):
        await delete_document(world.oak.id, document.id, world.bob.id, now)
    with pytest.raises(NotFound):
        await get_document(world.oak.id, document.id)


async def test_after_ten_minutes_there_is_no_way_back(world: World, now: datetime) -> None:
    document = await make_document(await make_lead(world.oak, now), now)
    await delete_document(world.oak.id, document.id, world.bob.id, now)
    later = now + timedelta(minutes=10)
    assert await list_removed(document.lead_id, later) == []
    with pytest.raises(NotFound):
        await restore_document(world.oak.id, document.id, world.bob.id, later)


async def test_a_file_that_was_uploaded_again_is_not_doubled_by_a_restore(world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    document = await make_document(lead, now, sha256="a" * 64)
    await delete_document(world.oak.id, document.id, world.bob.id, now)
    await make_document(lead, now, sha256="a" * 64)
    with pytest.raises(SameDocumentPresent):
        await restore_document(world.oak.id, document.id, world.bob.id, now)
    assert len(await list_documents(lead.id)) == 1


@pytest.mark.parametrize("status", ["pending", "processing"])
async def test_nothing_is_removed_or_restored_under_an_open_evaluation(
    status: str, world: World, now: datetime
) -> None:
    lead = await make_lead(world.oak, now)
    document, removed = await make_document(lead, now), await make_document(lead, now)
    await delete_document(world.oak.id, removed.id, world.bob.id, now)
    given = {"requested_at": now, "created_at": now, "updated_at": now}
    await EvaluationJob(id=new_id("job"), lead_id=lead.id, site_id=lead.site_id, status=status, **given).save()
    with pytest.raises(EvaluationUnderWay):
        await delete_document(world.oak.id, document.id, world.bob.id, now)
    with pytest.raises(EvaluationUnderWay):
        await restore_document(world.oak.id, removed.id, world.bob.id, now)
    assert [found.id for found in await list_documents(lead.id)] == [document.id]


async def test_a_document_of_another_site_does_not_exist(world: World, now: datetime) -> None:
    document = await make_document(await make_lead(world.oak, now), now)
    for attempt in (
        get_document(world.elm.id, document.id),
        delete_document(world.elm.id, document.id, world.charlie.id, now),
        restore_document(world.elm.id, document.id, world.charlie.id, now),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await LeadDocument.count().where(LeadDocument.deleted_at.is_null()) == 1


async def test_documents_are_counted_for_many_leads_at_once(world: World, now: datetime) -> None:
    full, empty = await make_lead(world.oak, now), await make_lead(world.oak, now)
    first = await make_document(full, now)
    await make_document(full, now)
    await make_document(full, now)
    await delete_document(world.oak.id, first.id, world.bob.id, now)
    assert await count_documents([full.id, empty.id]) == {full.id: 2, empty.id: 0}
    assert await count_documents([]) == {}
