"""The OpenAPI document and its page."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browsing import person, text_of


@pytest.fixture
async def schema(app: Any) -> dict[str, Any]:
    async with person(app) as anyone:
        answer = await anyone.get("/api/schema/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def operations(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(f"{method} {path}", call) for path, calls in schema["paths"].items() for method, call in calls.items()]


def test_every_call_is_described_with_its_refusals(schema: dict[str, Any]) -> None:
    calls = dict(operations(schema))
    assert len(calls) == 16
    for name, call in calls.items():
        assert call["summary"] and call["tags"], name
        assert {"401", "429"} <= set(call["responses"]), name
        for status, answer in call["responses"].items():
            if status >= "400":
                media = answer["content"]["application/json"]
                assert media["schema"] == {"$ref": "#/components/schemas/Refusal"}, name
                assert all(example["value"]["success"] is False for example in media["examples"].values()), name


def test_the_refusals_are_those_of_the_contract(schema: dict[str, Any]) -> None:
    request = schema["paths"]["/api/ops/leads/{lead_id}/ai-evaluation"]["post"]["responses"]
    codes = {
        status: set(answer["content"]["application/json"].get("examples", {})) for status, answer in request.items()
    }
    assert codes["404"] == {"LeadNotFound"}
    assert codes["409"] == {"JobAlreadyPending", "DuplicateDocuments"}
    assert codes["403"] == {"QuotaExceeded", "Forbidden"}
    assert codes["422"] == {"InsufficientDocuments", "ValidationFailed"}


def test_bodies_name_what_they_need_and_give_an_example(schema: dict[str, Any]) -> None:
    media = schema["paths"]["/api/ops/leads"]["post"]["requestBody"]["content"]["application/json"]
    assert media["schema"]["required"] == ["first_name", "last_name", "monthly_rent"]
    assert media["examples"]["example"]["value"]["monthly_rent"] == 2000


def test_the_scheduler_has_another_secret_than_the_programs(schema: dict[str, Any]) -> None:
    assert schema["paths"]["/api/jobs/process"]["post"]["security"] == [{"cron": []}]
    assert schema["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert schema["security"] == [{"token": []}]


async def test_the_page_loads_nothing_from_elsewhere_and_nothing_that_its_policy_forbids(app: Any) -> None:
    async with person(app) as anyone:
        answer = await anyone.get("/api/schema")
        assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")
        assert "style-src 'self'" in answer.headers["content-security-policy"]
        assert "Take in a lead" in text_of(answer)
        assert not re.search(r"<script|<style|style=|https?://", answer.text)
        for address in re.findall(r'(?:href|src)="([^"]+)"', answer.text):
            assert (await anyone.get(address)).status_code == 200, address
