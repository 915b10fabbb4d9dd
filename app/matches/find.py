"""Possible duplicates of a site, to look at side by side."""

from __future__ import annotations

import json
from typing import Any

from app.database import look_up
from app.matches.tables import IdentityMatch, MatchStatus

MOST_LISTED = 50
_SIDES = ("lead", "other")
_COLUMNS = "id, first_name, last_name, email, phone, status, created_at, merged_into"


def _side(name: str) -> str:
    return ", ".join(f"{name}.{column.strip()} AS {name}_{column.strip()}" for column in _COLUMNS.split(","))


_SELECT = (
    f"SELECT m.id, m.signals, m.status, m.found_at, m.decided_at, {_side('lead')}, {_side('other')}"  # noqa: S608
    " FROM identity_matches m JOIN leads lead ON lead.id = m.lead_id JOIN leads other ON other.id = m.other_lead_id"
)


async def list_matches(site_id: str, status: MatchStatus) -> list[dict[str, Any]]:
    """The newest matches of a state: `id, signals, found_at, decided_at`, and `lead` and `other` with their columns."""
    rows = await IdentityMatch.raw(
        f"{_SELECT} WHERE m.site_id = {{}} AND m.status = {{}} ORDER BY m.found_at DESC, m.id LIMIT {{}}",
        site_id, status.value, MOST_LISTED,
    )  # fmt: skip
    return [_shape(row) for row in rows]


async def list_for_lead(site_id: str, lead_id: str) -> list[dict[str, Any]]:
    """Open matches of one lead, and those that were merged with it."""
    rows = await look_up(
        f"{_SELECT} WHERE m.site_id = {{}} AND m.status <> 'dismissed' AND (m.lead_id = {{}} OR m.other_lead_id = {{}})"
        " ORDER BY m.found_at DESC LIMIT 10",
        site_id, lead_id, lead_id,
    )  # fmt: skip
    return [_shape(row) for row in rows]


def _shape(row: dict[str, Any]) -> dict[str, Any]:
    columns = [column.strip() for column in _COLUMNS.split(",")]
    sides = {side: {column: row[f"{side}_{column}"] for column in columns} for side in _SIDES}
    own = {name: row[name] for name in ("id", "status", "found_at", "decided_at")}
    return {**own, "signals": json.loads(row["signals"]), **sides}
