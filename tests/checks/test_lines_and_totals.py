from dataclasses import replace

from app.screening.checks import lines_and_totals
from app.screening.reading.pages import CoveredText
from app.screening.verdict import Outcome, Severity

EARNINGS = (
    {"description": "Regular", "section": "earnings", "amount": "2800.00", "ytd": "64400.00"},
    {"description": "Shift", "section": "earnings", "amount": "200.00", "ytd": "4600.00"},
)


def _check(papers, lines=EARNINGS, **fields):
    return lines_and_totals.check(papers.packet(papers.stub(earnings_lines=lines, **fields)))


def test_lines_that_add_up_in_both_columns_are_consistent(papers):
    assert _check(papers).outcome is Outcome.consistent


def test_a_raised_total_is_review_where_the_year_s_column_adds_up(papers):
    (signal,) = _check(papers, gross_pay="4000.00").signals
    assert (signal.severity, signal.field, signal.implied) == (Severity.review, "gross_pay", "3000.00")


def test_a_year_s_total_above_its_lines_is_ordinary(papers):
    assert _check(papers, ytd_gross="71000.00").outcome is Outcome.consistent


def test_a_line_whose_amount_stands_on_the_page_was_not_read(papers):
    stub = papers.stub(earnings_lines=EARNINGS, gross_pay="3150.00")
    page = papers.page([("Tips", 100), ("150.00", 300)])
    assert lines_and_totals.check(papers.with_file(stub, papers.reading(page))).outcome is Outcome.consistent


def test_a_year_s_total_below_its_lines_is_review(papers):
    (signal,) = _check(papers, ytd_gross="49000.00").signals
    assert (signal.field, signal.implied) == ("ytd_gross", "69000.00")


def test_a_line_that_was_not_read_breaks_both_columns_and_says_nothing(papers):
    assert _check(papers, EARNINGS[:1]).outcome is Outcome.inconclusive


def test_lines_without_a_year_s_column_say_nothing(papers):
    lines = tuple({key: value for key, value in line.items() if key != "ytd"} for line in EARNINGS)
    assert _check(papers, lines, gross_pay="4000.00").outcome is Outcome.inconclusive


def test_what_the_employer_pays_is_not_a_deduction(papers):
    lines = (
        {"description": "Tax", "section": "taxes", "amount": "699.50", "ytd": "16000.00"},
        {"description": "Employer match", "section": "employer", "amount": "90.00", "ytd": "2070.00"},
    )
    stub = papers.stub(deduction_lines=lines, ytd_deductions="16000.00")
    assert lines_and_totals.check(papers.packet(stub)).outcome is Outcome.consistent


def test_without_a_table_the_rows_straight_above_the_total_are_added_up(papers):
    page = papers.page(
        [("Salary", 60), ("2,800.00", 400), ("64,400.00", 500)],
        [("Shift", 60), ("200.00", 400), ("4,600.00", 500)],
        [("Gross", 60), ("4,000.00", 400), ("69,000.00", 500)],
    )
    stub = papers.stub(gross_pay="4000.00")
    for name, word in (("gross_pay", page.words[7]), ("ytd_gross", page.words[8])):
        stub.fields[name] = replace(stub.fields[name], box=word.box)
    (signal,) = lines_and_totals.check(papers.with_file(stub, papers.reading(page))).signals
    assert (signal.field, signal.implied) == ("gross_pay", "3000.00")


def test_an_amount_beneath_a_stamp_was_not_read_and_says_nothing(papers):
    stub = papers.stub(earnings_lines=EARNINGS, gross_pay="4000.00")
    spot = CoveredText(1, (300.0, 140.0, 340.0, 150.0), "1,000.00", "RECEIVED", is_open=True)
    reading = papers.reading(papers.page([("Stub", 100)]), covered=(spot,))
    assert lines_and_totals.check(papers.with_file(stub, reading)).outcome is Outcome.inconclusive


def test_a_correction_with_a_minus_counts_as_what_it_is(papers):
    lines = (
        {"description": "Regular", "section": "earnings", "amount": "2984.83", "ytd": "69096.05"},
        {"description": "Overtime", "section": "earnings", "amount": "15.17", "ytd": "-96.05"},
    )
    assert _check(papers, lines).outcome is Outcome.consistent


def test_a_line_without_a_year_that_is_the_whole_gap_is_a_number_of_another_column(papers):
    lines = (*EARNINGS, {"description": "Regular", "section": "earnings", "amount": "80.00"})
    assert _check(papers, lines).outcome is Outcome.inconclusive
