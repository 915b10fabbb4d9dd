"""Tells a person what happened while they looked elsewhere: in the application, and by mail if they want that."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.database import look_up, new_id, write
from app.notifications.kinds import WORDS
from app.notifications.letter import Letter, compose
from app.notifications.outbox import is_address, queue_mail
from app.notifications.tables import NotificationKind

WHY_MAIL = "You asked for mails of this kind. To end them, change your preferences on the notifications page."


async def notify(
    site_id: str,
    user_id: str,
    cause: str,
    text: str,
    now: datetime,
    *,
    kind: NotificationKind,
    lead_id: str | None = None,
    subject: str = "",
) -> None:
    """One notification for each person and cause; later news about the same cause replaces it and is unread again.

    Where the person wants mails of this `kind`, one goes to the outbox too, at most one a day for each cause and kind;
    its subject is the kind's, or `subject`.
    `cause` has at most 60 characters, `text` (no applicant's name, amount or score) at most 255. Works inside a
    transaction. Does nothing for somebody who does not belong to the site, or does not exist any more.
    """
    person = await _person(site_id, user_id, kind)
    if person is None:
        return
    await write(
        "INSERT INTO notifications (id, site_id, user_id, cause, text, lead_id, kind, created_at, read_at)"
        " VALUES ({}, {}, {}, {}, {}, {}, {}, {}, NULL) ON CONFLICT (user_id, cause) DO UPDATE"
        " SET text = excluded.text, kind = excluded.kind, created_at = excluded.created_at, read_at = NULL",
        new_id("note"), site_id, user_id, cause, text, lead_id, kind.value, now,
    )  # fmt: skip
    if person["by_mail"] and is_address(person["email"]):
        letter = _letter(person, subject or WORDS[kind].subject, text, lead_id)
        once = f"{kind.value}:{cause}:{now:%Y-%m-%d}"
        await queue_mail(site_id, person["email"], letter.subject, letter.text, letter.html, once, now)


async def _person(site_id: str, user_id: str, kind: NotificationKind) -> dict[str, Any] | None:
    """Address, site and wish of somebody who may enter the site."""
    rows = await look_up(
        "SELECT u.email, s.slug, s.name, coalesce(p.by_mail, false) AS by_mail FROM users u"
        " JOIN sites s ON s.id = {} LEFT JOIN memberships m ON m.user_id = u.id AND m.site_id = s.id"
        " LEFT JOIN notification_preferences p ON p.user_id = u.id AND p.site_id = s.id AND p.kind = {}"
        " WHERE u.id = {} AND u.disabled_at IS NULL AND (m.id IS NOT NULL OR u.is_super_admin)",
        site_id, kind.value, user_id,
    )  # fmt: skip
    return rows[0] if rows else None


def _letter(person: dict[str, Any], subject: str, text: str, lead_id: str | None) -> Letter:
    root = f"/sites/{person['slug']}"
    path = f"{root}/leads/{lead_id}" if lead_id else f"{root}/notifications"
    return compose(person["name"], subject, text, path, closing=WHY_MAIL)
