"""How an entry of the audit is turned into a hash that also covers everything sealed before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any

GENESIS = "0" * 64
"""What stands before the first entry of a site."""
CONTENT = ("id", "site_id", "actor_id", "action", "subject_id", "details", "reason", "request_id")


def details_of(text: str) -> dict[str, Any]:
    """The details of an entry as an object; empty where somebody has put something else there."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def entry_hash(entry: Mapping[str, Any], sequence: int, previous_hash: str) -> str:
    """SHA-256 in hex over the canonical JSON of an entry's columns, its place and the hash before it.

    Canonical: keys in order, no spaces, UTF-8, the time in UTC with microseconds (as it is stored where it is no
    time), `details` as the stored text.
    """
    content = {name: str(entry[name]) for name in CONTENT}
    at = entry["created_at"]
    content["created_at"] = at.astimezone(UTC).isoformat(timespec="microseconds") if at else str(entry["created_text"])
    sealed = {**content, "sequence": sequence, "previous_hash": previous_hash}
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
