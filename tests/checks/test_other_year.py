import pytest

from app.screening.checks import other_year
from app.screening.verdict import Outcome, Severity


def _check(papers, *rows):
    read = tuple({"date": day, "description": text, "amount": "-10.00", "direction": "debit"} for day, text in rows)
    return other_year.check(papers.packet(papers.statement(transactions=read)))


OLD = ("2026-10-18", "PURCHASE AUTHORIZED ON 10/17/25 KROGER 442")


def test_two_rows_that_name_their_days_in_another_year_are_review_and_one_is_told(papers):
    (signal,) = _check(papers, OLD, ("2026-10-09", "OLENTANGY SIGN DES:PAYROLL ID:251009")).signals
    assert (signal.severity, signal.actual) == (Severity.review, "10/17/25")


@pytest.mark.parametrize(
    "rows",
    [
        [OLD],
        [OLD, ("2026-10-20", "REFUND OF 10/17/25"), ("2026-10-21", "PURCHASE 10/20/26 TARGET")],
        [("2026-10-09", "ACME PAYROLL 251009"), ("2026-10-10", "ACME PAYROLL 251009")],
        [("2026-01-02", "PURCHASE 12/30/25 SHELL"), ("2026-01-03", "PURCHASE 12/31/25 TARGET")],
        [("2026-10-09", "CHECK 254499"), ("2026-10-10", "REF 259931"), ("2026-10-11", "ZELLE 1/2 25")],
    ],
    ids=["one late charge", "others of the year", "one reference", "the turn of the year", "other numbers"],
)
def test_what_can_be_ordinary_says_nothing(papers, rows):
    assert _check(papers, *rows).signals == ()


def test_rows_that_name_their_own_days_are_consistent(papers):
    rows = [("2026-10-18", "PURCHASE 10/17/26 KROGER"), ("2026-10-09", "ACME PAYROLL 261009")]
    assert _check(papers, *rows).outcome is Outcome.consistent


def test_a_statement_without_such_rows_says_nothing(papers):
    assert other_year.check(papers.packet(papers.statement())).outcome is Outcome.inconclusive
