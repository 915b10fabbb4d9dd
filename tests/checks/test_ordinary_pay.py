"""What payrolls and households ordinarily do, and no check may hold against them."""

from dataclasses import replace

import pytest

from app.screening.checks import (
    deposits,
    fica,
    hours_and_rate,
    letter_against_stubs,
    net_pay,
    pay_days,
    payroll_of_another,
    reused_stub,
    statement_balance,
    ytd_progression,
)
from app.screening.verdict import Severity

WEEKLY = {"pay_frequency": "weekly", "period_start": "2026-09-27", "period_end": "2026-10-03"}


def _serious(answer):
    return [signal for signal in answer.signals if signal.severity is not Severity.note]


def _line(description, amount, ytd="0.00", section="earnings"):
    return {"description": description, "amount": amount, "ytd": ytd, "section": section}


def test_a_first_pay_by_check_before_direct_deposit_begins(papers):
    first = papers.stub("2026-10-09", net_pay="563.75", gross_pay="693.00", ytd_gross="693.00", **WEEKLY)
    packet = papers.packet(first, papers.statement(("2026-10-16", "715.88", "ACME CORP PAYROLL")))
    assert not deposits.check(packet).signals


def test_a_stub_without_a_pay_date_is_not_held_against_the_pay_before(papers):
    stub = papers.stub(net_pay="1117.27", gross_pay="1400.00", period_end="2026-10-31")
    known = {name: fact for name, fact in stub.fields.items() if name != "pay_date"}
    statement = papers.statement(("2026-10-30", "1033.11", "ACME CORP PAYROLL"))
    assert not deposits.check(papers.packet(replace(stub, fields=known), statement)).signals


def test_a_voided_stub_beside_the_one_issued_instead(papers):
    stubs = [papers.stub("2026-10-16", net_pay=net) for net in ("1986.37", "2126.95")]
    packet = papers.packet(*stubs, papers.statement(("2026-10-16", "2126.95", "ACME CORP PAYROLL")))
    assert not deposits.check(packet).signals


def test_a_bonus_and_the_pay_of_one_day_arrive_as_one_deposit(papers):
    stubs = [papers.stub("2026-10-16", net_pay=net) for net in ("1592.40", "2397.99")]
    packet = papers.packet(*stubs, papers.statement(("2026-10-16", "3990.39", "ACME CORP PAYROLL")))
    assert not deposits.check(packet).signals


def test_mileage_that_is_paid_with_the_wages_explains_deposits_above_gross_pay(papers):
    stub = papers.stub("2026-10-30", gross_pay="1784.00", net_pay="2011.10")
    statement = papers.statement(*[(f"2026-09-{day:02}", "1867.51", "ACME CORP PAYROLL") for day in (4, 18)])
    assert deposits.check(papers.packet(stub, statement)).signals
    reading = papers.reading(papers.page([("Mileage", 100), ("588.15", 300)]))
    assert not deposits.check(papers.packet(stub, statement, readings={stub.file_id: reading})).signals


def test_a_deposit_that_was_returned_and_sent_again(papers):
    rows = [("2026-10-02", "2300.00", "ACME CORP PAYROLL"), ("2026-10-05", "2300.00", "RETURN OF DIR DEP ACME CORP")]
    statement = papers.statement(*rows, ("2026-10-08", "2300.00", "ACME CORP PAYROLL"))
    assert not statement_balance.check(papers.packet(statement)).signals


def test_a_loan_s_fixed_part_of_different_pays_goes_elsewhere(papers):
    stubs = [papers.stub("2026-10-02", net_pay="1334.14"), papers.stub("2026-10-16", net_pay="1238.26")]
    rows = (("2026-10-02", "1121.77", "ACME CORP PAYROLL"), ("2026-10-16", "1025.89", "ACME CORP PAYROLL"))
    assert not deposits.check(papers.packet(*stubs, papers.statement(*rows))).signals


def test_the_other_holder_s_pay_on_a_joint_account(papers):
    rows = (("2026-10-02", "1822.17", "CITY PAYROLL"), ("2026-10-16", "1822.17", "CITY PAYROLL"))
    stub = papers.stub("2026-10-16")
    assert payroll_of_another.check(papers.packet(stub, papers.statement(*rows))).signals
    joint = papers.statement(*rows, joint_holder="John Doe")
    assert not payroll_of_another.check(papers.packet(stub, joint)).signals


def test_a_payment_between_two_stubs_of_which_the_year_s_taxes_know(papers):
    before = {"pay_date": "2026-10-30", "ytd_gross": "64000.00", "ytd_social_security": "3968.00"}
    after = {"fica_social_security": "186.00", "ytd_gross": "69000.00"}
    later = papers.stub(**after, ytd_social_security="4278.00")
    assert not ytd_progression.check(papers.packet(papers.stub(**before), later)).signals
    untaxed = papers.stub(**after, ytd_social_security="4154.00")
    assert ytd_progression.check(papers.packet(papers.stub(**before), untaxed)).signals


def test_a_reimbursement_that_the_year_leaves_out(papers):
    later = papers.stub(gross_pay="3131.45")
    reading = papers.reading(papers.page([("Mileage", 100), ("131.45", 300)]))
    stubs = (papers.stub("2026-10-30", ytd_gross="66000.00"), later)
    assert not ytd_progression.check(papers.packet(*stubs, readings={later.file_id: reading})).signals


def test_two_positions_with_a_stub_each_and_a_year_of_their_own(papers):
    stubs = [
        papers.stub(day, gross_pay=gross, ytd_gross=total)
        for day, gross, total in (
            ("2026-10-30", "1104.00", "23184.00"),
            ("2026-10-30", "386.75", "3867.50"),
            ("2026-11-13", "1104.00", "24288.00"),
            ("2026-11-13", "386.75", "4254.25"),
        )
    ]
    assert not ytd_progression.check(papers.packet(*stubs)).signals


def test_a_check_that_was_issued_again_for_one_period_is_a_note(papers):
    stubs = [
        papers.stub(day, period_start="2026-10-19", period_end="2026-11-01") for day in ("2026-11-06", "2026-11-12")
    ]
    (signal,) = reused_stub.check(papers.packet(*stubs)).signals
    assert signal.severity is Severity.note
    assert not pay_days.check(papers.packet(*stubs)).signals


def test_december_s_pay_comes_before_the_holidays(papers):
    stubs = [
        papers.stub("2026-12-15", period_start="2026-12-01", period_end="2026-12-15"),
        papers.stub("2026-12-22", period_start="2026-12-16", period_end="2026-12-31", ytd_gross="72000.00"),
    ]
    assert not pay_days.check(papers.packet(*stubs)).signals


def test_missed_hours_are_paid_long_after_their_period(papers):
    stub = papers.stub("2026-10-09", period_start="2026-08-02", period_end="2026-08-15")
    assert pay_days.check(papers.packet(stub)).signals
    reading = papers.reading(papers.page([("Missed", 100), ("Hours", 160), ("142.50", 300)]))
    assert not pay_days.check(papers.with_file(stub, reading)).signals


def test_a_refund_among_the_deductions(papers):
    lines = (_line("Federal", "500.00", section="taxes"), _line("Medical", "-41.20", section="deductions"))
    stub = papers.stub(gross_pay="2000.00", net_pay="1541.20", deductions_total="458.80", deduction_lines=lines)
    assert not net_pay.check(papers.packet(stub)).signals


@pytest.mark.parametrize(
    ("salary", "stub"),
    [
        ("60000.00", {"gross_pay": "2857.14"}),
        (
            "60000.00",
            {"gross_pay": "2707.69", "earnings_lines": (_line("Salary", "2307.69"), _line("Stipend", "400.00"))},
        ),
        ("78000.00", {"gross_pay": "1800.00", "ytd_gross": "67800.00"}),
    ],
    ids=["ten months' pay of a school", "a stipend beside the salary", "a week of unpaid leave"],
)
def test_a_letter_s_salary_that_the_stubs_explain(papers, salary, stub):
    letter = papers.document("employment_letter", employer_name="Acme Corp", annual_salary=salary)
    assert not letter_against_stubs.check(papers.packet(letter, papers.stub(**stub))).signals


def test_a_traveller_s_stipends_are_free_of_tax(papers):
    lines = (_line("Regular", "1224.00"), _line("Housing Stipend", "812.00"), _line("Meals", "413.00"))
    taxes = {"fica_social_security": "75.89", "fica_medicare": "17.75", "deductions_total": "93.64"}
    amounts = {"gross_pay": "2449.00", "net_pay": "2355.36", **taxes}
    assert not _serious(fica.check(papers.packet(papers.stub(**amounts, earnings_lines=lines))))
    assert _serious(fica.check(papers.packet(papers.stub(**amounts))))


def test_a_raise_that_is_printed_before_it_is_paid_is_a_note(papers):
    stubs = [papers.stub(day, hours="80.00", rate=rate, gross_pay="1920.00") for day, rate in RATES]
    assert not _serious(hours_and_rate.check(papers.packet(*stubs)))


RATES = (("2026-10-30", "24.00"), ("2026-11-13", "25.50"))
