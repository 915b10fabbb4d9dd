from dataclasses import replace
from decimal import Decimal

from app.screening.checks import statement_balance
from app.screening.reading.pages import CoveredText
from app.screening.verdict import Outcome, Severity
from tests.checks.statement_rows import answer, movement, ten_rows


def test_running_balances_that_follow_are_consistent_in_both_directions(papers):
    assert answer(papers, ten_rows()).outcome is Outcome.consistent
    assert answer(papers, list(reversed(ten_rows()))).outcome is Outcome.consistent


def test_one_edited_balance_is_review_and_counts_once(papers):
    (signal,) = answer(papers, ten_rows("990.00", "980.00", "9970.00")).signals
    assert signal.severity is Severity.review
    assert [item.box for item in signal.evidence] == [(300.0, 140.0, 340.0, 150.0)]


def test_two_independent_rows_off_are_strong_on_a_text_layer_and_review_on_a_scan(papers):
    rows = ten_rows("990.00", "5980.00", "970.00", "960.00", "950.00", "7940.00", count=20)
    for source, severity in (("text", Severity.strong), ("ocr", Severity.review)):
        (signal,) = answer(papers, rows, source).signals
        assert signal.severity is severity


def test_a_row_that_was_not_read_leaves_its_amount_on_the_page(papers):
    rows = [row for place, row in enumerate(ten_rows()) if place != 4]
    assert answer(papers, rows, printed=("10.00",)).outcome is Outcome.consistent


def test_a_table_that_mostly_does_not_follow_was_misread_and_says_nothing(papers):
    rows = [movement(place, "-10.00", f"{777 * place}.13") for place in range(11)]
    assert answer(papers, rows).outcome is Outcome.inconclusive


def test_days_with_several_movements_and_one_balance_are_consistent(papers):
    rows = ten_rows()
    rows[4:5] = [movement(4, "-4.00"), movement(4, "-6.00", "950.00")]
    assert answer(papers, rows).outcome is Outcome.consistent


BELOW = ("Daily", "balances", "follow", "here")


def test_a_raised_total_is_review_where_the_other_side_adds_up(papers):
    rows = [movement(0, "500.00"), movement(1, "-30.00"), movement(2, "-20.00")]
    fine = answer(papers, rows, printed=BELOW, deposits_total="500.00", withdrawals_total="50.00")
    assert fine.outcome is Outcome.consistent
    (signal,) = answer(papers, rows, printed=BELOW, deposits_total="4500.00", withdrawals_total="50.00").signals
    assert (signal.severity, signal.field, signal.implied) == (Severity.review, "deposits_total", "500.00")
    neither = answer(papers, rows, printed=BELOW, deposits_total="4500.00", withdrawals_total="77.00")
    assert neither.outcome is Outcome.inconclusive


def test_rows_cut_off_by_the_end_of_the_page_say_nothing(papers):
    rows = [movement(0, "500.00"), movement(1, "-30.00"), movement(2, "-20.00")]
    cut = answer(papers, rows, deposits_total="500.00", withdrawals_total="250.00")
    assert cut.outcome is Outcome.inconclusive
    numbered = answer(papers, rows, printed=("Page 1 of 1",), deposits_total="500.00", withdrawals_total="250.00")
    assert numbered.outcome is Outcome.contradicted


def test_a_missing_page_between_two_balances_is_consistent_unless_the_pages_are_numbered(papers):
    rows = [{**row, "page": "1" if place < 8 else "2"} for place, row in enumerate(ten_rows(count=20)) if place != 9]
    rows[8] = {**rows[8], "balance": "400.00"}
    rows[9:] = [{**row, "balance": f"{390 - 10 * place}.00"} for place, row in enumerate(rows[9:])]
    statement = papers.document("bank_statement", opening_balance="1000.00", transactions=tuple(rows))
    statement = replace(statement, page_to=2)

    def checked(first, second):
        pages = (papers.page([(first, 100)]), papers.page([(second, 100)], number=2))
        return statement_balance.check(papers.with_file(statement, papers.reading(*pages)))

    assert checked("Statement", "Statement").outcome is Outcome.consistent
    assert checked("Page 1 of 3", "Page 3 of 3").outcome is Outcome.consistent
    assert checked("Page 1 of 2", "Page 2 of 2").outcome is Outcome.contradicted


def test_rows_beneath_a_stamp_were_not_read_and_say_nothing(papers):
    statement = papers.document(
        "bank_statement", opening_balance="1000.00", transactions=tuple(ten_rows("990.00", "9.00"))
    )
    spot = CoveredText(1, (300.0, 140.0, 340.0, 150.0), "980.00", "RECEIVED", is_open=True)
    reading = papers.reading(papers.page([("Statement", 100)]), covered=(spot,))
    assert statement_balance.check(papers.with_file(statement, reading)).outcome is Outcome.inconclusive


def test_a_blacked_out_account_number_above_the_rows_changes_nothing(papers):
    statement = papers.document(
        "bank_statement", opening_balance="1000.00", transactions=tuple(ten_rows("990.00", "9.00"))
    )
    spot = CoveredText(1, (300.0, 40.0, 340.0, 50.0), "000448120937", "", is_open=True)
    reading = papers.reading(papers.page([("Statement", 100)]), covered=(spot,))
    assert statement_balance.check(papers.with_file(statement, reading)).outcome is Outcome.contradicted


def test_made_up_rows_of_a_published_sample_are_never_strong(papers):
    rows = ten_rows("990.00", "5980.00", "970.00", "960.00", "950.00", "7940.00", count=20)
    (signal,) = answer(papers, rows, printed=("SAMPLE",)).signals
    assert signal.severity is Severity.review


def test_payroll_deposits_above_the_total_of_all_deposits_are_review(papers):
    payroll = [("2026-10-02", "2622.24", "ACME PAYROLL"), ("2026-10-16", "2300.50", "ACME PAYROLL")]
    (signal,) = statement_balance.check(papers.packet(papers.statement(*payroll))).signals
    assert (signal.severity, signal.field) == (Severity.review, "deposits_total")
    fine = papers.statement(*payroll, deposits_total="4922.74", closing_balance="6422.99")
    assert statement_balance.check(papers.packet(fine)).outcome is Outcome.consistent


def test_another_account_of_the_same_statement_starts_anew(papers):
    checking = [{**row, "date": "2026-10-01"} for row in ten_rows(count=12)]
    loan = movement(12, "-312.00", "9118.22")
    assert answer(papers, [*checking, loan]).outcome is Outcome.contradicted
    opened = answer(papers, [*checking, loan], printed=("9,430.22",))
    assert opened.outcome is Outcome.consistent


def test_a_heading_between_two_rows_starts_another_table(papers):
    rows = ten_rows(count=12)
    rows.append({**movement(14, "-312.00", "9118.22")})
    printed = ["Row"] * 11 + ["LOAN L1 AUTO"]
    statement = papers.document("bank_statement", opening_balance="1000.00", transactions=tuple(rows))
    page = papers.page(*[[(text, 200)] for text in ["Statement", *printed]])
    assert statement_balance.check(papers.with_file(statement, papers.reading(page))).outcome is Outcome.consistent


def test_two_gaps_after_which_the_balances_go_on_are_review(papers):
    rows = ten_rows(count=24)
    rows = [
        {**row, "balance": f"{Decimal(row['balance']) + (place > 7) * 1000 + (place > 15) * 700:.2f}"}
        for place, row in enumerate(rows)
    ]
    (signal,) = answer(papers, rows).signals
    assert signal.severity is Severity.review


def test_a_minus_lost_on_a_scan_does_not_break_the_totals(papers):
    fields = {"opening_balance": "100.00", "deposits_total": "0.00", "withdrawals_total": "150.00"}
    statement = papers.statement(**fields, closing_balance="50.00")

    def checked(source):
        reading = papers.reading(papers.page([("Statement", 100)], source=source))
        return statement_balance.check(papers.with_file(statement, reading)).outcome

    assert (checked("ocr"), checked("text")) == (Outcome.inconclusive, Outcome.contradicted)
    statement = papers.statement(**{**fields, "deposits_total": "300.00"}, closing_balance="50.00")
    assert checked("ocr") is Outcome.inconclusive


def test_a_minus_of_a_movement_lost_on_a_scan_does_not_break_the_balances(papers):
    rows = ten_rows()
    rows[4] = movement(4, "10.00", "950.00")
    assert answer(papers, rows, "ocr").outcome is Outcome.consistent


def test_a_minus_of_an_overdrawn_balance_lost_on_a_scan_does_not_break_the_balances(papers):
    rows = [
        *ten_rows(),
        movement(10, "-920.00", "20.00"),
        movement(11, "-5.00", "25.00"),
        movement(12, "100.00", "75.00"),
    ]
    assert answer(papers, rows, "ocr").outcome is Outcome.consistent
    assert answer(papers, rows).outcome is Outcome.contradicted


def test_a_row_lost_on_a_scan_leaves_room_and_breaks_no_balance(papers):
    rows = [row for place, row in enumerate(ten_rows(count=16)) if place != 7]
    assert answer(papers, rows, "ocr").outcome is Outcome.consistent
    assert answer(papers, rows).outcome is Outcome.contradicted


def _with_deposit(is_carried=False):
    """Ten rows and, after the third, a deposit of 2,450.00 that only its own balance counts."""
    rows = ten_rows()
    put = movement(3, "2450.00", "3420.00")
    later = [{**row, "box": movement(place + 4, "-10.00")["box"]} for place, row in enumerate(rows[3:])]
    if is_carried:
        later = [{**row, "balance": f"{float(row['balance']) + 2450:.2f}"} for row in later]
    return [*rows[:3], put, *later]


def test_a_deposit_put_between_rows_is_review_though_its_amount_is_printed(papers):
    (signal,) = answer(papers, _with_deposit(), printed=["2,450.00"]).signals
    assert (signal.severity, signal.actual) == (Severity.review, "$960.00")
    assert answer(papers, _with_deposit(is_carried=True), printed=["2,450.00"]).signals == ()


def test_a_row_printed_again_at_the_turn_of_a_page_is_ordinary(papers):
    rows = _with_deposit(is_carried=True)
    assert answer(papers, [*rows[:4], rows[3], *rows[4:]], printed=["2,450.00"]).signals == ()


def test_rows_that_come_to_less_than_their_total_say_nothing_on_a_scan(papers):
    rows = [*ten_rows(), {**movement(10, "500.00"), "balance": "1400.00"}]
    lost = {"closing_balance": "1308.03", "deposits_total": "500.00", "withdrawals_total": "191.97"}
    assert answer(papers, rows, "ocr", **lost).outcome is not Outcome.contradicted
    more = {"closing_balance": "1408.03", "deposits_total": "500.00", "withdrawals_total": "91.97"}
    assert answer(papers, rows, "ocr", **more).outcome is Outcome.contradicted


def _newest_first(papers, closing, *printed):
    """A list without an opening balance that begins with the newest row."""
    rows = [
        {
            **movement(9 - place, "-10.00", f"{900 + 10 * place}.00"),
            "box": f"300 {100 + 20 * place} 340 {110 + 20 * place}",
        }
        for place in range(8)
    ]
    statement = papers.document("bank_statement", closing_balance=closing, transactions=tuple(rows))
    page = papers.page([("Activity", 100)], *[[(text, 300)] for text in printed])
    return statement_balance.check(papers.with_file(statement, papers.reading(page)))


def test_the_head_of_a_list_shows_the_balance_of_its_newest_row(papers):
    assert _newest_first(papers, "900.00").outcome is Outcome.consistent
    (signal,) = _newest_first(papers, "9900.00").signals
    assert (signal.severity, signal.field, signal.implied) == (Severity.review, "closing_balance", "900.00")


def test_what_is_pending_or_printed_explains_another_balance_at_the_head(papers):
    assert _newest_first(papers, "845.50", "Pending").signals == ()
    assert _newest_first(papers, "845.50", "54.50").signals == ()
