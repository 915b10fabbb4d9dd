"""The page of triggers: managers see, add, tune, switch and delete; what it previews is what a run would do."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from app.clock import utc_now
from app.sites.tables import AuditEntry
from app.triggers.defaults import add_default_triggers
from app.triggers.schedule import plan
from app.triggers.tables import Trigger, TriggerExecution
from tests.browsing import person, text_of
from tests.factories import World
from tests.triggers.makers import make_trigger, quiet_lead, run

NEW = {"condition": "lead_inactive", "action": "task", "threshold": "30", "quiet_hours": "24", "most_per_run": "5"}


async def actions(world: World) -> list[str]:
    rows = (
        await AuditEntry.select(AuditEntry.action)
        .where(AuditEntry.site_id == world.oak.id)
        .order_by(AuditEntry.created_at)
    )
    return [row["action"] for row in rows if row["action"].startswith("trigger_")]


async def only_trigger() -> Trigger:
    trigger = await Trigger.objects().first()
    assert trigger is not None
    return trigger


async def test_triggers_are_told_in_words(app: Any, world: World, now: datetime) -> None:
    await add_default_triggers(now)
    async with person(app, world.alice.email) as alice:
        page = text_of(await alice.get("/sites/oak/triggers"))
    assert "When a lead has had no activity for 45 days → make a task for its agent" in page
    assert "When more than 80 % of the month&#39;s evaluations are used → notify the managers" in page
    assert "When few or no units of a kind are left to let → notify the managers" in page


async def test_a_trigger_is_added_tuned_switched_and_deleted(app: Any, world: World) -> None:
    async with person(app, world.alice.email) as alice:
        assert (await alice.post("/sites/oak/triggers", NEW)).status_code == 303
        trigger = await only_trigger()
        assert (trigger.threshold, trigger.quiet_hours, trigger.most_per_run, trigger.is_on) == (30, 24, 5, True)
        url = f"/sites/oak/triggers/{trigger.id}"
        await alice.post(url, {"threshold": "60", "quiet_hours": "0", "most_per_run": "1"})
        await alice.post(f"{url}/switch", {"is_on": "0"})
        trigger = await only_trigger()
        assert (trigger.threshold, trigger.quiet_hours, trigger.most_per_run, trigger.is_on) == (60, 0, 1, False)
        await alice.post(f"{url}/delete")
        assert "for 60 days" not in (await alice.get("/sites/oak/triggers")).text
        assert (await alice.post(url, NEW)).status_code == 404
    assert await actions(world) == ["trigger_added", "trigger_changed", "trigger_switched_off", "trigger_deleted"]


async def test_what_is_wrong_is_said_at_its_field_and_kept_as_typed(app: Any, world: World, now: datetime) -> None:
    async with person(app, world.alice.email) as alice:
        answer = await alice.post("/sites/oak/triggers", {**NEW, "threshold": "-1", "most_per_run": "9999999999"})
        assert answer.status_code == 422
        assert "A whole number from 1 to 3650." in answer.text and 'value="9999999999"' in answer.text
        trigger = await make_trigger(world.oak, now)
        again = await alice.post(f"/sites/oak/triggers/{trigger.id}", {**NEW, "threshold": "0"})
        assert again.status_code == 422 and 'value="0"' in again.text
        assert (await alice.post("/sites/oak/triggers", {**NEW, "condition": "nonsense"})).status_code == 422


async def test_a_webhook_needs_an_address_outside_and_gets_a_secret(app: Any, world: World) -> None:
    hook = {**NEW, "action": "webhook"}
    async with person(app, world.alice.email) as alice:
        for url in (
            "",
            "http://hooks.example/",
            "https://127.0.0.1/",
            "https://[::ffff:169.254.169.254]/",
            "https://u:p@hooks.example/",
        ):
            assert (await alice.post("/sites/oak/triggers", {**hook, "webhook_url": url})).status_code == 422
        assert (
            await alice.post("/sites/oak/triggers", {**hook, "webhook_url": "https://hooks.example/x?key=abc"})
        ).status_code == 303
        trigger = await only_trigger()
        page = await alice.get("/sites/oak/triggers")
        assert len(trigger.webhook_secret) >= 40 and trigger.webhook_secret in page.text
        assert "→ call hooks.example" in text_of(page)
    row = await AuditEntry.objects().where(AuditEntry.action == "trigger_added").first()
    assert row is not None and "hooks.example" not in json.dumps(row.details), "an address may hold a secret"


async def test_the_preview_is_the_plan(app: Any, world: World) -> None:
    now = utc_now()
    await make_trigger(world.oak, now, most_per_run=2)
    await make_trigger(world.oak, now, threshold=10, is_on=False)
    leads = [await quiet_lead(world.oak, now, days) for days in (60, 70, 80)]
    async with person(app, world.alice.email) as alice:
        page = await alice.get("/sites/oak/triggers?preview=1")
    said = text_of(page)
    assert "Would act 2 times now. 1 held back, over the limit of 2 a run." in said
    assert "Switched on, it would act 3 times now." in said
    planned = [change.subject_id for change in (await plan(world.oak.id, now)).changes]
    assert planned == [leads[2].id, leads[1].id] and all(lead_id in page.text for lead_id in planned)
    assert "Jane Doe , since" in said and "quiet for 7 days about the same cause" in said
    assert await TriggerExecution.count() == 0


async def test_the_log_tells_what_was_done_and_why_not(app: Any, world: World) -> None:
    now = utc_now()
    trigger = await make_trigger(world.oak, now)
    await quiet_lead(world.oak, now)
    made, _ = await run(world.oak, now)
    await run(world.oak, now, made)
    await Trigger.update({Trigger.deleted_at: now}).where(Trigger.id == trigger.id)
    async with person(app, world.alice.email) as alice:
        page = text_of(await alice.get("/sites/oak/triggers"))
    assert "Success" in page and "Skipped" in page and "It is within its quiet time." in page and "(deleted)" in page
    assert "Jane Doe" in page


async def test_agents_do_not_enter_and_other_sites_do_not_exist(app: Any, world: World, now: datetime) -> None:
    trigger = await make_trigger(world.oak, now)
    paths = ["", f"/{trigger.id}", f"/{trigger.id}/switch", f"/{trigger.id}/delete"]
    async with person(app, world.bob.email) as bob:
        assert (await bob.get("/sites/oak/triggers")).status_code == 403
        assert [(await bob.post(f"/sites/oak/triggers{path}", NEW)).status_code for path in paths] == [403] * 4
    async with person(app, world.charlie.email) as charlie:
        assert (await charlie.get("/sites/oak/triggers")).status_code == 404
    async with person(app, world.dora.email) as dora:
        codes = [(await dora.post(f"/sites/elm/triggers{path}", NEW)).status_code for path in paths[1:]]
        assert codes == [404] * 3
    assert (await only_trigger()).threshold == 45
