"""The policy that a site's evaluations are made with."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.policies.tables import PolicyVersion
from app.screening.policy import Policy, load_policy

PUBLISHED = "default-1"


async def policy_of(site_id: str) -> Policy:
    """The newest version of the site's own, or the published policy; a version's name is what evaluations record."""
    rows = await PolicyVersion.raw(
        "SELECT name, base, changes FROM policy_versions WHERE site_id = {} ORDER BY number DESC LIMIT 1", site_id
    )
    return _policy(rows[0]) if rows else load_policy(PUBLISHED)


async def policy_named(site_id: str, name: str) -> Policy | None:
    """The version of this name that the site has or had, or the published policy; None for a name never used here."""
    rows = await PolicyVersion.raw(
        "SELECT name, base, changes FROM policy_versions WHERE site_id = {} AND name = {} LIMIT 1", site_id, name
    )
    if rows:
        return _policy(rows[0])
    return load_policy(PUBLISHED) if name == PUBLISHED else None


async def list_versions(site_id: str, most: int = 20) -> list[dict[str, Any]]:
    """The site's versions, the newest first: name, reason, person, created_at (aware UTC)."""
    rows: list[dict[str, Any]] = await PolicyVersion.raw(
        "SELECT v.name, v.reason, v.created_at, coalesce(u.name, '') AS person FROM policy_versions v"
        " LEFT JOIN users u ON u.id = v.created_by WHERE v.site_id = {} ORDER BY v.number DESC LIMIT {}",
        site_id, most,
    )  # fmt: skip
    return rows


def draft(changes: dict[str, Any], name: str = "draft") -> Policy:
    """A policy that is not published yet. Raises UnknownPolicy for settings that there are not."""
    return replace(load_policy(PUBLISHED, changes), version=name)


def version_row(
    site_id: str, number: int, slug: str, changes: dict[str, Any], reason: str, user_id: str, now: datetime, row_id: str
) -> PolicyVersion:
    """The row of a new version, named after its site so that it is told apart wherever it is printed."""
    return PolicyVersion(
        id=row_id, site_id=site_id, number=number, name=f"{slug}-{number}", base=PUBLISHED,
        changes=json.dumps(changes), reason=reason, created_by=user_id, created_at=now,
    )  # fmt: skip


def _policy(row: dict[str, Any]) -> Policy:
    changes = json.loads(row["changes"])
    return replace(load_policy(row["base"], changes), version=row["name"])
