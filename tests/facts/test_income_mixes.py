"""Income of people who live on more than one pay: every expected amount is worked out by hand in the test."""

from datetime import date
from decimal import Decimal

import pytest

from app.screening.facts.benefit_letter import benefit_facts
from app.screening.facts.employment import employment
from app.screening.facts.income import lives_on_benefits, monthly_income
from app.screening.verdict import Applicant
from tests.facts.papers import paper

TODAY = date(2026, 11, 21)
SELF_EMPLOYED = "Self-employed"


def stub(**fields):
    usual = {"gross_pay": "2000.00", "period_start": "2026-11-01", "period_end": "2026-11-14", "pay_date": "2026-11-20"}
    return paper("paystub", **(usual | fields))


def award(amount, payer="social_security", day="2026-11-04"):
    return paper("other", monthly_benefit=amount, benefit_payer=payer, letter_date=day)


def monthly(*papers, status=""):
    return monthly_income(papers, Applicant("Jane Doe", Decimal(1500), employment_status=status), TODAY)


SSA_1099 = paper("tax_return", form="SSA-1099", tax_year="2025", benefits="22495.20")


def test_award_letters_of_different_payers_add_up_and_an_older_one_of_the_same_payer_does_not():
    older = award("1812.00", day="2026-01-05")
    assert monthly(award("1874.60"), older).monthly == Decimal("1874.60")
    assert monthly(award("1874.60"), award("540.20", "pension")).monthly == Decimal("2414.80")


def test_a_pension_in_its_letter_and_in_the_statement_is_one_income_and_no_work():
    paid = [
        {"date": f"2026-{month}-01", "amount": "2010.11", "description": "DFAS-CLEVELAND RET PAY"}
        for month in ("09", "10")
    ]
    bank = paper("bank_statement", statement_start="2026-09-01", statement_end="2026-10-31", payroll_deposits=paid)
    letter = award("2366.00", "military")
    assert monthly(letter, bank).monthly == Decimal("2366.00")
    applicant = Applicant("Jane Doe", Decimal(1500))
    assert lives_on_benefits((letter, bank), applicant, TODAY)
    assert employment((letter, bank), applicant, TODAY).months is None


def test_pensions_of_two_offices_are_told_apart(sheet):
    texts = ("U.S. Office of Personnel Management\nNotice of Annuity Adjustment\nGross monthly annuity $948.00",
             "RAILROAD RETIREMENT BOARD\nYour current monthly rate is:\nGross monthly annuity $1,629.50")  # fmt: skip
    assert [benefit_facts([sheet(text)])["benefit_payer"].value for text in texts] == ["federal", "railroad"]


def test_benefits_count_beside_a_pay():
    # 2,000.00 × 26 / 12 = 4,333.33, and 1,874.60 of benefits
    assert monthly(stub(), award("1874.60")).monthly == Decimal("6207.93")
    # 22,495.20 / 12 = 1,874.60
    assert monthly(stub(), SSA_1099).monthly == Decimal("6207.93")


def test_the_social_security_counts_once_by_letter_or_by_statement():
    assert monthly(award("1874.60"), SSA_1099).monthly == Decimal("1874.60")
    assert monthly(award("540.20", "pension"), SSA_1099).monthly == Decimal("2414.80")


def test_a_letter_of_two_years_ago_counts_for_nothing():
    assert monthly(award("1700.00", day="2024-11-04")).monthly is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [("7", "2800.00"), ("4", "2800.00"), ("G", None), ("1", None), ("L", None)],
)
def test_a_pension_counts_and_a_rollover_or_an_early_withdrawal_does_not(code, expected):
    form = paper(
        "tax_return", form="1099-R", tax_year="2025", pension_gross="33600.00", distribution_code=code
    )  # 33,600 / 12 = 2,800
    assert monthly(form).monthly == (Decimal(expected) if expected else None)


def test_the_forms_of_the_social_security_and_of_a_pension_add_up_and_go_before_what_arrives_by_bank():
    pension = paper("tax_return", form="1099-R", tax_year="2025", pension_gross="17640.00", distribution_code="7")
    rows = [
        {"date": day, "amount": "1352.40", "description": "SC RETIREMENT PEBA", "direction": "credit"}
        for day in ("2026-09-30", "2026-10-30")
    ]
    bank = paper("bank_statement", statement_start="2026-09-01", statement_end="2026-10-31", transactions=rows)
    income = monthly(SSA_1099, pension, bank)
    # (22,495.20 + 17,640.00) / 12
    assert (income.monthly, income.is_verified) == (Decimal("3344.60"), True)
    assert monthly(pension, bank).monthly == Decimal("1470.00")
    social = [{**row, "amount": "2061.00", "description": "SSA TREAS 310 XXSOC SEC"} for row in rows]
    both = paper("bank_statement", statement_start="2026-09-01", statement_end="2026-10-31", transactions=rows + social)
    # 6,826.80 in 61 days: more than the pension's form alone
    assert monthly(pension, both).monthly == Decimal("3406.41")
    # 2,704.80 in 61 days, at 30.4375 days a month
    assert (monthly(bank).monthly, monthly(bank).is_verified) == (Decimal("1349.63"), False)


def test_wages_and_a_pension_of_one_year_add_up():
    job = paper("tax_return", form="W-2", tax_year="2025", wages="24000.00")
    pension = paper("tax_return", form="1099-R", tax_year="2025", pension_gross="12000.00", distribution_code="7")
    assert monthly(job, pension).monthly == Decimal("3000.00")


def test_two_employers_of_one_year_add_up_and_copies_do_not():
    one = paper("tax_return", form="W-2", tax_year="2025", wages="61204.88")
    other = paper("tax_return", form="W-2", tax_year="2025", wages="12044.00")
    assert monthly(one, one, other).monthly == Decimal("6104.07")  # 73,248.88 / 12


def test_a_return_that_may_hold_the_benefits_is_not_added_to_them():
    form = paper("tax_return", form="1040", tax_year="2025", adjusted_gross_income="58590.00")
    assert monthly(form, award("1874.60")).monthly == Decimal("4882.50")  # 58,590 / 12, more than the benefits


def test_the_self_employed_with_a_small_job_have_both():
    profit = paper("tax_return", form="Schedule C", tax_year="2025", net_profit="47118.00")
    # 47,118 / 12 = 3,926.50 and 2,000 × 26 / 12 = 4,333.33
    assert monthly(profit, stub(), status=SELF_EMPLOYED).monthly == Decimal("8259.83")
    assert monthly(profit, status=SELF_EMPLOYED).monthly == Decimal("3926.50")


def test_commission_with_a_history_of_ten_months_counts_by_its_average():
    lines = [
        {"description": "Regular salary", "amount": "3125.00", "ytd": "59375.00"},
        {"description": "Commission", "amount": "814.22", "ytd": "9402.87"},
    ]
    newest = stub(
        gross_pay="3939.22",
        period_start="2026-10-16",
        period_end="2026-10-31",
        pay_date="2026-10-30",
        ytd_gross="71902.87",
        earnings_lines=lines,
    )
    # 3,125 × 24 / 12 = 6,250; 9,402.87 over 303 days of the year, at 30.4375 days a month = 9.9548 months: 944.55
    assert monthly(newest).monthly == Decimal("7194.55")


def test_a_bonus_without_history_is_left_out():
    lines = [{"description": "Bonus", "amount": "1000.00", "ytd": "1000.00"}]
    newest = stub(
        gross_pay="3000.00",
        period_start="2026-02-01",
        period_end="2026-02-14",
        pay_date="2026-02-20",
        earnings_lines=lines,
    )
    assert monthly(newest).monthly == Decimal("4333.33")


def test_statements_alone_show_pay_and_pension_as_net_and_unverified():
    rows = [
        {
            "date": "2026-10-14",
            "description": "ACH SSA TREAS 310 XXSOC SEC",
            "amount": "1689.00",
            "direction": "credit",
        },
        {"date": "2026-10-20", "description": "TRANSFER FROM SAVINGS", "amount": "500.00", "direction": "credit"},
    ]
    days = {"statement_start": "2026-10-01", "statement_end": "2026-10-31"}
    income = monthly(paper("bank_statement", **days, transactions=rows))
    # 1,689.00 in 31 days, at 30.4375 days a month
    assert (income.monthly, income.is_net, income.is_verified) == (Decimal("1658.35"), True, False)
    both = monthly(paper("bank_statement", **days, transactions=rows), award("1874.60"))
    assert both.monthly == Decimal("1874.60")


def test_no_explanation_of_benefits_says_whose_they_are():
    income = monthly(award("1874.60"), stub(employer_name="Acme Inc"))
    assert "Acme" not in income.explanation
    assert "$1,874.60" in income.explanation
    assert {place.text for place in income.evidence} >= {"1874.60", "2000.00"}


def business(*days):
    rows = [
        {"date": day, "amount": "3055.00", "description": "BAYLINE MEDIA ACH VENDOR PMT", "direction": "credit"}
        for day in days
    ]
    return paper("bank_statement", statement_start="2026-08-01", statement_end="2026-10-31", transactions=rows)


def test_receipts_of_ninety_days_count_where_only_a_1099_shows_the_work():
    form = paper("tax_return", form="1099-NEC", tax_year="2025", nonemployee_compensation="71240.00")
    income = monthly(form, business("2026-08-14", "2026-08-28", "2026-09-15", "2026-09-29", "2026-10-15", "2026-10-30"))
    # 18,330.00 in 92 days, at 30.4375 days a month
    assert (income.monthly, income.is_verified) == (Decimal("6064.34"), False)
    assert monthly(form).monthly is None


def test_somebody_with_a_stub_is_not_measured_by_receipts():
    form = paper("tax_return", form="1099-NEC", tax_year="2025", nonemployee_compensation="900.00")
    assert monthly(form, business("2026-08-14"), stub()).monthly == Decimal("4333.33")


def test_a_stub_in_another_name_is_no_second_job():
    mine = stub(employee_name="Jane Doe", employer_name="Acme Inc")
    other = stub(employee_name="Mei-Ling Cho", employer_name="Lotus & Pine", gross_pay="3000.00")
    income = monthly(mine, other)
    assert income.monthly == Decimal("4333.33")
    assert "Papers in another name are not counted." in income.explanation


def test_stubs_that_are_all_in_another_name_count_and_are_left_to_a_person():
    # A name may have changed since the application; the check of names asks a person to look.
    assert monthly(stub(employee_name="Mei-Ling Cho")).monthly == Decimal("4333.33")


def test_a_first_bonus_of_the_year_has_no_history():
    lines = [
        {"description": "Salary", "amount": "2000.00", "ytd": "44000.00"},
        {"description": "Spot bonus", "amount": "4000.00", "ytd": "4000.00"},
    ]
    income = monthly(stub(gross_pay="6000.00", ytd_gross="48000.00", earnings_lines=lines))
    assert income.monthly == Decimal("4333.33")


def test_a_business_beside_a_job_is_mentioned_and_not_counted_unless_the_application_names_it():
    form = paper("tax_return", form="1040", tax_year="2025", net_profit="21600.00")
    income = monthly(stub(), form)
    assert income.monthly == Decimal("4333.33")
    assert "$1,800.00 a month" in income.explanation
    assert "not counted" in income.explanation
    assert monthly(stub(), form, status="self-employed").monthly == Decimal("6133.33")
