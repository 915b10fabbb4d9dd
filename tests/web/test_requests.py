"""Requests that are odd or broken get an answer that says so, never a trace, and lead nowhere else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.browsing import person
from tests.factories import World, make_lead

PART = b'--B\r\nContent-Disposition: form-data; name="x"%s\r\n\r\n%s\r\n--B--\r\n'


@pytest.mark.parametrize(
    "body", [PART % (b"", b"\xff\xfe"), PART % (b"\r\nContent-Type: text/plain; charset=nope", b"abc"), b"nothing", b""]
)
async def test_a_form_that_is_no_text_is_the_senders_mistake(app: Any, world: World, body: bytes) -> None:
    async with person(app, "bob@oak.example") as bob:
        kind = {"content-type": "multipart/form-data; boundary=B"}
        answer = await bob.client.post("/sites/oak/leads/lead_x/documents", content=body, headers=kind)
    assert answer.status_code in {400, 403}


@pytest.mark.parametrize("path", ["/health", "/login", "/sites/oak/leads", "/nowhere", "/static/leaselab.css"])
async def test_head_is_answered_like_get_without_the_body(app: Any, world: World, path: str) -> None:
    async with person(app, "bob@oak.example") as bob:
        whole, head = await bob.get(path), await bob.client.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    for name in ("content-type", "content-length", "content-security-policy", "cache-control"):
        assert head.headers.get(name) == whole.headers.get(name)


async def test_the_way_back_never_leads_to_another_host(app: Any, world: World) -> None:
    async with person(app, "bob@oak.example") as bob:
        for referer in ("http://testserver//evil.example/", "http://testserver/\\evil.example", "http://evil.example/"):
            assert "evil.example" not in (await bob.get("/nowhere", referer=referer)).text
        assert (
            'href="/sites/oak/leads?q=a"'
            in (await bob.get("/nowhere", referer="http://testserver/sites/oak/leads?q=a")).text
        )


async def test_log_in_leads_back_to_the_whole_address_even_after_a_wrong_password(app: Any, world: World) -> None:
    async with person(app) as bob:
        asked = await bob.get("/sites/oak/leads?q=a%26b&page=2")
        page = await bob.get(asked.headers["location"])
        assert 'name="next" value="/sites/oak/leads?q=a%26b&amp;page=2"' in page.text
        given = {"email": "bob@oak.example", "next": "/sites/oak/leads?q=a%26b&page=2"}
        refused = await bob.post("/login", {**given, "password": "wrong password here"})
        assert refused.status_code == 401
        assert 'name="next" value="/sites/oak/leads?q=a%26b&amp;page=2"' in refused.text
        assert 'value="bob@oak.example"' in refused.text


async def test_a_form_with_a_nul_is_refused_with_and_without_scripts(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    async with person(app, "alice@oak.example") as alice:
        for headers in ({}, {"hx-request": "true"}):
            for form in ({"reason": "a\0bcdef"}, {"reason\0": "abcdef"}):
                answer = await alice.post(f"/sites/oak/leads/{lead.id}/hold", form, **headers)
                assert answer.status_code == 400, answer.text
        assert (await alice.post(f"/sites/oak/leads/{lead.id}/hold", {"reason": "a %00 sign"})).status_code == 303
