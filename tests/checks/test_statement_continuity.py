from app.screening.checks import statement_continuity
from app.screening.verdict import Outcome, Severity

EARLIER = {"statement_start": "2026-09-01", "statement_end": "2026-09-30", "closing_balance": "5000.00"}


def _two(papers, tails=("4471", "4471"), source="text", **changes):
    earlier, later = papers.statement(**{**EARLIER, **changes}), papers.statement()
    readings = {
        item.file_id: papers.reading(papers.page([("Account", 60), (f"****{tail}", 200)], source=source))
        for item, tail in zip((earlier, later), tails, strict=True)
    }
    return papers.packet(earlier, later, readings=readings)


def test_a_statement_that_begins_with_the_balance_before_is_consistent(papers):
    assert statement_continuity.check(_two(papers)).outcome is Outcome.consistent


def test_another_balance_than_the_one_before_is_review_with_both_places(papers):
    (signal,) = statement_continuity.check(_two(papers, closing_balance="2500.00")).signals
    assert (signal.severity, signal.expected, signal.actual) == (Severity.review, "$2,500.00", "$5,000.00")
    assert len(signal.evidence) == 2


def test_other_accounts_other_banks_gaps_and_lost_signs_say_nothing(papers):
    apart = {"closing_balance": "2500.00"}
    for packet in (
        _two(papers, tails=("4471", "9020"), **apart),
        _two(papers, bank_name="Other Bank", **apart),
        _two(papers, account_holder="John Doe", **apart),
        _two(papers, statement_end="2026-09-15", **apart),
        _two(papers, closing_balance="-5000.00"),
        _two(papers, source="ocr", **apart),
    ):
        assert statement_continuity.check(packet).signals == ()


def test_one_statement_alone_is_inconclusive(papers):
    assert statement_continuity.check(papers.packet(papers.statement())).outcome is Outcome.inconclusive


def _month(papers, month, opening, closing, tail="XXXX7721"):
    """A statement of five withdrawals without a printed period, its account's number below the heading."""
    rows = tuple(
        {"date": f"2026-{month}-{day:02d}", "amount": "-10.00", "direction": "debit", "description": "Card"}
        for day in (1, 8, 15, 22, 29)
    )
    totals = {"deposits_total": "0.00", "withdrawals_total": "50.00"}
    statement = papers.document(
        "bank_statement",
        bank_name="First Bank",
        opening_balance=opening,
        closing_balance=closing,
        transactions=rows,
        **totals,
    )
    page = papers.page([("Account", 100), ("Number", 160)], [("Jane Doe", 100), (tail, 200)])
    return statement, papers.reading(page)


def test_months_of_rows_follow_each_other_where_no_period_is_printed(papers):
    first, read = _month(papers, "09", "1000.00", "950.00")
    for opening, closing, count in (("950.00", "900.00", 0), ("8950.00", "8900.00", 1)):
        second, other = _month(papers, "10", opening, closing)
        readings = {first.file_id: read, second.file_id: other}
        packet = papers.packet(first, second, readings=readings)
        assert len(statement_continuity.check(packet).signals) == count


def test_rows_of_two_months_apart_do_not_follow(papers):
    (first, read), (second, other) = _month(papers, "08", "1000.00", "950.00"), _month(papers, "10", "90.00", "40.00")
    packet = papers.packet(first, second, readings={first.file_id: read, second.file_id: other})
    assert statement_continuity.check(packet).outcome is Outcome.inconclusive
