"""Showings of a site: those to come, those that were, and one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.errors import NotFound
from app.leads.tables import Lead, Showing
from app.properties.site_day import start_of_last

PER_PAGE = 50
MOST_PAGES = 1000
MOST_LEADS = 200

_SELECT = (
    "SELECT s.*, n.name AS unit_name, p.name AS property_name, a.name AS agent_name, l.first_name, l.last_name"
    " FROM showings s JOIN units n ON n.id = s.unit_id JOIN properties p ON p.id = n.property_id"
    " LEFT JOIN users a ON a.id = s.agent_id LEFT JOIN leads l ON l.id = s.lead_id"
)


@dataclass(frozen=True, slots=True)
class ShowingFilter:
    """`is_past` chooses the side of now; `day` is the site's local day; empty means any."""

    is_past: bool = False
    day: date | None = None
    agent_id: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class ShowingPage:
    """Rows of showings with `unit_name`, `property_name`, and `agent_name`, `first_name`, `last_name` or None; whether
    more follow."""

    rows: list[dict[str, Any]]
    has_more: bool


async def list_showings(site_id: str, wanted: ShowingFilter, zone: ZoneInfo, now: datetime) -> ShowingPage:
    """The next ones first, or the latest past ones first. A chosen day shows all of it, before and after now."""
    if wanted.day:
        start = start_of_last(1, wanted.day, zone)
        where, values = "s.scheduled_at >= {} AND s.scheduled_at < {}", [start, start_of_last(0, wanted.day, zone)]
    else:
        where, values = ("s.scheduled_at < {}" if wanted.is_past else "s.scheduled_at >= {}"), [_begun(now)]
    agent = [wanted.agent_id] if wanted.agent_id else []
    order = "DESC" if wanted.is_past and not wanted.day else "ASC"
    page = min(max(1, wanted.page), MOST_PAGES)
    rows = await Showing.raw(
        f"{_SELECT} WHERE s.site_id = {{}} AND {where}{' AND s.agent_id = {}' if agent else ''}"
        f" ORDER BY s.scheduled_at {order}, s.id LIMIT {PER_PAGE + 1} OFFSET {{}}",
        site_id, *values, *agent, (page - 1) * PER_PAGE,
    )  # fmt: skip
    return ShowingPage(rows[:PER_PAGE], len(rows) > PER_PAGE)


async def get_showing(site_id: str, showing_id: str) -> dict[str, Any]:
    """One showing like those of the list. Raises NotFound."""
    rows = await Showing.raw(f"{_SELECT} WHERE s.id = {{}} AND s.site_id = {{}}", showing_id, site_id)
    if not rows:
        raise NotFound("There is no such showing at this site.")
    found: dict[str, Any] = rows[0]
    return found


async def count_without_outcome(site_id: str, now: datetime, days: int = 90) -> int:
    """How many showings of the last days nobody has said anything about."""
    rows = await Showing.raw(
        "SELECT count(*) AS n FROM showings WHERE site_id = {} AND scheduled_at >= {} AND scheduled_at < {}"
        " AND outcome = 'scheduled'",
        site_id, now - timedelta(days=days), now,
    )  # fmt: skip
    return int(rows[0]["n"])


async def list_who_may_visit(site_id: str, lead_id: str = "") -> list[dict[str, Any]]:
    """The open leads of a site that were active last, and the named one in any case, by name."""
    rows: list[dict[str, Any]] = await Lead.raw(
        "SELECT id, first_name, last_name, unit_id FROM leads WHERE site_id = {} AND (id = {} OR id IN"  # noqa: S608
        " (SELECT o.id FROM leads o WHERE o.site_id = {} AND o.status NOT IN ('declined', 'withdrawn', 'leased')"
        f" AND o.merged_into IS NULL AND o.erased_at IS NULL ORDER BY o.last_activity_at DESC LIMIT {MOST_LEADS}))",
        site_id, lead_id, site_id,
    )  # fmt: skip
    return sorted(rows, key=lambda row: (row["last_name"], row["first_name"]))


def _begun(now: datetime) -> datetime:
    """A showing that began less than an hour ago is not past yet: people look for it while it goes on."""
    return now - timedelta(hours=1)
