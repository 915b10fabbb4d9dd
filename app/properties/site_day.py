"""Days as a site's people live them: a lease signed on a Saturday evening is Saturday's, whatever UTC says."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.sites.tables import Site


async def zone_of(site_id: str) -> ZoneInfo:
    """The site's time zone."""
    row = await Site.select(Site.timezone).where(Site.id == site_id).first()
    return ZoneInfo(row["timezone"] if row else "UTC")


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The day that it is at the site."""
    return moment.astimezone(zone).date()


def start_of_last(days: int, today: date, zone: ZoneInfo) -> datetime:
    """The midnight that begins the last `days` days, today included."""
    return datetime.combine(today - timedelta(days=days - 1), time(), zone)


def instant_of(local: datetime, zone: ZoneInfo) -> datetime | None:
    """The UTC instant of a naive local time; None for one that the clocks skip in spring."""
    instant = local.replace(tzinfo=zone).astimezone(UTC)
    return instant if instant.astimezone(zone).replace(tzinfo=None) == local else None
