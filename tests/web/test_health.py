"""What machines ask: is it alive, is it ready, what are its numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from app.evaluations.quota import LIMITS, QuotaExceeded
from app.evaluations.request import request_evaluation
from app.jobs.runner import drain
from app.sites.current import CurrentSite
from tests.browsing import person
from tests.factories import World, make_document, make_lead


async def test_health_and_readiness_need_no_log_in(app: Any, world: World) -> None:
    async with person(app) as stranger:
        assert (await stranger.get("/health")).json() == {"status": "ok"}
        ready = await stranger.get("/ready")
        assert ready.status_code == 200
        assert ready.json()["checks"] == {"database": "ok", "store": "ok", "worker": "silent"}


async def test_metrics_count_jobs_sweeps_and_refusals(app: Any, world: World, now: datetime) -> None:
    site = CurrentSite(world.oak.id, "oak", "Oak Court", "UTC", "free")
    for number in range(LIMITS["free"] + 1):
        lead = await make_lead(world.oak, now)
        await make_document(lead, now, sha256=f"{number:064d}")
        if number < LIMITS["free"]:
            await request_evaluation(site, lead.id, world.bob.id, now)
        else:
            with pytest.raises(QuotaExceeded):
                await request_evaluation(site, lead.id, world.bob.id, now)
    await drain([], now=now, worker_id="worker_test")
    async with person(app) as stranger:
        text = (await stranger.get("/metrics")).text
    assert 'leaselab_jobs{status="pending"} 20.0' in text
    assert "leaselab_quota_refusals_total 1.0" in text
    assert "leaselab_sweeps_total 1.0" in text
    assert "leaselab_oldest_waiting_seconds" in text


async def test_every_answer_carries_the_security_headers_and_a_request_id(app: Any, world: World) -> None:
    async with person(app) as stranger:
        for path in ("/login", "/sites/oak", "/nothing-here", "/api/ops/leads", "/health"):
            answer = await stranger.get(path)
            assert "script-src 'self'" in answer.headers["content-security-policy"], path
            assert "unsafe" not in answer.headers["content-security-policy"]
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["x-request-id"]
            assert "no-store" in answer.headers["cache-control"], path


async def test_static_files_are_kept_for_ever_under_hashed_names(app: Any, world: World) -> None:
    async with person(app) as stranger:
        page = (await stranger.get("/login")).text
        url = page.split('rel="stylesheet" href="')[1].split('"')[0]
        answer = await stranger.get(url)
        assert answer.status_code == 200 and "immutable" in answer.headers["cache-control"]
        assert "set-cookie" not in answer.headers
        assert (await stranger.get("/static/000000000000/leaselab.css")).status_code == 404


async def test_a_page_has_no_inline_script_or_style(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    async with person(app, "alice@oak.example") as alice:
        for path in (
            "/sites/oak",
            "/sites/oak/leads",
            f"/sites/oak/leads/{lead.id}",
            "/sites/oak/settings",
            "/sites/oak/jobs",
        ):
            html = (await alice.get(path)).text
            assert "<style" not in html and " style=" not in html and " onclick=" not in html
            assert all("src=" in tag for tag in html.split("<script")[1:])
