"""What a person has not read yet, what they were told before, and what they want by mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.errors import NotFound
from app.notifications.tables import Notification, NotificationKind, NotificationPreference

MOST_LISTED = 10
PER_PAGE = 25
MOST_COUNTED = 99
Row = dict[str, Any]
_NAME = (
    "trim(coalesce(l.first_name, '') || ' ' || coalesce(l.last_name, '')) AS lead_name FROM notifications n"
    " LEFT JOIN leads l ON l.id = n.lead_id AND l.site_id = n.site_id"
)
"""Whom it is about, looked up when it is shown: the notification itself holds no name."""


class NotificationNotFound(NotFound):
    """There is no such notification for you at this site."""


@dataclass(frozen=True, slots=True)
class NotificationPage:
    """A page of what a person was told, the newest first."""

    rows: list[Row]
    total: int
    unread: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Unread:
    """How many are unread, at most 99 counted, and when the newest of them came."""

    count: int
    newest_at: datetime | None

    @property
    def etag(self) -> str:
        """Changes whenever the bell would."""
        return f"{self.count}.{self.newest_at:%Y%m%d%H%M%S%f}" if self.newest_at else "0"


async def list_unread(site_id: str, user_id: str) -> list[Row]:
    """The newest unread notifications of a person at a site."""
    rows: list[Row] = await Notification.raw(
        f"SELECT n.id, n.text, n.lead_id, n.created_at, {_NAME} WHERE n.user_id = {{}} AND n.read_at IS NULL"
        " AND n.site_id = {} ORDER BY n.created_at DESC LIMIT {}",
        user_id,
        site_id,
        MOST_LISTED,
    )
    return rows


async def count_unread(site_id: str, user_id: str) -> Unread:
    """For the bell: one look into the index of unread ones, which never reads more than it shows."""
    rows = await Notification.raw(
        "SELECT created_at FROM notifications WHERE user_id = {} AND read_at IS NULL AND site_id = {}"
        " ORDER BY created_at DESC LIMIT {}",
        user_id,
        site_id,
        MOST_COUNTED,
    )
    return Unread(len(rows), rows[0]["created_at"] if rows else None)


async def list_notifications(site_id: str, user_id: str, page: int) -> NotificationPage:
    """A page of 25; a page beyond the last is the last."""
    counts = await Notification.raw(
        "SELECT count(*) AS total, count(CASE WHEN read_at IS NULL THEN 1 END) AS unread FROM notifications"
        " WHERE user_id = {} AND site_id = {}",
        user_id,
        site_id,
    )
    total, unread = counts[0]["total"], counts[0]["unread"]
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    rows = await Notification.raw(
        f"SELECT n.id, n.kind, n.text, n.lead_id, n.created_at, n.read_at, {_NAME}"
        " WHERE n.user_id = {} AND n.site_id = {} ORDER BY n.created_at DESC, n.id LIMIT {} OFFSET {}",
        user_id, site_id, PER_PAGE, (page - 1) * PER_PAGE,
    )  # fmt: skip
    return NotificationPage(rows, total, unread, page, pages)


async def get_preferences(site_id: str, user_id: str) -> dict[NotificationKind, bool]:
    """For every kind of news whether the person wants it by mail."""
    rows = await NotificationPreference.raw(
        "SELECT kind, by_mail FROM notification_preferences WHERE user_id = {} AND site_id = {}", user_id, site_id
    )
    wanted = {row["kind"] for row in rows if row["by_mail"]}
    return {kind: kind.value in wanted for kind in NotificationKind}
