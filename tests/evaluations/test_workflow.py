"""An evaluation ends in exactly one result or one clear failure, and the quota is exact."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from app.evaluations.fingerprint import document_fingerprint
from app.evaluations.quota import get_quota
from app.evaluations.request import request_evaluation
from app.evaluations.tables import Evaluation, Usage
from app.jobs import ledger
from app.jobs.tables import EvaluationJob
from app.leads.tables import Lead
from app.notifications.tables import Notification
from app.screening.reading.pages import ReadFile
from app.screening.screen import NothingReadable
from app.screening.verdict import Applicant, Verdict
from app.sites.tables import AuditEntry
from tests.evaluations.instant import Office, UnreachableStore
from tests.factories import World, make_lead, make_world
from tests.jobs.toy import again


@dataclass
class Asked:
    world: World
    lead: Lead
    job: EvaluationJob

    async def used(self, month: str = "2026-11") -> int:
        return (await get_quota(self.world.oak.id, "free", month)).used

    async def lead_now(self) -> Lead:
        found = await Lead.objects().get(Lead.id == self.lead.id)
        assert found is not None
        return found


async def ask(office: Office, now: datetime, *contents: bytes) -> Asked:
    world = await make_world(now)
    lead = await make_lead(world.oak, now)
    for number, content in enumerate(contents or (b"a stub",)):
        await office.add_document(lead, now + timedelta(seconds=number), content, file_name=f"{number}.pdf")
    requested = await request_evaluation(world.oak, lead.id, world.bob.id, now)
    return Asked(world, lead, requested.job)


async def until_closed(office: Office, asked: Asked, now: datetime) -> EvaluationJob:
    while (due := (await again(asked.job)).due_at) is not None:
        await office.sweep(max(now, due))
    return await again(asked.job)


async def test_a_result_is_stored_shown_on_the_lead_and_told(database: None, now: datetime, office: Office) -> None:
    asked = await ask(office, now)
    assert (await office.sweep(now)).completed == 1
    job = await again(asked.job)
    evaluation = await Evaluation.objects().get(Evaluation.id == job.evaluation_id)
    assert evaluation is not None
    assert (evaluation.score, evaluation.label, evaluation.workflow_instance_id) == (82, "A", job.id)
    assert evaluation.document_fingerprint == job.document_fingerprint
    assert json.loads(evaluation.verdict)["documents"][0]["file_name"] == "0.pdf"
    lead = await asked.lead_now()
    assert (lead.status, lead.ai_score, lead.ai_label, lead.ai_recommendation) == ("ai_evaluated", 82, "A", "approve")
    note = await Notification.objects().get(Notification.user_id == asked.world.bob.id)
    assert note is not None
    assert (note.lead_id, "Doe" in note.text) == (lead.id, False)
    actions = await AuditEntry.select(AuditEntry.action).order_by(AuditEntry.created_at).output(as_list=True)
    assert sorted(actions) == ["evaluation_completed", "evaluation_requested"]
    assert await asked.used() == 1


async def test_the_seven_steps_are_recorded_in_order(database: None, now: datetime, office: Office) -> None:
    asked = await ask(office, now)
    await office.sweep(now)
    names = ["fetch-lead", "load-documents", "read-documents", "evaluate", "save-evaluation", "update-lead", "notify"]
    assert list(await ledger.steps_of(asked.job.id)) == names


async def test_the_day_is_the_one_at_the_site(database: None, now: datetime, office: Office) -> None:
    late = now.replace(hour=3)
    await ask(office, late)
    await office.sweep(late)
    evaluation = await Evaluation.objects().first()
    assert evaluation is not None
    assert json.loads(evaluation.extracted_data) == {"as_of": "2026-11-20"}


async def test_one_bad_document_among_good_ones_is_reported(database: None, now: datetime, office: Office) -> None:
    await ask(office, now, b"good", b"bad")
    assert (await office.sweep(now)).completed == 1
    evaluation = await Evaluation.objects().first()
    assert evaluation is not None
    documents = json.loads(evaluation.documents)
    assert [document["readable"] for document in documents] == [True, False]
    assert "damaged" in documents[1]["error"]


async def test_neither_a_retry_nor_another_evaluation_reads_a_file_again(
    database: None, now: datetime, office: Office
) -> None:
    asked = await ask(office, now)
    await office.sweep(now)
    await office.add_document(asked.lead, now, b"another")
    await request_evaluation(asked.world.oak, asked.lead.id, asked.world.bob.id, now)
    await office.sweep(now)
    assert (office.reads, office.screens) == (2, 2)


async def test_a_document_added_meanwhile_waits_for_the_next_evaluation(
    database: None, now: datetime, office: Office
) -> None:
    asked = await ask(office, now)
    working_store, office.store = office.store, UnreachableStore()
    await office.sweep(now)
    office.store = working_store
    second = await office.add_document(asked.lead, now, b"another")
    await office.sweep(now + timedelta(minutes=1))
    evaluation = await Evaluation.objects().first()
    assert evaluation is not None
    hashes = [item["sha256"] for item in (await ledger_documents(asked.job))]
    assert evaluation.document_fingerprint == document_fingerprint(hashes)
    assert second.sha256 in hashes, "documents are fixed when they are first loaded, which the outage had prevented"


async def ledger_documents(job: EvaluationJob) -> list[dict[str, str]]:
    documents: list[dict[str, str]] = ledger.output_of((await ledger.steps_of(job.id))["load-documents"])["documents"]
    return documents


def model_timeout(applicant: Applicant, files: Sequence[ReadFile], as_of: date) -> Verdict:
    raise TimeoutError


def broken(applicant: Applicant, files: Sequence[ReadFile], as_of: date) -> Verdict:
    raise KeyError("response")


def nothing_readable(applicant: Applicant, files: Sequence[ReadFile], as_of: date) -> Verdict:
    raise NothingReadable("nothing")


async def lead_gone(office: Office, asked: Asked) -> None:
    """A lead is never deleted while a job points to it; its site may be changed by hand."""
    await EvaluationJob.update({EvaluationJob.site_id: asked.world.elm.id}).where(EvaluationJob.id == asked.job.id)
    await Usage.update({Usage.site_id: asked.world.elm.id}, force=True)


async def documents_gone(office: Office, asked: Asked) -> None:
    await asked.lead.raw("UPDATE lead_documents SET deleted_at = {}", asked.job.requested_at)


async def files_gone(office: Office, asked: Asked) -> None:
    for key in await office.store.list_keys():
        await office.store.delete(key)


async def quota_overdrawn(office: Office, asked: Asked) -> None:
    await Usage.update({Usage.quota_limit: 0}, force=True)


async def store_down(office: Office, asked: Asked) -> None:
    office.store = UnreachableStore()


async def model_late(office: Office, asked: Asked) -> None:
    office.screen = model_timeout


async def model_broken(office: Office, asked: Asked) -> None:
    office.screen = broken


async def unreadable(office: Office, asked: Asked) -> None:
    office.screen = nothing_readable


@pytest.mark.parametrize(
    ("trouble", "code", "is_retried"),
    [
        (lead_gone, "ResourceNotFound", False),
        (documents_gone, "ResourceNotFound", False),
        (files_gone, "ResourceNotFound", False),
        (unreadable, "DocumentsUnreadable", False),
        (quota_overdrawn, "QuotaExceeded", False),
        (store_down, "StorageError", True),
        (model_late, "ModelTimeout", True),
        (model_broken, "ProcessingError", True),
    ],
)
async def test_every_row_of_the_error_table(
    database: None, now: datetime, office: Office, trouble: object, code: str, is_retried: bool
) -> None:
    asked = await ask(office, now)
    await trouble(office, asked)  # type: ignore[operator]
    swept = await office.sweep(now)
    assert (swept.failed, swept.retrying) == ((0, 1) if is_retried else (1, 0))
    failed = await until_closed(office, asked, now)
    assert (failed.status, failed.error_code, failed.retry_count) == ("failed", code, 3 if is_retried else 0)
    assert failed.error_message
    used = await Usage.select(Usage.evaluation_count).first()
    assert used == {"evaluation_count": 0}, "the unit went back"
    assert await Evaluation.count() == 0


async def test_all_documents_unreadable_is_a_clear_failure(database: None, now: datetime, office: Office) -> None:
    asked = await ask(office, now, b"bad one", b"bad two")
    assert (await office.sweep(now)).failed == 1
    assert (await again(asked.job)).error_code == "DocumentsUnreadable"
    assert (await asked.lead_now()).status == "documents_received"
    assert await asked.used() == 0
