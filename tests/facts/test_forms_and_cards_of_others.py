"""Tax forms, awards and cards in other people's layouts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.screening.facts.benefit_letter import benefit_facts
from app.screening.facts.government_id import read_government_id
from app.screening.facts.lines import sheet_of
from app.screening.facts.tax_return import read_tax_return


def card(sheet, text):
    return {name: fact.value for name, fact in read_government_id([sheet(text)]).items()}


def tax(sheet, text):
    return {name: fact.value for name, fact in read_tax_return([sheet(text)]).items()}


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
