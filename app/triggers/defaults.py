"""The triggers that every site starts with: those that tell its own people are on, those that send anything are off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.database_scope import every_site
from app.sites.tables import Site
from app.triggers.tables import Action, Condition, Trigger

DEFAULTS: tuple[tuple[Condition, Action, bool, int, int], ...] = (
    (Condition.lead_inactive, Action.task, True, 45, 168),
    (Condition.documents_not_evaluated, Action.task, True, 24, 72),
    (Condition.label_a_not_contacted, Action.task, True, 24, 48),
    (Condition.verification_waiting, Action.notification, True, 3, 72),
    (Condition.low_supply, Action.notification, True, 0, 168),
    (Condition.quota_high, Action.notification, True, 80, 720),
    (Condition.verification_waiting, Action.mail, False, 7, 168),
    (Condition.quota_high, Action.mail, False, 90, 720),
)
"""Condition, action, whether it is on, threshold, quiet hours."""
MOST_PER_RUN = 25
SITES_AT_ONCE = 50
_COLUMNS = "id, site_id, condition, action, is_on, threshold, quiet_hours, most_per_run, webhook_url, webhook_secret"
_ROW = "({}, {}, {}, {}, {}, {}, {}, {}, '', '', {}, {})"


@every_site("sites without a trigger")
async def add_default_triggers(now: datetime) -> None:
    """A minute tick: every site that never had a trigger gets the usual ones, all or none of them.

    Their identifiers follow from the site's, so that two workers at once make them once.
    """
    missing = await Site.raw(
        "SELECT s.id FROM sites s WHERE NOT EXISTS (SELECT 1 FROM triggers t WHERE t.site_id = s.id) LIMIT {}",
        SITES_AT_ONCE,
    )
    rows = [row for site in missing for row in _rows(site["id"], now)]
    if rows:
        places = ", ".join(_ROW for _ in rows)
        await Trigger.raw(
            f"INSERT INTO triggers ({_COLUMNS}, created_at, updated_at) VALUES {places} ON CONFLICT (id) DO NOTHING",  # noqa: S608
            *(value for row in rows for value in row),
        )


def _rows(site_id: str, now: datetime) -> list[tuple[Any, ...]]:
    return [
        (f"trig{number}_{site_id}", site_id, condition, action, is_on, threshold, quiet, MOST_PER_RUN, now, now)
        for number, (condition, action, is_on, threshold, quiet) in enumerate(DEFAULTS, start=1)
    ]
