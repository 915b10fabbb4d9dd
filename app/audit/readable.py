"""Entries of the audit as they are stored, also where somebody has put something into `created_at` that is no time.

SQLite keeps whatever it is given, and Piccolo's converter fails the whole query for one such row: the audit would be
shut by the very tampering that it is there to show.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from app.sites.tables import AuditEntry

AT = "CAST(a.created_at AS VARCHAR(60)) AS created_at"
"""The time as text: of an expression SQLite does not know that it should be a time."""
COLUMNS = ", ".join(
    AT if column._meta.name == "created_at" else f"a.{column._meta.name}" for column in AuditEntry._meta.columns
)
"""Every column of an entry, from `ai_evaluation_audit a`."""


def readable(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with `created_at` as an instant, None where it is none, and `created_text` as it is stored."""
    return [{**row, "created_at": _instant(row["created_at"]), "created_text": row["created_at"]} for row in rows]


def _instant(text: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None
