"""3,000.00 of pay in the period and 69,000.00 in the year, with 6.2 and 1.45 percent of each."""

from app.screening.checks import year_taxes
from app.screening.verdict import Outcome, Severity

TAXES = {
    "fica_social_security": "186.00",
    "fica_medicare": "43.50",
    "ytd_social_security": "4278.00",
    "ytd_medicare": "1000.50",
    "ytd_deductions": "16088.50",
}


def _check(papers, *printed, **fields):
    stub = papers.stub(**{**TAXES, **fields})
    page = papers.page(*[[("Line", 100), (text, 300)] for text in printed])
    return year_taxes.check(papers.with_file(stub, papers.reading(page)))


def test_taxes_of_the_period_and_the_year_that_fit_their_pay_are_consistent(papers):
    assert _check(papers).outcome is Outcome.consistent


def test_a_raised_year_to_date_total_is_review_and_the_taxes_tell_the_true_one(papers):
    (signal,) = _check(papers, ytd_gross="94000.00").signals
    assert (signal.severity, signal.field, signal.implied) == (Severity.review, "ytd_gross", "69000.00")


def test_a_raised_gross_pay_is_told_by_the_year_where_large_deductions_could_hide_it(papers):
    (signal,) = _check(papers, gross_pay="3800.00", deductions_total="900.00").signals
    assert (signal.severity, signal.field, signal.implied) == (Severity.review, "gross_pay", "3000.00")


def test_what_fica_says_is_not_told_twice(papers):
    assert _check(papers, gross_pay="5400.00").signals == ()


def test_an_untaxed_payment_that_is_printed_explains_the_year(papers):
    assert _check(papers, "25,000.00", ytd_gross="94000.00").outcome is Outcome.consistent


def test_deductions_of_the_year_that_are_as_large_explain_it(papers):
    assert _check(papers, ytd_gross="80000.00", ytd_deductions="27088.50").outcome is Outcome.consistent


def test_taxes_that_disagree_as_beyond_the_wage_cap_say_nothing(papers):
    assert _check(papers, ytd_gross="94000.00", ytd_medicare="1300.00").outcome is Outcome.inconclusive


def test_a_stub_without_the_year_s_taxes_says_nothing(papers):
    stub = papers.stub(ytd_gross="94000.00", fica_social_security="186.00", fica_medicare="43.50")
    assert year_taxes.check(papers.packet(stub)).outcome is Outcome.inconclusive
