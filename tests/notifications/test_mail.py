"""Mails on the wire: two parts, safe headers, retries, and at most one worker for each."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.errors import SettingsError
from app.mail import build_mail, mail_server
from app.notifications.claim import MOST_ATTEMPTS, claim_next, mark_not_sent, mark_sent, wait_after
from app.notifications.deliver import deliver
from app.notifications.outbox import queue_mail
from app.notifications.tables import OutboxMail
from app.settings import Settings, current_settings
from tests.factories import World
from tests.notifications.stand_ins import MailBox, running


def settings_for(box: MailBox, login: str = "") -> Settings:
    url = f"smtp://{login}127.0.0.1:{box.port}"
    return replace(current_settings(), smtp_url=url, mail_from="LeaseLab <no-reply@leases.example>")


async def queue(world: World, now: datetime, cause: str = "cause") -> None:
    await queue_mail(world.oak.id, "bob@oak.example", "It is ready ✓", "Words", "<p>Words</p>", cause, now)


async def the_mail() -> OutboxMail:
    mail = await OutboxMail.objects().first()
    assert mail is not None
    return mail


async def test_a_mail_arrives_in_both_forms_and_is_not_sent_again(world: World, now: datetime) -> None:
    box = MailBox()
    async with running(box):
        await queue(world, now)
        settings = settings_for(box, "agent%40host:se%3Acret@")
        assert (await deliver(now, settings)).sent == 1
        assert (await deliver(now + timedelta(days=9), settings)).sent == 0
    [mail] = box.mails
    row = await the_mail()
    assert (mail["To"], mail["From"]) == ("bob@oak.example", "LeaseLab <no-reply@leases.example>")
    assert mail["Subject"] == "It is ready ✓"
    assert mail["Message-ID"] == f"<{row.id}@leases.example>", "the same for every attempt, so that a receiver can tell"
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None and text.get_content().strip() == "Words"
    assert html is not None and "<p>Words</p>" in html.get_content()
    assert (row.status, row.attempts, row.sent_at, row.next_at) == ("sent", 1, now, None)
    assert box.log_ins


async def test_without_a_server_mails_are_kept_and_stay_kept(world: World, now: datetime) -> None:
    await queue(world, now)
    assert (await deliver(now, replace(current_settings(), smtp_url=""))).kept == 1
    box = MailBox()
    async with running(box):
        await deliver(now, settings_for(box))
    assert (await the_mail()).status == "kept" and not box.mails


async def test_a_refused_mail_waits_longer_each_time_then_arrives(world: World, now: datetime) -> None:
    box = MailBox(answers=["451 later", "451 later"])
    async with running(box):
        settings = settings_for(box)
        await queue(world, now)
        await deliver(now, settings)
        row = await the_mail()
        assert (row.status, row.attempts, row.next_at) == ("waiting", 1, now + timedelta(minutes=2))
        assert row.last_error == "The mail server refused the address (451)."
        assert (await deliver(now + timedelta(minutes=1), settings)).failed == 0, "not before its time"
        await deliver(now + timedelta(minutes=2), settings)
        assert (await the_mail()).next_at == now + timedelta(minutes=8)
        await deliver(now + timedelta(minutes=8), settings)
    row = await the_mail()
    assert (row.status, row.attempts, row.last_error, len(box.mails)) == ("sent", 3, "", 1)


async def test_an_address_that_does_not_exist_fails_at_once(world: World, now: datetime) -> None:
    box = MailBox(answers=["550 no such user bob@oak.example"])
    async with running(box):
        await queue(world, now)
        await deliver(now, settings_for(box))
    row = await the_mail()
    assert (row.status, row.attempts, row.next_at) == ("failed", 1, None)
    assert "bob" not in row.last_error


async def test_after_eight_attempts_a_mail_has_failed(world: World, now: datetime) -> None:
    box = MailBox(answers=["451 later"] * 99)
    async with running(box):
        await queue(world, now)
        moment = now
        for _ in range(12):
            await deliver(moment, settings_for(box))
            moment += timedelta(days=2)
    row = await the_mail()
    assert (row.status, row.attempts, len(box.recipients)) == ("failed", MOST_ATTEMPTS, MOST_ATTEMPTS)


async def test_a_server_that_is_away_costs_one_mail_of_a_pass_an_attempt(world: World, now: datetime) -> None:
    box = MailBox()
    async with running(box):
        settings = settings_for(box)
    for number in range(3):
        await queue(world, now, f"cause {number}")
    assert (await deliver(now, settings)).failed == 1
    rows = await OutboxMail.objects().order_by(OutboxMail.attempts)
    assert [row.attempts for row in rows] == [0, 0, 1]
    assert rows[2].last_error == "The mail server could not be reached (ConnectionRefusedError)."


async def test_two_workers_send_each_mail_once(world: World, now: datetime) -> None:
    box = MailBox()
    async with running(box):
        for number in range(20):
            await queue(world, now, f"cause {number}")
        await asyncio.gather(*(deliver(now, settings_for(box)) for _ in range(3)))
    assert len(box.mails) == 20
    assert await OutboxMail.count().where(OutboxMail.status == "sent", OutboxMail.attempts == 1) == 20


async def test_a_worker_that_died_leaves_the_mail_to_the_next(world: World, now: datetime) -> None:
    await queue(world, now)
    lost = await claim_next(OutboxMail, now)
    assert lost is not None and await claim_next(OutboxMail, now) is None
    again = await claim_next(OutboxMail, now + timedelta(minutes=6))
    assert again is not None and again["attempts"] == 2
    await mark_not_sent(OutboxMail, lost, "late news of the first worker", now)
    assert (await the_mail()).last_error == "", "it was overtaken, so it changes nothing"
    await mark_sent(OutboxMail, again, now)
    assert (await the_mail()).status == "sent"


async def test_a_worker_that_died_in_the_last_attempt_leaves_a_clear_failure(world: World, now: datetime) -> None:
    await queue(world, now)
    await OutboxMail.update({OutboxMail.attempts: MOST_ATTEMPTS}, force=True)
    box = MailBox()
    async with running(box):
        await deliver(now, settings_for(box))
    row = await the_mail()
    assert (row.status, box.connections) == ("failed", 0) and "ended" in row.last_error


def test_waits_grow() -> None:
    waits = [wait_after(attempt) for attempt in range(1, MOST_ATTEMPTS)]
    assert waits == sorted(set(waits)) and timedelta(days=1) < sum(waits, timedelta()) < timedelta(days=2)


@pytest.mark.parametrize("field", ["to_address", "subject", "from_address"])
def test_a_line_break_never_becomes_a_header(now: datetime, field: str) -> None:
    given = {"from_address": "a@b.example", "to_address": "c@d.example", "subject": "Hello"}
    for bad in ("x@y.example\r\nBcc: z@z.example", "x@y.example\nBcc: z@z.example", "x@y.example\rBcc: z@z.example"):
        with pytest.raises(ValueError):
            build_mail("mail_1", **{**given, field: bad}, text="", html="", created_at=now)


@pytest.mark.parametrize(
    ("url", "host", "port", "is_tls"),
    [("smtp://mail.example", "mail.example", 25, False), ("smtps://u:p@mail.example", "mail.example", 465, True), ("smtp://[::1]:2525", "::1", 2525, False)],
)  # fmt: skip
def test_the_server_comes_from_the_url(url: str, host: str, port: int, is_tls: bool) -> None:
    server = mail_server(url)
    assert (server.host, server.port, server.is_tls) == (host, port, is_tls)
    assert "'p'" not in repr(server)


@pytest.mark.parametrize("url", ["http://mail.example", "smtp://", "smtp://mail.example:many"])
def test_a_wrong_url_names_the_setting(url: str) -> None:
    with pytest.raises(SettingsError, match="SMTP_URL"):
        mail_server(url)
