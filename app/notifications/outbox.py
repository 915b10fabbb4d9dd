"""Puts mails and webhooks into their outboxes, in the transaction of what they tell about; a worker sends them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.database import new_id
from app.errors import ValidationFailed
from app.notifications.tables import OutboxHook, OutboxMail

ADDRESS = re.compile(r'[^\s<>(),;:"\\\[\]@\x00-\x1f\x7f]{1,64}@[^\s<>(),;:"\\\[\]@\x00-\x1f\x7f]{1,189}')
LONGEST_SUBJECT = 200


class BadAddress(ValidationFailed):
    """This is not an e-mail address that mail can be sent to."""


def is_address(address: str) -> bool:
    """Whether it is one plain address: no name, no list, no line break, so that it can stand in a header."""
    return ADDRESS.fullmatch(address) is not None


async def queue_mail(
    site_id: str, to_address: str, subject: str, text: str, html: str, cause: str, now: datetime
) -> None:
    """A mail for the outbox, once for each cause and address; call it inside the caller's transaction.

    `cause` (at most 160 characters) names what the mail is about: the same one again changes nothing. An empty `html`
    makes a mail of text alone. Line breaks in the subject become spaces. Raises BadAddress.
    """
    if not is_address(to_address):
        raise BadAddress
    await OutboxMail.raw(
        "INSERT INTO outbox_mail (id, site_id, to_address, subject, text, html, cause, status, attempts, next_at,"
        " last_error, created_at, sent_at) VALUES ({}, {}, {}, {}, {}, {}, {}, 'waiting', 0, {}, '', {}, NULL)"
        " ON CONFLICT (cause, to_address) DO NOTHING",
        new_id("mail"), site_id, to_address, one_line(subject), text, html, cause, now, now,
    )  # fmt: skip


async def queue_webhook(
    site_id: str, url: str, secret: str, body: Mapping[str, Any], cause: str, now: datetime
) -> None:
    """A signed call for the outbox, once for each cause and address; call it inside the caller's transaction.

    `body` goes out as JSON, so it holds identifiers and words, never a name, an amount or a score. Whether the address
    may be called is judged when it is called.
    """
    await OutboxHook.raw(
        "INSERT INTO outbox_webhooks (id, site_id, url, secret, body, cause, status, attempts, next_at, last_error,"
        " created_at, sent_at) VALUES ({}, {}, {}, {}, {}, {}, 'waiting', 0, {}, '', {}, NULL)"
        " ON CONFLICT (cause, url) DO NOTHING",
        new_id("hook"), site_id, url, secret, json.dumps(dict(body)), cause, now, now,
    )  # fmt: skip


def one_line(text: str) -> str:
    """Without control characters and line breaks, at most 200 characters: fit for a header."""
    return re.sub(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+", " ", text).strip()[:LONGEST_SUBJECT]
