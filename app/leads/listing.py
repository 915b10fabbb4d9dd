"""The list of leads: one page of those that fit, in one of its orders, whatever was asked for and however many fit.

Each order has an index that also holds all that the list filters and searches by, and so have the counts: only the
rows of the one page are looked up in the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.database import PooledSQLiteEngine, engine
from app.database_scope import every_site
from app.leads.find import SELECT_LEAD
from app.leads.tables import Lead

MOST_PER_PAGE = 100
MOST_WORDS = 5
LONGEST_SEARCH = 500
"""Longer than all that is searched; SQLite refuses patterns of 50,000 letters."""
FEW = 300
"""Of a search that finds no more than these, one look along its index gives number and keys."""
ORDERS = {
    "score": ("ai_score DESC NULLS LAST, id", "ai_score NULLS FIRST, id DESC"),
    "name": ("last_name, first_name, id", "last_name DESC, first_name DESC, id DESC"),
    "activity": ("last_activity_at DESC, id", "last_activity_at, id DESC"),
    "arrived": ("created_at, id", "created_at DESC, id DESC"),
}
"""Each order and its reverse, which the same index serves: `idx_leads_by_score` and so on."""
WAITS = {
    "needs_evaluation": "status = 'documents_received'",
    "needs_verification": "status = 'ai_evaluated' AND ai_recommendation = 'approve_with_verification'",
    "ready_to_decide": "status = 'ai_evaluated' AND ai_recommendation <> 'approve_with_verification'",
}
"""What a lead waits for a person to do."""


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


@dataclass(frozen=True, slots=True)
class Found:
    """How many leads fit, and their keys in no order where these are few."""

    total: int
    few: list[str]


async def list_leads(site_id: str, wanted: LeadFilter) -> LeadPage:
    """Three steps: how many fit, the keys of one page, their rows. A page of the later half is counted from the end,
    so that the last one costs no more than the first; one beyond the end is the last one."""
    found = await _find(site_id, wanted)
    per_page = min(max(1, wanted.per_page), MOST_PER_PAGE)
    pages = max(1, -(-found.total // per_page))
    page = min(max(1, wanted.page), pages)
    if not found.total:
        return LeadPage([], 0, 1, 1)
    before = (page - 1) * per_page
    return LeadPage(await _rows(await _keys(site_id, wanted, found, before, per_page)), found.total, page, pages)


async def _find(site_id: str, wanted: LeadFilter) -> Found:
    """A search begins with the first few along its index: where words are rare, that is all; else the count goes on
    from there, so that no lead is looked at twice."""
    where, values = _where(site_id, wanted)
    index, known = _along("search" if wanted.q else "counts"), 0
    if wanted.q:
        few = await _search(
            f"SELECT id, search_text FROM leads{index} WHERE {where} ORDER BY search_text LIMIT {FEW + 1}",  # noqa: S608
            *values,
        )
        if len(few) <= FEW:
            return Found(len(few), [row["id"] for row in few])
        last = few[-1]["search_text"]
        known = sum(row["search_text"] != last for row in few)
        where, values = f"{where} AND search_text >= {{}}", [*values, last]
    ask = _search if wanted.q else Lead.raw
    rows = await ask(f"SELECT count(*) AS n FROM leads{index} WHERE {where}", *values)  # noqa: S608
    return Found(known + int(rows[0]["n"]), [])


async def _keys(site_id: str, wanted: LeadFilter, found: Found, before: int, most: int) -> list[str]:
    """The keys of at most so many leads after the first `before` ones, in the order of the list."""
    sort = wanted.sort if wanted.sort in ORDERS else "score"
    most = min(most, found.total - before)
    is_late = before > found.total // 2
    skipped = found.total - before - most if is_late else before
    if found.few:
        where, values = f"id IN ({', '.join('{}' for _ in found.few)})", list[Any](found.few)
    else:
        where, values = _where(site_id, wanted)
    ask = _search if wanted.q and not found.few else Lead.raw
    rows = await ask(
        f"SELECT id FROM leads{'' if found.few else _along(f'by_{sort}')} WHERE {where}"  # noqa: S608
        f" ORDER BY {ORDERS[sort][is_late]} LIMIT {{}} OFFSET {{}}",
        *values, most, skipped,
    )  # fmt: skip
    ids = [row["id"] for row in rows]
    return ids[::-1] if is_late else ids


@every_site("a search by its index, which a policy keeps PostgreSQL from; it gives keys and a number")
async def _search(query: str, *values: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await Lead.raw(query, *values)
    return rows


async def _rows(ids: list[str]) -> list[dict[str, Any]]:
    marks = ", ".join("{}" for _ in ids)
    rows = {row["id"]: row for row in await Lead.raw(f"{SELECT_LEAD} WHERE l.id IN ({marks})", *ids)} if ids else {}
    return [rows[key] for key in ids if key in rows]


def _along(index: str) -> str:
    """SQLite has no statistics and takes an index for the columns that it begins with, not for those that it holds:
    it is told. PostgreSQL chooses by how rare what is wanted is."""
    return f" INDEXED BY idx_leads_{index}" if isinstance(engine(), PooledSQLiteEngine) else ""


def _where(site_id: str, wanted: LeadFilter) -> tuple[str, list[Any]]:
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
    return " AND ".join(conditions + ["search_text LIKE {}"] * len(patterns)), values + patterns


def _patterns(wanted: LeadFilter) -> list[str]:
    words = wanted.q[:LONGEST_SEARCH].lower().split()[:MOST_WORDS]
    return [f"%{word.replace('%', '').replace('_', ' ')}%" for word in words]
