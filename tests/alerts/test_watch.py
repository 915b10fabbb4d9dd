"""Looking, opening, telling and closing, over a real database."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.alerts.check import check
from app.alerts.deliver import MOST_ATTEMPTS, deliver
from app.alerts.rules import Finding
from app.alerts.tables import Alert, AlertDelivery, AlertRule, Severity
from app.alerts.watch import Watch
from app.database import close_database, engine, new_id
from app.notifications.tables import Notification, NotificationPreference, OutboxHook, OutboxMail
from app.schedules.runner import run_due
from app.sites.tables import Site
from app.storage import LocalStore, StorageError, StoredObject
from tests.factories import World
from tests.jobs.toy import make_job
from tests.schedules.toy import Toy, at, later


class BrokenStore(LocalStore):
    """A store whose server went away."""

    is_down = True

    async def stat(self, key: str) -> StoredObject | None:
        if self.is_down:
            raise StorageError
        return None


@pytest.fixture
def store(tmp_path: Path) -> BrokenStore:
    store = BrokenStore(tmp_path / "store")
    store.is_down = False
    return store


@pytest.fixture
def toy() -> Toy:
    return Toy()


@pytest.fixture
async def watch(world: World, now: datetime, store: BrokenStore, toy: Toy) -> Watch:
    await Site.update({Site.created_at: now - timedelta(days=60)}, force=True)
    await run_due([toy.schedule()], at(now))
    return Watch(lambda: [toy.schedule()], lambda: store, "* * * * *")


async def open_rules(site: Site) -> list[str]:
    rows = (
        await Alert.select(Alert.rule)
        .where((Alert.site_id == site.id) & Alert.closed_at.is_null())
        .order_by(Alert.rule)
    )
    return [row["rule"] for row in rows]


async def test_when_all_is_well_nothing_is_open(watch: Watch, now: datetime) -> None:
    assert (await watch.look(now)).opened == []
    assert await Alert.count() == 0


async def test_a_failing_schedule_opens_one_alert_and_a_good_run_closes_it(
    watch: Watch, toy: Toy, world: World, now: datetime
) -> None:
    toy.plan_error = ValueError("Jane")
    for day in (1, 2):
        await run_due([toy.schedule()], later(now, days=day))
    for minute in range(3):
        await watch.look(now + timedelta(days=2, minutes=minute))
    assert await open_rules(world.oak) == await open_rules(world.elm) == ["schedule_failing"]
    (alert,) = await Alert.objects().where(Alert.site_id == world.oak.id)
    assert alert.last_seen_at == now + timedelta(days=2, minutes=2) and alert.opened_at == now + timedelta(days=2)
    toy.plan_error = None
    await run_due([toy.schedule()], later(now, days=3))
    await watch.look(now + timedelta(days=3))
    assert await open_rules(world.oak) == []
    assert await Alert.exists().where((Alert.site_id == world.oak.id) & (Alert.closed_at == now + timedelta(days=3)))


async def test_a_missed_run_is_told_while_nobody_works_and_closes_when_it_is_caught_up(
    watch: Watch, toy: Toy, world: World, now: datetime
) -> None:
    await watch.look(now + timedelta(days=1))
    assert await open_rules(world.oak) == ["run_missed"]
    await run_due([toy.schedule()], later(now, days=1))
    await watch.look(now + timedelta(days=1, minutes=1))
    assert await open_rules(world.oak) == []


async def test_a_waiting_evaluation_opens_for_its_site_alone(watch: Watch, world: World, now: datetime) -> None:
    job = await make_job(world, now - timedelta(minutes=30))
    await watch.look(now)
    assert (await open_rules(world.oak), await open_rules(world.elm)) == (["evaluation_waiting"], [])
    job.status, job.due_at = "completed", None
    await job.save()
    await watch.look(now + timedelta(minutes=1))
    assert await open_rules(world.oak) == []


async def test_a_store_that_went_away_and_came_back(
    watch: Watch, store: BrokenStore, world: World, now: datetime
) -> None:
    for is_down, rules in ((True, ["store_unreachable"]), (False, [])):
        store.is_down = is_down
        await watch.look(now)
        assert await open_rules(world.elm) == rules


async def test_an_outage_of_the_database_is_written_down_once_it_is_over(
    watch: Watch, world: World, now: datetime
) -> None:
    if engine().engine_type != "sqlite":
        pytest.skip("the server cannot be taken away from the other tests")
    path = Path(engine().path)  # type: ignore[attr-defined]
    await close_database()
    hidden = path.rename(path.with_suffix(".away"))
    path.mkdir()
    try:
        assert (await watch.look(now)).opened == []
        await watch.look(now + timedelta(minutes=1))
    finally:
        path.rmdir()
        hidden.rename(path)
    await watch.look(now + timedelta(minutes=2))
    (alert,) = await Alert.objects().where(Alert.site_id == world.oak.id)
    assert alert.text == "The database could not be reached from 15:00 to 15:02 UTC."
    assert await open_rules(world.oak) == ["database_unreachable"]
    await watch.look(now + timedelta(minutes=3))
    assert await open_rules(world.oak) == []


def finding(site: Site, subject: str = "toy") -> Finding:
    return Finding(site.id, AlertRule.schedule_failing, subject, Severity.critical, "“Toy” failed.")


async def test_however_many_look_there_is_one_alert(world: World, now: datetime) -> None:
    found = [finding(world.oak), finding(world.elm)]
    checked = await asyncio.gather(*(check(found, now) for _ in range(4)))
    assert sum(len(one.opened) for one in checked) == await Alert.count() == 2


async def test_managers_are_told_once_by_note_mail_and_webhook(world: World, now: datetime) -> None:
    await Site.update({Site.alert_webhook_url: "https://hooks.example/x", Site.alert_webhook_secret: "s"}).where(
        Site.id == world.oak.id
    )
    await NotificationPreference(
        id=new_id("wish"), user_id=world.alice.id, site_id=world.oak.id, kind="alert", by_mail=True
    ).save()
    await check([finding(world.oak), finding(world.elm)], now)
    assert await deliver(now) == 2
    assert await deliver(now + timedelta(minutes=1)) == 0
    notes = await Notification.select(Notification.user_id, Notification.text)
    assert [(note["user_id"], note["text"]) for note in notes] == [(world.alice.id, "“Toy” failed.")]
    mails = await OutboxMail.select(OutboxMail.to_address)
    assert [mail["to_address"] for mail in mails] == ["alice@oak.example"]
    (hook,) = await OutboxHook.select(OutboxHook.url, OutboxHook.body)
    assert json.loads(hook["body"])["rule"] == "schedule_failing"
    told = await AlertDelivery.select(AlertDelivery.channel, AlertDelivery.target).order_by(AlertDelivery.channel)
    assert [(row["channel"], row["target"]) for row in told] == [
        ("mail", world.alice.id),
        ("notification", world.alice.id),
        ("webhook", "site"),
    ]


async def test_a_delivery_that_fails_is_tried_again_and_given_up_in_the_end(world: World, now: datetime) -> None:
    if engine().engine_type != "sqlite":
        pytest.skip("a table of the server cannot be taken away from the other tests")
    await check([finding(world.oak)], now)
    await Site.update({Site.alert_webhook_url: "https://hooks.example/x"}).where(Site.id == world.oak.id)
    await Alert.raw("DROP TABLE outbox_webhooks")
    for minute in range(MOST_ATTEMPTS + 3):
        await deliver(now + timedelta(minutes=minute))
    told = {row["channel"]: (row["status"], row["attempts"]) for row in await AlertDelivery.select()}
    assert told == {"notification": ("delivered", 1), "webhook": ("failed", MOST_ATTEMPTS)}


async def test_an_old_alert_tells_nobody_who_comes_later(world: World, now: datetime) -> None:
    await check([finding(world.oak)], now)
    assert await deliver(now + timedelta(days=2)) == 0
