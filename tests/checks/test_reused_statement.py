from app.screening.checks import reused_statement
from app.screening.verdict import Outcome, Severity

AMOUNTS = (
    "12.40",
    "61.05",
    "1500.00",
    "8.99",
    "44.10",
    "2310.55",
    "73.20",
    "19.00",
    "5.25",
    "260.00",
    "33.33",
    "9.90",
    "71.15",
    "6.49",
)


def _statement(papers, month, amounts=AMOUNTS, first=2):
    rows = tuple(
        {
            "date": f"2026-{month:02}-{first + 2 * place:02}",
            "amount": amount,
            "direction": "credit" if amount == "2310.55" else "debit",
        }
        for place, amount in enumerate(amounts)
    )
    return papers.statement(transactions=rows)


def _check(papers, *documents):
    return reused_statement.check(papers.packet(*documents))


def test_a_month_that_repeats_another_one_s_movements_is_review(papers):
    (signal,) = _check(papers, _statement(papers, 9), _statement(papers, 10)).signals
    assert (signal.severity, signal.code) == (Severity.review, "suspicious_bank_statement")
    nearly = (*AMOUNTS[:13], "9.95")
    assert _check(papers, _statement(papers, 9), _statement(papers, 10, nearly)).signals


def test_standing_orders_on_fixed_days_among_purchases_are_ordinary(papers):
    own = (
        "12.40",
        "58.11",
        "1500.00",
        "8.99",
        "39.87",
        "2310.55",
        "41.76",
        "19.00",
        "7.10",
        "260.00",
        "28.02",
        "9.90",
        "64.20",
        "6.49",
    )
    answer = _check(papers, _statement(papers, 9), _statement(papers, 10, own))
    assert (answer.outcome, answer.signals) == (Outcome.consistent, ())


def test_the_same_amounts_on_days_that_weekends_moved_are_ordinary(papers):
    assert _check(papers, _statement(papers, 9), _statement(papers, 10, first=3)).signals == ()


def test_few_rows_and_one_statement_handed_in_twice_say_nothing(papers):
    few = [_statement(papers, month, AMOUNTS[:9]) for month in (9, 10)]
    assert _check(papers, *few).outcome is Outcome.inconclusive
    assert _check(papers, _statement(papers, 10), _statement(papers, 10)).outcome is Outcome.inconclusive
