"""process-triggers on a real database: the plan is what is done, once, quietly, within the site."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.database import new_id, write_transaction
from app.evaluations.tables import Usage
from app.insights.tables import VacancyAlert
from app.leads.activities import note_activity
from app.leads.tables import ActivityKind, Lead
from app.leads.timeline import NOTE
from app.notifications.tables import AgentTask, Notification, OutboxHook, OutboxMail
from app.schedules.schedule import SkipChange
from app.triggers.defaults import DEFAULTS, add_default_triggers
from app.triggers.schedule import apply, plan
from app.triggers.tables import Action, Condition, Trigger, TriggerExecution
from tests.factories import World, make_document, make_lead, make_site
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


async def test_documents_that_wait_are_found_and_evaluated_ones_not(world: World, now: datetime) -> None:
    await make_trigger(world.oak, now, Condition.documents_not_evaluated, threshold=24)
    waiting = await make_lead(world.oak, now, status="documents_received")
    done = await make_lead(world.oak, now, status="ai_evaluated", ai_evaluated_at=now, ai_label="B", ai_score=60)
    at_work = await make_lead(world.oak, now, status="ai_evaluating")
    declined = await make_lead(world.oak, now, status="declined")
    for lead in (waiting, done, at_work, declined):
        for kind in ("government_id", "paystub", "paystub", "bank_statement"):
            await make_document(lead, now - 2 * DAY, document_type=kind)
    assert [change.subject_id for change in (await plan(world.oak.id, now)).changes] == [waiting.id]
    await make_document(done, now + timedelta(hours=1), document_type="paystub")
    later = [change.subject_id for change in (await plan(world.oak.id, now + 2 * DAY)).changes]
    assert later == [waiting.id, done.id]


async def test_contact_by_a_person_after_the_evaluation_ends_the_wait(world: World, now: datetime) -> None:
    await make_trigger(world.oak, now, Condition.label_a_not_contacted, threshold=24)
    lead = await make_lead(
        world.oak, now, status="ai_evaluated", ai_label="A", ai_score=90, ai_evaluated_at=now - 2 * DAY
    )
    async with write_transaction():
        await note_activity(world.oak.id, lead.id, ActivityKind.call, "", now - 3 * DAY, actor_id=world.bob.id)
        await note_activity(world.oak.id, lead.id, ActivityKind.message, "", now - DAY)
        await note_activity(world.oak.id, lead.id, ActivityKind.document, "", now - DAY, actor_id=world.bob.id)
        await note_activity(
            world.oak.id, lead.id, ActivityKind.message, "", now - DAY, actor_id=world.bob.id, subject_id=NOTE
        )
    assert len((await plan(world.oak.id, now)).changes) == 1, "before the evaluation, by the applicant, and no contact"
    async with write_transaction():
        await note_activity(world.oak.id, lead.id, ActivityKind.message, "", now - DAY, actor_id=world.bob.id)
    assert not (await plan(world.oak.id, now)).changes


async def test_a_check_waits_until_somebody_decides(world: World, now: datetime) -> None:
    await make_trigger(world.oak, now, Condition.verification_waiting, threshold=3)
    values = {
        "ai_label": "B",
        "ai_score": 60,
        "ai_recommendation": "approve_with_verification",
        "ai_evaluated_at": now - 4 * DAY,
    }
    lead = await make_lead(world.oak, now, status="ai_evaluated", **values)
    await make_lead(world.oak, now, status="approved", **values)
    assert [change.subject_id for change in (await plan(world.oak.id, now)).changes] == [lead.id]
    await Lead.update({Lead.status: "approved"}).where(Lead.id == lead.id)
    assert not (await plan(world.oak.id, now)).changes


async def test_supply_and_quota(world: World, now: datetime) -> None:
    await make_trigger(world.oak, now, Condition.low_supply, Action.notification, 0)
    await make_trigger(world.oak, now, Condition.quota_high, Action.notification, 80)
    assert not (await plan(world.oak.id, now)).changes
    common: dict[str, Any] = {"site_id": world.oak.id, "property_id": world.unit.property_id, "opened_at": now}
    alert = VacancyAlert(id=new_id("vacancy"), kind="no_supply", **common)
    await alert.save()
    await VacancyAlert(id=new_id("vacancy"), kind="oversupply", **common).save()
    await VacancyAlert(id=new_id("vacancy"), kind="low_supply", resolved_at=now, **common).save()
    await Usage(
        id=new_id("usage"),
        site_id=world.oak.id,
        month="2026-11",
        evaluation_count=17,
        quota_limit=20,
        created_at=now,
        updated_at=now,
    ).save()
    made, outcomes = await run(world.oak, now)
    assert {change.subject_id for change in made.changes} == {alert.id, "2026-11"}
    assert [why for _, why in outcomes] == ["", ""] and await Notification.count() == 2


async def test_every_site_starts_with_the_usual_triggers_once(world: World, now: datetime) -> None:
    await asyncio.gather(*(add_default_triggers(now) for _ in range(3)))
    assert await Trigger.count() == 2 * len(DEFAULTS)
    await Trigger.update({Trigger.deleted_at: now}).where(Trigger.site_id == world.oak.id)
    await add_default_triggers(now)
    assert await Trigger.count() == 2 * len(DEFAULTS), "what a manager deleted does not come back"
    sending = await Trigger.count().where(Trigger.is_on.eq(True), Trigger.action.is_in(["mail", "webhook"]))
    assert sending == 0


LEADS = st.lists(
    st.tuples(
        st.sampled_from(["new", "documents_received", "ai_evaluating", "ai_evaluated", "approved", "declined"]),
        st.integers(0, 100),
        st.sampled_from([None, "A", "B", "C"]),
        st.sampled_from(["approve", "approve_with_verification"]),
        st.integers(0, 5),
    ),
    max_size=8,
)
TRIGGERS = st.lists(
    st.tuples(st.sampled_from(list(Condition)), st.sampled_from(list(Action)), st.integers(0, 60), st.integers(1, 3), st.booleans()),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(leads=LEADS, triggers=TRIGGERS)
async def test_the_dry_run_says_what_the_run_then_does(world: World, now: datetime, leads: Any, triggers: Any) -> None:
    site = await make_site(new_id("slug"), "Any", now)
    for status, days, label, advice, documents in leads:
        when = now - timedelta(days=days)
        evaluated = {"ai_label": label, "ai_recommendation": advice, "ai_evaluated_at": when} if label else {}
        lead = await make_lead(site, when, status=status, **evaluated)
        for _ in range(documents):
            await make_document(lead, when)
    for condition, action, threshold, most, is_on in triggers:
        await make_trigger(
            site,
            now,
            condition,
            action,
            threshold,
            most_per_run=most,
            is_on=is_on,
            webhook_url="https://hooks.example/",
        )
    dry = await plan(site.id, now)
    before = await everything(site.id)
    assert set(before.values()) == {0}, "a dry run changes nothing"
    made, outcomes = await run(site, now)
    assert [(change.subject_id, change.text, dict(change.data)) for change in dry.changes] == [
        (change.subject_id, change.text, dict(change.data)) for change in made.changes
    ]
    failed = sum(1 for _, why in outcomes if why)
    done = await TriggerExecution.select().where(TriggerExecution.site_id == site.id)
    assert len(done) == len(dry.changes)
    assert sum(row["status"] == "success" for row in done) == len(dry.changes) - failed
    after = await everything(site.id)
    assert after["agent_tasks"] == sum(change.text.startswith("Task:") for change in dry.changes)
    assert after["outbox_webhooks"] == sum(change.text.startswith("Webhook:") for change in dry.changes)
