"""Looking into the audit of a site: filtered, newest first, page by page without counting."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.audit.chain import details_of
from app.audit.readable import COLUMNS, readable
from app.database import PooledSQLiteEngine, engine, look_up
from app.sites.tables import AuditEntry

PER_PAGE = 50
MACHINE = "machine"
"""Stands for the empty actor in an address: the worker."""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What the page was asked for; empty is no choice. `since` and `until` are days at the site, both included."""

    person: str = ""
    action: str = ""
    lead: str = ""
    since: str = ""
    until: str = ""

    @property
    def given(self) -> dict[str, str]:
        """The choices that were made, for an address."""
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries with `actor_name` and, for leads, `first_name` and `last_name`; `older` is the next page's cursor."""

    rows: list[dict[str, Any]]
    older: str


async def list_entries(
    site_id: str, zone: str, wanted: AuditFilter, after: str = "", most: int = PER_PAGE
) -> AuditPage:
    """A page of a site's entries, newest first, beginning after the entry of the cursor."""
    where, values = _where(site_id, zone, wanted)
    if cursor := _cursor(after):
        where += " AND a.created_at <= {} AND (a.created_at < {} OR a.id < {})"
        values += [cursor[0], *cursor]
    rows = await AuditEntry.raw(
        f"SELECT {COLUMNS}, u.name AS actor_name, l.first_name, l.last_name FROM ai_evaluation_audit a"  # noqa: S608
        " LEFT JOIN users u ON u.id = a.actor_id LEFT JOIN leads l ON l.id = a.subject_id AND l.site_id = a.site_id"
        f" WHERE {where} ORDER BY a.created_at DESC, a.id DESC LIMIT {{}}",
        *values, most + 1,
    )  # fmt: skip
    shown = [{**row, "details_object": details_of(row["details"])} for row in readable(rows[:most])]
    older = f"{_text_of(shown[-1])}~{shown[-1]['id']}" if len(rows) > most else ""
    return AuditPage(shown, older)


async def list_actions(site_id: str) -> list[str]:
    """Every action that occurs at the site; a probe of the index for each, however many entries there are."""
    return await _distinct(site_id, "action")


async def list_actors(site_id: str) -> list[dict[str, Any]]:
    """`id` and `name` of everybody who did something at the site, by name; the worker is not among them."""
    ids = [key for key in await _distinct(site_id, "actor_id") if key]
    if not ids:
        return []
    marks = ", ".join("{}" for _ in ids)
    rows = await AuditEntry.raw(f"SELECT id, name FROM users WHERE id IN ({marks}) ORDER BY name", *ids)  # noqa: S608
    return list(rows)


async def _distinct(site_id: str, column: str) -> list[str]:
    least = f"SELECT min({column}) FROM ai_evaluation_audit WHERE site_id = {{}}"  # noqa: S608 - our own words only
    rows = await look_up(
        f"WITH RECURSIVE seen (word) AS (SELECT ({least})"  # noqa: S608
        f" UNION ALL SELECT ({least} AND {column} > seen.word) FROM seen WHERE seen.word IS NOT NULL)"
        " SELECT word FROM seen WHERE word IS NOT NULL",
        site_id, site_id,
    )  # fmt: skip
    return [row["word"] for row in rows]


def _where(site_id: str, zone: str, wanted: AuditFilter) -> tuple[str, list[Any]]:
    # Joined with nothing, the site keeps SQLite from walking all its entries where a lead's few are asked for.
    conditions, values = ["a.site_id || '' = {}" if wanted.lead else "a.site_id = {}"], [site_id]
    if wanted.person:
        conditions.append("a.actor_id = {}")
        values.append("" if wanted.person == MACHINE else wanted.person)
    if wanted.action:
        conditions.append("a.action = {}")
        values.append(wanted.action)
    if wanted.lead:
        conditions.append(
            "a.subject_id IN (SELECT CAST({} AS VARCHAR(60)) UNION SELECT id FROM lead_documents WHERE lead_id = {}"
            " UNION SELECT id FROM ai_evaluation_jobs WHERE lead_id = {})"
        )
        values += [wanted.lead] * 3
    since, until = _day(wanted.since, zone), _day(wanted.until, zone, days=1)
    if since is not None:
        conditions.append("a.created_at >= {}")
        values.append(since)
    if until is not None:
        conditions.append("a.created_at < {}")
        values.append(until)
    return " AND ".join(conditions), values


def _day(given: str, zone: str, days: int = 0) -> Any:
    """The beginning of a day at the site, `days` later; None for what is no day."""
    try:
        wanted = date.fromisoformat(given) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return datetime.combine(wanted, time.min, ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))


def _text_of(row: dict[str, Any]) -> str:
    return row["created_at"].isoformat() if row["created_at"] else str(row["created_text"])


def _cursor(after: str) -> tuple[datetime | str, str] | None:
    """The time and id of the last entry shown. SQLite orders what is no time as text, and PostgreSQL holds none."""
    at, _, key = after.rpartition("~")
    if not at or not key:
        return None
    with suppress(ValueError):
        instant = datetime.fromisoformat(at)
        if instant.tzinfo is not None:
            return instant, key
    return (at, key) if isinstance(engine(), PooledSQLiteEngine) else None
