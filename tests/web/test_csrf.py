"""A change of the secret key: forms that are open are still taken, and a browser is never locked out of all forms."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache

import pytest
from litestar import Litestar

from app.errors import SettingsError
from app.main import create_app
from app.settings import current_settings, read_settings, require_secret_keys
from tests.browsing import Person, person
from tests.factories import PASSWORD, World

OLD, NEW = "old-secret-" + "o" * 32, "new-secret-" + "n" * 32
COOKIE = "leaselab_csrf"
RIGHT = {"email": "bob@oak.example", "password": PASSWORD}


@cache
def installation(keys: str) -> Litestar:
    """Built once for these keys: it holds nothing between requests."""
    return create_app(replace(current_settings(), secret_key=keys))


@asynccontextmanager
async def browser(keys: str, **cookies: str) -> AsyncIterator[Person]:
    """A browser with these cookies in front of an installation with these keys."""
    async with person(installation(keys)) as somebody:
        for name, value in cookies.items():
            somebody.client.cookies.set(name, value, domain="testserver.local", path="/")
        yield somebody


async def token_under(keys: str) -> str:
    """What a page of an installation with these keys has in its forms and in the cookie."""
    async with browser(keys) as somebody:
        page = await somebody.get("/login")
        token = str(somebody.client.cookies[COOKIE])
        assert f'name="_csrf_token" value="{token}"' in page.text
        return token


async def test_a_form_that_was_open_before_a_rotation_is_taken(world: World) -> None:
    before = await token_under(OLD)
    async with browser(f"{NEW},{OLD}", **{COOKIE: before}) as bob:
        answer = await bob.client.post("/login", data={**RIGHT, "_csrf_token": before})
        assert answer.status_code == 303


async def test_a_form_stays_good_after_another_page_renewed_the_cookie(world: World) -> None:
    before = await token_under(OLD)
    async with browser(f"{NEW},{OLD}", **{COOKIE: before}) as bob:
        page = await bob.get("/login")
        renewed = page.cookies[COOKIE]
        assert renewed != before and f'value="{renewed}"' in page.text
        assert (await bob.client.post("/login", data={**RIGHT, "_csrf_token": before})).status_code == 303
    async with browser(NEW, **{COOKIE: renewed}) as bob:
        assert (await bob.client.post("/login", data={**RIGHT, "_csrf_token": renewed})).status_code == 303


async def test_after_the_old_key_is_gone_a_sentence_and_a_reload_help(world: World) -> None:
    before = await token_under(OLD)
    async with browser(NEW, **{COOKIE: before}) as bob:
        refused = await bob.client.post("/login", data={**RIGHT, "_csrf_token": before})
        assert refused.status_code == 403 and "out of date" in refused.text
        reloaded = (await bob.get("/login")).cookies[COOKIE]
        assert (await bob.client.post("/login", data={**RIGHT, "_csrf_token": reloaded})).status_code == 303


async def test_a_rotation_logs_nobody_out(world: World) -> None:
    async with browser(OLD) as bob:
        await bob.log_in("bob@oak.example")
        cookies = dict(bob.client.cookies)
    async with browser(NEW, **cookies) as bob:
        assert (await bob.get("/sites/oak")).status_code == 200


@pytest.mark.parametrize("sent", ["", "0" * 128, "é" * 128, "short"])
async def test_a_token_that_no_key_signed_is_refused(world: World, sent: str) -> None:
    async with browser(NEW, **{COOKIE: await token_under(NEW)}) as mallory:
        assert (await mallory.client.post("/login", data={**RIGHT, "_csrf_token": sent})).status_code == 403


async def test_anothers_good_token_is_refused(world: World) -> None:
    async with browser(NEW, **{COOKIE: await token_under(NEW)}) as mallory:
        theirs = await token_under(NEW)
        assert (await mallory.client.post("/login", data={**RIGHT, "_csrf_token": theirs})).status_code == 403
        assert (await mallory.client.post("/login", data=RIGHT)).status_code == 403


async def test_the_cookie_is_set_once_and_not_with_static_files_or_the_api(world: World) -> None:
    async with browser(NEW) as bob:
        for path in ("/health", "/api/ops/leads", "/static/000000000000/leaselab.css"):
            assert "set-cookie" not in (await bob.get(path)).headers
        words = (await bob.get("/login")).headers["set-cookie"].lower()
        assert "httponly" in words and "samesite=lax" in words and "path=/" in words
        assert "set-cookie" not in (await bob.get("/login")).headers


def test_every_key_must_be_long_enough() -> None:
    def keys(value: str) -> tuple[str, ...]:
        return require_secret_keys(read_settings({"LEASELAB_SECRET_KEY": value}))

    assert keys(f"{NEW}, {OLD}") == (NEW, OLD)
    for wrong in ("", "short", f"{NEW},short"):
        with pytest.raises(SettingsError, match="LEASELAB_SECRET_KEY"):
            keys(wrong)
