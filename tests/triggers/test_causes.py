"""What the conditions find in the tables, and that a dry run says what the run then does."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.database import new_id, write_transaction
from app.evaluations.tables import Usage
from app.insights.tables import VacancyAlert
from app.leads.activities import note_activity
from app.leads.tables import ActivityKind, Lead
from app.leads.timeline import NOTE
from app.notifications.tables import Notification
from app.triggers.defaults import DEFAULTS, add_default_triggers
from app.triggers.schedule import plan
from app.triggers.tables import Action, Condition, Trigger, TriggerExecution
from tests.factories import World, make_document, make_lead, make_site
from tests.triggers.makers import make_trigger, run
from tests.triggers.test_schedule import DAY, everything


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
