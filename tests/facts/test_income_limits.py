"""Facts at their limits: no crash, and never an income that nobody has."""

from datetime import date
from decimal import Decimal

import pytest

from app.screening.facts.employment import employment
from app.screening.facts.income import monthly_income
from app.screening.verdict import Applicant
from tests.facts.papers import paper

JANE = Applicant("Jane Doe", Decimal(1500))
TODAY = date(2026, 11, 21)


def income(*papers, as_of=TODAY):
    return monthly_income(papers, JANE, as_of).monthly


@pytest.mark.parametrize("paid", ["2027-01-02", "2027-01-08", "2027-02-05"])
def test_the_first_pays_of_a_year_tell_no_month_where_no_frequency_is_known(paid):
    # 2,000.00 on 2 January would be 30,437.50 a month.
    assert (
        income(paper("paystub", gross_pay="2000.00", ytd_gross="2000.00", pay_date=paid), as_of=date(2027, 2, 9))
        is None
    )


def test_deposits_outside_the_days_that_are_covered_count_for_nothing():
    rows = [{"date": day, "amount": "2000.00", "description": "ACME PAYROLL"} for day in ("2026-10-09", "2026-10-20")]
    october = {"statement_start": "2026-10-01", "statement_end": "2026-10-31"}
    usual = paper("bank_statement", **october, payroll_deposits=rows)
    earlier = [row | {"date": row["date"].replace("-10-", "-09-")} for row in rows]
    misread = paper(
        "bank_statement", statement_start="2026-09-30", statement_end="2026-09-01", payroll_deposits=earlier
    )
    # 4,000.00 in 31 days, at 30.4375 days a month
    assert income(usual) == income(usual, misread) == Decimal("3927.42")


def test_a_bonus_of_thousands_beside_a_regular_pay_of_a_dollar_is_no_crash():
    lines = [
        {"description": "Regular", "amount": "1.00", "ytd": "60000.00"},
        {"description": "Bonus", "amount": "4999.00", "ytd": "4999.00"},
    ]
    stub = paper("paystub", gross_pay="5000.00", ytd_gross="64999.00", pay_date="2026-11-13", pay_frequency="weekly",
                 earnings_lines=lines)  # fmt: skip
    assert employment([stub], JANE, TODAY).months == 10


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-2000.00", ""])
def test_what_is_no_amount_is_no_income(amount):
    assert income(paper("paystub", gross_pay=amount, pay_date="2026-11-13", pay_frequency="weekly")) is None


@pytest.mark.parametrize("year", ["2025/26", "", "last"])
def test_a_tax_year_that_is_none_is_no_crash(year):
    form = paper("tax_return", form="W-2", tax_year=year, wages="48000.00", employer_name="Acme")
    assert income(form) is None
    assert employment([form], JANE, TODAY).months is None


@pytest.mark.parametrize("day", ["0001-01-05", "9999-12-28"])
def test_days_of_other_centuries_are_no_days(day):
    rows = [{"date": day, "amount": "2000.00", "description": "ACME PAYROLL"}] * 3
    statement = paper("bank_statement", statement_start=day, statement_end=day, payroll_deposits=rows)
    assert income(statement) is None
