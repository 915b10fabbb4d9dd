"""A site's own rules: versions that never change, tried before they are published, used by the evaluations after."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal

import pytest

from app.errors import ValidationFailed
from app.policies.find import draft, list_versions, policy_named, policy_of
from app.policies.form import changes_from, values_of
from app.policies.publish import NothingChanged, publish_policy
from app.policies.tables import PolicyVersion
from app.screening.policy import load_policy
from tests.browsing import person, text_of
from tests.factories import World

REASON = "The owners ask for less."


def form(**other: str) -> dict[str, str]:
    return {**values_of(load_policy()), **other}


async def publish(world: World, now: datetime, **other: str) -> str:
    return await publish_policy(world.oak.id, "oak", changes_from(form(**other)), REASON, world.alice.id, now)


def test_the_form_of_the_published_policy_leads_back_to_it() -> None:
    assert draft(changes_from(form()), "default-1") == load_policy()


async def test_a_new_version_holds_for_its_site_alone(world: World, now: datetime) -> None:
    assert await publish(world, now, label_a="85", income_full="3.5", employment_letter="1") == "oak-1"
    policy = await policy_of(world.oak.id)
    assert (policy.version, policy.labels.a, policy.income.steps[0].at_least) == ("oak-1", 85, Decimal("3.5"))
    assert policy.income.requirement == Decimal("3.5") and policy.completeness.required["employment_letter"] == 1
    assert policy.caps == load_policy().caps
    assert (await policy_of(world.elm.id)).version == "default-1"


async def test_earlier_versions_stay_as_they_were(world: World, now: datetime) -> None:
    await publish(world, now, label_a="85")
    await publish(world, now, label_a="90")
    first = await policy_named(world.oak.id, "oak-1")
    assert first is not None and first.labels.a == 85
    assert [row["name"] for row in await list_versions(world.oak.id)] == ["oak-2", "oak-1"]
    assert await policy_named(world.elm.id, "oak-1") is None


async def test_the_same_rules_again_make_no_version(world: World, now: datetime) -> None:
    with pytest.raises(NothingChanged):
        await publish(world, now)
    await publish(world, now, label_a="85")
    with pytest.raises(NothingChanged):
        await publish(world, now, label_a="85")
    assert await PolicyVersion.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("label_a", "ten"), ("label_a", "101"), ("label_a", "80.5"), ("label_b", "80"), ("income_medium", "4"),
        ("income_full", "NaN"), ("income_full", "1e99"), ("paystub", "-1"), ("paystub_days", ""), ("income_low", "0.555"),
    ],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_named(field: str, value: str) -> None:
    with pytest.raises(ValidationFailed) as refusal:
        changes_from(form(**{field: value}))
    assert field in refusal.value.details["fields"]


def test_at_least_one_document_is_asked_for() -> None:
    with pytest.raises(ValidationFailed):
        changes_from(form(government_id="0", paystub="0", bank_statement="0"))


async def test_a_manager_tries_and_publishes_rules_on_the_page(app: object, world: World) -> None:
    async with person(app, "alice@oak.example") as alice:
        assert "default-1" in text_of(await alice.get("/sites/oak/settings/policy"))
        tried = await alice.post("/sites/oak/settings/policy/preview", form(label_a="85"))
        assert "no evaluation yet" in text_of(tried) and 'value="85"' in tried.text
        without = await alice.post("/sites/oak/settings/policy", form(label_a="85"))
        assert without.status_code == 422 and "Say in a sentence why" in without.text
        done = await alice.post("/sites/oak/settings/policy", form(label_a="85", reason=REASON))
        assert done.status_code == 303
        assert "oak-1 holds for evaluations from now on" in text_of(await alice.get(done.headers["location"]))
    stored = await PolicyVersion.objects().first()
    assert stored is not None and json.loads(stored.changes)["labels"]["a"] == 85


async def test_rules_that_somebody_published_meanwhile_are_not_replaced_unseen(
    app: object, world: World, now: datetime
) -> None:
    await publish(world, now, label_a="90")
    async with person(app, "alice@oak.example") as alice:
        stale = form(label_a="70") | {"reason": REASON, "seen": "default-1"}
        answer = await alice.post("/sites/oak/settings/policy", stale)
        assert answer.status_code == 409 and 'name="seen" value="oak-1"' in answer.text
        again = await alice.post("/sites/oak/settings/policy", stale | {"seen": "oak-1"})
        assert again.status_code == 303


async def test_agents_do_not_change_the_rules(app: object, world: World) -> None:
    async with person(app, "bob@oak.example") as bob:
        assert (await bob.get("/sites/oak/settings/policy")).status_code == 403
        assert (await bob.post("/sites/oak/settings/policy", form(reason=REASON))).status_code == 403
