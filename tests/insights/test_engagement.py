"""How engaged somebody is: the thresholds by hand, and what must hold whatever happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insights.engagement import Activity, engagement
from app.leads.tables import ActivityKind, EngagementClass

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
COLDER = [EngagementClass.hot, EngagementClass.warm, EngagementClass.cool, EngagementClass.dormant]
activities = st.lists(
    st.builds(
        Activity,
        kind=st.sampled_from(ActivityKind),
        at=st.timedeltas(timedelta(), timedelta(days=120)).map(lambda back: NOW - back),
    ),
    max_size=12,
)


def happened(**days_ago: float | list[float]) -> list[Activity]:
    return [
        Activity(ActivityKind(kind), NOW - timedelta(days=back))
        for kind, backs in days_ago.items()
        for back in (backs if isinstance(backs, list) else [backs])
    ]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ([], "dormant"),
        (happened(message=[0, 1, 2]), "warm"),  # three days, but words only
        (happened(message=[0, 1], showing=2), "hot"),
        (happened(message=[7, 8], showing=9), "hot"),
        (happened(message=[7.01, 8], showing=9), "warm"),
        (happened(document=[0.01, 0.02, 0.03, 0.04]), "warm"),  # four files of one sitting
        (happened(call=6.9), "warm"),
        (happened(call=8), "cool"),
        (happened(call=[20, 22]), "warm"),
        (happened(call=[21.1, 23]), "cool"),
        (happened(message=45), "cool"),
        (happened(message=45.01), "dormant"),
        (happened(message=[91, 100, 110], showing=95), "dormant"),
        (happened(evaluation=[0, 1, 2], decision=[0, 1, 2]), "dormant"),  # ours, not theirs
    ],
)
def test_the_classes_by_hand(made: list[Activity], expected: str) -> None:
    assert engagement(made, NOW, UTC) == expected


def test_one_evening_at_the_site_is_one_day() -> None:
    midnight = datetime(2026, 11, 21, tzinfo=UTC)  # 7 in the evening in New York
    made = [Activity(kind, midnight + timedelta(hours=hours)) for kind, hours in
            [(ActivityKind.message, -25), (ActivityKind.message, -1), (ActivityKind.showing, 1)]]  # fmt: skip
    assert engagement(made, NOW, UTC) is EngagementClass.hot
    assert engagement(made, NOW, ZoneInfo("America/New_York")) is EngagementClass.warm


def test_what_is_noted_for_later_does_not_count_yet() -> None:
    assert engagement(happened(showing=[-1, -2, -3]), NOW, UTC) is EngagementClass.dormant


@given(activities, st.timedeltas(timedelta(), timedelta(days=100)))
def test_silence_never_warms(made: list[Activity], silence: timedelta) -> None:
    assert COLDER.index(engagement(made, NOW + silence, UTC)) >= COLDER.index(engagement(made, NOW, UTC))


@given(activities, activities)
def test_more_of_it_never_cools(made: list[Activity], more: list[Activity]) -> None:
    assert COLDER.index(engagement(made + more, NOW, UTC)) <= COLDER.index(engagement(made, NOW, UTC))
