"""Who may call at all: the bearer token, the headers that must agree with it, and tokens that no longer count."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from app.sites.tables import ApiToken, Membership, User
from app.sites.tokens import create_token, revoke_token
from tests.api.conftest import Program
from tests.api.refused import refusal
from tests.browsing import person
from tests.factories import World


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer nobody", "Basic Ym9iOmJvYg==", "Bearer a b", "bearer \xff"]
)
async def test_without_a_valid_token_there_is_nothing(app: Any, world: World, header: str) -> None:
    async with person(app) as stranger:
        answer = await stranger.client.get("/api/ops/leads", headers={"authorization": header.encode("latin-1")})
    refusal(answer, 401, "Unauthorized")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_the_scheme_may_be_written_in_any_case(bob: Program) -> None:
    bob.headers["authorization"] = bob.headers["authorization"].replace("Bearer", "bEARER")
    assert (await bob.get("/api/ops/leads")).status_code == 200


async def test_site_and_user_headers_must_agree_with_the_token(bob: Program, world: World) -> None:
    right = {"x-site-id": world.oak.id, "x-user-id": world.bob.id}
    assert (await bob.get("/api/ops/leads", headers=right)).status_code == 200
    for wrong in ({"x-site-id": world.elm.id}, {"x-user-id": world.alice.id}, {"x-site-id": ""}, {"x-user-id": "\x7f"}):
        refusal(await bob.get("/api/ops/leads", headers={**right, **wrong}), 403, "Forbidden")


async def test_a_revoked_token_ends_at_once(bob: Program, world: World, now: datetime) -> None:
    assert (await bob.get("/api/ops/leads")).status_code == 200
    token = await ApiToken.objects().where(ApiToken.user_id == world.bob.id).first()
    assert token is not None and token.last_used_at is not None
    await revoke_token(world.oak.id, token.id, world.alice.id, now)
    refusal(await bob.get("/api/ops/leads"), 401, "Unauthorized")


async def test_a_token_ends_with_its_owner_and_with_the_membership(
    app: Any, bob: Program, alice: Program, world: World, now: datetime
) -> None:
    await User.update({User.disabled_at: now}).where(User.id == world.bob.id)
    refusal(await bob.get("/api/ops/leads"), 401, "Unauthorized")
    await Membership.delete().where(Membership.user_id == world.alice.id)
    refusal(await alice.get("/api/ops/leads"), 404, "NotFound")


async def test_only_a_hash_of_the_token_is_kept(world: World, now: datetime) -> None:
    secret = await create_token(world.oak.id, world.bob.id, now)
    rows = await ApiToken.select()
    assert secret not in str(rows) and len(rows) == 1


async def test_an_address_or_method_that_does_not_exist_answers_in_the_same_shape(bob: Program) -> None:
    refusal(await bob.get("/api/ops/nothing"), 404, "NotFound")
    refusal(await bob.get("/api/nothing"), 404, "NotFound")
    refusal(await bob.delete("/api/ops/leads"), 405, "MethodNotAllowed")
