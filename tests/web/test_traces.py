"""A request's id goes with its work through the queue to the worker's log lines and spans, and nothing personal does."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.clock import utc_now
from app.errors import SettingsError
from app.evaluations.request import WORKFLOW
from app.jobs.runner import drain
from app.jobs.workflow import TryAgain, Work, Workflow
from app.logs import JsonLines
from app.traces import close_traces, set_up_traces, span
from tests.browsing import person
from tests.factories import World, make_document, make_lead
from tests.jobs.toy import Toy
from tests.traces.collector import Collector, collecting, pairs

ROOT = Path(__file__).resolve().parent.parent.parent
REQUEST_ID = "walk-through-0001"


async def ask(app: Any, world: World, now: datetime) -> str:
    """Bob asks for an evaluation in a request of this id; gives the lead's id."""
    lead = await make_lead(world.oak, now, first_name="Persephone", email="persephone@mail.example")
    await make_document(lead, now)
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.post(f"/sites/oak/leads/{lead.id}/evaluations?q=Persephone", **{"x-request-id": REQUEST_ID})
        assert answer.status_code == 303
        assert answer.headers["x-request-id"] == REQUEST_ID
    return str(lead.id)


def toy(**deeds: Any) -> Workflow:
    """Steps of no consequence under the name that the web asks for."""
    made = Toy(deeds=deeds).workflow()
    return Workflow(WORKFLOW, made.steps, made.closing, made.on_failed, made.on_retried, made.forget)


async def stumble(work: Work) -> None:
    raise TryAgain("StorageError", "Persephone's store did not answer.")


async def break_down(work: Work) -> None:
    raise RuntimeError("Persephone")


@pytest.mark.parametrize("deed", [None, stumble, break_down])
async def test_every_line_of_a_job_carries_the_request_that_asked_for_it(
    app: Any, world: World, now: datetime, caplog: pytest.LogCaptureFixture, deed: Any
) -> None:
    await ask(app, world, now)
    caplog.clear()
    with caplog.at_level(logging.INFO):
        await drain([toy(**({"think": deed} if deed else {}))], now=utc_now, worker_id="worker_test")
    lines = [json.loads(JsonLines().format(record)) for record in caplog.records]
    of_the_job = [line for line in lines if "job_id" in line]
    assert len(of_the_job) >= 3
    assert {line.get("request_id") for line in of_the_job} == {REQUEST_ID}
    assert "Persephone" not in json.dumps(lines)


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """A collector that this process sends its spans to."""
    pytest.importorskip("opentelemetry.exporter.otlp.proto.http")
    with collecting() as found:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", found.url)
        set_up_traces()
        yield found
        close_traces()


async def test_request_job_and_steps_are_one_story_without_anything_personal(
    app: Any, world: World, now: datetime, collector: Collector
) -> None:
    lead_id = await ask(app, world, now)
    await drain([toy()], now=utc_now, worker_id="worker_test")
    close_traces()
    spans = collector.spans()
    request = spans["POST /sites/{slug}/leads/{lead_id}/evaluations"]
    job, step = spans[f"job {WORKFLOW}"], spans["step think"]
    assert request.trace_id == job.trace_id == step.trace_id != spans["GET /login"].trace_id
    assert step.parent_span_id == job.span_id
    assert ("http.response.status_code", 303) in pairs(request) and ("leaselab.request_id", REQUEST_ID) in pairs(job)
    assert {("leaselab.outcome", "completed"), ("leaselab.site_id", world.oak.id)} <= pairs(job)
    sent = b"".join(body for _, body in collector.bodies)
    for private in (b"Persephone", b"persephone", lead_id.encode(), b"bob@", b"127.0.0.1"):
        assert private not in sent


@pytest.mark.parametrize(("deed", "kind"), [(stumble, "StorageError"), (break_down, "ProcessingError")])
async def test_a_step_that_fails_is_told_by_its_code(
    app: Any, world: World, now: datetime, collector: Collector, deed: Any, kind: str
) -> None:
    await ask(app, world, now)
    await drain([toy(think=deed)], now=utc_now, worker_id="worker_test")
    close_traces()
    step = collector.spans()["step think"]
    assert ("error.type", kind) in pairs(step) and not step.events
    assert step.status.code == 2 and not step.status.message


async def test_unknown_addresses_and_chores_of_machines_leave_no_path(
    app: Any, world: World, collector: Collector
) -> None:
    async with person(app) as stranger:
        for path in ("/health", "/metrics", "/leads/Persephone", "/apply/secret-of-an-applicant"):
            await stranger.get(path)
    close_traces()
    assert set(collector.spans()) == {"GET", "GET /apply/{token}"}


def test_spans_cost_nothing_and_do_nothing_without_an_endpoint() -> None:
    set_up_traces()
    with span("step think", job_id="job_1") as shown:
        shown.note(outcome="completed")
        shown.fail("ProcessingError")


def test_a_missing_package_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "app.traces_export", None)
    with pytest.raises(SettingsError, match="leaselab\\[traces\\]"):
        set_up_traces()


def test_a_local_installation_imports_neither_traces_nor_encryption() -> None:
    words = "import sys, app.main, app.background; app.main.create_app(); print(*sorted(sys.modules))"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OTEL_", "MINIO_"))}
    kept["LEASELAB_DOCUMENT_KEYS"] = ""
    loaded = subprocess.run([sys.executable, "-c", words], cwd=ROOT, env=kept, capture_output=True, text=True)
    assert loaded.returncode == 0, loaded.stderr
    # Redis's client looks for OpenTelemetry's metrics by itself where the package is there.
    heavy = {"opentelemetry.exporter", "opentelemetry.sdk.trace", "google.protobuf", "cryptography.hazmat"}
    assert "app.traces" in loaded.stdout.split() and not heavy & set(loaded.stdout.split())
