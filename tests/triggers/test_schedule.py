"""process-triggers on a real database: the plan is what is done, once, quietly, within the site."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.database import write_transaction
from app.leads.activities import note_activity
from app.leads.tables import ActivityKind
from app.notifications.tables import AgentTask, Notification, OutboxHook, OutboxMail
from app.schedules.schedule import SkipChange
from app.triggers.schedule import apply, plan
from app.triggers.tables import Action, TriggerExecution
from tests.factories import World
from tests.triggers.makers import make_trigger, quiet_lead, run

DAY = timedelta(days=1)


async def everything(site_id: str) -> dict[str, int]:
    """How many rows of each kind a site has, of those that triggers make."""
    tables: list[Any] = [AgentTask, Notification, OutboxMail, OutboxHook, TriggerExecution]
    return {table._meta.tablename: await table.count().where(table.site_id == site_id) for table in tables}


async def test_a_task_for_the_agent_once_until_its_quiet_time_is_over(world: World, now: datetime) -> None:
    trigger = await make_trigger(world.oak, now, quiet_hours=48)
    lead = await quiet_lead(world.oak, now, agent_id=world.bob.id)
    await run(world.oak, now)
    task = await AgentTask.objects().first()
    assert task is not None and (task.user_id, task.lead_id, task.done_at) == (world.bob.id, lead.id, None)
    assert "Jane" not in task.text
    execution = await TriggerExecution.objects().first()
    assert execution is not None and (execution.trigger_id, execution.cause, execution.status) == (
        trigger.id,
        lead.id,
        "success",
    )
    await AgentTask.update({AgentTask.done_at: now}, force=True)
    made, _ = await run(world.oak, now + timedelta(hours=47))
    assert not made.changes and made.lines == ["Lead without activity, task: 1 held back, within its quiet time."]
    await run(world.oak, now + timedelta(hours=48))
    assert await AgentTask.count() == 2


async def test_no_second_task_while_the_first_is_open(world: World, now: datetime) -> None:
    await make_trigger(world.oak, now, quiet_hours=0)
    await quiet_lead(world.oak, now)
    await run(world.oak, now)
    made, _ = await run(world.oak, now + DAY)
    assert not made.changes and "still open" in made.lines[0]


async def test_quiet_time_is_for_each_trigger_and_cause(world: World, now: datetime) -> None:
    await make_trigger(world.oak, now)
    await quiet_lead(world.oak, now)
    await run(world.oak, now)
    await make_trigger(world.oak, now, action=Action.notification)
    await quiet_lead(world.oak, now)
    made, _ = await run(world.oak, now + timedelta(hours=1))
    assert sorted(change.text.split(":")[0] for change in made.changes) == ["Notification", "Notification", "Task"]


async def test_a_run_acts_at_most_so_often_on_the_longest_waiting(world: World, now: datetime) -> None:
    await make_trigger(world.oak, now, most_per_run=2)
    leads = [await quiet_lead(world.oak, now, days) for days in (50, 80, 70)]
    made, _ = await run(world.oak, now)
    assert [change.subject_id for change in made.changes] == [leads[1].id, leads[2].id]
    assert made.lines == ["Lead without activity, task: 1 held back, over the limit of 2 a run."]
    assert (await run(world.oak, now + timedelta(hours=6)))[0].changes[0].subject_id == leads[0].id


async def test_a_site_neither_sees_nor_changes_another(world: World, now: datetime) -> None:
    await make_trigger(world.oak, now)
    await quiet_lead(world.oak, now)
    await quiet_lead(world.elm, now)
    before = await everything(world.elm.id)
    made, _ = await run(world.oak, now)
    assert len(made.changes) == 1 and await everything(world.elm.id) == before
    assert not (await plan(world.elm.id, now)).changes
    with pytest.raises(SkipChange):
        async with write_transaction():
            await apply(world.elm.id, made.changes[0], now)


async def test_two_workers_with_the_same_change_act_once(world: World, now: datetime) -> None:
    await make_trigger(world.oak, now)
    await quiet_lead(world.oak, now)
    made = await plan(world.oak.id, now)
    outcomes = await asyncio.gather(*(run(world.oak, now, made) for _ in range(4)))
    assert sum(1 for _, changes in outcomes for _, why in changes if not why) == 1
    assert await AgentTask.count() == 1
    assert await TriggerExecution.count().where(TriggerExecution.status == "skipped") == 3


async def test_what_changed_since_the_plan_is_skipped_with_its_reason(world: World, now: datetime) -> None:
    trigger = await make_trigger(world.oak, now)
    lead = await quiet_lead(world.oak, now)
    made = await plan(world.oak.id, now)
    async with write_transaction():
        await note_activity(world.oak.id, lead.id, ActivityKind.call, "", now, actor_id=world.bob.id)
    assert (await run(world.oak, now, made))[1][0][1] == "The condition is not met any more."
    trigger.is_on = False
    await trigger.save()
    assert (await run(world.oak, now, made))[1][0][1] == "The trigger was switched off."
    trigger.deleted_at = now
    await trigger.save()
    assert (await run(world.oak, now, made))[1][0][1] == "The trigger was deleted."
    rows = await TriggerExecution.select(TriggerExecution.status, TriggerExecution.reason).order_by(
        TriggerExecution.reason
    )
    assert [row["status"] for row in rows] == ["skipped", "skipped"]


async def test_switched_off_and_deleted_triggers_do_nothing(world: World, now: datetime) -> None:
    await make_trigger(world.oak, now, is_on=False)
    await make_trigger(world.oak, now, deleted_at=now)
    await quiet_lead(world.oak, now)
    assert not (await plan(world.oak.id, now)).changes


async def test_a_notification_goes_to_the_agent_else_to_the_managers(world: World, now: datetime) -> None:
    await make_trigger(world.oak, now, action=Action.notification)
    await quiet_lead(world.oak, now, agent_id=world.bob.id)
    await quiet_lead(world.oak, now, agent_id=world.charlie.id)
    await run(world.oak, now)
    told = [row["user_id"] for row in await Notification.select(Notification.user_id).order_by(Notification.user_id)]
    assert sorted(told) == sorted([world.bob.id, world.alice.id]), "Charlie left for another site, so Alice is told"


async def test_a_mail_says_nothing_about_the_applicant(world: World, now: datetime) -> None:
    await make_trigger(world.oak, now, action=Action.mail)
    await quiet_lead(world.oak, now, ai_score=82, ai_label="A")
    await run(world.oak, now)
    mail = await OutboxMail.objects().first()
    assert mail is not None and mail.to_address == world.alice.email
    assert not any(word in mail.text + mail.html + mail.subject for word in ("Jane", "Doe", "82", "2000"))


async def test_a_webhook_is_queued_with_its_secret(world: World, now: datetime) -> None:
    await make_trigger(
        world.oak, now, action=Action.webhook, webhook_url="https://hooks.example/x", webhook_secret="s3"
    )
    await quiet_lead(world.oak, now)
    await run(world.oak, now)
    hook = await OutboxHook.objects().first()
    assert hook is not None and (hook.url, hook.secret, hook.status) == ("https://hooks.example/x", "s3", "waiting")
    assert "Jane" not in str(hook.body)


async def test_what_cannot_be_done_is_logged_as_failed(world: World, now: datetime) -> None:
    await make_trigger(world.oak, now, action=Action.webhook)
    await quiet_lead(world.oak, now)
    await run(world.oak, now)
    execution = await TriggerExecution.objects().first()
    assert execution is not None and (execution.status, execution.reason) == (
        "failed",
        "The trigger has no address to call.",
    )
