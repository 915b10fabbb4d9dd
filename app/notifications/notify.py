"""Tells a person what happened while they looked elsewhere."""

from __future__ import annotations

from datetime import datetime

from app.database import new_id
from app.notifications.tables import Notification
from app.sites.tables import User


async def notify(
    site_id: str, user_id: str, cause: str, text: str, now: datetime, *, lead_id: str | None = None
) -> None:
    """One notification for each person and cause; later news about the same cause replaces it and is unread again.

    Works inside a transaction. Does nothing for a user that no longer exists.
    """
    if not await User.exists().where(User.id == user_id):
        return
    await Notification.raw(
        "INSERT INTO notifications (id, site_id, user_id, cause, text, lead_id, created_at, read_at)"
        " VALUES ({}, {}, {}, {}, {}, {}, {}, NULL) ON CONFLICT (user_id, cause) DO UPDATE"
        " SET text = excluded.text, created_at = excluded.created_at, read_at = NULL",
        new_id("note"), site_id, user_id, cause, text, lead_id, now,
    )  # fmt: skip
