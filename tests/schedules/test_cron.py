"""Cron fields as moments and as words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from huey import crontab
from hypothesis import given
from hypothesis import strategies as st

from app.catalog import schedules
from app.schedules.cron import in_words, last_due, next_due

CRONS = [
    "* * * * *",
    "*/5 * * * *",
    "0 2 * * *",
    "30 */6 * * *",
    "15 3 * * 1",
    "0 0 1 * *",
    "59 23 28-31 * *",
    "0,30 9-17 * * 1-5",
]
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))


@given(st.sampled_from(CRONS), MOMENTS)
def test_due_moments_lie_around_now_and_nothing_is_due_between(cron: str, now: datetime) -> None:
    minute, hour, day, month, weekday = cron.split()
    is_due = crontab(minute=minute, hour=hour, day=day, month=month, day_of_week=weekday)
    before, after = last_due(cron, now), next_due(cron, now)
    assert before <= now < after
    assert is_due(before) and is_due(after)
    steps = int(min(after - before, timedelta(days=1)).total_seconds() // 60)
    assert not any(is_due(before + timedelta(minutes=step)) for step in range(1, steps))


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("0 2 * * *", "every day at 02:00 UTC"),
        ("* * * * *", "every minute"),
        ("*/5 * * * *", "every 5 minutes"),
        ("0 */6 * * *", "every 6 hours"),
        ("30 */6 * * *", "every 6 hours, at minute 30"),
        ("7 * * * *", "every hour at minute 7"),
        ("15 3 * * 1", "every Monday at 03:15 UTC"),
        ("0 4 1 * *", "on day 1 of every month at 04:00 UTC"),
        ("0,30 9-17 * * 1-5", "at 0,30 9-17 * * 1-5 (cron, UTC)"),
        ("*/5 9-17 * * *", "at */5 9-17 * * * (cron, UTC)"),
    ],
)
def test_cron_in_words(cron: str, words: str) -> None:
    assert in_words(cron) == words


@pytest.mark.parametrize("cron", ["61 * * * *", "x 2 * * *", "0 0 31 2 *"])
def test_fields_that_are_never_due_are_refused(cron: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        last_due(cron, datetime(2026, 11, 21, tzinfo=UTC))


def test_every_schedule_has_a_name_of_its_own_and_words() -> None:
    names = [schedule.name for schedule in schedules()]
    assert len(names) == len(set(names))
    for schedule in schedules():
        assert schedule.title and schedule.about.endswith(".") and "(cron" not in in_words(schedule.cron), schedule.name
        assert len(schedule.title) <= 60 and len(schedule.name) <= 60
