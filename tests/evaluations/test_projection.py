"""The sentence about when a month's evaluations run out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.evaluations.quota import Quota


@pytest.mark.parametrize(
    ("used", "day", "sentence"),
    [
        (0, 15, "Renewed on the 1st."),
        (5, 1, "Renewed on the 1st."),
        (10, 16, "At this pace enough for the month."),
        (10, 11, "At this pace used up around the 21st."),
        (19, 20, "At this pace used up around the 21st."),
        (20, 20, "Used up until the 1st."),
    ],
)
def test_the_projection_goes_on_at_the_pace_until_now(used: int, day: int, sentence: str) -> None:
    assert Quota("2026-11", used, 20, "free").projection(datetime(2026, 11, day, tzinfo=UTC)) == sentence
