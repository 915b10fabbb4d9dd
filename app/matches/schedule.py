"""Every night: which leads of a site share an e-mail address, a phone number or a document."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from typing import Any

from app.database import new_id
from app.matches.tables import IdentityMatch, MatchStatus
from app.schedules.schedule import Change, Plan, Schedule, SkipChange

MOST_ALIKE = 20
"""More leads than this behind one address is an agency or a landline of an office, not one person."""
_BY_CONTACT = (
    "SELECT id, created_at, ? AS value FROM leads WHERE site_id = {} AND ? <> '' AND merged_into IS NULL"
    " AND erased_at IS NULL AND ? IN (SELECT ? FROM leads WHERE site_id = {} AND ? <> '' GROUP BY ?"
    " HAVING count(*) > 1)"
)
_SHARED = {
    "email": _BY_CONTACT.replace("?", "email_key"),
    "phone": _BY_CONTACT.replace("?", "phone_key"),
    "document": (
        "SELECT DISTINCT l.id, l.created_at, d.sha256 AS value FROM lead_documents d JOIN leads l ON l.id = d.lead_id"
        " WHERE d.site_id = {} AND d.deleted_at IS NULL AND l.merged_into IS NULL AND l.erased_at IS NULL"
        " AND d.sha256 IN (SELECT sha256 FROM lead_documents WHERE site_id = {} AND deleted_at IS NULL"
        " GROUP BY sha256 HAVING count(DISTINCT lead_id) > 1)"
    ),
}


async def plan(site_id: str, now: datetime) -> Plan:
    """The pairs that are not listed yet, or share something more than was known. Four queries."""
    pairs: dict[tuple[str, str], list[str]] = {}
    looked_at: set[str] = set()
    for signal, query in _SHARED.items():
        rows = await IdentityMatch.raw(query, site_id, site_id)
        looked_at |= {row["id"] for row in rows}
        for pair in _pairs(rows):
            pairs.setdefault(pair, []).append(signal)
    known = await _known(site_id)
    changes = [
        Change(
            f"{older}+{newer}",
            f"Two leads share {' and '.join(signals)}.",
            {"lead": older, "other": newer, "signals": signals},
        )
        for (older, newer), signals in sorted(pairs.items())
        if not set(signals) <= known.get((older, newer), set())
    ]
    return Plan(len(looked_at), changes, [f"{len(pairs)} pairs share something; {len(changes)} of them are new."])


async def apply(site_id: str, change: Change, now: datetime) -> None:
    """List the pair; one that was dismissed is listed again, since it shares more than what was dismissed."""
    lead, other = change.data["lead"], change.data["other"]
    rows = await IdentityMatch.raw("SELECT id FROM leads WHERE site_id = {} AND id IN ({}, {})", site_id, lead, other)
    if len(rows) != 2:
        raise SkipChange("One of the two is no longer there.")
    await IdentityMatch.raw(
        "INSERT INTO identity_matches (id, site_id, lead_id, other_lead_id, signals, status, found_at)"
        " VALUES ({}, {}, {}, {}, {}, 'open', {}) ON CONFLICT (lead_id, other_lead_id) DO UPDATE"
        " SET signals = excluded.signals, found_at = excluded.found_at, decided_by = NULL, decided_at = NULL,"
        " status = 'open' WHERE identity_matches.status <> 'merged'",
        new_id("match"), site_id, lead, other, json.dumps(change.data["signals"]), now,
    )  # fmt: skip


def _pairs(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Each lead with the oldest that shares the value: n leads make n - 1 pairs, not n²/2."""
    groups: defaultdict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for row in rows:
        groups[row["value"]].append((row["created_at"], row["id"]))
    pairs = []
    for group in groups.values():
        (_, oldest), *others = sorted(group)
        if len(group) <= MOST_ALIKE:
            pairs += [(oldest, lead_id) for _, lead_id in others]
    return pairs


async def _known(site_id: str) -> dict[tuple[str, str], set[str]]:
    rows = await IdentityMatch.select(
        IdentityMatch.lead_id, IdentityMatch.other_lead_id, IdentityMatch.signals, IdentityMatch.status
    ).where(IdentityMatch.site_id == site_id)
    every = {"email", "phone", "document"}
    return {
        (row["lead_id"], row["other_lead_id"]): every
        if row["status"] == MatchStatus.merged
        else set(json.loads(row["signals"]))
        for row in rows
    }


IDENTITY_MATCHES = Schedule(
    "identity-matches",
    "Find possible duplicates",
    "Lists leads that share an e-mail address, a phone number or a document, for a person to merge or dismiss.",
    "0 3 * * *",
    plan,
    apply,
)
