"""What happened with a lead, newest first, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.database import look_up
from app.errors import NotFound

MOST_SHOWN = 30
NOTE = "note"
"""The subject of a message that people of the site write to themselves: it says nothing about the applicant."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """`rows` are activities with `actor_name` (None where a machine or the applicant did it). `older` is the id of the
    last one where there are more, else empty."""

    rows: list[dict[str, Any]]
    older: str


async def get_timeline(site_id: str, lead_id: str, older: str = "") -> Timeline:
    """The newest activities of a lead, or those behind the one named `older`. Raises NotFound for another lead's."""
    where, values = "a.lead_id = {} AND a.site_id = {}", [lead_id, site_id]
    if older:
        last = await _get(site_id, lead_id, older)
        where += " AND (a.happened_at < {} OR (a.happened_at = {} AND a.id < {}))"
        values += [last["happened_at"], last["happened_at"], older]
    rows = await look_up(
        "SELECT a.*, u.name AS actor_name FROM lead_activities a LEFT JOIN users u ON u.id = a.actor_id"  # noqa: S608
        f" WHERE {where} ORDER BY a.happened_at DESC, a.id DESC LIMIT {MOST_SHOWN + 1}",
        *values,
    )
    shown = rows[:MOST_SHOWN]
    return Timeline(shown, shown[-1]["id"] if len(rows) > MOST_SHOWN else "")


async def _get(site_id: str, lead_id: str, activity_id: str) -> dict[str, Any]:
    rows = await look_up(
        "SELECT happened_at FROM lead_activities WHERE id = {} AND lead_id = {} AND site_id = {}",
        activity_id, lead_id, site_id,
    )  # fmt: skip
    if not rows:
        raise NotFound
    return rows[0]
