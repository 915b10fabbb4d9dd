"""Putting notifications away."""

from __future__ import annotations

from litestar import post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.clock import utc_now
from app.notifications.tables import Notification
from app.sites.current import Current


@post("/notifications/read")
async def mark_all_read(current: NamedDependency[Current]) -> Redirect:
    await Notification.update({Notification.read_at: utc_now()}).where(
        Notification.user_id == current.user.id,
        Notification.site_id == current.site.id,
        Notification.read_at.is_null(),
    )
    return Redirect(f"/sites/{current.site.slug}", status_code=303)


ROUTES = [mark_all_read]
