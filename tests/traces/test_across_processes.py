"""One trace from whoever asked through web and queue to a worker, each a process of its own that tells a collector."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from app.clock import utc_now
from app.jobs.tables import EvaluationJob
from app.leads.tables import Lead
from app.sites.tokens import create_token
from app.storage import current_store
from tests.documents.files import pdf
from tests.factories import World, make_document, make_lead
from tests.serving import answers, free_port
from tests.traces.collector import Collector, collecting, pairs

ROOT = Path(__file__).resolve().parents[2]
TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
START_SECONDS = 120.0
ASK = "POST /api/ops/leads/{lead_id}/ai-evaluation"


@pytest.fixture
def collector() -> Iterator[Collector]:
    pytest.importorskip("opentelemetry.exporter.otlp.proto.http")
    with collecting() as found:
        yield found


async def start(collector: Collector, *words: str) -> asyncio.subprocess.Process:
    """A command of ours that sends traces, told so by the standard variables alone."""
    told = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_BSP_SCHEDULE_DELAY": "100", "LEASELAB_NUDGE": "0"}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app", *words, cwd=ROOT, env={**os.environ, **told},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


@asynccontextmanager
async def web(collector: Collector) -> AsyncIterator[httpx.AsyncClient]:
    port = free_port()
    process = await start(collector, "serve", "--port", str(port))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        try:
            await asyncio.wait_for(answers(client, process), START_SECONDS)
            yield client
        finally:
            process.terminate()  # what it has not sent yet is sent now
            await process.communicate()


async def lead_with_a_document(world: World) -> Lead:
    lead = await make_lead(world.oak, utc_now())
    await current_store().put("obj_traced", pdf(), "application/pdf")
    await make_document(lead, utc_now(), sha256=sha256(pdf()).hexdigest(), storage_key="obj_traced")
    return lead


async def test_a_caller_s_trace_goes_through_web_and_queue_to_another_process(
    world: World, collector: Collector
) -> None:
    lead = await lead_with_a_document(world)
    token = await create_token(world.oak.id, world.bob.id, utc_now())
    headers = {"authorization": f"Bearer {token}", "traceparent": f"00-{TRACE}-{SPAN}-01", "x-request-id": "asked-0001"}
    async with web(collector) as client:
        asked = await client.post(f"/api/ops/leads/{lead.id}/ai-evaluation", headers=headers)
        assert asked.status_code == 201, asked.text
    sweep = await start(collector, "sweep")
    _, words = await asyncio.wait_for(sweep.communicate(), START_SECONDS)
    job = await EvaluationJob.objects().where(EvaluationJob.lead_id == lead.id).first()
    assert job is not None and job.status == "completed", words.decode()
    spans = collector.spans()
    request, work, step = spans[ASK], spans["job evaluation"], spans["step save-evaluation"]
    assert {one.trace_id.hex() for one in (request, work, step)} == {TRACE}
    assert request.parent_span_id.hex() == SPAN
    assert work.parent_span_id == request.span_id and step.parent_span_id == work.span_id
    assert ("leaselab.request_id", "asked-0001") in pairs(request) & pairs(work)
    assert ("leaselab.completed", 1) in pairs(spans["sweep"])
