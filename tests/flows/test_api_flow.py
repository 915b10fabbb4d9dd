"""A program's whole way, from the lead to the override, on each of the two document stores."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from app.catalog import workflows
from app.clock import utc_now
from app.jobs.runner import drain
from app.settings import current_settings
from app.sites.tokens import create_token
from app.storage import DocumentStore, LocalStore, current_store
from tests.browsing import person
from tests.factories import World
from tests.s3_server import S3Server

STUB = (
    "Acme Corp", "Earnings statement", "Employee: Jane Doe", "Pay date: 11/13/2026",
    "Pay period: 10/31/2026 - 11/13/2026", "Gross pay $3,000.00", "Net pay $2,400.00",
)  # fmt: skip


def stub() -> bytes:
    content = io.BytesIO()
    canvas = Canvas(content, invariant=True)
    for number, line in enumerate(STUB):
        canvas.drawString(72, 760 - 20 * number, line)
    canvas.save()
    return content.getvalue()


@pytest.fixture(params=["local", "s3"])
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[DocumentStore]:
    """The store that the settings name, as the application finds it."""
    for name in ("MINIO_ENDPOINT", "MINIO_ACCESS_KEY", "MINIO_SECRET_KEY", "MINIO_BUCKET", "MINIO_SECURE"):
        monkeypatch.delenv(name, raising=False)
    if request.param == "s3":
        server: S3Server = request.getfixturevalue("s3_server")
        for name, value in server.environment("api-flow").items():
            monkeypatch.setenv(name, value)
    read_settings_again()
    found = current_store()
    assert isinstance(found.inner, LocalStore) == (request.param == "local")
    yield found
    monkeypatch.undo()
    read_settings_again()


def read_settings_again() -> None:
    for remembered in (current_settings, current_store, workflows):
        remembered.cache_clear()


async def test_a_program_takes_in_a_lead_and_follows_its_evaluation(
    app: Any, world: World, now: datetime, store: DocumentStore
) -> None:
    before = len(await store.list_keys())
    async with person(app) as somebody:
        api = somebody.client
        api.headers["authorization"] = f"Bearer {await create_token(world.oak.id, world.alice.id, now)}"

        async def call(method: str, path: str, status: int, **given: Any) -> Any:
            answer = await api.request(method, f"/api/ops/{path}", **given)
            assert answer.status_code == status, answer.text
            return answer.json()["data"]

        lead = await call("POST", "leads", 201, json={"first_name": "Jane", "last_name": "Doe", "monthly_rent": 2000})
        (document,) = await call(
            "POST", f"leads/{lead['id']}/documents", 201, files={"file": ("stub.pdf", stub(), "application/pdf")}
        )
        assert len(await store.list_keys()) == before + 1
        content = await api.get(f"/api/ops/documents/{document['id']}/content")
        assert content.content == stub()

        job_id = (await call("POST", f"leads/{lead['id']}/ai-evaluation", 201))["job_id"]
        assert (await drain(workflows(), now=utc_now, worker_id="worker_1")).completed == 1

        job = await call("GET", f"ai-evaluation-jobs/{job_id}", 200)
        assert (job["status"], job["error_code"]) == ("completed", None)
        steps = (await call("GET", f"ai-workflows/{job_id}", 200))["steps"]
        assert [step["status"] for step in steps] == ["completed"] * 7
        evaluation = await call("GET", f"leads/{lead['id']}/ai-evaluation", 200)
        assert evaluation == job["evaluation"]
        (read,) = evaluation["documents"]
        assert (read["document_type"], read["fields"]["gross_pay"]["value"]) == ("paystub", "3000.00")
        usage = await call("GET", f"sites/{world.oak.id}/ai-usage", 200)
        assert (usage["evaluation_count"], usage["evaluations"][0]["id"]) == (1, evaluation["id"])
        override = {"new_recommendation": "reject", "reason": "The stub belongs to somebody else."}
        made = await call("POST", f"leads/{lead['id']}/evaluation/override", 200, json=override)
        assert made["original_recommendation"] == evaluation["recommendation"]
        listed = await call("GET", f"leads?label={evaluation['label']}", 200)
        assert [(found["id"], found["status"]) for found in listed] == [(lead["id"], "ai_evaluated")]
