"""A low year to date that a paper explains lowers no income; amounts are worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.screening.facts.income import monthly_income
from app.screening.facts.year_gap import year_gap
from app.screening.verdict import Applicant, DocumentType
from tests.facts.papers import paper, stub

LETTER, STUB = DocumentType.employment_letter, DocumentType.paystub


def income(*papers):
    return monthly_income(papers, Applicant("Jane Doe", Decimal(1500)), date(2026, 11, 21))


@pytest.mark.parametrize(
    "sentence",
    [
        "She was on approved unpaid family leave from April 1, 2026 through July 31, 2026.",
        "He returned to full-time work on August 3, 2026.",
        "Please note that we moved to a new payroll provider on July 1, 2026.",
        "Effective November 1, 2026, our payroll moves to a new provider.",
        "Effective November 1, 2026 you are promoted to Registrar. Your new annual salary will be $74,000.00.",
        "Her salary was increased to $52,000 effective October 1, 2026.",
        "Year-to-date totals on your stubs will start again at zero in the new system.",
    ],
)
def test_letters_say_why_a_year_to_date_is_low(sheet, sentence):
    assert year_gap([sheet(sentence)], LETTER)["year_gap"].value == "yes"


@pytest.mark.parametrize(
    "sentence",
    [
        "Full-time staff are eligible for parental leave after one year of service.",
        "Effective October 1, 2026 your new rate is 4.25%, and the promotion rate will increase to 29.99%.",
        "Her salary is $52,000 and she works 40 hours a week.",
        "Regular leave is earned from the first day of work.",
        "Our payroll department can be reached at 555-0100.",
        "Year to date earnings are shown beside each line.",
    ],
)
def test_words_on_leave_in_general_explain_nothing(sheet, sentence):
    assert year_gap([sheet(sentence)], LETTER) == {}


def test_a_stub_explains_by_its_counter_and_not_by_leave(sheet):
    counter = "* Year-to-date amounts are from 1 November 2026, when payroll moved to this system."
    assert "year_gap" in year_gap([sheet(counter)], STUB)
    assert year_gap([sheet("Sick leave 8.00 from 11/01 to 11/02, returned to work 11/03")], STUB) == {}


def test_pay_is_not_lowered_where_a_paper_says_why():
    paid = stub(ytd_gross="27000.00", pay_frequency="biweekly")
    assert "used because it is lower" in income(paid).explanation
    letter = paper("employment_letter", employer_name="Acme Inc", year_gap="yes")
    assert income(paid, letter).monthly == Decimal("6500.00")
    assert "for which a paper gives a cause" in income(paid, letter).explanation
    assert "yes" in [place.text for place in income(paid, letter).evidence]
    other = paper("employment_letter", employer_name="Riverton Public Schools", year_gap="yes")
    assert income(paid, other).monthly == income(paid).monthly


def test_a_counter_that_began_anew_is_told_by_the_stub_before():
    before = stub(start="2026-10-18", end="2026-10-31", paid="2026-11-06", ytd_gross="69000.00")
    assert income(before, stub(ytd_gross="3000.00")).monthly == Decimal("6500.00")


def test_pay_that_differs_widely_is_averaged():
    draw = stub(gross="1500.00", start="2026-11-01", end="2026-11-15", paid="2026-11-13")
    whole = stub(gross="6500.00", start="2026-10-16", end="2026-10-31", paid="2026-10-30")
    assert income(whole, draw).monthly == Decimal("8000.00")
    raised = stub(gross="7000.00", start="2026-11-01", end="2026-11-15", paid="2026-11-13")
    assert income(whole, raised).monthly == Decimal("14000.00")


def test_a_bonus_between_two_pay_days_casts_no_doubt_on_a_printed_frequency():
    days = [("2026-10-12", "2026-10-25", "2026-10-30"), ("2026-10-26", "2026-11-08", "2026-11-13")]
    stubs = [stub(start=start, end=end, paid=paid, pay_frequency="biweekly") for start, end, paid in days]
    bonus = paper("paystub", gross_pay="5000.00", pay_date="2026-10-23", employer_name="Acme Inc")
    assert "could be" not in income(*stubs, bonus).explanation


def test_periods_that_end_two_weeks_apart_are_no_half_months():
    pays = [("2026-10-31", "2026-11-05", "1928.96"), ("2026-11-14", "2026-11-19", "2411.20")]
    stubs = [
        paper("paystub", gross_pay=gross, period_end=end, pay_date=paid, hours="80.00") for end, paid, gross in pays
    ]
    assert "could be" not in income(*stubs).explanation
    assert income(*stubs).monthly == Decimal("5224.27")
