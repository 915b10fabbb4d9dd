"""Every night: how engaged each open lead is."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from app.insights.engagement import WINDOW, Activity, engagement
from app.leads.tables import ActivityKind, EngagementClass, Lead
from app.properties.site_day import zone_of
from app.schedules.schedule import Change, Plan, Schedule, SkipChange

_OPEN = "merged_into IS NULL AND erased_at IS NULL AND status NOT IN ('declined', 'withdrawn', 'leased')"


async def plan(site_id: str, now: datetime) -> Plan:
    """The open leads whose class is another than the stored one. Three queries, whatever the number of leads."""
    leads = await Lead.raw(
        f"SELECT id, engagement_class, created_at FROM leads WHERE site_id = {{}} AND {_OPEN} ORDER BY id",  # noqa: S608
        site_id,
    )
    known, zone = await _activities(site_id, now), await zone_of(site_id)
    changes, counts = [], dict.fromkeys(EngagementClass, 0)
    for lead in leads:
        # Whoever is a lead has asked once, on the day the lead was made, even where nobody noted it.
        asked = Activity(ActivityKind.application, lead["created_at"])
        found = engagement(known.get(lead["id"]) or [asked], now, zone)
        counts[found] += 1
        if found != lead["engagement_class"]:
            changes.append(_change(lead["id"], lead["engagement_class"], found))
    line = ", ".join(f"{number} {word}" for word, number in counts.items())
    return Plan(len(leads), changes, [f"{len(leads)} open leads: {line}."])


async def apply(site_id: str, change: Change, now: datetime) -> None:
    """Store the class and when it changed. Raises SkipChange for a lead that was closed or classed meanwhile."""
    rows = await Lead.raw(
        "UPDATE leads SET engagement_class = {}, engagement_changed_at = {}"  # noqa: S608 - constants only
        f" WHERE id = {{}} AND site_id = {{}} AND {_OPEN} AND COALESCE(engagement_class, '') = {{}} RETURNING id",
        change.data["to"], now, change.subject_id, site_id, change.data["from"],
    )  # fmt: skip
    if not rows:
        raise SkipChange("The lead was closed or classed meanwhile.")


def _change(lead_id: str, before: str | None, after: EngagementClass) -> Change:
    text = f"The lead turns from {before} to {after}." if before else f"The lead is {after}."
    return Change(lead_id, text, {"from": before or "", "to": after.value})


async def _activities(site_id: str, now: datetime) -> dict[str, list[Activity]]:
    """What the applicants of a site did, by lead. A visit that did not take place does not count, nor does a message
    that one of us noted about something: a note to ourselves, a link that was made, leads that were merged."""
    rows = await Lead.raw(
        "SELECT a.lead_id, a.kind, a.happened_at FROM lead_activities a"
        " LEFT JOIN showings s ON s.id = a.subject_id AND a.kind = 'showing'"
        " WHERE a.site_id = {} AND a.happened_at > {} AND a.happened_at <= {}"
        " AND (a.kind <> 'message' OR a.actor_id = '' OR a.subject_id = '')"
        " AND (s.id IS NULL OR s.outcome NOT IN ('no_show', 'cancelled'))",
        site_id, now - WINDOW, now,
    )  # fmt: skip
    found: defaultdict[str, list[Activity]] = defaultdict(list)
    for row in rows:
        found[row["lead_id"]].append(Activity(ActivityKind(row["kind"]), row["happened_at"]))
    return found


CLASSIFY_LEADS = Schedule(
    "classify-leads",
    "Classify leads",
    "How engaged each open lead is: hot, warm, cool or dormant, from what happened over the last 90 days.",
    "0 2 * * *",
    plan,
    apply,
)
