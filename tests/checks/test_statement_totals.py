"""Totals of a statement against its balances."""

from app.screening.checks import statement_balance
from app.screening.verdict import Outcome, Severity
from tests.checks.statement_rows import answer, movement


def test_a_statement_that_adds_up_is_consistent(papers):
    assert statement_balance.check(papers.packet(papers.statement())).outcome is Outcome.consistent


def test_a_raised_closing_balance_is_review(papers):
    (signal,) = statement_balance.check(papers.packet(papers.statement(closing_balance="16100.25"))).signals
    assert (signal.severity, signal.code, signal.implied) == (Severity.review, "altered_bank_statement", "6100.25")


def test_fees_that_are_totalled_apart_are_inconclusive(papers):
    statement = papers.statement(closing_balance="6088.25")
    page = papers.page([("Fees", 100), ("12.00", 300)])
    assert statement_balance.check(papers.with_file(statement, papers.reading(page))).outcome is Outcome.inconclusive


def _with_a_deposit_that_the_totals_do_not_know(papers, *printed):
    rows = [movement(0, "500.00"), movement(1, "-100.00"), movement(2, "4800.00")]
    totals = {"deposits_total": "500.00", "withdrawals_total": "100.00", "closing_balance": "6200.00"}
    return answer(papers, rows, printed=("500.00", "100.00", *printed), **totals)


def test_a_deposit_among_the_rows_that_the_totals_do_not_know_is_review(papers):
    (signal,) = _with_a_deposit_that_the_totals_do_not_know(papers, "4,800.00").signals
    assert (signal.severity, signal.actual) == (Severity.review, "$6,200.00")


def test_a_deposit_that_the_summary_names_apart_is_inconclusive(papers):
    assert _with_a_deposit_that_the_totals_do_not_know(papers, "4,800.00", "4,800.00").signals == ()


def test_several_totals_apart_that_make_up_the_gap_are_inconclusive(papers):
    statement = papers.statement(closing_balance="4888.25")
    page = papers.page([("Checks", 100), ("1,200.00", 300)], [("Fees", 100), ("12.00", 300)])
    assert statement_balance.check(papers.with_file(statement, papers.reading(page))).outcome is Outcome.inconclusive


def test_a_missing_total_is_inconclusive(papers):
    statement = papers.document("bank_statement", opening_balance="1.00", closing_balance="2.00")
    assert statement_balance.check(papers.packet(statement)).outcome is Outcome.inconclusive


def _with_a_total_above_the_rows(papers, *printed):
    rows = [movement(0, "500.00"), movement(1, "-112.61")]
    return answer(papers, rows, printed=printed, deposits_total="500.00", withdrawals_total="1862.61")


def test_rows_below_their_total_are_review_but_not_beside_a_table_of_checks(papers):
    assert _with_a_total_above_the_rows(papers, "and", "more", "below").outcome is Outcome.contradicted
    assert _with_a_total_above_the_rows(papers, "and", "Check No", "below").signals == ()


def test_interest_of_some_cents_that_is_printed_without_a_dollar_is_told_apart(papers):
    rows = [movement(0, "500.00"), movement(1, "-100.00"), movement(2, "0.51")]
    totals = {"deposits_total": "500.00", "withdrawals_total": "100.00", "closing_balance": "1400.51"}
    assert answer(papers, rows, printed=(".51", "0.51"), **totals).signals == ()
