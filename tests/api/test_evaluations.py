"""The rows of the contract for evaluations: asking, following, reading, overriding, and what a month has used."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from app.clock import utc_now
from app.evaluations.quota import month_of
from app.evaluations.tables import Usage
from app.jobs.operate import pause_job
from app.jobs.tables import EvaluationJob
from app.leads.tables import Lead
from app.sites.tables import AuditEntry
from tests.api.conftest import Program
from tests.api.refused import refusal
from tests.evaluations.instant import Office
from tests.factories import World, make_document, make_lead
from tests.jobs.toy import again


def url(lead: Lead) -> str:
    return f"/api/ops/leads/{lead.id}/ai-evaluation"


async def requested(program: Program, lead: Lead) -> dict[str, Any]:
    answer = await program.post(url(lead))
    assert answer.status_code == 201, answer.text
    data: dict[str, Any] = answer.json()["data"]
    return data


async def test_a_request_makes_a_job_and_counts_it(bob: Program, lead: Lead) -> None:
    before = utc_now()
    answer = await bob.post(url(lead))
    assert answer.status_code == 201
    body = answer.json()
    data = body["data"]
    assert set(data) == {"job_id", "lead_id", "status", "requested_at", "message"}
    assert (data["lead_id"], data["status"]) == (lead.id, "pending")
    assert datetime.fromisoformat(data["requested_at"]) >= before
    assert body == {
        "success": True,
        "data": data,
        "usage": {"remaining": 19, "limit": 20, "month": month_of(utc_now())},
    }


async def test_a_second_request_names_the_job_that_is_open(bob: Program, lead: Lead) -> None:
    job = await requested(bob, lead)
    for body in (None, {}, {"force_re_evaluation": False}):
        answer = await bob.post(url(lead), json=body)
        assert refusal(answer, 409, "JobAlreadyPending")["job_id"] == job["job_id"]


async def test_a_lead_without_documents_says_which_are_missing(bob: Program, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    missing = refusal(await bob.post(url(lead)), 422, "InsufficientDocuments")["missing"]
    assert "government_id" in missing and "paystub" in missing


async def test_the_same_documents_are_not_evaluated_twice_unless_forced(
    bob: Program, dora: Program, lead: Lead, office: Office
) -> None:
    await requested(bob, lead)
    await office.sweep(utc_now())
    evaluation_id = (await bob.get(url(lead))).json()["data"]["id"]
    told = refusal(await bob.post(url(lead)), 409, "DuplicateDocuments")
    assert (told["last_evaluation_id"], told["can_force"]) == (evaluation_id, False)
    assert refusal(await dora.post(url(lead)), 409, "DuplicateDocuments")["can_force"] is True
    force = {"force_re_evaluation": True, "reason": "The policy changed."}
    refusal(await bob.post(url(lead), json=force), 403, "Forbidden")
    for reason in ("", "a\0b", "x" * 2001):
        answer = await dora.post(url(lead), json={**force, "reason": reason})
        assert set(refusal(answer, 422, "ValidationFailed")["fields"]) == {"reason"}
    assert (await dora.post(url(lead), json=force)).status_code == 201


async def test_a_month_that_is_used_up_says_so(bob: Program, lead: Lead, world: World, now: datetime) -> None:
    month = month_of(utc_now())
    await Usage(
        id="usage_1",
        site_id=world.oak.id,
        month=month,
        evaluation_count=20,
        quota_limit=20,
        created_at=now,
        updated_at=now,
    ).save()
    told = refusal(await bob.post(url(lead)), 403, "QuotaExceeded")
    assert told["usage"] == {"remaining": 0, "limit": 20, "month": month}
    assert await EvaluationJob.count() == 0


@pytest.mark.parametrize(
    "body",
    [
        {"model_version": "x" * 121},
        {"model_version": "a\0"},
        {"force_re_evaluation": "perhaps"},
        {"reason": 5},
        [],
        "text",
    ],
)
async def test_a_request_that_is_none_names_its_field(bob: Program, lead: Lead, body: object) -> None:
    fields = refusal(await bob.post(url(lead), json=body), 422, "ValidationFailed")["fields"]
    assert set(fields) <= {"body", "model_version", "force_re_evaluation", "reason"} and fields
    assert await EvaluationJob.count() == 0


async def test_a_job_is_followed_from_waiting_to_its_evaluation(bob: Program, lead: Lead, office: Office) -> None:
    job_id = (await requested(bob, lead))["job_id"]
    job_url, workflow_url = f"/api/ops/ai-evaluation-jobs/{job_id}", f"/api/ops/ai-workflows/{job_id}"
    job = (await bob.get(job_url)).json()["data"]
    assert job == {
        "job_id": job_id, "lead_id": lead.id, "status": "pending", "requested_at": job["requested_at"],
        "started_at": None, "completed_at": None, "error_code": None, "error_message": None, "retry_count": 0,
        "max_retries": 3, "can_retry": False, "evaluation": None,
    }  # fmt: skip
    workflow = (await bob.get(workflow_url)).json()["data"]
    assert workflow == {
        "instance_id": job_id, "status": "queued", "current_step": None, "steps": [], "queued_at": job["requested_at"],
        "started_at": None, "completed_at": None, "output": None, "error": None, "can_retry": False,
    }  # fmt: skip
    await office.sweep(utc_now())
    done = (await bob.get(job_url)).json()["data"]
    assert (done["status"], done["evaluation"]["workflow_instance_id"]) == ("completed", job_id)
    finished = (await bob.get(workflow_url)).json()["data"]
    assert (finished["status"], finished["output"]) == ("complete", {"evaluation_id": done["evaluation"]["id"]})
    assert [step["name"] for step in finished["steps"]] == [
        "fetch-lead", "load-documents", "read-documents", "evaluate", "save-evaluation", "update-lead", "notify",
    ]  # fmt: skip
    step = finished["steps"][0]
    assert set(step) == {"name", "status", "attempts", "started_at", "finished_at", "duration_ms", "error"}
    assert (step["status"], step["attempts"], step["error"]) == ("completed", 1, None)


async def test_a_job_that_failed_says_why_and_can_be_tried_again(bob: Program, lead: Lead, office: Office) -> None:
    job_id = (await requested(bob, lead))["job_id"]
    for document in office.folder.iterdir():
        document.unlink()
    await office.sweep(utc_now())
    job = (await bob.get(f"/api/ops/ai-evaluation-jobs/{job_id}")).json()["data"]
    assert (job["status"], job["error_code"], job["can_retry"]) == ("failed", "ResourceNotFound", True)
    workflow = (await bob.get(f"/api/ops/ai-workflows/{job_id}")).json()["data"]
    assert (workflow["status"], workflow["can_retry"]) == ("error", True)
    assert workflow["error"] == {"code": "ResourceNotFound", "message": job["error_message"]}


async def test_a_paused_job_is_told_as_paused(bob: Program, lead: Lead) -> None:
    job_id = (await requested(bob, lead))["job_id"]
    job = await EvaluationJob.objects().where(EvaluationJob.id == job_id).first()
    assert job is not None
    await pause_job(job, utc_now())
    assert (await again(job)).due_at is None
    assert (await bob.get(f"/api/ops/ai-workflows/{job_id}")).json()["data"]["status"] == "paused"
    assert (await bob.get(f"/api/ops/ai-evaluation-jobs/{job_id}")).json()["data"]["status"] == "pending"


async def test_the_newest_evaluation_has_the_contracts_members_and_leaves_an_audit_row(
    bob: Program, lead: Lead, office: Office
) -> None:
    refusal(await bob.get(url(lead)), 404, "NotFound")
    await requested(bob, lead)
    await office.sweep(utc_now())
    told = (await bob.get(url(lead))).json()["data"]
    contract = {
        "id", "score", "label", "summary", "recommendation", "risk_flags", "fraud_signals", "evaluated_at",
        "model_version", "workflow_instance_id", "factors", "extracted_data",
    }  # fmt: skip
    assert contract <= set(told)
    assert (told["score"], told["label"], told["lead_id"]) == (82, "A", lead.id)
    assert await AuditEntry.count().where(AuditEntry.action == "evaluation_read") == 1


async def test_another_sites_records_do_not_exist(
    bob: Program, charlie: Program, lead: Lead, world: World, now: datetime
) -> None:
    await make_document(lead, now)
    job_id = (await requested(bob, lead))["job_id"]
    good = {"new_recommendation": "reject", "reason": "a good reason"}
    refusal(await charlie.post(url(lead)), 404, "LeadNotFound")
    refusal(await charlie.get(url(lead)), 404, "LeadNotFound")
    refusal(await charlie.post(f"/api/ops/leads/{lead.id}/evaluation/override", json=good), 404, "LeadNotFound")
    refusal(await charlie.get(f"/api/ops/ai-evaluation-jobs/{job_id}"), 404, "NotFound")
    refusal(await charlie.get(f"/api/ops/ai-workflows/{job_id}"), 404, "WorkflowNotFound")
    refusal(await charlie.get(f"/api/ops/sites/{world.oak.id}/ai-usage"), 404, "NotFound")
