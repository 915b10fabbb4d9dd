"""Sends what waits in the outboxes: a pass claims one row after another, with no transaction open while it sends."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from app.database_scope import every_site
from app.mail import MailNotSent, MailServer, build_mail, mail_server, send_mail
from app.notifications.claim import Outbox, claim_next, give_up_interrupted, mark_not_sent, mark_sent
from app.notifications.tables import OutboxHook, OutboxMail
from app.settings import Settings, current_settings
from app.webhooks import WebhookFailed, call_webhook

log = logging.getLogger("leaselab.outbox")

MOST_AT_ONCE = 100
PASS_SECONDS = 40.0
"""A pass begins nothing new after this time: the next minute goes on."""


@dataclass
class Delivered:
    """What one pass did; `kept` are mails of an installation without SMTP_URL."""

    sent: int = 0
    failed: int = 0
    kept: int = 0


async def deliver_due(now: datetime) -> None:
    """What the minute tick calls: one pass with the settings of this process."""
    await deliver(now, current_settings())


@every_site("what waits in the outboxes")
async def deliver(now: datetime, settings: Settings) -> Delivered:
    """One pass over both outboxes, at most 100 rows of each. Any number of workers may do it at once."""
    done = Delivered()
    for outbox in (OutboxMail, OutboxHook):
        await give_up_interrupted(outbox, now)
    mails = _send_mails(now, settings, done) if settings.smtp_url else _keep_mails(done)
    await asyncio.gather(mails, _send_hooks(now, settings, done))
    if done.sent or done.failed or done.kept:
        log.info("outboxes", extra={"sent": done.sent, "failed": done.failed, "kept": done.kept})
    return done


async def _keep_mails(done: Delivered) -> None:
    """Without a mail server they stay in the table, and do not go out later all at once."""
    waiting = OutboxMail.update({OutboxMail.status: "kept", OutboxMail.next_at: None})
    done.kept += len(await waiting.where(OutboxMail.status == "waiting").returning(OutboxMail.id))


async def _send_mails(now: datetime, settings: Settings, done: Delivered) -> None:
    server = mail_server(settings.smtp_url)
    await _each(OutboxMail, now, done, lambda row: _send_mail(server, settings.mail_from, row))


async def _send_mail(server: MailServer, mail_from: str, row: dict[str, Any]) -> None:
    try:
        message = build_mail(
            row["id"], mail_from, row["to_address"], row["subject"], row["text"], row["html"], row["created_at"]
        )
    except ValueError as error:
        raise MailNotSent("A header of this mail is not one line.", is_final=True) from error
    await asyncio.to_thread(send_mail, server, message)


async def _send_hooks(now: datetime, settings: Settings, done: Delivered) -> None:
    async def send(row: dict[str, Any]) -> None:
        body = row["body"] if isinstance(row["body"], str) else json.dumps(row["body"])
        private = settings.private_webhooks
        await call_webhook(row["url"], row["secret"], body.encode(), row["id"], now, allow_private=private)

    await _each(OutboxHook, now, done, send)


async def _each(
    outbox: Outbox, now: datetime, done: Delivered, send: Callable[[dict[str, Any]], Awaitable[None]]
) -> None:
    """Claim and send until nothing is due, enough is done, or the server itself is the trouble."""
    until = monotonic() + PASS_SECONDS
    for _ in range(MOST_AT_ONCE):
        row = await claim_next(outbox, now) if monotonic() < until else None
        if row is None:
            return
        try:
            await send(row)
        except (MailNotSent, WebhookFailed) as failure:
            done.failed += 1
            await mark_not_sent(outbox, row, failure.reason, now, is_final=failure.is_final)
            if getattr(failure, "is_server", False):
                return
        else:
            done.sent += 1
            await mark_sent(outbox, row, now)
