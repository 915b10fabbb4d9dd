"""What a person has not read yet."""

from __future__ import annotations

from typing import Any

from app.notifications.tables import Notification

MOST_LISTED = 10


async def list_unread(site_id: str, user_id: str) -> list[dict[str, Any]]:
    """The newest unread notifications of a person at a site."""
    rows: list[dict[str, Any]] = await Notification.raw(
        "SELECT id, text, lead_id, created_at FROM notifications"
        " WHERE user_id = {} AND read_at IS NULL AND site_id = {} ORDER BY created_at DESC LIMIT {}",
        user_id,
        site_id,
        MOST_LISTED,
    )
    return rows
