"""Every state of the status fragment renders, polls only while work is open, and tells the truth."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.clock import utc_now
from app.database import new_id
from app.evaluations.status import get_standing
from app.evaluations.tables import Evaluation, FactCorrection
from app.jobs.tables import EvaluationJob, Worker
from app.leads.tables import Lead
from app.screening.policy import load_policy
from app.screening.screen import conclude
from app.screening.verdict import Applicant
from tests.browsing import Person, person
from tests.decisions.evaluated import make_evaluation
from tests.factories import World, make_document, make_lead

HTMX = {"HX-Request": "true"}


async def make_job(lead: Lead, at: datetime, **values: Any) -> EvaluationJob:
    given = {"status": "pending", "due_at": at, "requested_at": at, **values}
    job = EvaluationJob(id=new_id("job"), lead_id=lead.id, site_id=lead.site_id, created_at=at, updated_at=at, **given)
    await job.save()
    return job


async def fragment(visitor: Person, lead: Lead) -> str:
    answer = await visitor.get(f"/sites/oak/leads/{lead.id}/evaluation")
    assert answer.status_code == 200, answer.text
    return answer.text


def state_of(html: str) -> str:
    found = re.search(r'id="evaluation-status"[^>]*data-state="(\w+)"', html)
    assert found
    return found.group(1)


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "queued"),
        ({"status": "processing"}, "running"),
        ({"retry_count": 1, "error_code": "StorageError", "error_message": "The store did not answer."}, "retrying"),
    ],
)
async def test_open_work_is_polled_every_ten_seconds(
    app: Any, world: World, values: dict[str, Any], state: str
) -> None:
    lead = await make_lead(world.oak, utc_now())
    await make_job(lead, utc_now(), **values)
    async with person(app, "bob@oak.example") as bob:
        html = await fragment(bob, lead)
    assert state_of(html) == state
    assert 'hx-trigger="every 10s"' in html


async def test_closed_work_is_not_polled(app: Any, world: World) -> None:
    never = await make_lead(world.oak, utc_now())
    failed = await make_lead(world.oak, utc_now())
    await make_job(
        failed,
        utc_now(),
        status="failed",
        due_at=None,
        error_code="DocumentsUnreadable",
        error_message="No file could be read.",
    )
    async with person(app, "bob@oak.example") as bob:
        assert state_of(await fragment(bob, never)) == "not_evaluated"
        html = await fragment(bob, failed)
    assert state_of(html) == "failed"
    assert "No file could be read." in html
    assert "hx-trigger" not in html


async def test_a_finished_evaluation_shows_its_score_and_stops_the_polling(app: Any, world: World) -> None:
    lead = await make_lead(world.oak, utc_now())
    job = await make_job(lead, utc_now(), status="completed", due_at=None)
    applicant = Applicant("Jane Doe", lead.monthly_rent)
    verdict = conclude(applicant, [], (), load_policy(), utc_now().date(), "leaselab-local-1").to_json()
    await Evaluation(
        id=new_id("eval"), lead_id=lead.id, site_id=lead.site_id, score=verdict["score"], label=verdict["label"],
        recommendation=verdict["recommendation"], verdict=json.dumps(verdict), workflow_instance_id=job.id,
        evaluated_at=utc_now(), created_at=utc_now(), updated_at=utc_now(),
    ).save()  # fmt: skip
    async with person(app, "bob@oak.example") as bob:
        html = await fragment(bob, lead)
    assert state_of(html) == "completed"
    assert f"Score {verdict['score']} of 100" in html
    assert "hx-trigger" not in html


async def test_a_refusal_stands_where_the_button_was(app: Any, world: World) -> None:
    lead = await make_lead(world.oak, utc_now())
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.post(f"/sites/oak/leads/{lead.id}/evaluations", **{"HX-Request": "true"})
        assert state_of(answer.text) == "refused"
        plain = await bob.post(f"/sites/oak/leads/{lead.id}/evaluations")
        assert plain.status_code == 422 and "no documents" in plain.text.lower()


async def test_without_javascript_the_button_leads_back_to_the_lead(app: Any, world: World) -> None:
    lead = await make_lead(world.oak, utc_now())
    await make_document(lead, utc_now())
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.post(f"/sites/oak/leads/{lead.id}/evaluations")
    assert answer.status_code == 303 and answer.headers["location"] == f"/sites/oak/leads/{lead.id}"


async def test_an_unchanged_fragment_is_a_304_and_a_changed_one_is_not(app: Any, world: World) -> None:
    lead = await make_lead(world.oak, utc_now())
    job = await make_job(lead, utc_now() - timedelta(minutes=5))
    async with person(app, "bob@oak.example") as bob:
        first = await bob.get(f"/sites/oak/leads/{lead.id}/evaluation")
        etag = first.headers["etag"]
        again = await bob.get(f"/sites/oak/leads/{lead.id}/evaluation", **{"If-None-Match": etag})
        assert again.status_code == 304 and again.text == ""
        await EvaluationJob.update({EvaluationJob.status: "processing", EvaluationJob.updated_at: utc_now()}).where(
            EvaluationJob.id == job.id
        )
        changed = await bob.get(f"/sites/oak/leads/{lead.id}/evaluation", **{"If-None-Match": etag})
        assert changed.status_code == 200


async def test_the_end_of_the_work_is_told_to_the_other_panels_of_the_page(app: Any, world: World) -> None:
    lead = await make_lead(world.oak, utc_now())
    job = await make_job(lead, utc_now())
    url = f"/sites/oak/leads/{lead.id}/evaluation"
    async with person(app, "bob@oak.example") as bob:
        assert "hx-trigger" not in (await bob.get(url, **HTMX)).headers
        ended = {EvaluationJob.status: "failed", EvaluationJob.due_at: None, EvaluationJob.completed_at: utc_now()}
        await EvaluationJob.update(ended).where(EvaluationJob.id == job.id)
        assert (await bob.get(url, **HTMX)).headers["hx-trigger"] == "evaluation-moved"
        assert "hx-trigger" not in (await bob.get(url)).headers


async def test_how_long_a_request_waits_does_not_stand_still(app: Any, world: World) -> None:
    lead = await make_lead(world.oak, utc_now())
    asked_at = utc_now() - timedelta(minutes=5)
    await make_job(lead, asked_at)
    first = await get_standing(world.oak.id, lead.id, asked_at + timedelta(seconds=50))
    same = await get_standing(world.oak.id, lead.id, asked_at + timedelta(seconds=55))
    later = await get_standing(world.oak.id, lead.id, asked_at + timedelta(seconds=61))
    assert first.etag == same.etag != later.etag


async def test_a_value_that_is_corrected_meanwhile_is_told_to_whoever_waits(app: Any, world: World) -> None:
    lead = await make_lead(world.oak, utc_now())
    evaluation = await make_evaluation(lead, utc_now() - timedelta(hours=1), "approve")
    await make_job(lead, utc_now() - timedelta(minutes=5))
    now = utc_now()
    before = await get_standing(world.oak.id, lead.id, now)
    values: dict[str, Any] = {"lead_id": lead.id, "site_id": world.oak.id, "evaluation_id": evaluation}
    await FactCorrection(id=new_id("fix"), field="net_pay", corrected_at=now, **values).save()
    assert (await get_standing(world.oak.id, lead.id, now)).etag != before.etag


async def test_a_silent_worker_is_said_and_a_living_one_is_not(app: Any, world: World) -> None:
    lead = await make_lead(world.oak, utc_now())
    await make_job(lead, utc_now())
    async with person(app, "bob@oak.example") as bob:
        assert "The worker has not answered" in await fragment(bob, lead)
        await Worker(id=new_id("worker"), started_at=utc_now(), last_seen_at=utc_now()).save()
        assert "The worker has not answered" not in await fragment(bob, lead)


async def test_a_paused_request_says_who_can_resume_it(app: Any, world: World) -> None:
    lead = await make_lead(world.oak, utc_now())
    await make_job(lead, utc_now(), due_at=None)
    async with person(app, "bob@oak.example") as bob:
        html = await fragment(bob, lead)
    assert state_of(html) == "queued" and "Paused." in html
