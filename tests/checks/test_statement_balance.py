from app.screening.checks import statement_balance
from app.screening.verdict import Outcome, Severity


def _rows(*balances, opening="1,000.00"):
    """Ten withdrawals of 10.00 each; the balances as given, or as they should be."""
    usual = [f"{990 - 10 * place}.00" for place in range(10)]
    shown = [*balances, *usual[len(balances) :]]
    return [
        [(f"10/{place + 1:02d}", 60), ("Card", 120), ("10.00", 400), (balance, 500)]
        for place, balance in enumerate(shown)
    ]


def test_a_statement_that_adds_up_is_consistent(papers):
    assert statement_balance.check(papers.packet(papers.statement())).outcome is Outcome.consistent


def test_a_raised_closing_balance_is_review(papers):
    (signal,) = statement_balance.check(papers.packet(papers.statement(closing_balance="16100.25"))).signals
    assert (signal.severity, signal.code, signal.implied) == (Severity.review, "altered_bank_statement", "6100.25")


def test_fees_that_are_totalled_apart_are_inconclusive(papers):
    statement = papers.statement(closing_balance="6088.25")
    page = papers.page([("Fees", 100), ("12.00", 300)])
    assert statement_balance.check(papers.with_file(statement, papers.reading(page))).outcome is Outcome.inconclusive


def test_a_missing_total_is_inconclusive(papers):
    statement = papers.document("bank_statement", opening_balance="1.00", closing_balance="2.00")
    assert statement_balance.check(papers.packet(statement)).outcome is Outcome.inconclusive


def _statement(papers):
    return papers.document("bank_statement", opening_balance="1000.00")


def test_running_balances_that_follow_are_consistent_in_both_directions(papers):
    for rows in (_rows(), list(reversed(_rows()))):
        packet = papers.with_file(_statement(papers), papers.reading(papers.page(*rows)))
        assert statement_balance.check(packet).outcome is Outcome.consistent


def test_one_edited_balance_is_review_and_counts_once(papers):
    packet = papers.with_file(_statement(papers), papers.reading(papers.page(*_rows("990.00", "980.00", "9,970.00"))))
    (signal,) = statement_balance.check(packet).signals
    assert signal.severity is Severity.review
    assert len(signal.evidence) == 1


def test_two_independent_rows_off_are_strong_on_a_text_layer_and_review_on_a_scan(papers):
    rows = _rows("990.00", "5,980.00", "970.00", "960.00", "950.00", "7,940.00")
    rows += [
        [(f"10/{20 + place}", 60), ("Card", 120), ("10.00", 400), (f"{890 - 10 * place}.00", 500)] for place in range(6)
    ]
    for source, severity in (("text", Severity.strong), ("ocr", Severity.review)):
        packet = papers.with_file(_statement(papers), papers.reading(papers.page(*rows, source=source)))
        (signal,) = statement_balance.check(packet).signals
        assert signal.severity is severity


def test_a_table_that_mostly_does_not_follow_was_misread_and_says_nothing(papers):
    rows = [[(f"10/{place:02d}", 60), ("10.00", 400), (f"{777 * place}.13", 500)] for place in range(1, 12)]
    packet = papers.with_file(_statement(papers), papers.reading(papers.page(*rows)))
    assert statement_balance.check(packet).outcome is Outcome.inconclusive


def test_days_with_several_movements_and_one_balance_are_consistent(papers):
    rows = _rows()
    rows[4] = [("10/05", 60), ("Card", 120), ("4.00", 400)]
    rows.insert(5, [("10/05", 60), ("Card", 120), ("6.00", 400), ("950.00", 500)])
    packet = papers.with_file(_statement(papers), papers.reading(papers.page(*rows)))
    assert statement_balance.check(packet).outcome is Outcome.consistent
