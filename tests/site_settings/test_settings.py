"""Settings of a site: saved whole or not at all, on record, and only by those who may."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import pytest

from app.errors import ValidationFailed
from app.evaluations.quota import get_quota, month_of, take_unit
from app.site_settings.people import LastManager, add_person, change_role, remove_person
from app.sites.tables import AuditEntry, Membership, Site, User, UserSession
from app.sites.tokens import create_token
from tests.browsing import person, text_of
from tests.factories import PASSWORD, World

FORM = {
    "ai_enabled": "yes", "evaluator": "local", "timezone": "America/Chicago", "llm_daily_calls": "0",
    "llm_daily_tokens": "500", "retention_documents_days": "1095", "retention_id_days": "90",
    "retention_evaluations_days": "1825", "alert_webhook_url": "",
}  # fmt: skip


async def stored(world: World) -> dict[str, Any]:
    row = await Site.select().where(Site.id == world.oak.id).first()
    assert row is not None
    return dict(row)


async def test_a_manager_saves_the_settings_and_the_record_names_them(app: object, world: World) -> None:
    async with person(app, "alice@oak.example") as alice:
        answer = await alice.post("/sites/oak/settings", {**FORM, "auto_evaluate": "yes"})
        assert answer.status_code == 303
        assert "The settings are saved" in text_of(await alice.get(answer.headers["location"]))
    site = await stored(world)
    assert (site["ai_enabled"], site["auto_evaluate"], site["is_first_come"]) == (True, True, False)
    assert (site["timezone"], site["llm_daily_tokens"], site["evaluator"]) == ("America/Chicago", 500, "local")
    entry = await AuditEntry.objects().where(AuditEntry.action == "settings_changed").first()
    assert entry is not None and "auto_evaluate" in entry.details


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("timezone", "Mars/Olympus"), ("evaluator", "llm"), ("evaluator", "oracle"), ("retention_id_days", "0"),
        ("llm_daily_calls", "-1"), ("llm_daily_calls", "1" * 30), ("alert_webhook_url", "javascript:alert(1)"),
        ("alert_webhook_url", "https://"), ("alert_webhook_url", "https://x.example/\nhost"),
    ],
)  # fmt: skip
async def test_one_wrong_value_saves_nothing_and_is_named(app: object, world: World, field: str, value: str) -> None:
    async with person(app, "alice@oak.example") as alice:
        answer = await alice.post("/sites/oak/settings", {**FORM, "is_first_come": "yes", field: value})
    assert answer.status_code == 422 and "Nothing was saved" in answer.text and f'name="{field}"' in answer.text
    assert (await stored(world))["is_first_come"] is False


async def test_what_a_site_may_spend_is_the_super_admins_to_say(app: object, world: World, now: datetime) -> None:
    await take_unit(world.oak.id, "free", now)
    more = {**FORM, "tier": "pro", "quota_limit": "55"}
    async with person(app, "alice@oak.example") as alice:
        await alice.post("/sites/oak/settings", more)
    assert (await stored(world))["tier"] == "free"
    async with person(app, "dora@leaselab.example") as dora:
        await dora.post("/sites/oak/settings", more)
    quota = await get_quota(world.oak.id, "pro", month_of(now))
    assert ((await stored(world))["tier"], (await stored(world))["quota_limit"]) == ("pro", 55)
    assert quota.used == 1


async def test_a_webhook_address_comes_with_a_secret_to_check_calls_by(app: object, world: World) -> None:
    async with person(app, "alice@oak.example") as alice:
        await alice.post("/sites/oak/settings", {**FORM, "alert_webhook_url": "https://hooks.example/alarm"})
        secret = (await stored(world))["alert_webhook_secret"]
        assert len(secret) > 30 and secret in (await alice.get("/sites/oak/settings")).text


async def test_agents_do_not_reach_the_settings(app: object, world: World) -> None:
    async with person(app, "bob@oak.example") as bob:
        for path in ("/sites/oak/settings", "/sites/oak/settings/people"):
            assert (await bob.get(path)).status_code == 403
        assert (await bob.post("/sites/oak/settings", FORM)).status_code == 403
        gone = await bob.post(f"/sites/oak/settings/people/{world.alice.id}/remove")
        assert gone.status_code == 403


async def test_a_new_person_gets_a_password_once_and_logs_in_with_it(app: object, world: World, now: datetime) -> None:
    password = await add_person(world.oak.id, "Eve@Oak.example", "Eve Elder", "agent", world.alice.id, now)
    async with person(app, "eve@oak.example", password) as eve:
        assert (await eve.get("/sites/oak/leads")).status_code == 200
        assert (await eve.get("/sites/elm/leads")).status_code == 404


async def test_somebody_of_another_site_keeps_their_password(world: World, now: datetime) -> None:
    before = await User.select(User.password_hash).where(User.id == world.charlie.id).first()
    assert await add_person(world.oak.id, "charlie@elm.example", "", "agent", world.alice.id, now) == ""
    assert await User.select(User.password_hash).where(User.id == world.charlie.id).first() == before
    assert await Membership.count().where(Membership.user_id == world.charlie.id) == 2


async def test_a_site_keeps_a_manager(world: World, now: datetime) -> None:
    with pytest.raises(LastManager):
        await remove_person(world.oak.id, world.alice.id, world.alice.id, now)
    with pytest.raises(LastManager):
        await change_role(world.oak.id, world.alice.id, "agent", world.alice.id, now)
    await change_role(world.oak.id, world.bob.id, "manager", world.alice.id, now)
    await remove_person(world.oak.id, world.alice.id, world.alice.id, now)
    assert await Membership.count().where(Membership.site_id == world.oak.id) == 1


async def test_of_two_managers_who_remove_each_other_one_stays(world: World, now: datetime) -> None:
    await change_role(world.oak.id, world.bob.id, "manager", world.alice.id, now)
    await add_person(world.oak.id, "eve@oak.example", "Eve", "manager", world.alice.id, now)
    deeds = [(world.bob.id, world.alice.id), (world.alice.id, world.bob.id)]
    done = await asyncio.gather(
        *(remove_person(world.oak.id, gone, by, now) for gone, by in deeds), return_exceptions=True
    )
    assert sorted(type(item).__name__ for item in done) == ["Forbidden", "NoneType"]


async def test_a_new_person_needs_an_address_and_comes_once(world: World, now: datetime) -> None:
    for email, name in (("a b@c d", "x"), ("nul\0@b.example", "x"), ("e@b.example", "n" * 121), ("e@b.example", "\0")):
        with pytest.raises(ValidationFailed):
            await add_person(world.oak.id, email, name, "agent", world.alice.id, now)
    twice = [add_person(world.oak.id, "eve@oak.example", "Eve", "agent", world.alice.id, now) for _ in range(3)]
    done = await asyncio.gather(*twice, return_exceptions=True)
    assert sorted(type(item).__name__ for item in done) == ["ValidationFailed", "ValidationFailed", "str"]


async def test_whoever_was_let_go_from_their_last_site_is_told(app: object, world: World, now: datetime) -> None:
    async with person(app, "bob@oak.example") as bob:
        await remove_person(world.oak.id, world.bob.id, world.alice.id, now)
        answer = await bob.get("/")
        assert answer.status_code == 403 and "no site any more" in text_of(answer)


async def test_whoever_is_let_go_is_out_at_once_with_their_tokens(app: object, world: World, now: datetime) -> None:
    secret = await create_token(world.oak.id, world.bob.id, now)
    async with person(app, "bob@oak.example") as bob, person(app, "alice@oak.example") as alice:
        assert (await bob.get("/sites/oak/leads")).status_code == 200
        await alice.post(f"/sites/oak/settings/people/{world.bob.id}/remove")
        assert (await bob.get("/sites/oak/leads")).status_code == 404
        headers = {"authorization": f"Bearer {secret}"}
        assert (await bob.client.get("/api/ops/leads", headers=headers)).status_code == 401


async def test_a_changed_password_ends_the_other_sessions(app: object, world: World) -> None:
    given = {"old": PASSWORD, "new": "another long password", "again": "another long password"}
    async with person(app, "bob@oak.example") as here, person(app, "bob@oak.example") as there:
        wrong = await here.post("/sites/oak/account", {**given, "old": "not it"})
        assert wrong.status_code == 422 and "not your password" in wrong.text
        short = await here.post("/sites/oak/account", {**given, "new": "short", "again": "short"})
        assert short.status_code == 422
        done = await here.post("/sites/oak/account", given)
        assert "Your password is changed" in text_of(done)
        assert (await here.get("/sites/oak")).status_code == 200
        assert (await there.get("/sites/oak")).status_code == 303
    assert await UserSession.count().where(UserSession.user_id == world.bob.id) == 1
