"""The record of who did what, written in the same transaction as the deed where there is one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from app.database import new_id, write


async def record(
    site_id: str,
    actor_id: str,
    action: str,
    subject_id: str,
    now: datetime,
    *,
    details: Mapping[str, str | int | bool | None] | None = None,
    reason: str = "",
    request_id: str = "",
) -> None:
    """Append a row. `actor_id` is empty for the worker; `details` never holds names, amounts or a document's text."""
    await write(
        "INSERT INTO ai_evaluation_audit (id, site_id, actor_id, action, subject_id, details, reason, request_id,"
        " created_at, previous_hash, entry_hash) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, '', '')",
        new_id("audit"), site_id, actor_id, action, subject_id, json.dumps(dict(details or {})), reason, request_id,
        now,
    )  # fmt: skip
