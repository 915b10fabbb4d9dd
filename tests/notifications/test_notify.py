"""News for a person: in the application always, by mail only if they want it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.database import new_id, write_transaction
from app.notifications.letter import compose
from app.notifications.notify import notify
from app.notifications.outbox import BadAddress, queue_mail, queue_webhook
from app.notifications.tables import Notification, NotificationKind, NotificationPreference, OutboxHook, OutboxMail
from app.settings import current_settings
from tests.factories import World, make_lead

KIND = NotificationKind.evaluation_finished


async def want_mail(world: World, kind: NotificationKind = KIND) -> None:
    await NotificationPreference(
        id=new_id("pref"), user_id=world.bob.id, site_id=world.oak.id, kind=kind.value, by_mail=True
    ).save()


async def tell(world: World, now: datetime, cause: str = "job_1", **more: Any) -> None:
    async with write_transaction():
        await notify(world.oak.id, world.bob.id, cause, "It is ready.", now, **{"kind": KIND, **more})


async def test_news_is_a_notification_and_no_mail_by_default(world: World, now: datetime) -> None:
    await tell(world, now)
    notes = await Notification.select()
    assert [(note["kind"], note["read_at"]) for note in notes] == [("evaluation_finished", None)]
    assert await OutboxMail.count() == 0


async def test_who_wants_mail_gets_one_without_anybodys_name(world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now, ai_score=82)
    await want_mail(world)
    await tell(world, now, lead_id=lead.id)
    mail = await OutboxMail.objects().first()
    assert mail is not None and (mail.to_address, mail.status, mail.attempts) == (world.bob.email, "waiting", 0)
    for part in (mail.subject, mail.text, mail.html):
        assert "Jane" not in part and "82" not in part
        assert "http" not in part, "without LEASELAB_BASE_URL there is a sentence instead of a link"
    assert "Open LeaseLab to see it." in mail.text and "Open LeaseLab to see it." in mail.html


@pytest.fixture
def base_url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An installation that knows its own address."""
    monkeypatch.setenv("LEASELAB_BASE_URL", "https://leases.example/")
    current_settings.cache_clear()
    yield "https://leases.example"
    current_settings.cache_clear()


def test_a_mail_leads_to_the_page_where_the_address_is_known(base_url: str) -> None:
    letter = compose("Oak & <Court>", "News", "It is ready.", "/sites/oak/leads/lead_1")
    assert (
        f"{base_url}/sites/oak/leads/lead_1" in letter.text
        and f'href="{base_url}/sites/oak/leads/lead_1"' in letter.html
    )
    assert "Oak &amp; &lt;Court&gt;" in letter.html and letter.subject == "News · Oak & <Court>"


async def test_the_wish_counts_for_its_kind_and_site_only(world: World, now: datetime) -> None:
    await want_mail(world, NotificationKind.alert)
    await tell(world, now)
    assert await OutboxMail.count() == 0


async def test_the_same_news_twice_is_one_row_unread_again_and_one_mail_a_day(world: World, now: datetime) -> None:
    await want_mail(world)
    await tell(world, now)
    await Notification.update({Notification.read_at: now}, force=True)
    await tell(world, now + timedelta(hours=1))
    assert (await Notification.count(), await OutboxMail.count()) == (1, 1)
    note = await Notification.objects().first()
    assert note is not None and note.read_at is None
    await tell(world, now + timedelta(days=1))
    assert await OutboxMail.count() == 2


async def test_somebody_of_another_site_is_told_nothing(world: World, now: datetime) -> None:
    async with write_transaction():
        await notify(world.oak.id, world.charlie.id, "job_1", "It is ready.", now, kind=KIND)
        await notify(world.oak.id, "user_gone", "job_1", "It is ready.", now, kind=KIND)
    assert await Notification.count() == 0


async def test_a_disabled_person_is_told_nothing(world: World, now: datetime) -> None:
    world.bob.disabled_at = now
    await world.bob.save()
    await tell(world, now)
    assert await Notification.count() == 0


async def test_the_outboxes_take_a_cause_once_for_each_address(world: World, now: datetime) -> None:
    for _ in range(2):
        async with write_transaction():
            for address in ("a@example.com", "b@example.com"):
                await queue_mail(world.oak.id, address, "Hello", "text", "<p>text</p>", "cause", now)
            await queue_webhook(world.oak.id, "https://example.com/", "secret", {"event": "x"}, "cause", now)
    assert (await OutboxMail.count(), await OutboxHook.count()) == (2, 1)


async def test_what_is_rolled_back_is_never_sent(world: World, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError):
        async with write_transaction():
            await queue_mail(world.oak.id, "a@example.com", "Hello", "text", "", "cause", now)
            raise ZeroDivisionError
    assert await OutboxMail.count() == 0


@pytest.mark.parametrize(
    "address", ["", "a", "a@b c", "a@b\nBcc: c@d", "a@b,c@d", "A <a@b>", "a@b@c", "a" * 300 + "@b"]
)
async def test_what_is_not_one_plain_address_is_refused(world: World, now: datetime, address: str) -> None:
    with pytest.raises(BadAddress):
        await queue_mail(world.oak.id, address, "Hello", "text", "", "cause", now)


async def test_a_subject_is_one_line(world: World, now: datetime) -> None:
    await queue_mail(world.oak.id, "a@b.example", "Hello\r\nBcc: x@y\u2028z", "text", "", "cause", now)
    mail = await OutboxMail.objects().first()
    assert mail is not None and mail.subject == "Hello Bcc: x@y z"
