"""Deposits tell a month's pay by their rhythm: every expected amount is worked out by hand in the test."""

from datetime import date
from decimal import Decimal

import pytest

from app.screening.facts.deposit_sources import by_source, frequency_of, payroll_deposits
from app.screening.facts.employment import employment
from app.screening.facts.income import monthly_income
from app.screening.verdict import Applicant
from tests.facts.papers import paper

TODAY = date(2026, 11, 21)
APPLICANT = Applicant("Jane Doe", Decimal(1500))


def statement(*days, start="2026-09-01", end="2026-10-31", amount="1893.44", says="DIRECT DEP SUNBELT HVAC PAYROLL"):
    rows = [{"date": day, "amount": amount, "description": says} for day in days]
    return paper("bank_statement", statement_start=start, statement_end=end, payroll_deposits=rows)


def frequency(*days, start="2026-09-01", end="2026-10-31"):
    (source,) = by_source(payroll_deposits([statement(*days)]))
    return frequency_of(source, date.fromisoformat(start), date.fromisoformat(end))


BIWEEKLY = ("2026-09-04", "2026-09-18", "2026-10-02", "2026-10-16", "2026-10-30")


def test_five_paydays_in_two_months_are_every_other_week_and_not_more():
    income = monthly_income([statement(*BIWEEKLY)], APPLICANT, TODAY)
    # 1,893.44 × 26 / 12
    assert (income.monthly, income.is_net) == (Decimal("4102.45"), True)
    assert "biweekly × 26 / 12" in income.explanation


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (
            ("2026-09-04", "2026-09-11", "2026-09-18", "2026-09-25", *[f"2026-10-{d:02}" for d in (2, 9, 16, 23, 30)]),
            "weekly",
        ),
        (("2026-09-15", "2026-09-30", "2026-10-15", "2026-10-30"), "semimonthly"),
        # Two paydays in each month can be both: the 11th and 25th moved off Sundays, or every other Friday.
        (("2026-09-11", "2026-09-25", "2026-10-09", "2026-10-23"), "semimonthly"),
        (("2026-09-04", "2026-09-18"), None),
        (("2026-09-01", "2026-09-08", "2026-10-20"), None),
    ],
)
def test_of_several_frequencies_the_one_with_the_fewest_paydays_counts(days, expected):
    assert frequency(*days) == expected


def test_a_pay_that_ended_is_spread_over_all_days_that_the_statements_cover():
    stopped = ("2026-09-04", "2026-09-11", "2026-09-18")
    assert frequency(*stopped) is None
    income = monthly_income([statement(*stopped, amount="611.00")], APPLICANT, TODAY)
    # 1,833.00 in 61 days, at 30.4375 days a month
    assert income.monthly == Decimal("914.62")


def test_two_payers_are_two_incomes():
    other = statement("2026-09-30", "2026-10-30", amount="500.00", says="ACH CREDIT RIVERTON SCHOOLS SALARY")
    income = monthly_income([statement(*BIWEEKLY), other], APPLICANT, TODAY)
    # 4,102.45 and 1,000.00 in 61 days, at 30.4375 days a month: 498.98
    assert income.monthly == Decimal("4601.43")


def test_a_deposit_that_two_papers_of_a_bank_word_otherwise_counts_once():
    online = statement(*BIWEEKLY[2:], "2026-11-13", start="2026-10-01", end="2026-11-15", says="SUNBELT PAYMENT 0042")
    # Six paydays of one payer, every other week: 1,893.44 × 26 / 12
    assert monthly_income([statement(*BIWEEKLY), online], APPLICANT, TODAY).monthly == Decimal("4102.45")


def test_deposits_of_one_amount_on_one_day_at_two_banks_are_two():
    papers = [
        paper("bank_statement", bank_name=bank, statement_start="2026-09-01", statement_end="2026-10-31",
              payroll_deposits=[{"date": d, "amount": "1000.00", "description": says} for d in BIWEEKLY])
        for bank, says in (("First Bank", "SUNBELT HVAC"), ("Second Bank", "PAYROLL OF SUNBELT"))
    ]  # fmt: skip
    assert monthly_income(papers, APPLICANT, TODAY).monthly == Decimal("4333.33")


def test_two_deposits_alike_on_one_day_in_one_paper_are_two():
    twice = statement(*sorted(BIWEEKLY * 2), amount="1000.00")
    assert monthly_income([twice, twice], APPLICANT, TODAY).monthly == Decimal("4333.33")


def test_parts_of_one_pay_that_arrive_on_one_day_are_one_payday():
    split = statement(*BIWEEKLY, amount="100.00")
    assert monthly_income([statement(*BIWEEKLY), split], APPLICANT, TODAY).monthly == Decimal("4319.12")


def test_deposits_alone_show_since_when_the_work_lasts():
    work = employment([statement(*BIWEEKLY)], APPLICANT, TODAY)
    assert (work.months, work.is_at_least, work.employer) == (2, True, "")
    assert "since 2026-09-04" in work.explanation
    assert work.evidence


def test_deposits_that_banks_cut_short_count_for_the_employer_of_the_stub():
    stub = paper(
        "paystub", gross_pay="2500.00", period_start="2026-10-25", period_end="2026-11-07", pay_date="2026-11-13",
        employer_name="Sunbelt HVAC Services, LLC",
    )  # fmt: skip
    work = employment([stub, statement(*BIWEEKLY)], APPLICANT, TODAY)
    assert (work.months, work.is_at_least) == (2, True)
    others = statement(*BIWEEKLY, says="DIRECT DEP RIVERTON SCHOOLS PAYROLL")
    assert employment([stub, others], APPLICANT, TODAY).months == 0
