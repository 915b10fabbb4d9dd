"""Salary certificates with parts and sums, headings above amounts, two days under one label, titles broken in two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.screening.facts.benefit_letter import benefit_facts
from app.screening.facts.classify import kind_of
from app.screening.facts.employment_letter import read_employment_letter
from app.screening.facts.government_id import read_government_id
from app.screening.facts.lines import sheet_of
from app.screening.facts.tax_return import read_tax_return
from app.screening.verdict import DocumentType


def letter(sheet, text):
    return {name: fact.value for name, fact in read_employment_letter([sheet(text)]).items()}


def card(sheet, text):
    return {name: fact.value for name, fact in read_government_id([sheet(text)]).items()}


def tax(sheet, text):
    return {name: fact.value for name, fact in read_tax_return([sheet(text)]).items()}


def test_of_the_parts_of_a_pay_only_their_sum_is_the_pay_of_a_year(sheet):
    text = (
        "This is to certify that Jane Doe is currently employed with Acme Labs since 06 March 2023.\n"
        "Basic Salary: $3,900.00 per month\n"
    )
    assert letter(sheet, text + "Gross Salary: $4,650.00 per month\n")["annual_salary"] == "55800.00"
    assert letter(sheet, text)["annual_salary"] == "46800.00"
    assert "annual_salary" not in letter(sheet, text + "House allowance: $750.00 per month\n")


@pytest.mark.parametrize(
    ("rows", "yearly"),
    [
        ([("Description", "Monthly", "Annual"), ("Gross Salary", "$4,850.00", "$58,200.00")], "58200.00"),
        ([("Description", "Monthly", "Annual"), ("Gross Salary", "$4,850.00", "$61,000.00")], None),
        ([("Basic Salary", "4,200.00"), ("Allowances", "350.00"), ("Gross Salary", "4,550.00")], "54600.00"),
        ([("Basic Salary", "4,200.00"), ("Allowances", "150.00"), ("Gross Salary", "4,550.00")], None),
    ],
)
def test_a_table_of_pay_is_read_where_its_arithmetic_holds(sheet, rows, yearly):
    table = "\n".join("".join(f"{cell:<24}" for cell in row) for row in rows)
    text = f"This is to certify that Jane Doe is employed here.\nHer monthly salary is as follows:\n{table}\n"
    assert letter(sheet, text).get("annual_salary") == yearly


def test_a_heading_above_says_nothing_about_the_amount_under_it(sheet):
    text = (
        "We are pleased to offer you the position of Engineer with Acme Labs Inc. and hope that you will join us soon.\n"
        "1. BASE PAY & ANNUAL BONUS\n"
        "Your annual base salary will be $160,000, payable semi-monthly.\n"
    )
    assert letter(sheet, text)["annual_salary"] == "160000.00"


def test_the_day_of_an_offer_under_its_title_is_no_start(sheet):
    text = (
        "OFFER OF EMPLOYMENT\nDate: 2 November 2026\nDear Jane Doe,\n"
        "We are pleased to offer you employment with Acme Labs Inc. and hope that you will join us before long.\n"
        "1. Position\nYou are appointed to the position of Site Manager at our plant and perform all duties of it.\n"
        "Your employment shall commence on 16 November 2026.\n"
    )
    found = letter(sheet, text)
    assert (found["letter_date"], found["start_date"], found["job_title"]) == (
        "2026-11-02",
        "2026-11-16",
        "Site Manager",
    )


@pytest.mark.parametrize(
    "title", ["Appointment Letter", "Increment Letter", "Promotion Letter", "Employment Agreement"]
)
def test_letters_of_those_who_employ_are_known_by_their_titles(sheet, title):
    assert (
        kind_of(
            sheet(f"{title}\nNovember 2, 2026\nDear Jane Doe,\nYour annual salary will be $41,500.00.")
        ).document_type
        == DocumentType.employment_letter
    )


@pytest.mark.parametrize(
    "lines",
    [
        "ISS / EXP\n02/11/2024 / 02/11/2029",
        "Issue/Expiry Date\nFeb 11, 2024    Feb 11, 2029",
        "ISS / EXP\n02/11/2024/02/11/2029",
        "28 Mar. 1994    11 Feb. 2029\nDate of Issue    Date of Expiry",
        "9. Kehtiv kuni: 13.02.2029",
    ],
)
def test_the_later_of_two_days_and_a_day_above_its_label_are_the_expiry(sheet, lines):
    assert card(sheet, f"DRIVER LICENSE\nName: Jane Doe\n{lines}\nClass C")["expiry_date"] in (
        "2029-02-11",
        "2029-02-13",
    )


def test_one_day_at_a_label_for_two_is_none(sheet):
    assert "expiry_date" not in card(sheet, "DRIVER LICENSE\nName: Jane Doe\nISS / EXP\n02/11/2029\nClass C")


def test_a_driving_licence_writes_the_day_first(sheet):
    assert card(sheet, "DRIVING LICENCE\nName: Asha Rao\nValid Till: 07-06-2034")["expiry_date"] == "2034-06-07"
    assert card(sheet, "DRIVER LICENSE\nName: Asha Rao\nValid Till: 07-06-2034")["expiry_date"] == "2034-07-06"


def test_a_city_whose_number_touches_its_state_ends_an_address(sheet):
    text = "DRIVER LICENSE\nEXP 03/15/2029\nJane Mitchell\n456 Fake Street\nReno, NV89501"
    assert card(sheet, text)["full_name"] == "Jane Mitchell"


def test_a_title_broken_in_its_narrow_box_keeps_its_amount(page):
    drawn = page(
        "Form W-2 Wage and Tax Statement 2025\n"
        "1. Wages, tips, other     2. Federal income tax withheld\n"
        "compensation\n"
        "                          $4102.77\n"
        "$48211.36\n"
    )
    flat = tuple(
        replace(word, box=(word.box[0], word.box[1] / 2, word.box[2], word.box[3] / 2)) for word in drawn.words
    )
    found = read_tax_return([sheet_of(replace(drawn, words=flat))])
    assert (found["wages"].value, found["federal_tax_withheld"].value) == ("48211.36", "4102.77")


def test_the_title_of_the_next_box_is_no_payer_and_a_taxpayer_is_named(sheet):
    text = (
        "Form 1099-R 2025\n"
        "PAYER'S name                            PAYER'S TIN\n"
        "Dunmore Retirement Trust                12-3456789\n"
        "TAXPAYER'S name, street address, city or town\n"
        "Cordelia Ashworth\n"
    )
    found = tax(sheet, text)
    assert (found["employer_name"], found["person_name"]) == ("Dunmore Retirement Trust", "Cordelia Ashworth")


def test_a_return_may_say_its_lines_in_words(sheet):
    text = (
        "Form 1040 U.S. Individual Income Tax Return 2025\nTaxpayer Information:\nName: Lucinda Ferro\n"
        "Line 1 - Wages, salaries, tips: $44,950.00\nLine 11 - Adjusted Gross Income (AGI): $45,120.00\n"
    )
    found = tax(sheet, text)
    assert (found["wages"], found["adjusted_gross_income"]) == ("44950.00", "45120.00")
    assert found["person_name"] == "Lucinda Ferro"


@pytest.mark.parametrize(
    ("text", "employer"),
    [
        (
            "Fairhaven Orthopedics\nNovember 2, 2026\nDear Jane Doe,\nYou are Scheduler at Fairhaven Orthopedics.\n",
            True,
        ),
        ("Fairhaven Orthopedics\nNovember 2, 2026\nDear Jane Doe,\nYou are our new Scheduler.\n", False),
        ("Dear Jane Doe,\nYour salary goes up.\nSincerely,\nRuth Finch\nHR Manager\nFairhaven Orthopedics\n", True),
        ("Dear Jane Doe,\nYour salary goes up.\nSincerely,\nHR Manager\nRuth Finch\n", False),
    ],
)
def test_a_firm_without_a_firm_s_words_is_known_by_its_place(sheet, text, employer):
    said = f"{text}We are pleased to offer you the position of Scheduler."
    assert letter(sheet, said).get("employer_name") == ("Fairhaven Orthopedics" if employer else None)


def test_a_number_is_no_employer(sheet):
    text = "ACME DYNAMICS INC\nInsurance begins on the first day of employment with 90% of premiums covered.\n"
    assert letter(sheet, text)["employer_name"] == "ACME DYNAMICS INC"


def test_an_offer_may_greet_with_hi_and_name_candidate_and_role_in_one_sentence(sheet):
    text = (
        "Hi Kwabena Osei,\nWe are pleased to extend an offer of employment with Acme Studio for Motion Designer, "
        "reporting to Ann Lee.\n"
    )
    found = letter(sheet, text)
    assert (found["employee_name"], found["job_title"]) == ("Kwabena Osei", "Motion Designer")


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("We are pleased to appoint you as Clerk in our company with effect from November 16, 2026.", "2026-11-16"),
        ("She has been employed in the Public Service with effect from November 16, 2026.", "2026-11-16"),
        ("Your joining date is scheduled to be November 16, 2026.", "2026-11-16"),
        ("She is employed here and has been promoted with effect from November 16, 2026.", None),
        ("She is employed here and her salary has been revised with effect from November 16, 2026.", None),
    ],
)
def test_what_takes_effect_is_the_work_and_not_a_raise(sheet, sentence, day):
    assert letter(sheet, f"This is to certify that Jane Doe works here.\n{sentence}\n").get("start_date") == day


def test_who_is_pleased_to_offer_a_position_is_not_employed_by_it(sheet):
    text = "I am pleased to offer you the position of Inventory Controller with Saltmarsh Supply, starting soon.\n"
    assert letter(sheet, text)["employer_name"] == "Saltmarsh Supply"


def test_an_amount_may_end_in_a_stroke(sheet):
    text = "Jane Doe is employed here.\nYour annual gross compensation will be USD 59,400/- per annum.\n"
    assert letter(sheet, text)["annual_salary"] == "59400.00"


def test_a_name_above_the_line_that_its_title_stands_on_is_read(sheet):
    text = (
        "Form W-2 Wage and Tax Statement 2025\n"
        "                                           CRESTVIEW NURSERY CORPORATION\n"
        "                                           123 Garden St\n"
        "c Employer's name, address, and ZIP code   Medford, OR 97501\n"
        "1 Wages, tips, other compensation          $46,300.00\n"
    )
    assert tax(sheet, text)["employer_name"] == "CRESTVIEW NURSERY CORPORATION"


def test_a_block_about_a_payer_may_label_the_company(sheet):
    text = (
        "Form 1099-MISC\nTax Year: 2025\nPayer Information\nCompany Name: Bluefin Property Group\n"
        "Recipient Information\nName: Lorenzo Achterman\nFederal Tax Withheld: $1,840.00\n"
    )
    found = tax(sheet, text)
    assert (found["employer_name"], found["person_name"]) == ("Bluefin Property Group", "Lorenzo Achterman")


def test_a_weekday_before_the_day_and_a_leave_behind_it_change_no_start(sheet):
    text = "We are happy to offer you the part-time position of Sorter, starting Monday, October 26, 2026.\n"
    assert letter(sheet, text)["start_date"] == "2026-10-26"
    text = (
        "Ms. Doe has been employed as a Unit Clerk since September 14, 2020.\n"
        "She has been on approved medical leave since October 5, 2026.\n"
    )
    assert letter(sheet, text)["start_date"] == "2020-09-14"


def test_the_term_of_a_contract_stands_between_a_salary_and_its_amount(sheet):
    text = (
        "CONTRACT OF EMPLOYMENT\nThe Board offers you employment as a Teacher at the school, beginning August 10, 2026.\n"
        "Your annual salary for the term of 190 days is $54,600.00, paid in 24 installments.\n"
    )
    found = letter(sheet, text)
    assert (found["annual_salary"], found["start_date"]) == ("54600.00", "2026-08-10")


def test_a_street_is_no_employer(sheet):
    text = (
        "Helix Embedded Systems, Inc.\n2200 Mission College Blvd, Santa Clara, CA 95054\nOctober 30, 2026\n"
        "Dear Jane Doe,\nWe are delighted to offer you the position of Engineer, reporting to Ann Lee.\n"
    )
    assert letter(sheet, text)["employer_name"] == "Helix Embedded Systems, Inc."


def test_a_name_cut_short_is_written_as_the_letterhead_has_it(sheet):
    text = (
        "Tidewater Museum Foundation\nSeptember 28, 2026\nJane Doe has been employed by the Foundation as Registrar.\n"
    )
    assert letter(sheet, text)["employer_name"] == "Tidewater Museum Foundation"


def test_the_last_name_of_a_greeting_is_completed_by_the_address(sheet):
    text = "May 18, 2026\nMs. Ma. Cristina D. Dela Cruz\nDear Ms. Dela Cruz,\nWe offer you a position as Teacher.\n"
    assert letter(sheet, text)["employee_name"] == "Ma. Cristina D. Dela Cruz"


def test_names_behind_a_box_s_letter_and_under_a_form_s_title_are_read(sheet):
    found = tax(
        sheet,
        "Form W-2 Wage and Tax Statement 2025\nc Rachel Adelstein\n88 Pond Rd\ne Consolacao Ferreira\n12 Elm St\n",
    )
    assert (found["employer_name"], found["person_name"]) == ("Rachel Adelstein", "Consolacao Ferreira")
    found = tax(
        sheet,
        "Form 1040 (2025) U.S. Individual Income Tax Return\nKenji Nakamura and Aiko Nakamura    Married\n12 Elm St\n",
    )
    assert found["person_name"] == "Kenji Nakamura"


def test_a_retiree_s_statement_tells_the_new_gross_pay(sheet):
    text = (
        "DEFENSE FINANCE AND ACCOUNTING SERVICE\nRETIREE ACCOUNT STATEMENT\n"
        "ITEM            OLD         NEW\nGROSS PAY       2,300.00    2,366.00\nNET PAY         1,990.00    2,010.11\n"
    )
    found = benefit_facts([sheet(text)])
    assert (found["monthly_benefit"].value, found["benefit_payer"].value) == ("2366.00", "military")


def test_a_place_is_no_employer_and_who_certifies_is(sheet):
    text = "Hi Jane Doe,\nWe are excited to offer you the position of Scheduler at Dayton, OH.\n"
    assert "employer_name" not in letter(sheet, text)
    text = "To Whom It May Concern,\nNorthgate Instruments LLC hereby certifies that Jane Doe (ID 22) works here.\n"
    assert letter(sheet, text)["employer_name"] == "Northgate Instruments LLC"
