"""The audit as CSV, in pieces, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Sequence
from typing import Any

from app.audit.find import AuditFilter, list_entries
from app.audit.words import action_words

PIECE = 500
CONTENT = ("actor_id", "action", "subject_id", "details", "reason", "request_id", "id", "site_id")
SEALS = ("sequence", "previous_hash", "entry_hash")
COLUMNS = ("created_at", "person", "what", *CONTENT, *SEALS)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(value: object) -> str:
    """Text that a spreadsheet takes for text: what could begin a formula gets an apostrophe before it (OWASP)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


async def csv_pieces(site_id: str, zone: str, wanted: AuditFilter) -> AsyncIterator[str]:
    """The head, then 500 entries at a time, newest first; times are ISO 8601 in UTC. A byte order mark tells Excel
    that it is UTF-8."""
    yield "\ufeff" + _lines([COLUMNS])
    older = ""
    while True:
        page = await list_entries(site_id, zone, wanted, older, PIECE)
        yield _lines([_cells(row) for row in page.rows])
        if not page.older:
            return
        older = page.older


def _cells(row: dict[str, Any]) -> list[str]:
    at = row["created_at"].isoformat() if row["created_at"] else row["created_text"]
    told = [at, row["actor_name"] or "", action_words(row["action"])]
    return [guarded(value) for value in (*told, *(row[name] for name in (*CONTENT, *SEALS)))]


def _lines(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
