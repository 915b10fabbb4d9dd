"""What happens with a lead, noted for its timeline and for how engaged it is."""

from __future__ import annotations

from datetime import datetime

from app.database import insert, new_id, write
from app.errors import LeaseLabError
from app.leads.tables import ActivityKind


class LeadErased(LeaseLabError):
    """This applicant was erased on request. Nothing more can be done with this lead."""

    status_code = 409


async def note_activity(
    site_id: str,
    lead_id: str,
    kind: ActivityKind,
    text: str,
    now: datetime,
    *,
    actor_id: str = "",
    subject_id: str = "",
) -> None:
    """Append to the timeline and move the lead's last activity. Call it inside the deed's transaction, which ends here
    for an erased lead: nothing more may be gathered about whoever asked to be forgotten. Raises LeadErased.

    What comes of a showing is told of the unit too, so that alone goes on, without a word on the timeline.
    """
    kept = await write(
        "UPDATE leads SET last_activity_at = CASE WHEN last_activity_at < {} THEN {} ELSE last_activity_at END"
        " WHERE id = {} AND site_id = {} AND erased_at IS NULL RETURNING id",
        now, now, lead_id, site_id,
    )  # fmt: skip
    if not kept and kind is ActivityKind.showing:
        return
    if not kept:
        raise LeadErased
    activity = {"id": new_id("act"), "site_id": site_id, "lead_id": lead_id, "kind": kind.value, "text": text}
    known = {"actor_id": actor_id, "subject_id": subject_id, "happened_at": now}
    await insert("lead_activities", {**activity, **known})
