"""A record of another site does not exist: walked over every route there is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from app.database import new_id
from app.evaluations.request import request_evaluation
from app.leads.tables import Showing
from app.sites.current import CurrentSite
from app.sites.tokens import create_token
from app.worklist.bulk import request_many
from tests.browsing import person
from tests.factories import World, make_document, make_lead

PUBLIC = {"/", "/login", "/logout", "/sites", "/health", "/ready", "/metrics", "/static/{name:path}"}
PUBLIC |= {"/apply/{token:str}", "/apply/{token:str}/documents", "/apply/{token:str}/statement"}
SCHEMA = "/api/schema"


@dataclass
class Records:
    """One of everything, at Oak Court."""

    lead_id: str
    document_id: str
    job_id: str
    token_id: str
    site_id: str
    bulk_id: str
    showing: Showing
    property_id: str


@pytest.fixture
async def oak(world: World, now: datetime) -> Records:
    lead = await make_lead(world.oak, now)
    document = await make_document(lead, now)
    site = CurrentSite(world.oak.id, "oak", "Oak Court", "UTC", "free")
    requested = await request_evaluation(site, lead.id, world.bob.id, now)
    bulk = await request_many(site, [lead.id], world.bob.id, now)
    await create_token(world.oak.id, world.alice.id, now)
    showing = Showing(
        id=new_id("show"), site_id=world.oak.id, unit_id=world.unit.id, lead_id=lead.id, scheduled_at=now,
        created_at=now, updated_at=now,
    )  # fmt: skip
    await showing.save()
    return Records(
        lead.id, document.id, requested.job.id, new_id("token"), world.oak.id, bulk.id, showing, world.unit.property_id
    )


def routes(app: Any) -> list[tuple[str, str]]:
    """Every (method, path) that the application answers to."""
    return sorted(
        (method, route.path_format)
        for route in app.routes
        for method in getattr(route, "methods", ())
        if method not in {"OPTIONS", "HEAD"} and not route.path.startswith(SCHEMA)
    )


def filled(path: str, oak: Records, slug: str) -> str:
    known = {
        "slug": slug, "lead_id": oak.lead_id, "document_id": oak.document_id, "job_id": oak.job_id, "token_id": oak.token_id,
        "decision_id": "deci_unknown", "instance_id": oak.job_id, "site_id": oak.site_id, "month": "2026-11", "page": "1", "name": "x",
        "bulk_id": oak.bulk_id, "showing_id": oak.showing.id, "unit_id": oak.showing.unit_id, "property_id": oak.property_id,
    }  # fmt: skip
    return re.sub(r"\{(\w+)[^}]*\}", lambda found: known.get(found.group(1), "nothing_known"), path)


def is_public(path: str) -> bool:
    return any(path == re.sub(r":\w+", "", known) for known in PUBLIC)


async def test_a_stranger_is_sent_to_log_in_from_every_page(app: Any, oak: Records) -> None:
    async with person(app) as stranger:
        for method, path in routes(app):
            if is_public(path) or path.startswith("/api/"):
                continue
            url = filled(path, oak, "oak")
            answer = await (stranger.get(url) if method == "GET" else stranger.post(url))
            assert answer.status_code == 303 and answer.headers["location"].startswith("/login"), (method, path)


async def test_charlie_of_elm_row_finds_nothing_of_oak_court(app: Any, oak: Records) -> None:
    async with person(app, "charlie@elm.example") as charlie:
        for slug in ("oak", "elm"):
            for method, path in routes(app):
                if is_public(path) or path.startswith("/api/") or (slug == "elm" and not names_a_record(path)):
                    continue
                url = filled(path, oak, slug)
                answer = await (charlie.get(url) if method == "GET" else charlie.post(url))
                allowed = {404} if slug == "oak" else {404, 403}
                assert answer.status_code in allowed, (method, path, slug, answer.status_code)
                assert "Jane" not in answer.text and "stub.pdf" not in answer.text


def names_a_record(path: str) -> bool:
    return "_id" in path


async def test_a_token_of_elm_row_finds_nothing_of_oak_court(
    app: Any, oak: Records, world: World, now: datetime
) -> None:
    secret = await create_token(world.elm.id, world.charlie.id, now)
    async with person(app) as client:
        for method, path in routes(app):
            if not path.startswith("/api/") or not names_a_record(path):
                continue
            answer = await client.client.request(
                method,
                filled(path, oak, "oak"),
                headers={"authorization": f"Bearer {secret}"},
                json={"new_recommendation": "reject", "reason": "a good reason"}
                if method == "POST" and "documents" not in path
                else None,
            )
            assert answer.status_code in {403, 404}, (method, path, answer.status_code, answer.text)
            assert answer.json()["success"] is False


async def test_every_api_call_needs_a_token(app: Any, oak: Records) -> None:
    async with person(app) as client:
        for method, path in routes(app):
            if path.startswith("/api/ops"):
                answer = await client.client.request(method, filled(path, oak, "oak"))
                assert answer.status_code == 401, (method, path)


async def test_the_people_of_oak_court_do_find_their_records(app: Any, oak: Records) -> None:
    async with person(app, "alice@oak.example") as alice:
        for path in (
            f"/sites/oak/leads/{oak.lead_id}",
            f"/sites/oak/jobs/{oak.job_id}",
            "/sites/oak/settings",
            "/sites/oak/jobs",
        ):
            answer = await alice.get(path)
            assert answer.status_code == 200, (path, answer.text)


async def test_a_super_admin_enters_every_site(app: Any, oak: Records) -> None:
    async with person(app, "dora@leaselab.example") as dora:
        assert (await dora.get(f"/sites/oak/leads/{oak.lead_id}")).status_code == 200
        assert (await dora.get("/sites/elm/leads")).status_code == 200


async def test_agents_do_not_reach_what_managers_do(app: Any, oak: Records) -> None:
    async with person(app, "bob@oak.example") as bob:
        for path in ("/sites/oak/settings", "/sites/oak/jobs", f"/sites/oak/jobs/{oak.job_id}"):
            assert (await bob.get(path)).status_code == 403
