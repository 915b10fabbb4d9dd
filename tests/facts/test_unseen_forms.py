"""Tax forms, letters and statements in layouts that an earlier reading got wrong or not at all."""

import pytest

from app.screening.facts.bank_statement import read_bank_statement
from app.screening.facts.benefit_letter import benefit_facts
from app.screening.facts.classify import kind_of
from app.screening.facts.employment_letter import read_employment_letter
from app.screening.facts.extract import documents_in
from app.screening.facts.mrz import read_mrz
from app.screening.facts.tax_return import read_tax_return
from app.screening.reading.pages import Metadata, Page, ReadFile, Reading


def plain(facts):
    return {name: fact.value for name, fact in facts.items() if isinstance(fact.value, str)}


W2 = (
    "a Employee's social security number\n\n"
    "1 Wages, tips, other compensation     2 Federal income tax withheld\n"
    "                        {wages}                         {tax}\n"
    "3 Social security wages               4 Social security tax withheld\n"
    "                        65110.20                         4036.83\n"
    "Form W-2 Wage and Tax Statement   2025"
)


def test_the_value_of_a_box_may_stand_at_its_right_edge(sheet):
    found = plain(read_tax_return([sheet(W2.format(wages="61204.88", tax="6120.15"))]))
    assert (found["wages"], found["federal_tax_withheld"]) == ("61204.88", "6120.15")


def test_an_empty_box_does_not_take_the_value_of_the_next(sheet):
    found = plain(read_tax_return([sheet(W2.format(wages="61204.88", tax="       "))]))
    assert found["wages"] == "61204.88"
    assert "federal_tax_withheld" not in found


def test_wage_statements_of_two_employers_are_two_documents(page):
    pages = [page(W2.format(wages=wages, tax="611.00")) for wages in ("61204.88", "12044.00", "12044.00")]
    numbered = tuple(Page(n, p.width, p.height, p.words, p.source) for n, p in enumerate(pages, start=1))
    found = documents_in(ReadFile("f", "w2.pdf", Reading("0" * 64, "application/pdf", numbered, 3, Metadata())))
    assert [(d.page_from, d.page_to, d.fields["wages"].value) for d in found] == [
        (1, 1, "61204.88"),
        (2, 3, "12044.00"),
    ]


def test_wages_that_a_business_paid_are_not_the_persons(sheet):
    text = (
        "SCHEDULE C     Profit or Loss From Business            2025\n"
        "Name of proprietor\nYESENIA CARRANZA\n"
        "1   Gross receipts or sales. Box 1 if reported on Form W-2        1      84,210\n"
        "26  Wages (less employment credits)                              26       1,200\n"
        "31  Net profit or (loss). Subtract line 30 from line 29.\n"
        "    If a profit, enter on both Schedule 1 (Form 1040), line 3    31      47,118"
    )
    found = plain(read_tax_return([sheet(text)]))
    assert (found["form"], found["net_profit"], found["person_name"]) == ("Schedule C", "47118.00", "YESENIA CARRANZA")
    assert "wages" not in found


def test_the_tax_withheld_of_a_return_is_the_sum_of_its_forms(sheet):
    text = (
        "Form 1040  U.S. Individual Income Tax Return  2025\n"
        "25a  Federal income tax withheld from:   Form(s) W-2      25a      7,000.\n"
        "b    Form(s) 1099                                         b          205.\n"
        "25d  Add lines 25a through 25c                            25d      7,205."
    )
    assert plain(read_tax_return([sheet(text)]))["federal_tax_withheld"] == "7205.00"


def test_a_social_security_statement_tells_its_net_benefits(sheet):
    text = (
        "FORM SSA-1099   SOCIAL SECURITY BENEFIT STATEMENT   2025\n"
        "Box 1. Name\nMAGNOLIA T BEAUREGARD\n"
        "Box 3. Benefits Paid in 2025        Box 5. Net Benefits for 2025 (Box 3 minus Box 4)\n"
        "$24,715.20                          $22,495.20"
    )
    found = plain(read_tax_return([sheet(text)]))
    assert (found["form"], found["benefits"], found["person_name"]) == (
        "SSA-1099",
        "22495.20",
        "MAGNOLIA T BEAUREGARD",
    )


AWARD = (
    "Social Security Administration\nDate: November 4, 2026\n"
    "Information About Current Social Security Benefits\n"
    "Beginning December 2025, the full monthly Social Security benefit before any deductions is $1,874.60.\n"
    "We deduct $185.00 for medical insurance premiums each month.\n"
    "The regular monthly Social Security payment is $1,689.00."
)


def test_an_award_letter_states_its_gross_amount_and_is_no_employment_letter(sheet):
    found = plain(benefit_facts([sheet(AWARD)]))
    assert found == {"monthly_benefit": "1874.60", "benefit_payer": "social_security", "letter_date": "2026-11-04"}
    assert kind_of(sheet(AWARD)).document_type == "other"


@pytest.mark.parametrize(
    "text",
    [
        "Housing Authority\nThe monthly contract rent is $1,450.00. The housing assistance payment is $912.00.",
        "Pension Fund\nWe withhold a premium of $180.00. A lump sum pension of $9,000.00 was paid.",
        "Pension Fund\nHer monthly pension is $900.00.\nHis monthly pension is $800.00.",
        "Residential Lease Agreement\nThe tenant has a pension of $900.00",
    ],
)
def test_what_is_not_one_monthly_benefit_gives_none(sheet, text):
    assert benefit_facts([sheet(text)]) == {}


def test_the_title_of_whoever_signs_is_not_the_employees(sheet):
    text = (
        "Verification of Employment\nName of employee:   Lucille Moreno\nPosition / Title:   Librarian\n"
        "Date of hire:       January 8, 2013\nSignature of employer: x\n"
        "Printed name: Wallace Tibbs     Title: Analyst     Date: 10/27/2026"
    )
    found = plain(read_employment_letter([sheet(text)]))
    assert (found["job_title"], found["start_date"], found["letter_date"]) == ("Librarian", "2013-01-08", "2026-10-27")


def test_a_date_of_review_is_not_the_date_of_the_letter(sheet):
    text = "03/04/2026\n\nTo Whom It May Concern:\nStart Date: April 12, 2019\nNext Review Date: 06/01/2026"
    assert plain(read_employment_letter([sheet(text)]))["letter_date"] == "2026-03-04"


def test_an_offer_is_about_whom_it_greets(sheet):
    text = (
        "October 5, 2026\nCaleb Osei\n330 Ninth Street\nDurham, NC 27705\n\nDear Caleb,\n"
        "We are pleased to offer you the position of Research Associate with Panorama Biosciences, Inc."
    )
    assert plain(read_employment_letter([sheet(text)]))["employee_name"] == "Caleb Osei"


def test_headings_of_two_lines_head_their_columns(sheet):
    text = (
        "Statement Period 10/01/2026 - 10/31/2026\n"
        "Date     Description                      Deposits/     Withdrawals/     Ending daily\n"
        "                                          Additions     Subtractions          balance\n"
        "10/9     Prairie Beef Payroll              1,553.50                          2,365.54\n"
        "10/16    Check                                              1,450.00           915.54"
    )
    facts = read_bank_statement([sheet(text)])
    assert [(row["date"], row["amount"]) for row in facts["payroll_deposits"].value] == [("2026-10-09", "1553.50")]
    assert [row["direction"] for row in facts["transactions"].value] == ["credit", "debit"]


def test_amounts_may_come_before_their_words(sheet):
    text = (
        "Statement Period 10/01/2026 - 10/31/2026\nDeposits and Other Additions\n"
        "10/16     1,351.20     Direct Deposit - Payroll Clinic"
    )
    [row] = read_bank_statement([sheet(text)])["payroll_deposits"].value
    assert (row["amount"], row["description"]) == ("1351.20", "Direct Deposit - Payroll Clinic")


def test_balances_of_several_accounts_are_added_only_where_the_statement_does(sheet):
    text = "Checking\nEnding Balance      {}\nSavings\nEnding Balance      10,538.35\nAll Accounts        14,515.47"
    found = plain(read_bank_statement([sheet(text.format("3,977.12"))]))
    assert found["balances_total"] == "14515.47"
    assert "closing_balance" not in found
    assert "balances_total" not in plain(read_bank_statement([sheet(text.format("3,977.13"))]))


def test_a_business_holds_its_account(sheet):
    text = "MIRELES TILE AND STONE LLC\nDBA MIRELES TILE\n2200 S 6TH AVE\nTUCSON AZ 85713\nEnding Balance   100.00"
    assert plain(read_bank_statement([sheet(text)]))["account_holder"] == "MIRELES TILE AND STONE LLC"


def test_a_balance_that_another_label_shows_twice_is_of_several_accounts(sheet):
    text = "Previous Balance   220.10\nSavings\nBalance Forward   512.00\nChecking\nBalance Forward   901.44"
    assert "opening_balance" not in plain(read_bank_statement([sheet(text)]))


def test_a_zero_in_the_zone_of_a_passport_is_the_letter(sheet):
    zone = read_mrz(
        sheet("P<USATRAVELER<<0MAR".ljust(44, "<") + "\n" + "3400200136USA8101019M3105050".ljust(43, "<") + "4")
    )
    assert zone is not None
    assert zone.name == "OMAR TRAVELER"
