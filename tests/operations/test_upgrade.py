"""Old and new side by side: the previous release's code works on the schema of the present one, and with its workers."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from piccolo.apps.migrations.tables import Migration
from reportlab.pdfgen.canvas import Canvas

from app.catalog import workflows
from app.clock import utc_now
from app.evaluations.request import request_evaluation
from app.jobs.runner import drain
from app.jobs.tables import EvaluationJob
from app.leads.tables import Lead
from app.migrate import require_newest_schema
from app.sites.tokens import create_token
from app.storage import current_store
from tests.browsing import person
from tests.factories import PASSWORD, World, make_document, make_lead
from tests.serving import answers, free_port

ROOT = Path(__file__).resolve().parent.parent.parent
PREVIOUS = "3cf3811"
"""The commit of the release before this one."""
START_SECONDS = 60.0
PAGES = (
    "/sites/oak",
    *(f"/sites/oak/{page}" for page in ("leads", "properties", "showings", "jobs", "schedules", "settings")),
)


@pytest.fixture(scope="module")
def previous(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The previous release's code in a folder of its own."""
    folder = tmp_path_factory.mktemp("previous")
    packed = subprocess.run(["git", "-C", str(ROOT), "archive", PREVIOUS], capture_output=True)
    if packed.returncode != 0:
        pytest.skip("needs the project's git history")
    subprocess.run(["tar", "-x", "-C", str(folder)], input=packed.stdout, check=True)
    yield folder


async def start(folder: Path, *words: str) -> asyncio.subprocess.Process:
    """A command of the release in the folder, on the database, store and secrets of this test."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app", *words,
        cwd=folder, env={**os.environ, "LEASELAB_NUDGE": "0"}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


@asynccontextmanager
async def old_web(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the previous release's web server."""
    port = free_port()
    process = await start(folder, "serve", "--port", str(port))
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            await asyncio.wait_for(answers(client, process), START_SECONDS)
            yield client
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def log_in(client: httpx.AsyncClient) -> None:
    await client.get("/login")
    form = {"email": "alice@oak.example", "password": PASSWORD, "_csrf_token": client.cookies["leaselab_csrf"]}
    assert (await client.post("/login", data=form)).status_code == 303


async def lead_with_a_stub(world: World, now: datetime) -> Lead:
    content = BytesIO()
    canvas = Canvas(content)
    for number, line in enumerate(("Acme Corp", "Earnings statement", "Gross pay $3,000.00", "Net pay $2,400.00")):
        canvas.drawString(72, 760 - 20 * number, line)
    canvas.save()
    lead = await make_lead(world.oak, now)
    await current_store().put("obj_stub", content.getvalue(), "application/pdf")
    await make_document(lead, now, sha256=sha256(content.getvalue()).hexdigest(), storage_key="obj_stub")
    return lead


async def status_of(job_id: str) -> Any:
    return await EvaluationJob.select(EvaluationJob.status).where(EvaluationJob.id == job_id).first()


async def test_the_old_web_asks_on_the_new_schema_and_the_new_worker_does_it(world: World, previous: Path) -> None:
    now = utc_now()
    lead = await lead_with_a_stub(world, now)
    token = await create_token(world.oak.id, world.bob.id, now)
    async with old_web(previous) as web:
        ready = await web.get("/ready")
        assert (ready.status_code, ready.json()["checks"]["database"]) == (200, "ok")
        api = {"authorization": f"Bearer {token}"}
        asked = await web.post(f"/api/ops/leads/{lead.id}/ai-evaluation", headers=api)
        assert asked.status_code == 201, asked.text
        assert (await drain(workflows(), now=utc_now, worker_id="worker_new")).completed == 1
        found = await web.get(f"/api/ops/leads/{lead.id}/ai-evaluation", headers=api)
        assert found.status_code == 200 and found.json()["data"]["label"]
        await log_in(web)
        for page in (f"/sites/oak/leads/{lead.id}", f"/sites/oak/leads/{lead.id}/evaluation", *PAGES):
            assert (await web.get(page)).status_code == 200, page


async def test_the_new_web_asks_and_the_old_worker_does_it(app: Any, world: World, previous: Path) -> None:
    now = utc_now()
    lead = await lead_with_a_stub(world, now)
    job = (await request_evaluation(world.oak, lead.id, world.bob.id, now)).job
    worker = await start(previous, "sweep")
    printed, words = await asyncio.wait_for(worker.communicate(), START_SECONDS)
    assert worker.returncode == 0 and b'"completed": 1' in printed, words.decode()
    assert await status_of(job.id) == {"status": "completed"}
    async with person(app, "bob@oak.example") as bob:
        for page in (f"/sites/oak/leads/{lead.id}", f"/sites/oak/leads/{lead.id}/evaluation", "/sites/oak/leads"):
            assert (await bob.get(page)).status_code == 200, page


async def test_a_schema_that_is_newer_than_the_code_is_taken(database: None) -> None:
    await Migration.insert(Migration(name="2099-01-01T00:00:00:000000", app_name="leaselab"))
    try:
        await require_newest_schema()
    finally:
        await Migration.delete().where(Migration.name == "2099-01-01T00:00:00:000000")
