"""The rows of the contract for leads, and what a body or an address may not be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from app.leads.tables import Lead
from tests.api.conftest import Program
from tests.api.refused import refusal
from tests.factories import World, make_document, make_lead

JANE = {
    "first_name": "Jane",
    "last_name": "Doe",
    "email": "jane@doe.example",
    "phone": "+1 555 0100",
    "monthly_rent": 2000,
}


async def test_a_lead_is_taken_in_and_found_again(bob: Program, world: World) -> None:
    more = {
        "move_in_date": "2027-01-01",
        "housing_subsidy": "450.50",
        "unit_id": world.unit.id,
        "employment_status": "employed",
        "source": "walk_in",
    }
    answer = await bob.post("/api/ops/leads", json={**JANE, **more})
    assert answer.status_code == 201
    made = answer.json()["data"]
    assert answer.json()["success"] is True
    assert made == {
        **JANE, **more, "id": made["id"], "status": "new", "housing_subsidy": 450.5, "ai_score": None, "ai_label": None, "engagement_class": None,
        "last_activity_at": made["created_at"], "created_at": made["created_at"], "documents": 0,
    }  # fmt: skip
    assert datetime.fromisoformat(made["created_at"]).tzinfo is not None
    found = await bob.get(f"/api/ops/leads/{made['id']}")
    assert (found.status_code, found.json()) == (200, {"success": True, "data": made})


async def test_every_field_that_is_wrong_is_named_at_once(bob: Program) -> None:
    fields = refusal(await bob.post("/api/ops/leads", json={}), 422, "ValidationFailed")["fields"]
    assert set(fields) == {"first_name", "last_name", "monthly_rent"}
    wrong = {
        "first_name": "x" * 81, "last_name": "a\0b", "email": "no address", "phone": "1" * 41, "monthly_rent": "NaN",
        "move_in_date": "soon", "housing_subsidy": "-1", "unit_id": "unit_\0", "employment_status": "pirate",
    }  # fmt: skip
    fields = refusal(await bob.post("/api/ops/leads", json=wrong), 422, "ValidationFailed")["fields"]
    assert set(fields) == set(wrong)
    assert await Lead.count() == 0


@pytest.mark.parametrize("rent", ["1e400", "-1", "Infinity", "sNaN", "", "two", "1e9", True, None, [], {}, "9" * 5000])
async def test_a_rent_that_is_no_amount_names_its_field(bob: Program, rent: object) -> None:
    answer = await bob.post("/api/ops/leads", json={**JANE, "monthly_rent": rent})
    assert "monthly_rent" in refusal(answer, 422, "ValidationFailed")["fields"]


async def test_a_type_that_the_framework_refuses_names_its_field_in_words(bob: Program) -> None:
    body = refusal(await bob.post("/api/ops/leads", json={**JANE, "first_name": 5}), 422, "ValidationFailed")
    assert body["fields"] == {"first_name": "Expected text, got a whole number."}
    for nothing in (b"", b"null", b"[]", b'"text"', b"5"):
        answer = await bob.post("/api/ops/leads", content=nothing, headers={"content-type": "application/json"})
        assert "body" in refusal(answer, 422, "ValidationFailed")["fields"]


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff\xfe", b'{"monthly_rent": NaN}', b'{"monthly_rent": 1e400}', b'{"first_name": "\\ud800"}', b"[" * 100_000, b"first_name=Jane"],
)  # fmt: skip
async def test_json_that_is_none_is_the_senders_mistake(bob: Program, body: bytes) -> None:
    answer = await bob.post("/api/ops/leads", content=body, headers={"content-type": "application/json"})
    refusal(answer, 400, "BadRequest")


async def test_a_body_of_megabytes_is_not_read(bob: Program) -> None:
    answer = await bob.post("/api/ops/leads", json={**JANE, "phone": "1" * 1_100_000})
    assert answer.status_code == 413 and answer.json()["success"] is False


async def test_a_unit_of_another_site_does_not_exist(charlie: Program, world: World) -> None:
    answer = await charlie.post("/api/ops/leads", json={**JANE, "unit_id": world.unit.id})
    assert set(refusal(answer, 422, "ValidationFailed")["fields"]) == {"unit_id"}


async def test_leads_are_searched_filtered_and_paged(bob: Program, world: World, now: datetime) -> None:
    ada = await make_lead(world.oak, now, first_name="Ada", ai_score=91, ai_label="A", status="ai_evaluated")
    await make_document(ada, now)
    ben = await make_lead(world.oak, now, first_name="Ben", ai_score=40, ai_label="C")
    await make_lead(world.elm, now, first_name="Ada")

    async def ids(**query: object) -> list[str]:
        answer = await bob.get("/api/ops/leads", params={name: str(value) for name, value in query.items()})
        assert answer.status_code == 200, answer.text
        return [lead["id"] for lead in answer.json()["data"]]

    assert await ids() == [ada.id, ben.id]
    assert await ids(q="ada") == await ids(label="A") == await ids(status="ai_evaluated") == [ada.id]
    assert await ids(label="", status="", q="") == [ada.id, ben.id]
    page = (await bob.get("/api/ops/leads?per_page=1&page=2")).json()
    assert ([lead["id"] for lead in page["data"]], page["page"], page["pages"], page["per_page"], page["total"]) == (
        [ben.id],
        2,
        2,
        1,
        2,
    )
    assert (await bob.get("/api/ops/leads?per_page=1&page=1000000")).json()["page"] == 2
    assert (await bob.get("/api/ops/leads?q=ada")).json()["data"][0]["documents"] == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"), ("page=-1", "page"), ("page=1e400", "page"), ("page=99999999999999999999", "page"), ("page=x", "page"),
        ("per_page=0", "per_page"), ("per_page=101", "per_page"), ("label=D", "label"), ("status=lost", "status"),
        ("sort=rent", "sort"), (f"q={'x' * 201}", "q"),
    ],
)  # fmt: skip
async def test_a_question_that_makes_no_sense_names_its_field(bob: Program, query: str, field: str) -> None:
    answer = await bob.get(f"/api/ops/leads?{query}")
    assert set(refusal(answer, 422, "ValidationFailed")["fields"]) == {field}


@pytest.mark.parametrize(
    "lead_id", ["lead_unknown", "x" * 3000, "%25", "'; DROP TABLE leads", "%F0%9F%8F%A0", "%ff%fe"]
)
async def test_a_lead_that_does_not_exist_is_not_found(bob: Program, lead_id: str) -> None:
    refusal(await bob.get(f"/api/ops/leads/{lead_id}"), 404, "LeadNotFound")


async def test_an_address_with_nul_is_refused_before_any_database_sees_it(bob: Program) -> None:
    for url in ("/api/ops/leads/%00", "/api/ops/leads?q=%00", "/api/ops/leads?status=a%00b"):
        refusal(await bob.get(url), 400, "BadRequest")


async def test_a_lead_of_another_site_does_not_exist(charlie: Program, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    refusal(await charlie.get(f"/api/ops/leads/{lead.id}"), 404, "LeadNotFound")
    listed: dict[str, Any] = (await charlie.get("/api/ops/leads")).json()
    assert (listed["data"], listed["total"]) == ([], 0)
