"""What people do with notifications: put them away, and choose which come by mail."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from app.database import new_id, write_transaction
from app.notifications.find import NotificationNotFound
from app.notifications.tables import Notification, NotificationKind, NotificationPreference
from app.sites.audit import record


async def mark_read(site_id: str, user_id: str, note_id: str, now: datetime) -> None:
    """Put one away; a second time changes nothing. Raises NotificationNotFound, for another person's too."""
    own = (Notification.id == note_id) & (Notification.user_id == user_id) & (Notification.site_id == site_id)
    if not await Notification.exists().where(own):
        raise NotificationNotFound
    await Notification.update({Notification.read_at: now}).where(own & Notification.read_at.is_null())


async def mark_all_read(site_id: str, user_id: str, now: datetime) -> None:
    """Put all of a person's at a site away."""
    own = (Notification.user_id == user_id) & (Notification.site_id == site_id) & Notification.read_at.is_null()
    await Notification.update({Notification.read_at: now}).where(own)


async def set_preferences(
    site_id: str, user_id: str, wanted: Collection[str], now: datetime, request_id: str = ""
) -> None:
    """These kinds come by mail from now on, the others do not; unknown words are ignored."""
    rows = [(new_id("pref"), user_id, site_id, kind.value, kind.value in wanted) for kind in NotificationKind]
    places = ", ".join("({}, {}, {}, {}, {})" for _ in rows)
    details = {kind.value: kind.value in wanted for kind in NotificationKind}
    async with write_transaction():
        await NotificationPreference.raw(
            f"INSERT INTO notification_preferences (id, user_id, site_id, kind, by_mail) VALUES {places}"  # noqa: S608
            " ON CONFLICT (user_id, site_id, kind) DO UPDATE SET by_mail = excluded.by_mail",
            *(value for row in rows for value in row),
        )
        await record(site_id, user_id, "mail_preferences_changed", user_id, now, details=details, request_id=request_id)
