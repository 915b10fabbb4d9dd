"""Two people who change the settings of one site: the second sees what the first saved before it is replaced."""

from __future__ import annotations

import asyncio
import re

import httpx

from app.sites.tables import Site
from tests.browsing import person, text_of
from tests.factories import World
from tests.site_settings.test_settings import FORM, stored

SETTINGS = "/sites/oak/settings"


def version_of(answer: httpx.Response) -> str:
    found = re.search(r'name="version" value="([0-9a-f]+)"', answer.text)
    assert found is not None
    return found[1]


async def test_a_stale_save_changes_nothing_and_keeps_what_was_typed(app: object, world: World) -> None:
    async with person(app, "alice@oak.example") as alice:
        seen = version_of(await alice.get(SETTINGS))
        first = {**FORM, "version": seen, "retention_id_days": "60"}
        assert (await alice.post(SETTINGS, first)).status_code == 303
        mine = {**FORM, "version": seen, "retention_id_days": "30", "is_first_come": "yes"}
        stale = await alice.post(SETTINGS, mine)
        assert stale.status_code == 409 and "Somebody changed the settings" in stale.text
        assert 'value="30"' in stale.text and "Stored now: 60" in stale.text and "Stored now: off" in text_of(stale)
        assert ((await stored(world))["retention_id_days"], (await stored(world))["is_first_come"]) == (60, False)
        again = await alice.post(SETTINGS, {**mine, "version": version_of(stale)})
        assert again.status_code == 303
    assert ((await stored(world))["retention_id_days"], (await stored(world))["is_first_come"]) == (30, True)


async def test_of_two_saves_at_once_one_is_told(app: object, world: World) -> None:
    async with person(app, "alice@oak.example") as alice, person(app, "dora@leaselab.example") as dora:
        spending = {"tier": "free", "quota_limit": ""}
        seen = version_of(await alice.get(SETTINGS)), version_of(await dora.get(SETTINGS))
        answers = await asyncio.gather(
            alice.post(SETTINGS, {**FORM, "version": seen[0], "retention_id_days": "31"}),
            dora.post(SETTINGS, {**FORM, **spending, "version": seen[1], "retention_id_days": "32"}),
        )
    assert sorted(answer.status_code for answer in answers) == [303, 409]


async def test_a_wrong_value_does_not_make_a_stale_form_fresh(app: object, world: World) -> None:
    async with person(app, "alice@oak.example") as alice:
        seen = version_of(await alice.get(SETTINGS))
        await Site.update({Site.retention_id_days: 61}).where(Site.id == world.oak.id)
        wrong = await alice.post(SETTINGS, {**FORM, "version": seen, "timezone": "Mars/Olympus"})
        assert wrong.status_code == 422 and version_of(wrong) == seen
        assert (await alice.post(SETTINGS, {**FORM, "version": version_of(wrong)})).status_code == 409


async def test_what_only_a_super_admin_sees_makes_no_manager_s_form_stale(app: object, world: World) -> None:
    async with person(app, "alice@oak.example") as alice:
        seen = version_of(await alice.get(SETTINGS))
        await Site.update({Site.quota_limit: 7}).where(Site.id == world.oak.id)
        assert (await alice.post(SETTINGS, {**FORM, "version": seen})).status_code == 303
