"""Where the month's evaluations lead, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.insights.quota_burn import burn


@pytest.mark.parametrize(
    ("used", "recent", "sentence"),
    [
        (20, 5, "Used up until the 1st."),
        (15, 14, "At this pace used up on Nov 26."),
        (1, 1, "At this pace enough for the month."),
        (0, 0, "Counted anew on the 1st."),
    ],
)
def test_where_the_month_leads_is_a_sentence(used: int, recent: int, sentence: str) -> None:
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert burn(used, 20, recent, timedelta(days=90), now).sentence == sentence
