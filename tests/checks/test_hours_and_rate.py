from app.screening.checks import hours_and_rate
from app.screening.verdict import Outcome, Severity


def test_hours_times_rate_is_consistent_and_overtime_only_a_note(papers):
    hourly = {"hours": "80.00", "rate": "37.50"}
    assert hours_and_rate.check(papers.packet(papers.stub(**hourly))).outcome is Outcome.consistent
    result = hours_and_rate.check(papers.packet(papers.stub(gross_pay="3200.00", **hourly)))
    assert result.outcome is Outcome.inconclusive
    assert [signal.severity for signal in result.signals] == [Severity.note]


def test_a_salary_without_hours_says_nothing(papers):
    assert hours_and_rate.check(papers.packet(papers.stub())).outcome is Outcome.inconclusive
