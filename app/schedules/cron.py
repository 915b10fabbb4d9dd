"""When a schedule is due: five cron fields in UTC as moments and as words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from app.queue_library import crontab

FARTHEST_DAYS = 366
"""A schedule that is due less than once a year is a mistake."""
WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_A_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def last_due(cron: str, now: datetime) -> datetime:
    """The latest due moment that is not after `now`. Raises ValueError when there is none within a year."""
    minutes = _minutes_of_day(cron)
    for days in range(FARTHEST_DAYS):
        day = _midnight(now) - timedelta(days=days)
        if _is_day(cron, day):
            limit = _minute_of_day(now) if days == 0 else 24 * 60
            if at := bisect_right(minutes, limit):
                return day + timedelta(minutes=minutes[at - 1])
    raise ValueError(f"{cron} is due less than once a year")


def next_due(cron: str, now: datetime) -> datetime:
    """The first due moment after `now`. Raises ValueError when there is none within a year."""
    minutes = _minutes_of_day(cron)
    for days in range(FARTHEST_DAYS):
        day = _midnight(now) + timedelta(days=days)
        if _is_day(cron, day):
            at = bisect_left(minutes, _minute_of_day(now) + 1) if days == 0 else 0
            if at < len(minutes):
                return day + timedelta(minutes=minutes[at])
    raise ValueError(f"{cron} is due less than once a year")


def in_words(cron: str) -> str:
    """`every day at 02:00 UTC`; the fields themselves where they are of a rarer kind."""
    minute, hour, day, month, weekday = cron.split()
    if (day, month) == ("*", "*"):
        if weekday == "*":
            return _within_a_day(minute, hour) or f"at {cron} (cron, UTC)"
        if weekday.isdigit() and minute.isdigit() and hour.isdigit():
            return f"every {WEEKDAYS[int(weekday) % 7]} at {_clock(hour, minute)}"
    if month == weekday == "*" and day.isdigit() and minute.isdigit() and hour.isdigit():
        return f"on day {day} of every month at {_clock(hour, minute)}"
    return f"at {cron} (cron, UTC)"


def _within_a_day(minute: str, hour: str) -> str:
    every_minute, every_hour = minute.removeprefix("*/"), hour.removeprefix("*/")
    if hour == "*" and (minute == "*" or every_minute != minute):
        return "every minute" if minute == "*" else f"every {every_minute} minutes"
    if not minute.isdigit():
        return ""
    if hour == "*":
        return f"every hour at minute {minute}"
    if every_hour != hour:
        return f"every {every_hour} hours" + (f", at minute {minute}" if int(minute) else "")
    return f"every day at {_clock(hour, minute)}" if hour.isdigit() else ""


def _clock(hour: str, minute: str) -> str:
    return f"{int(hour):02}:{int(minute):02} UTC"


@lru_cache(maxsize=100)
def _minutes_of_day(cron: str) -> list[int]:
    """The minutes of a day that match, 0 to 1439, ascending. Raises ValueError for fields that cannot be read."""
    minute, hour, *_ = cron.split()
    is_due = crontab(minute=minute, hour=hour, strict=True)
    return [number for number in range(24 * 60) if is_due(_A_DAY + timedelta(minutes=number))]


@lru_cache(maxsize=4000)
def _is_day(cron: str, day: datetime) -> bool:
    _, _, day_of_month, month, weekday = cron.split()
    return bool(crontab(day=day_of_month, month=month, day_of_week=weekday, strict=True)(day))


def _midnight(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _minute_of_day(at: datetime) -> int:
    local = at.astimezone(UTC)
    return local.hour * 60 + local.minute
