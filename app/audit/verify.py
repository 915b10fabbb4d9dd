"""Goes along a site's chain and says where it is broken first.

What this proves: nobody changed, took out or put in an entry between two that are there, unless they wrote the chain
anew from there on. Whoever owns the database can do that; so the head is remembered with every verification, and can be
printed and kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.audit.chain import GENESIS, details_of, entry_hash
from app.audit.readable import AT, COLUMNS, readable
from app.sites.audit import record
from app.sites.tables import AuditEntry

BATCH = 1000
VERIFIED = "audit_verified"
Head = tuple[int, str]
"""A sequence and the hash of the entry that has it."""


class Problem(StrEnum):
    changed = "changed"
    missing = "missing"
    relinked = "relinked"
    head = "head"


SENTENCES = {
    Problem.changed: "The content of this entry is not what was sealed.",
    Problem.missing: "The entry with this number is missing.",
    Problem.relinked: "This entry does not follow from the one before it.",
    Problem.head: "A head noted earlier is not in the chain: entries were cut off, or the chain was written anew.",
}


@dataclass(frozen=True, slots=True)
class Verification:
    """`first_wrong` is the sequence of the first wrong entry, None for a whole chain; `checked` counts good ones."""

    site_id: str
    checked: int
    first_wrong: int | None
    problem: Problem | None
    unsealed: int
    head_hash: str

    @property
    def is_whole(self) -> bool:
        return self.first_wrong is None

    @property
    def sentence(self) -> str:
        """What was found, for people."""
        if self.problem is None:
            return f"{self.checked:,} entries verified, the chain is whole."
        return f"Broken at entry {self.first_wrong:,}. {SENTENCES[self.problem]}"


async def verify_site(site_id: str, expected: Sequence[Head] = ()) -> Verification:
    """Recompute the whole chain, against the heads of earlier verifications and those that are `expected` too."""
    heads: dict[int, set[str]] = {}
    for sequence, sealed in [*await _remembered(site_id), *expected]:
        heads.setdefault(sequence, set()).add(sealed)
    checked, before = 0, GENESIS
    wrong: tuple[int, Problem] | None = None
    while wrong is None:
        entries = await _entries_after(site_id, checked)
        for entry in entries:
            problem = _problem(entry, checked + 1, before)
            if problem is None and not heads.get(checked + 1, set()) <= {entry["entry_hash"]}:
                problem = Problem.head
            if problem is not None:
                wrong = (checked + 1, problem)
                break
            checked, before = checked + 1, entry["entry_hash"]
        if len(entries) < BATCH:
            break
    if wrong is None and heads and max(heads) > checked:
        wrong = (checked + 1, Problem.head)
    first_wrong, problem = wrong or (None, None)
    return Verification(site_id, checked, first_wrong, problem, await count_unsealed(site_id), before)


async def verify_and_record(site_id: str, user_id: str, now: datetime, *, request_id: str = "") -> Verification:
    """Verify, and note the outcome in the audit itself, where the next verification finds the head."""
    found = await verify_site(site_id)
    details: dict[str, str | int | bool | None] = {
        "is_whole": found.is_whole,
        "head_sequence": found.checked,
        "head_hash": found.head_hash,
        "first_wrong": found.first_wrong,
        "problem": found.problem.value if found.problem else None,
        "unsealed": found.unsealed,
    }
    await record(site_id, user_id, VERIFIED, site_id, now, details=details, request_id=request_id)
    return found


async def get_head(site_id: str) -> Head:
    """The last sealed entry's sequence and hash; 0 and zeros for an empty chain."""
    rows = await AuditEntry.raw(
        "SELECT sequence, entry_hash FROM ai_evaluation_audit WHERE site_id = {} AND sequence IS NOT NULL"
        " ORDER BY sequence DESC LIMIT 1",
        site_id,
    )
    return (rows[0]["sequence"], rows[0]["entry_hash"]) if rows else (0, GENESIS)


async def count_unsealed(site_id: str) -> int:
    """How many entries the chain does not cover yet."""
    rows = await AuditEntry.raw(
        "SELECT count(*) AS n FROM ai_evaluation_audit WHERE site_id = {} AND sequence IS NULL", site_id
    )
    return int(rows[0]["n"])


async def last_verification(site_id: str) -> dict[str, Any] | None:
    """The newest one's `created_at`, `actor_name` and `details` (an object)."""
    rows = await AuditEntry.raw(
        f"SELECT {AT}, a.details, u.name AS actor_name FROM ai_evaluation_audit a"  # noqa: S608 - a constant
        " LEFT JOIN users u ON u.id = a.actor_id WHERE a.site_id = {} AND a.action = {}"
        " ORDER BY a.created_at DESC LIMIT 1",
        site_id, VERIFIED,
    )  # fmt: skip
    return {**readable(rows)[0], "details": details_of(rows[0]["details"])} if rows else None


async def _entries_after(site_id: str, sequence: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await AuditEntry.raw(
        f"SELECT {COLUMNS} FROM ai_evaluation_audit a WHERE a.site_id = {{}} AND a.sequence IS NOT NULL"  # noqa: S608
        " AND a.sequence > {} ORDER BY a.sequence LIMIT {}",
        site_id, sequence, BATCH,
    )  # fmt: skip
    return readable(rows)


def _problem(entry: dict[str, Any], sequence: int, before: str) -> Problem | None:
    if entry["sequence"] != sequence:
        return Problem.missing
    if entry["previous_hash"] != before:
        return Problem.relinked
    if entry["created_at"] is None:
        return Problem.changed
    return None if entry_hash(entry, sequence, before) == entry["entry_hash"] else Problem.changed


async def _remembered(site_id: str) -> list[Head]:
    """The heads of the latest verifications that found the chain whole."""
    rows = await AuditEntry.raw(
        "SELECT details FROM ai_evaluation_audit WHERE site_id = {} AND action = {} ORDER BY created_at DESC LIMIT 20",
        site_id, VERIFIED,
    )  # fmt: skip
    found = [details_of(row["details"]) for row in rows]
    heads = [(item.get("head_sequence"), str(item.get("head_hash"))) for item in found if item.get("is_whole")]
    return [(sequence, sealed) for sequence, sealed in heads if isinstance(sequence, int) and sequence > 0]
