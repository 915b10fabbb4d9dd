"""Finding leads by their ids, always within one site; the list of them all is in `listing.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.database import look_up
from app.errors import NotFound
from app.leads.tables import Lead


class LeadNotFound(NotFound):
    """There is no such lead at this site."""


async def get_lead(site_id: str, lead_id: str) -> dict[str, Any]:
    """The lead's columns with the names of its unit and property; raises LeadNotFound, for another site's lead too."""
    rows = await look_up(f"{SELECT_LEAD} WHERE l.id = {{}} AND l.site_id = {{}}", lead_id, site_id)
    if not rows:
        raise LeadNotFound
    return rows[0]


async def list_these(site_id: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of those leads that are of this site, in the given order."""
    marks = ", ".join("{}" for _ in ids)
    rows = await Lead.raw(f"{SELECT_LEAD} WHERE l.site_id = {{}} AND l.id IN ({marks})", site_id, *ids) if ids else []
    return sorted(rows, key=lambda row: ids.index(row["id"]))


async def names_of(site_id: str, ids: Sequence[str]) -> dict[str, str]:
    """First and last name by id, of those leads that are of this site."""
    marks = ", ".join("{}" for _ in ids)
    rows = await Lead.raw(
        f"SELECT id, first_name, last_name FROM leads WHERE site_id = {{}} AND id IN ({marks})",  # noqa: S608
        site_id, *ids,
    ) if ids else []  # fmt: skip
    return {row["id"]: f"{row['first_name']} {row['last_name']}".strip() for row in rows}


SELECT_LEAD = (
    "SELECT l.*, u.name AS unit_name, p.name AS property_name,"
    " (SELECT count(*) FROM lead_documents d WHERE d.lead_id = l.id AND d.deleted_at IS NULL) AS documents"
    " FROM leads l LEFT JOIN units u ON u.id = l.unit_id LEFT JOIN properties p ON p.id = u.property_id"
)
