import pytest

from app.screening.checks import deposits
from app.screening.verdict import Outcome, Severity

STUB = {"pay_date": "2026-10-16"}


@pytest.mark.parametrize(
    "payroll",
    [
        [("2026-10-16", "2300.50", "ACME CORP PAYROLL PPD ID 991")],
        [("2026-10-23", "2300.50", "DIRECT DEP ACMECORP")],
        [("2026-10-16", "1800.50", "ACME CORP PAYROLL"), ("2026-10-16", "500.00", "ACME CORP PAYROLL")],
    ],
    ids=["the same day", "five working days later", "split into two deposits"],
)
def test_the_net_pay_arrives(papers, payroll):
    packet = papers.packet(papers.stub(**STUB), papers.statement(*payroll))
    assert deposits.check(packet).outcome is Outcome.consistent


def test_another_amount_from_that_employer_is_review_and_says_what_arrived(papers):
    packet = papers.packet(
        papers.stub(net_pay="3317.83", gross_pay="4100.00", **STUB),
        papers.statement(("2026-10-16", "2300.50", "ACME CORP PAYROLL")),
    )
    (signal,) = deposits.check(packet).signals
    assert (signal.severity, signal.field, signal.implied) == (Severity.review, "net_pay", "2300.50")
    assert [item.file_id for item in signal.evidence] == ["f1", "f2"]


@pytest.mark.parametrize(
    "payroll",
    [
        [],
        [("2026-10-16", "412.00", "BOREALIS FOODS PAYROLL")],
        [("2026-10-02", "2300.50", "ACME CORP PAYROLL")],
    ],
    ids=["no deposit: cash, check or another account", "another employer", "another pay day"],
)
def test_what_cannot_be_compared_is_not_contradicted(papers, payroll):
    packet = papers.packet(papers.stub(**STUB), papers.statement(*payroll))
    assert deposits.check(packet).outcome is Outcome.inconclusive


def test_a_small_round_rest_that_goes_to_savings_is_inconclusive(papers):
    packet = papers.packet(papers.stub(**STUB), papers.statement(("2026-10-16", "2150.50", "ACME CORP PAYROLL")))
    assert deposits.check(packet).outcome is Outcome.inconclusive


def test_a_split_that_the_stub_itself_lists_is_inconclusive(papers):
    stub = papers.stub(**STUB)
    statement = papers.statement(("2026-10-16", "2000.50", "ACME CORP PAYROLL"))
    page = papers.page([("Checking", 100), ("2,000.50", 300)], [("Savings", 100), ("300.00", 300)])
    packet = papers.packet(stub, statement, readings={stub.file_id: papers.reading(page)})
    assert deposits.check(packet).outcome is Outcome.inconclusive


@pytest.mark.parametrize("deposited", ["1500.00", "1380.30", "1300.50"], ids=["an amount", "60 percent", "the rest"])
def test_any_split_by_whole_dollars_or_percents_is_inconclusive(papers, deposited):
    packet = papers.packet(papers.stub(**STUB), papers.statement(("2026-10-16", deposited, "ACME CORP PAYROLL")))
    assert deposits.check(packet).outcome is Outcome.inconclusive


def test_a_deposit_of_what_the_stub_s_own_gross_pay_leaves_is_the_whole_pay(papers):
    stub = papers.stub(net_pay="3300.50", **STUB)  # 3,000.00 less 699.50 is 2,300.50
    packet = papers.packet(stub, papers.statement(("2026-10-16", "2300.50", "ACME CORP PAYROLL")))
    (signal,) = deposits.check(packet).signals
    assert signal.severity is Severity.review


def _on_other_days(papers, *amounts, gross="2000.00"):
    """A stub of November, and October's statement with these deposits of its employer."""
    payroll = [(f"2026-10-{2 + 14 * place:02d}", amount, "ACME CORP PAYROLL") for place, amount in enumerate(amounts)]
    stub = papers.stub("2026-11-27", gross_pay=gross, net_pay="1500.00")
    return deposits.check(papers.packet(stub, papers.statement(*payroll)))


def test_deposits_above_the_gross_pay_are_review_on_any_days_and_say_both(papers):
    (signal,) = _on_other_days(papers, "2413.11", "2413.11").signals
    assert (signal.severity, signal.actual) == (Severity.review, "$2,413.11")
    assert "$2,000.00" in signal.observation and len(signal.evidence) == 2


@pytest.mark.parametrize(
    "amounts",
    [("2413.11",), ("2413.11", "1500.00"), ("2010.00", "2010.00"), ("1500.00", "1500.00")],
    ids=["one bonus", "one bonus among usual pay", "hardly above", "the usual pay"],
)
def test_a_bonus_and_the_usual_pay_on_other_days_say_nothing(papers, amounts):
    assert _on_other_days(papers, *amounts).signals == ()


def test_a_round_rest_is_no_split_where_another_stub_s_pay_came_whole(papers):
    earlier = papers.stub("2026-10-02")
    later = papers.stub("2026-10-16", gross_pay="3800.00", net_pay="3100.50")
    rows = [(day, "2300.50", "ACME CORP PAYROLL") for day in ("2026-10-02", "2026-10-16")]
    (signal,) = deposits.check(papers.packet(earlier, later, papers.statement(*rows))).signals
    assert (signal.severity, signal.implied) == (Severity.review, "2300.50")


def test_the_whole_pay_of_another_employer_says_nothing_about_a_split(papers):
    other = papers.stub("2026-10-02", employer_name="Borealis Foods")
    later = papers.stub("2026-10-16", gross_pay="3800.00", net_pay="3100.50")
    rows = [("2026-10-02", "2300.50", "BOREALIS FOODS PAYROLL"), ("2026-10-16", "2300.50", "ACME CORP PAYROLL")]
    assert deposits.check(papers.packet(other, later, papers.statement(*rows))).signals == ()
