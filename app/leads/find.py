"""Finding leads: one for its page, many for the list, always within one site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.errors import NotFound
from app.leads.tables import Lead

MOST_PER_PAGE = 100
MOST_WORDS = 5
ORDERS = {
    "score": "ai_score DESC NULLS LAST, id",
    "name": "last_name, first_name, id",
    "activity": "last_activity_at DESC, id",
}


class LeadNotFound(NotFound):
    """There is no such lead at this site."""


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """What the list was asked for; unknown words are taken as not given."""

    q: str = ""
    label: str = ""
    status: str = ""
    sort: str = "score"
    page: int = 1
    per_page: int = 25


@dataclass(frozen=True, slots=True)
class LeadPage:
    """A page of the list. Each row: the lead's columns with `unit_name`, `property_name` and `documents`."""

    rows: list[dict[str, Any]]
    total: int
    page: int
    pages: int


async def get_lead(site_id: str, lead_id: str) -> dict[str, Any]:
    """The lead's columns with the names of its unit and property; raises LeadNotFound, for another site's lead too."""
    rows = await Lead.raw(f"{_SELECT} WHERE l.id = {{}} AND l.site_id = {{}}", lead_id, site_id)
    if not rows:
        raise LeadNotFound
    found: dict[str, Any] = rows[0]
    return found


async def list_leads(site_id: str, wanted: LeadFilter) -> LeadPage:
    """Two steps: the keys of one page from an index alone, then their rows."""
    where, values = _where(site_id, wanted)
    search, words = _search(site_id, wanted)
    values = [*words, *values]
    total = (await Lead.raw(f"{search} SELECT count(*) AS n FROM leads WHERE {where}", *values))[0]["n"]  # noqa: S608
    per_page = min(max(1, wanted.per_page), MOST_PER_PAGE)
    pages = max(1, -(-total // per_page))
    page = min(max(1, wanted.page), pages)
    order = ORDERS.get(wanted.sort, ORDERS["score"])
    keys = f"{search} SELECT id FROM leads WHERE {where} ORDER BY {order} LIMIT {{}} OFFSET {{}}"  # noqa: S608
    ids = [row["id"] for row in await Lead.raw(keys, *values, per_page, (page - 1) * per_page)]
    return LeadPage(await _rows(ids), total, page, pages)


_SELECT = (
    "SELECT l.*, u.name AS unit_name, p.name AS property_name,"
    " (SELECT count(*) FROM lead_documents d WHERE d.lead_id = l.id AND d.deleted_at IS NULL) AS documents"
    " FROM leads l LEFT JOIN units u ON u.id = l.unit_id LEFT JOIN properties p ON p.id = u.property_id"
)


async def _rows(ids: list[str]) -> list[dict[str, Any]]:
    if not ids:
        return []
    marks = ", ".join("{}" for _ in ids)
    rows = {row["id"]: row for row in await Lead.raw(f"{_SELECT} WHERE l.id IN ({marks})", *ids)}
    return [rows[key] for key in ids]


def _where(site_id: str, wanted: LeadFilter) -> tuple[str, list[Any]]:
    conditions, values = ["site_id = {}"], [site_id]
    if wanted.label in {"A", "B", "C"}:
        conditions.append("ai_label = {}")
        values.append(wanted.label)
    if wanted.status:
        conditions.append("status = {}")
        values.append(wanted.status)
    if wanted.q.strip():
        conditions.append("id IN (SELECT id FROM found)")
    return " AND ".join(conditions), values


def _search(site_id: str, wanted: LeadFilter) -> tuple[str, list[Any]]:
    """The search on its own, materialised: one pass over its index, however the result is ordered afterwards."""
    words = [word.replace("%", "").replace("_", " ") for word in wanted.q.lower().split()[:MOST_WORDS]]
    if not words:
        return "", []
    like = " AND ".join("search_text LIKE {}" for _ in words)
    return (
        f"WITH found AS MATERIALIZED (SELECT id FROM leads WHERE site_id = {{}} AND {like})",  # noqa: S608
        [site_id, *(f"%{word}%" for word in words)],
    )
