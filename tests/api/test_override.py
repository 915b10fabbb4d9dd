"""What follows an evaluation over the API: the override, and what a month has used."""

from __future__ import annotations

from app.clock import utc_now
from app.evaluations.quota import month_of
from app.leads.tables import Lead
from tests.api.conftest import Program
from tests.api.refused import refusal
from tests.api.test_evaluations import requested, url
from tests.evaluations.instant import Office
from tests.factories import World


async def test_a_manager_overrides_and_the_recommendation_stays(
    bob: Program, alice: Program, lead: Lead, office: Office, world: World
) -> None:
    override = {"new_recommendation": "reject", "reason": "  The employer does not know her.  "}
    path = f"/api/ops/leads/{lead.id}/evaluation/override"
    refusal(await alice.post(path, json=override), 404, "NotFound")
    await requested(bob, lead)
    await office.sweep(utc_now())
    refusal(await bob.post(path, json=override), 403, "Forbidden")
    answer = await alice.post(path, json=override)
    assert answer.status_code == 200
    made = answer.json()["data"]
    assert made == {
        "lead_id": lead.id, "original_recommendation": "approve", "new_recommendation": "reject",
        "overridden_by": world.alice.id, "reason": "The employer does not know her.", "overridden_at": made["overridden_at"],
    }  # fmt: skip
    assert (await bob.get(url(lead))).json()["data"]["recommendation"] == "approve"


async def test_an_override_names_every_field_that_is_wrong(alice: Program, lead: Lead) -> None:
    path = f"/api/ops/leads/{lead.id}/evaluation/override"
    for body in (
        {},
        {"new_recommendation": "maybe", "reason": " x "},
        {"new_recommendation": "\0", "reason": "a\0bcdef"},
    ):
        fields = refusal(await alice.post(path, json=body), 422, "ValidationFailed")["fields"]
        assert set(fields) == {"new_recommendation", "reason"}
    long = {"new_recommendation": "reject", "reason": "x" * 2001}
    assert set(refusal(await alice.post(path, json=long), 422, "ValidationFailed")["fields"]) == {"reason"}


async def test_a_month_tells_what_it_used(bob: Program, lead: Lead, office: Office, world: World) -> None:
    month = month_of(utc_now())
    await requested(bob, lead)
    await office.sweep(utc_now())
    usage = (await bob.get(f"/api/ops/sites/{world.oak.id}/ai-usage")).json()["data"]
    evaluation = (await bob.get(url(lead))).json()["data"]
    paid = {name: evaluation[name] for name in ("id", "lead_id", "score", "label", "evaluated_at")}
    assert usage == {
        "site_id": world.oak.id, "month": month, "evaluation_count": 1, "quota_limit": 20, "tier": "free",
        "remaining": 19, "usage_percentage": 5.0, "evaluations": [paid],
    }  # fmt: skip
    assert (await bob.get(f"/api/ops/sites/{world.oak.id}/ai-usage/{month}")).json()["data"] == usage
    empty = (await bob.get(f"/api/ops/sites/{world.oak.id}/ai-usage/2024-02")).json()["data"]
    assert (empty["evaluation_count"], empty["remaining"], empty["evaluations"]) == (0, 20, [])
    for wrong in ("2026-13", "26-01", "now", "2026-1", "٢٠٢٦-٠١", "x" * 500):
        answer = await bob.get(f"/api/ops/sites/{world.oak.id}/ai-usage/{wrong}")
        assert set(refusal(answer, 422, "ValidationFailed")["fields"]) == {"month"}
