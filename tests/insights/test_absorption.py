"""Absorption by hand: rates, factors, supply, projected days, the alerts and the quota's forecast."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insights.absorption import Absorption, Kind, absorb
from app.insights.quota_burn import burn
from app.insights.seasons import Factors, factors_of
from app.insights.vacancy import vacancy_of

TODAY = date(2026, 11, 21)  # a Saturday
DAY = timedelta(days=1)


def kind(free: list[int], leased: list[int], units: int = 10) -> Kind:
    """`free`: days until each free unit is free (negative: since); `leased`: days since each lease."""
    return Kind("alder", 1, units, [TODAY + days * DAY for days in free], [TODAY - days * DAY for days in leased])


EVERY_WEEK = [7 * week for week in range(13)]  # 13 Saturdays, all within 90 days


def test_rate_and_supply_are_plain_divisions() -> None:
    found = absorb(kind([0, -5, -80], [0, 10, 89, 90, 200]), TODAY)
    assert (found.units, found.available, found.leased) == (10, 3, 3)
    assert found.per_day == Decimal("0.0333")
    assert found.days_of_supply == Decimal("90.0")


def test_without_a_lease_nothing_is_known_and_nothing_is_divided() -> None:
    found = absorb(kind([0, -3], []), TODAY)
    assert (found.per_day, found.days_of_supply, found.full_on) == (Decimal(0), None, None)
    assert found.factors == Factors()


def test_with_factors_of_one_the_last_unit_goes_after_units_by_rate() -> None:
    # 9 leases on one day a year ago are out of the 90 days; 9 within them, with every weekday and month level.
    level = [number * 10 for number in range(9)]
    found = absorb(kind([-1] * 2, level), TODAY)
    # About 0.1 a day, so two units take about 20 days; the factors shift that by a few.
    assert found.days_of_supply == Decimal("20.0")
    assert found.full_on is not None and abs((found.full_on - TODAY).days - 20) <= 3


def test_a_place_that_is_full_is_full_today_and_one_that_fills_slowly_has_no_day() -> None:
    assert absorb(kind([], [5]), TODAY).full_on == TODAY
    assert absorb(kind([30], [5]), TODAY).full_on == TODAY
    assert absorb(kind([0] * 50, [5]), TODAY).full_on is None


def test_units_that_become_free_on_the_way_are_waited_for() -> None:
    alone = absorb(kind([-1], EVERY_WEEK), TODAY).full_on
    joined = absorb(kind([-1, 3, 4], EVERY_WEEK), TODAY).full_on
    assert alone is not None and joined is not None and joined > alone


def test_factors_by_hand() -> None:
    # 28 observed days up to today (4 of each weekday), 4 leases, all on Saturdays (the first of them 21 days ago).
    found = factors_of([TODAY - days * DAY for days in (0, 7, 14, 21)], TODAY)
    # 22 days observed, 4 Saturdays and 3 of each other day; 4/22 a day. Saturday (4+4)/(4*4/22+4), others 4/(3*4/22+4).
    assert found.weekdays[5] == pytest.approx(8 / (16 / 22 + 4), abs=1e-4)
    assert found.weekdays[0] == pytest.approx(4 / (12 / 22 + 4), abs=1e-4)
    # October 31 and 21 days of November: one lease in 1 day, three in 21.
    assert found.months[9] == pytest.approx(5 / (4 / 22 + 4), abs=1e-4)
    assert found.months[10] == pytest.approx(7 / (84 / 22 + 4), abs=1e-4)
    assert {found.months[month] for month in range(12) if month not in (9, 10)} == {1.0}


def test_one_lease_says_next_to_nothing() -> None:
    assert all(0.8 <= factor <= 1.3 for factor in factors_of([TODAY - 60 * DAY], TODAY).weekdays)


@given(st.lists(st.integers(0, 400).map(lambda days: TODAY - days * DAY), max_size=200))
def test_factors_are_positive_and_one_where_nothing_was_seen(leases: list[date]) -> None:
    found = factors_of(leases, TODAY)
    assert all(0 < factor < 200 for factor in (*found.weekdays, *found.months))
    if not [day for day in leases if day > TODAY - 365 * DAY]:
        assert found == Factors()


def found(available: int, supply: float | None, long_empty: int = 0) -> Absorption:
    days = None if supply is None else Decimal(str(supply))
    return Absorption(10, available, 0 if supply is None else 9, Decimal("0.1"), days, None, Factors(), long_empty)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (found(0, 0), "no_supply"),
        (found(0, None), None),  # nobody asks for it
        (found(2, 29.9), "low_supply"),
        (found(3, 30), None),
        (found(18, 180), None),
        (found(19, 180.1), "oversupply"),
        (found(1, 400), None),  # one slow unit
        (found(5, None, 1), None),
        (found(5, None, 2), "oversupply"),
    ],
)
def test_the_thresholds_of_the_alerts(state: Absorption, expected: str | None) -> None:
    assert vacancy_of(state) == expected


NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
OLD = timedelta(days=400)


def test_the_quota_runs_out_on_the_day_that_the_pace_says() -> None:
    made = burn(used=72, limit=100, recent=56, site_age=OLD, now=NOON)
    assert made.per_day == Decimal("4.0000")
    assert made.runs_out_on == date(2026, 11, 28)  # 28 left at 4 a day: 7 days


def test_a_young_site_s_pace_is_over_the_days_it_exists() -> None:
    assert burn(9, 100, 9, timedelta(days=3), NOON).per_day == Decimal("3.0000")
    assert burn(9, 100, 9, timedelta(hours=2), NOON).per_day == Decimal("9.0000")


def test_a_quota_that_lasts_has_no_day_and_one_that_is_used_up_has_today() -> None:
    assert burn(10, 100, 14, OLD, NOON).runs_out_on is None
    assert burn(0, 100, 0, OLD, NOON).runs_out_on is None
    assert burn(100, 100, 0, OLD, NOON).runs_out_on == NOON.date()
    assert burn(0, 0, 0, OLD, NOON).runs_out_on == NOON.date()
