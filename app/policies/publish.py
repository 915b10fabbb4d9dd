"""A new version of a site's policy: numbered, reasoned, never changed afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.database import new_id, write_transaction
from app.errors import LeaseLabError, ValidationFailed
from app.policies.find import draft, policy_of, version_row
from app.policies.tables import PolicyVersion
from app.sites.audit import record
from app.sites.tables import Site

SHORTEST_REASON, LONGEST_REASON = 5, 500


class NothingChanged(LeaseLabError):
    """These are the rules that hold already."""

    status_code = 422


class NewerPolicy(LeaseLabError):
    """Somebody published other rules since you opened this page. Compare yours with them before you publish."""

    status_code = 409


async def publish_policy(
    site_id: str,
    slug: str,
    changes: dict[str, Any],
    reason: str,
    user_id: str,
    now: datetime,
    request_id: str = "",
    *,
    seen: str = "",
) -> str:
    """The new version's name. What was evaluated before keeps the version that it was made with.

    `seen` is the version that the form was filled in from, empty for whichever is in force. Raises ValidationFailed
    without a reason, NewerPolicy and NothingChanged.
    """
    if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_REASON:
        raise ValidationFailed("Say in a sentence why the rules change.", fields={"reason": "Say in a sentence why."})
    async with write_transaction():
        # An update that changes nothing holds the site's row on PostgreSQL: two managers get two numbers.
        await Site.raw("UPDATE sites SET name = name WHERE id = {}", site_id)
        now_in_force = await policy_of(site_id)
        if seen not in ("", now_in_force.version):
            raise NewerPolicy
        if draft(changes, now_in_force.version) == now_in_force:
            raise NothingChanged
        rows = await PolicyVersion.raw("SELECT max(number) AS n FROM policy_versions WHERE site_id = {}", site_id)
        number = int(rows[0]["n"] or 0) + 1
        version = version_row(site_id, number, slug, changes, reason.strip(), user_id, now, new_id("policy"))
        await PolicyVersion.insert(version)
        await record(
            site_id, user_id, "policy_published", version.id, now,
            details={"version": version.name}, reason=reason.strip(), request_id=request_id,
        )  # fmt: skip
    return str(version.name)
