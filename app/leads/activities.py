"""What happens with a lead, noted for its timeline and for how engaged it is."""

from __future__ import annotations

from datetime import datetime

from app.database import new_id
from app.leads.tables import ActivityKind, Lead, LeadActivity


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
    """Append to the timeline and move the lead's last activity. Call it inside the deed's transaction."""
    await LeadActivity(
        id=new_id("act"),
        site_id=site_id,
        lead_id=lead_id,
        kind=kind.value,
        text=text,
        actor_id=actor_id,
        subject_id=subject_id,
        happened_at=now,
    ).save()
    this = (Lead.id == lead_id) & (Lead.site_id == site_id) & (Lead.last_activity_at < now)
    await Lead.update({Lead.last_activity_at: now}).where(this)
