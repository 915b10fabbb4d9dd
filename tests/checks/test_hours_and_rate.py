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


def test_a_rate_raised_over_the_rate_that_was_paid_is_review_and_says_both(papers):
    before = papers.stub("2026-10-30", hours="80.00", rate="37.50")
    raised = papers.stub("2026-11-13", hours="80.00", rate="47.50")
    (signal,) = hours_and_rate.check(papers.packet(before, raised)).signals
    assert (signal.severity, signal.field, signal.expected, signal.actual) == (
        Severity.review,
        "rate",
        "$37.50",
        "$47.50",
    )


def test_a_raise_that_is_paid_and_a_raise_within_the_period_are_ordinary(papers):
    before = papers.stub("2026-10-30", hours="80.00", rate="37.50")
    paid = papers.stub("2026-11-13", hours="80.00", rate="47.50", gross_pay="3800.00")
    assert hours_and_rate.check(papers.packet(before, paid)).outcome is Outcome.consistent
    within = papers.stub("2026-11-13", hours="80.00", rate="47.50", gross_pay="3400.00")
    assert [signal.severity for signal in hours_and_rate.check(papers.packet(before, within)).signals] == [
        Severity.note
    ]


def test_tips_on_a_line_of_their_own_need_no_hours(papers):
    paid = (("Hourly", "472.50"), ("Tips", "478.15"))
    lines = tuple({"description": name, "section": "earnings", "amount": it} for name, it in paid)
    stub = papers.stub(gross_pay="950.65", hours="63.00", rate="7.50", earnings_lines=lines)
    assert hours_and_rate.check(papers.packet(stub)).signals == ()
