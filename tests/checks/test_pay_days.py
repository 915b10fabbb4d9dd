import pytest

from app.screening.checks import pay_days
from app.screening.verdict import Outcome, Severity

USUAL = {"period_start": "2026-10-25", "period_end": "2026-11-07"}
BEFORE = {"period_start": "2026-10-11", "period_end": "2026-10-24"}


def _check(papers, *stubs):
    return pay_days.check(papers.packet(*stubs))


def test_stubs_paid_as_long_after_their_periods_as_each_other_are_consistent(papers):
    stubs = papers.stub("2026-10-30", **BEFORE), papers.stub("2026-11-13", **USUAL)
    assert _check(papers, *stubs).outcome is Outcome.consistent


def test_a_pay_date_that_was_moved_by_months_is_review(papers):
    (signal,) = _check(papers, papers.stub("2026-11-13", period_start="2026-07-05", period_end="2026-07-18")).signals
    assert (signal.severity, signal.field, signal.actual) == (Severity.review, "pay_date", "118 days")
    assert len(signal.evidence) == 2


def test_a_pay_date_that_was_moved_by_weeks_differs_from_the_stub_before(papers):
    stubs = papers.stub("2026-10-02", **BEFORE | {"period_end": "2026-09-26", "period_start": "2026-09-13"})
    (signal,) = _check(
        papers, stubs, papers.stub("2026-11-16", period_start="2026-09-27", period_end="2026-10-10")
    ).signals
    assert (signal.expected, signal.actual) == ("about 6 days", "37 days")
    assert len(signal.evidence) == 4


@pytest.mark.parametrize("paid", ["2026-11-10", "2026-11-13", "2026-11-16"])
def test_a_pay_day_moved_by_a_weekend_or_a_holiday_is_ordinary(papers, paid):
    assert _check(papers, papers.stub("2026-10-30", **BEFORE), papers.stub(paid, **USUAL)).signals == ()


def test_a_correction_or_a_bonus_is_paid_on_any_day(papers):
    stubs = papers.stub("2026-10-30", **BEFORE), papers.stub("2026-11-20", gross_pay="412.10", **USUAL)
    assert _check(papers, *stubs).signals == ()


def test_pay_a_month_behind_is_ordinary(papers):
    stub = papers.stub("2026-11-13", period_start="2026-10-01", period_end="2026-10-14", pay_frequency="semimonthly")
    assert _check(papers, stub).signals == ()


def test_without_a_clear_period_nothing_is_said(papers):
    assert _check(papers, papers.stub("2026-11-13")).outcome is Outcome.inconclusive
    long = papers.stub("2026-11-13", period_start="2026-01-01", period_end="2026-07-18")
    assert _check(papers, long).outcome is Outcome.inconclusive
