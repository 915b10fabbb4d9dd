"""Sessions begin at log-in and end at log-out; guessing passwords is slowed down."""

from __future__ import annotations

from typing import Any

from app.sites.log_in import MOST_FAILURES_PER_EMAIL
from app.sites.tables import UserSession
from tests.browsing import person
from tests.factories import World


async def test_the_right_password_leads_to_the_site(app: Any, world: World) -> None:
    async with person(app, "alice@oak.example") as alice:
        assert (await alice.get("/")).headers["location"] == "/sites/oak"
        assert (await alice.get("/sites/oak")).status_code == 200


async def test_a_wrong_password_and_an_unknown_user_are_told_the_same(app: Any, world: World) -> None:
    async with person(app) as stranger:
        wrong = await stranger.log_in("alice@oak.example", "wrong password here")
        unknown = await stranger.log_in("nobody@oak.example", "wrong password here")
        assert wrong.status_code == unknown.status_code == 401
        assert "E-mail or password is not right." in wrong.text and "E-mail or password is not right." in unknown.text
        assert "leaselab_session" not in stranger.client.cookies


async def test_a_session_chosen_by_an_attacker_is_never_used(app: Any, world: World) -> None:
    async with person(app) as alice:
        alice.client.cookies.set("leaselab_session", "chosen-by-an-attacker")
        await alice.log_in("alice@oak.example")
        assert "chosen-by-an-attacker" not in [cookie.value for cookie in alice.client.cookies.jar][1:]
        stored = await UserSession.select(UserSession.id)
        assert len(stored) == 1 and stored[0]["id"] not in {cookie.value for cookie in alice.client.cookies.jar}


async def test_no_session_is_made_before_log_in(app: Any, world: World) -> None:
    async with person(app) as stranger:
        await stranger.get("/login")
        assert await UserSession.count() == 0


async def test_after_log_out_the_old_cookie_opens_nothing(app: Any, world: World) -> None:
    async with person(app, "alice@oak.example") as alice:
        secret = alice.client.cookies["leaselab_session"]
        assert (await alice.post("/logout")).status_code == 303
        alice.client.cookies.set("leaselab_session", secret)
        assert (await alice.get("/sites/oak")).headers["location"].startswith("/login")


async def test_too_many_wrong_passwords_lock_the_address_for_a_while(app: Any, world: World) -> None:
    async with person(app) as stranger:
        for _ in range(MOST_FAILURES_PER_EMAIL):
            assert (await stranger.log_in("alice@oak.example", "wrong password here")).status_code == 401
        assert (await stranger.log_in("alice@oak.example")).status_code == 429


async def test_a_form_without_its_token_is_refused(app: Any, world: World) -> None:
    async with person(app, "alice@oak.example") as alice:
        answer = await alice.client.post(
            "/sites/oak/leads", data={"first_name": "A", "last_name": "B", "monthly_rent": "1"}
        )
        assert answer.status_code == 403


async def test_after_log_in_only_paths_of_ours_are_followed(app: Any, world: World) -> None:
    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example", "/login"):
        async with person(app) as alice:
            answer = await alice.post(
                "/login", {"email": "alice@oak.example", "password": "a long enough test password", "next": target}
            )
            assert answer.headers["location"] == "/"


async def test_the_session_cookie_is_out_of_reach_for_scripts(app: Any, world: World) -> None:
    async with person(app) as alice:
        answer = await alice.log_in("alice@oak.example")
        cookie = next(line for line in answer.headers.get_list("set-cookie") if "leaselab_session" in line)
        assert "HttpOnly" in cookie and "samesite=lax" in cookie.lower()


async def test_the_list_of_sites_shows_ones_own(app: Any, world: World) -> None:
    async with person(app, "bob@oak.example") as bob:
        page = (await bob.get("/sites")).text
        assert "Oak Court" in page and "Elm Row" not in page
    async with person(app, "dora@leaselab.example") as dora:
        page = (await dora.get("/sites")).text
        assert "Oak Court" in page and "Elm Row" in page
    async with person(app) as stranger:
        assert (await stranger.get("/sites")).headers["location"].startswith("/login")
