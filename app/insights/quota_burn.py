"""When the month's evaluations run out at the present pace. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

PACE_DAYS = 14
"""Two weeks level out the weekdays, and are still of the present."""


@dataclass(frozen=True, slots=True)
class Burn:
    """`per_day` is evaluations a day; `runs_out_on` (UTC, like the quota's month) is None when not in this month."""

    used: int
    limit: int
    per_day: Decimal
    runs_out_on: date | None

    @property
    def sentence(self) -> str:
        """Where the month leads, for people."""
        if self.used >= self.limit:
            return "Used up until the 1st."
        if self.runs_out_on is not None:
            return f"At this pace used up on {self.runs_out_on:%b} {self.runs_out_on.day}."
        return "At this pace enough for the month." if self.per_day else "Counted anew on the 1st."


def burn(used: int, limit: int, recent: int, site_age: timedelta, now: datetime) -> Burn:
    """`recent` evaluations were asked for in the last 14 days, or since the site exists, at least one day."""
    days = min(float(PACE_DAYS), max(1.0, site_age / timedelta(days=1)))
    pace = recent / days
    runs_out = _runs_out(limit - used, pace, now.astimezone(UTC))
    return Burn(used, limit, Decimal(pace).quantize(Decimal("0.0001")), runs_out)


def _runs_out(left: int, pace: float, now: datetime) -> date | None:
    if left <= 0:
        return now.date()
    if not pace or left / pace > 31:
        return None
    day = (now + timedelta(days=left / pace)).date()
    return day if (day.year, day.month) == (now.year, now.month) else None
