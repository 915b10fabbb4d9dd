"""Finding leads: one for its page, many for the list, always within one site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.database import PooledSQLiteEngine, engine
from app.errors import NotFound
from app.leads.tables import Lead

MOST_PER_PAGE = 100
MOST_WORDS = 5
LONGEST_SEARCH = 500
"""Longer than all that is searched; SQLite refuses patterns of 50,000 letters."""
ORDERS = {
    "score": ("ai_score DESC NULLS LAST, id", "ai_score NULLS FIRST, id DESC"),
    "name": ("last_name, first_name, id", "last_name DESC, first_name DESC, id DESC"),
    "activity": ("last_activity_at DESC, id", "last_activity_at, id DESC"),
    "arrived": ("created_at, id", "created_at DESC, id DESC"),
}
"""Each order and its reverse, which the same index serves."""
WAITS = {
    "needs_evaluation": "status = 'documents_received'",
    "needs_verification": "status = 'ai_evaluated' AND ai_recommendation = 'approve_with_verification'",
    "ready_to_decide": "status = 'ai_evaluated' AND ai_recommendation <> 'approve_with_verification'",
}
"""What a lead waits for a person to do; `idx_leads_waits` holds all that is asked for with it."""


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
    waits: str = ""


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
    """Two steps: the keys of one page from an index alone, then their rows. A page of the later half is counted from
    the end, so that the last one costs no more than the first."""
    where, values = _where(site_id, wanted)
    total = await _count(site_id, wanted)
    per_page = min(max(1, wanted.per_page), MOST_PER_PAGE)
    pages = max(1, -(-total // per_page))
    page = min(max(1, wanted.page), pages)
    if not total:
        return LeadPage([], 0, 1, 1)
    before, order = (page - 1) * per_page, _order(wanted)
    most = min(per_page, total - before)
    is_late = before > total // 2
    keys = f"SELECT id FROM leads WHERE {where} ORDER BY {order[is_late]} LIMIT {{}} OFFSET {{}}"  # noqa: S608
    skipped = total - before - most if is_late else before
    ids = [row["id"] for row in await Lead.raw(keys, *values, max(0, most), skipped)]
    return LeadPage(await _rows(ids[::-1] if is_late else ids), total, page, pages)


async def _count(site_id: str, wanted: LeadFilter) -> int:
    """A search alone is counted along its own index; with a filter, each lead of the filter is looked up among the
    found ones."""
    is_alone = not (wanted.waits in WAITS or wanted.label or wanted.status)
    where, values = _where(site_id, wanted, is_apart=not is_alone)
    rows = await Lead.raw(f"SELECT count(*) AS n FROM leads WHERE {where}", *values)  # noqa: S608
    return int(rows[0]["n"])


def _order(wanted: LeadFilter) -> tuple[str, str]:
    """SQLite has no statistics and would walk the whole index of an order to meet the few that wait: with a sign
    before its columns it sorts those few, which their own index holds."""
    order = ORDERS.get(wanted.sort, ORDERS["score"])
    if wanted.waits not in WAITS or _patterns(wanted) or not _searches_apart():
        return order
    signed = [", ".join(f"+{part}" for part in each.split(", ")) for each in order]
    return signed[0], signed[1]


async def list_these(site_id: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of those leads that are of this site, in the given order."""
    marks = ", ".join("{}" for _ in ids)
    rows = await Lead.raw(f"{_SELECT} WHERE l.site_id = {{}} AND l.id IN ({marks})", site_id, *ids) if ids else []
    return sorted(rows, key=lambda row: ids.index(row["id"]))


async def names_of(site_id: str, ids: Sequence[str]) -> dict[str, str]:
    """First and last name by id, of those leads that are of this site."""
    marks = ", ".join("{}" for _ in ids)
    rows = await Lead.raw(
        f"SELECT id, first_name, last_name FROM leads WHERE site_id = {{}} AND id IN ({marks})",  # noqa: S608
        site_id, *ids,
    ) if ids else []  # fmt: skip
    return {row["id"]: f"{row['first_name']} {row['last_name']}".strip() for row in rows}


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


def _where(site_id: str, wanted: LeadFilter, *, is_apart: bool = True) -> tuple[str, list[Any]]:
    conditions, values = ["site_id = {}"], [site_id]
    if wanted.label in {"A", "B", "C"}:
        conditions.append("ai_label = {}")
        values.append(wanted.label)
    if wanted.waits in WAITS:
        conditions.append(WAITS[wanted.waits])
    if wanted.status:
        conditions.append("status = {}")
        values.append(wanted.status)
    patterns = _patterns(wanted)
    if patterns and is_apart and _searches_apart():
        # Materialised: one pass over its index, however the result is ordered afterwards. Inside, since a statement
        # that begins with WITH is taken for a write and waits for the others.
        like = " AND ".join("search_text LIKE {}" for _ in patterns)
        found = f"SELECT id FROM leads WHERE site_id = {{}} AND {like}"  # noqa: S608
        conditions.append(f"id IN (WITH found AS MATERIALIZED ({found}) SELECT id FROM found)")  # noqa: S608
        values += [site_id, *patterns]
    else:
        conditions += ["search_text LIKE {}"] * len(patterns)
        values += patterns
    return " AND ".join(conditions), values


def _searches_apart() -> bool:
    """SQLite needs to be told. PostgreSQL chooses between its trigram index and the order's by how rare a word is."""
    return isinstance(engine(), PooledSQLiteEngine)


def _patterns(wanted: LeadFilter) -> list[str]:
    words = wanted.q[:LONGEST_SEARCH].lower().split()[:MOST_WORDS]
    return [f"%{word.replace('%', '').replace('_', ' ')}%" for word in words]
