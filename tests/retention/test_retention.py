"""What may no longer be kept goes, bytes included; what is held stays; erasing leaves nothing that tells who it was."""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from app.database import engine, new_id
from app.documents.find import list_removed
from app.documents.tables import LeadDocument
from app.evaluations.tables import Evaluation
from app.jobs.tables import EvaluationJob, EvaluationStep
from app.leads.activities import note_activity
from app.leads.tables import ActivityKind, Lead, LeadActivity
from app.notifications.tables import OutboxMail
from app.retention import schedule
from app.retention.erase import NotErasable, erase_lead
from app.retention.hold import release_hold, set_hold
from app.retention.purge import empty_outboxes, purge_store
from app.retention.schedule import apply, plan
from app.retention.tables import StorePurge
from app.schedules.schedule import SkipChange
from app.storage import LocalStore
from tests.browsing import person, text_of
from tests.factories import World, make_document, make_lead

YEARS = timedelta(days=365)


async def lead_with(world: World, at: datetime, *kinds: str | None) -> tuple[Lead, list[LeadDocument]]:
    lead = await make_lead(world.oak, at, email="jane@doe.example")
    return lead, [await make_document(lead, at, document_type=kind) for kind in kinds]


async def evaluated(lead: Lead, documents: list[LeadDocument], kinds: list[str], at: datetime) -> str:
    """An evaluation, with its job, that saw these types in these documents."""
    job = EvaluationJob(
        id=new_id("job"), lead_id=lead.id, site_id=lead.site_id, status="completed",
        requested_at=at, created_at=at, updated_at=at,
    )  # fmt: skip
    await job.save()
    step = EvaluationStep(id=new_id("step"), job_id=job.id, name="evaluate", output=json.dumps({"verdict": "Jane Doe"}))
    await step.save()
    seen = [{"file_id": it.id, "document_type": kind} for it, kind in zip(documents, kinds, strict=True)]
    evaluation = Evaluation(
        id=new_id("eval"), lead_id=lead.id, site_id=lead.site_id, documents=json.dumps(seen),
        workflow_instance_id=job.id, evaluated_at=at, created_at=at, updated_at=at,
    )  # fmt: skip
    await evaluation.save()
    return str(evaluation.id)


async def run(world: World, now: datetime) -> list[str]:
    changes = (await plan(world.oak.id, now)).changes
    for change in changes:
        await apply(world.oak.id, change, now)
    return sorted(change.text for change in changes)


async def test_each_kind_goes_when_its_own_period_is_over(world: World, now: datetime) -> None:
    lead, documents = await lead_with(world, now, "government_id", None, "paystub")
    await evaluated(lead, documents, ["government_id", "government_id", "paystub"], now)
    assert await run(world, now + timedelta(days=89)) == []
    assert await run(world, now + timedelta(days=91)) == ["Delete an expired ID picture."] * 2
    assert await run(world, now + 2 * YEARS) == []
    assert await run(world, now + 3.1 * YEARS) == ["Delete an expired document."]
    assert await run(world, now + 5.1 * YEARS) == ["Delete an expired evaluation."]
    assert (await plan(world.oak.id, now + 9 * YEARS)).changes == []
    assert await Evaluation.count() == 0
    step = await EvaluationStep.objects().first()
    assert step is not None and json.loads(step.output) == {}


async def test_a_packet_that_also_holds_stubs_is_no_id_picture(world: World, now: datetime) -> None:
    lead, (packet,) = await lead_with(world, now, None)
    await evaluated(lead, [packet, packet], ["government_id", "paystub"], now)
    assert await run(world, now + timedelta(days=91)) == []


async def test_many_old_documents_do_not_keep_a_newer_id_picture(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "MOST_AT_ONCE", 2)
    for _ in range(2):
        lead, documents = await lead_with(world, now, "paystub", None)
        await evaluated(lead, documents, ["paystub", "bank_statement"], now)
    lead, documents = await lead_with(world, now + timedelta(days=1), None, "government_id")
    await evaluated(lead, documents[:1], ["government_id"], now)
    assert await run(world, now + timedelta(days=93)) == ["Delete an expired ID picture."] * 2


async def test_what_happened_with_the_lead_since_then_keeps_its_documents(world: World, now: datetime) -> None:
    lead, _ = await lead_with(world, now, "paystub")
    await note_activity(world.oak.id, lead.id, ActivityKind.call, "Called", now + 2 * YEARS)
    assert await run(world, now + 3.1 * YEARS) == []
    assert len(await run(world, now + 5.1 * YEARS)) == 1


async def test_a_removed_document_goes_after_a_month_and_cannot_be_restored(world: World, now: datetime) -> None:
    lead, (document,) = await lead_with(world, now, "paystub")
    await LeadDocument.update({LeadDocument.deleted_at: now}).where(LeadDocument.id == document.id)
    later = now + timedelta(days=31)
    assert await run(world, later) == ["Delete a document that was removed."]
    assert await list_removed(lead.id, later) == []


async def test_a_legal_hold_stops_it_even_between_plan_and_run(world: World, now: datetime) -> None:
    lead, _ = await lead_with(world, now, "paystub")
    later = now + 4 * YEARS
    (change,) = (await plan(world.oak.id, later)).changes
    await set_hold(world.oak.id, lead.id, "Letter of 3 May", world.alice.id, later)
    with pytest.raises(SkipChange):
        await apply(world.oak.id, change, later)
    assert (await plan(world.oak.id, later)).changes == []
    await release_hold(world.oak.id, lead.id, world.alice.id, later)
    assert len((await plan(world.oak.id, later)).changes) == 1


async def test_another_sites_things_are_not_touched(world: World, now: datetime) -> None:
    await lead_with(world, now, "paystub")
    assert (await plan(world.elm.id, now + 9 * YEARS)).changes == []


async def test_the_bytes_follow_with_all_that_was_made_from_them(world: World, now: datetime, tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    _, (mine,) = await lead_with(world, now, "paystub")
    other = await make_lead(world.oak, now + 3 * YEARS)
    theirs = await make_document(other, now + 3 * YEARS)
    for document in (mine, theirs):
        for key in (document.storage_key, f"preview-{document.sha256}-1-960", f"reading-{document.sha256}-reader-3"):
            await store.put(key, b"bytes", "application/pdf")
    await run(world, now + 3.1 * YEARS)
    assert await purge_store(store, now + 3.1 * YEARS) == 1
    assert await purge_store(store, now) == 0
    assert len(await store.list_keys()) == 3 and all(
        theirs.sha256 in key or key == theirs.storage_key for key in await store.list_keys()
    )


async def test_a_file_that_another_lead_has_too_stays_for_that_one(world: World, now: datetime, tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    lead, _ = await lead_with(world, now)
    other = await make_lead(world.oak, now)
    same = {"sha256": "a" * 64, "storage_key": "obj_shared"}
    for each in (lead, other):
        await make_document(each, now, **same)
    await store.put("obj_shared", b"bytes", "application/pdf")
    await store.put(f"sizes-{'a' * 64}", b"[]", "application/json")
    await erase_lead(world.oak.id, lead.id, "Asked by letter", world.alice.id, now)
    await purge_store(store, now)
    assert len(await store.list_keys()) == 2
    assert await StorePurge.count() == 0


async def test_erasing_leaves_nothing_that_tells_who_it_was(world: World, now: datetime) -> None:
    lead, documents = await lead_with(world, now, "paystub")
    await LeadDocument.update({LeadDocument.file_name: "jane-doe.pdf"}).where(LeadDocument.lead_id == lead.id)
    await evaluated(lead, documents, ["paystub"], now)
    await note_activity(world.oak.id, lead.id, ActivityKind.message, "Jane Doe wrote", now)
    certificate = await erase_lead(world.oak.id, lead.id, "Asked by letter", world.alice.id, now)
    assert json.loads(certificate.counts) == {"documents": 1, "evaluations": 1, "timeline entries": 1, "statements": 0}
    for table in ("leads", "lead_documents", "lead_ai_evaluations", "lead_activities", "ai_evaluation_steps"):
        words = str(await engine().run_ddl(f"SELECT * FROM {table}")).lower()
        assert "jane" not in words and "doe.example" not in words, table
    with pytest.raises(NotErasable):
        await erase_lead(world.oak.id, lead.id, "Asked again", world.alice.id, now)


async def test_nothing_more_is_gathered_about_an_erased_lead(app: object, world: World, now: datetime) -> None:
    lead, _ = await lead_with(world, now, "paystub")
    await erase_lead(world.oak.id, lead.id, "Asked by letter", world.alice.id, now)
    url = f"/sites/oak/leads/{lead.id}"
    async with person(app, "bob@oak.example") as bob:
        for deed, form in (
            ("withdrawal/undo", {}), ("decision", {"decision": "approve"}), ("links", {}),
            ("activities", {"kind": "message", "text": "Jane called"}),
        ):  # fmt: skip
            assert (await bob.post(f"{url}/{deed}", form)).status_code == 409, deed
        picture = io.BytesIO()
        Image.new("RGB", (400, 300), "white").save(picture, "PNG")
        files = {"file": ("id.png", picture.getvalue(), "image/png")}
        assert (await bob.post(f"{url}/documents", files=files)).status_code == 409
    assert await LeadActivity.count() == await LeadDocument.count().where(LeadDocument.deleted_at.is_null()) == 0
    assert await Lead.select(Lead.status).first() == {"status": "withdrawn"}


async def test_the_other_lead_of_an_erased_person_is_named(app: object, world: World, now: datetime) -> None:
    lead, _ = await lead_with(world, now)
    other = await make_lead(world.oak, now, first_name="J.", merged_into=lead.id)
    async with person(app, "alice@oak.example") as alice:
        for one, twin in ((lead, other), (other, lead)):
            assert twin.id in (await alice.get(f"/sites/oak/leads/{one.id}/erase")).text
        await alice.post(f"/sites/oak/leads/{other.id}/erase", {"reason": "Asked by letter"})
        done = await alice.post(f"/sites/oak/leads/{lead.id}/erase", {"reason": "Asked by letter"})
        assert other.id not in (await alice.get(done.headers["location"])).text


async def test_a_held_or_evaluating_lead_is_not_erased(world: World, now: datetime) -> None:
    lead, _ = await lead_with(world, now, "paystub")
    await set_hold(world.oak.id, lead.id, "Letter of 3 May", world.alice.id, now)
    with pytest.raises(NotErasable):
        await erase_lead(world.oak.id, lead.id, "Asked by letter", world.alice.id, now)
    await release_hold(world.oak.id, lead.id, world.alice.id, now)
    job = EvaluationJob(
        id=new_id("job"), lead_id=lead.id, site_id=world.oak.id, requested_at=now, created_at=now, updated_at=now
    )
    await job.save()
    with pytest.raises(NotErasable):
        await erase_lead(world.oak.id, lead.id, "Asked by letter", world.alice.id, now)


async def test_a_manager_erases_on_the_page_and_gets_a_certificate(app: object, world: World, now: datetime) -> None:
    lead, _ = await lead_with(world, now, "paystub")
    async with person(app, "bob@oak.example") as bob:
        assert (await bob.get(f"/sites/oak/leads/{lead.id}/erase")).status_code == 403
    async with person(app, "alice@oak.example") as alice:
        assert (await alice.get("/sites/oak/retention")).status_code == 200
        assert "cannot be undone" in text_of(await alice.get(f"/sites/oak/leads/{lead.id}/erase"))
        short = await alice.post(f"/sites/oak/leads/{lead.id}/erase", {"reason": ""})
        assert short.status_code == 422
        done = await alice.post(f"/sites/oak/leads/{lead.id}/erase", {"reason": "Asked by letter"})
        words = text_of(await alice.get(done.headers["location"]))
        assert "Certificate of erasure" in words and "Jane" not in words
        assert "Jane" not in text_of(await alice.get(f"/sites/oak/leads/{lead.id}"))


async def test_old_mails_go_and_waiting_ones_stay(world: World, now: datetime) -> None:
    for status in ("sent", "waiting"):
        await OutboxMail(
            id=new_id("mail"), site_id=world.oak.id, to_address="a@b.example", subject="Hello", cause=status,
            status=status, created_at=now,
        ).save()  # fmt: skip
    await empty_outboxes(now + timedelta(days=29))
    assert await OutboxMail.count() == 2
    await empty_outboxes(now + timedelta(days=31))
    assert await OutboxMail.select(OutboxMail.status).output(as_list=True) == ["waiting"]
