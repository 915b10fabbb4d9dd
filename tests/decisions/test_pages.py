"""The decision panel as a person meets it, with and without scripts, and the same deed over the API."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.decisions.tables import Decision, Withdrawal
from app.evaluations.request import request_evaluation
from app.evaluations.tables import Override
from app.sites.current import CurrentSite
from app.sites.tokens import create_token
from tests.browsing import person, text_of
from tests.decisions.evaluated import make_evaluated, make_evaluation, open_evidence
from tests.factories import World, make_document, make_lead

HTMX = {"hx-request": "true"}


def form(evaluation_id: str, **values: Any) -> dict[str, Any]:
    return {"evaluation_id": evaluation_id, "replaces": "", "decision": "approve", **values}


async def test_the_panel_stands_on_the_page_of_the_lead(app: Any, world: World, now: datetime) -> None:
    lead, _ = await make_evaluated(world.oak, now)
    async with person(app, "bob@oak.example") as bob:
        text = text_of(await bob.get(f"/sites/oak/leads/{lead.id}"))
        assert "Record the decision" in text and "Recommended: approve (B · 64)" in text
        assert "open the evidence of this evaluation" in text
        alone = await bob.get(f"/sites/oak/leads/{lead.id}/decision")
        assert alone.text.lstrip().startswith('<section id="decision"') and "every 10s" not in alone.text[:400]


async def test_deciding_without_scripts_leads_back_to_the_lead(app: Any, world: World, now: datetime) -> None:
    lead, evaluation_id = await make_evaluated(world.oak, now)
    url = f"/sites/oak/leads/{lead.id}"
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.post(f"{url}/decision", form(evaluation_id, note="Fits."))
        assert answer.status_code == 303 and answer.headers["location"] == f"{url}#decision"
        text = text_of(await bob.get(url))
        assert "Approved" in text and "Can be undone until" in text and "Fits." in text
        made = await Decision.objects().first()
        assert made is not None
        assert (await bob.post(f"{url}/decisions/{made.id}/undo")).status_code == 303
        assert "undone by Bob Birch" in text_of(await bob.get(url))


async def test_with_scripts_the_page_renews_itself_after_a_decision(app: Any, world: World, now: datetime) -> None:
    lead, evaluation_id = await make_evaluated(world.oak, now)
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.post(f"/sites/oak/leads/{lead.id}/decision", form(evaluation_id), **HTMX)
    assert answer.status_code == 204 and answer.headers["hx-refresh"] == "true"


async def test_a_refusal_keeps_what_was_typed_and_leads_to_the_evidence(app: Any, world: World, now: datetime) -> None:
    lead, evaluation_id = await make_evaluated(world.oak, now, recommendation="reject")
    url = f"/sites/oak/leads/{lead.id}"
    typed = form(
        evaluation_id, decision="decline", reason_codes=["income_insufficient", "rental_history"], note="Mine."
    )
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.post(f"{url}/decision", typed, **HTMX)
        assert answer.status_code == 409 and 'id="decision"' in answer.text
        assert f'href="{url}/evidence"' in answer.text and "Mine." in answer.text
        assert 'value="rental_history" checked' in answer.text and 'value="decline" required checked' in answer.text
        plain = await bob.post(f"{url}/decision", typed)
        assert plain.status_code == 409 and "Open the evidence of the newest evaluation" in text_of(plain)
        await open_evidence(lead, evaluation_id, world.bob, now)
        assert (await bob.post(f"{url}/decision", typed)).status_code == 303
        assert "The applicant is owed a notice" in text_of(await bob.get(url))


async def test_two_tabs_the_second_is_told_of_the_first(app: Any, world: World, now: datetime) -> None:
    lead, evaluation_id = await make_evaluated(world.oak, now)
    url = f"/sites/oak/leads/{lead.id}/decision"
    async with person(app, "bob@oak.example") as bob:
        assert (await bob.post(url, form(evaluation_id))).status_code == 303
        answer = await bob.post(url, form(evaluation_id, decision="approve_with_conditions", conditions="x"), **HTMX)
        assert answer.status_code == 409 and "Somebody decided about this lead" in text_of(answer)
        assert "Change the decision" in text_of(answer)


async def test_while_an_evaluation_runs_the_panel_waits_and_renews_itself(
    app: Any, world: World, now: datetime
) -> None:
    lead = await make_lead(world.oak, now)
    await make_document(lead, now)
    await request_evaluation(CurrentSite(world.oak.id, "oak", "Oak", "UTC", "free"), lead.id, world.bob.id, now)
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.get(f"/sites/oak/leads/{lead.id}/decision")
    assert (
        'hx-trigger="evaluation-moved from:body, every 10s"' in answer.text and "Record the decision" not in answer.text
    )


async def test_the_applicant_withdraws_and_is_back(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    url = f"/sites/oak/leads/{lead.id}"
    async with person(app, "bob@oak.example") as bob:
        assert (await bob.post(f"{url}/withdrawal", {"note": "Moved away."})).status_code == 303
        assert "The applicant withdrew. Noted by Bob Birch" in text_of(await bob.get(url))
        assert (await bob.post(f"{url}/withdrawal/undo")).status_code == 303
        assert "Record the decision" in text_of(await bob.get(url))
    withdrawal = await Withdrawal.objects().first()
    assert withdrawal is not None and withdrawal.undone_by == world.bob.id


async def test_a_lead_that_was_decided_elsewhere_still_has_a_panel(app: Any, world: World, now: datetime) -> None:
    async with person(app, "bob@oak.example") as bob:
        for status in ("approved", "declined", "leased", "withdrawn"):
            lead = await make_lead(world.oak, now, status=status)
            assert (await bob.get(f"/sites/oak/leads/{lead.id}")).status_code == 200, status


async def test_the_api_decides_by_the_same_rules(app: Any, world: World, now: datetime) -> None:
    lead, old = await make_evaluated(world.oak, now, recommendation="reject")
    newest = await make_evaluation(lead, now + timedelta(minutes=1), "reject")
    headers = {"authorization": f"Bearer {await create_token(world.oak.id, world.bob.id, now)}"}
    url = f"/api/ops/leads/{lead.id}/decision"
    async with person(app) as client:

        async def decide(**body: Any) -> Any:
            answer = await client.client.post(url, json=body, headers=headers)
            return answer.status_code, answer.json()

        assert (await decide(decision="decline"))[1]["fields"].keys() == {"reason_codes"}
        status, refused = await decide(decision="decline", reason_codes=["rental_history"])
        assert (status, refused["error"], refused["evaluation_id"]) == (409, "EvidenceNotOpened", newest)
        assert (await decide(decision="approve", evaluation_id=old))[1]["error"] == "NewerEvaluation"
        status, made = await decide(decision="approve", override_reason="A guarantor signed.", reason_codes=None)
        assert status == 201 and made["data"]["status"] == "approved" and made["data"]["recommendation"] == "reject"
        assert (await decide(decision="approve"))[1]["error"] == "DecidedMeanwhile"
        status, again = await decide(decision="approve", override_reason="Still.", replaces=made["data"]["id"])
        assert status == 201 and again["data"]["evaluation_id"] == newest
    assert await Override.count() == 2


async def test_run_ai_eval_tells_the_panel_on_the_same_page(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    place = f"/sites/oak/leads/{lead.id}"
    async with person(app, "bob@oak.example") as bob:
        refused = await bob.post(f"{place}/evaluations", **HTMX)
        assert "hx-trigger" not in refused.headers, "without documents nothing began"
        await make_document(lead, now)
        asked = await bob.post(f"{place}/evaluations", **HTMX)
        event = asked.headers["hx-trigger"]
        assert f'hx-trigger="{event} from:body' in (await bob.get(place)).text
        assert "is under way" in text_of(await bob.get(f"{place}/decision"))
