"""How engaged an applicant is, from what happened over the last 90 days. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from app.leads.tables import ActivityKind, EngagementClass

WINDOW = timedelta(days=90)
"""What lies further back says nothing about somebody who looks for a home now."""
WEEK = timedelta(days=7)
"""One week holds every weekday and one weekend, when most showings take place: within it somebody is active."""
THREE_WEEKS = timedelta(days=21)
"""Somebody who came back several times is still looking after a missed weekend or two."""
SILENT_AFTER = timedelta(days=45)
"""The same days after which the trigger for leads without activity speaks up."""
HOT_DAYS, HOT_KINDS = 3, 2
"""Three visits are a habit, not a coincidence; two kinds mean that words were followed by a deed."""
WARM_DAYS = 2
OF_THE_APPLICANT = frozenset(
    {ActivityKind.message, ActivityKind.call, ActivityKind.showing, ActivityKind.application, ActivityKind.document}
)
"""Evaluations and decisions are ours: they say nothing about the applicant's interest."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that happened, at an aware instant."""

    kind: ActivityKind
    at: datetime


def engagement(activities: Iterable[Activity], now: datetime, zone: tzinfo) -> EngagementClass:
    """The class from recency (the newest activity), frequency (the site's days with any; six files of one sitting
    count once) and breadth (kinds), over the 90 days before `now`.

    hot: within a week, on 3 days, of 2 kinds. warm: within a week, or within three weeks on 2 days. cool: within 45
    days. dormant: longer ago, or nothing. Silence never warms, and one more activity never cools.
    """
    counted = [it for it in activities if it.kind in OF_THE_APPLICANT and now - WINDOW < it.at <= now]
    if not counted:
        return EngagementClass.dormant
    silence = now - max(it.at for it in counted)
    days, kinds = len({it.at.astimezone(zone).date() for it in counted}), len({it.kind for it in counted})
    if silence <= WEEK and days >= HOT_DAYS and kinds >= HOT_KINDS:
        return EngagementClass.hot
    if silence <= WEEK or (silence <= THREE_WEEKS and days >= WARM_DAYS):
        return EngagementClass.warm
    return EngagementClass.cool if silence <= SILENT_AFTER else EngagementClass.dormant
