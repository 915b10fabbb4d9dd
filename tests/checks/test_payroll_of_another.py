import pytest

from app.screening.checks import payroll_of_another
from app.screening.verdict import Outcome, Severity

OTHER = [("2026-10-02", "1872.94", "BOREALIS FOODS PAYROLL"), ("2026-10-16", "1872.94", "BOREALIS FOODS PAYROLL")]


def _check(papers, payroll, *stubs, **statement):
    return payroll_of_another.check(
        papers.packet(*(stubs or [papers.stub("2026-10-16")]), papers.statement(*payroll, **statement))
    )


def test_payroll_of_another_name_with_another_amount_is_review_and_says_both(papers):
    (signal,) = _check(papers, OTHER).signals
    assert (signal.severity, signal.actual, signal.field) == (Severity.review, "$1,872.94", "employer_name")
    assert "$2,300.50" in signal.observation and len(signal.evidence) == 3


@pytest.mark.parametrize(
    "payroll",
    [
        [],
        OTHER[1:],
        [(day, "2300.50", "PAYSERVICE INC PAYROLL") for day in ("2026-10-02", "2026-10-16")],
        [(day, "1800.50", "PAYSERVICE INC PAYROLL") for day in ("2026-10-02", "2026-10-16")],
        [*OTHER, ("2026-10-16", "2300.50", "ACME CORP PAYROLL")],
        [*OTHER, ("2026-10-02", "2120.10", "ACME CORP PAYROLL")],
        [(day, "212.40", "DOORHOP PAYROLL") for day in ("2026-10-02", "2026-10-16")],
        [("2026-10-05", "1872.94", "BOREALIS FOODS PAYROLL"), ("2026-10-28", "1872.94", "BOREALIS FOODS PAYROLL")],
    ],
    ids=[
        "no payroll: cash or another account",
        "one deposit of a side job",
        "a payroll service's name with the net pay",
        "a payroll service's name with a part of it",
        "a second job beside this one",
        "this employer on another day",
        "small deposits of a side job",
        "no pay day of the stub",
    ],
)
def test_what_can_be_ordinary_is_not_contradicted(papers, payroll):
    assert _check(papers, payroll).signals == ()


def test_a_statement_of_another_month_says_nothing(papers):
    assert _check(papers, OTHER, papers.stub("2026-11-13", ytd_gross="")).outcome is Outcome.inconclusive


def test_payroll_of_one_of_two_jobs_is_enough(papers):
    stubs = papers.stub("2026-10-16"), papers.stub("2026-10-16", employer_name="Borealis Foods", net_pay="1872.94")
    assert _check(papers, OTHER, *stubs).signals == ()


def test_pay_days_before_the_stub_s_that_its_total_tells_are_covered_too(papers):
    stub = papers.stub("2026-11-06", pay_frequency="weekly", ytd_gross="120000.00")
    rows = [(day, "1450.04", "CUMBERLAND CAR WASH PAYROLL") for day in ("2026-10-09", "2026-10-16", "2026-10-23")]
    (signal,) = payroll_of_another.check(papers.packet(stub, papers.statement(*rows))).signals
    assert signal.severity is Severity.review


def test_a_job_that_began_after_the_statement_has_no_pay_days_on_it(papers):
    stub = papers.stub("2026-11-06", pay_frequency="weekly", ytd_gross="6000.00")
    rows = [(day, "1450.04", "CUMBERLAND CAR WASH PAYROLL") for day in ("2026-10-09", "2026-10-16", "2026-10-23")]
    assert payroll_of_another.check(papers.packet(stub, papers.statement(*rows))).signals == ()
