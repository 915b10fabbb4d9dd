"""Cards and tax papers as recognisers and banks print them: marks that touch names, lists, letters, narrow boxes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.screening.facts.benefit_letter import benefit_facts
from app.screening.facts.classify import kind_of, split
from app.screening.facts.government_id import read_government_id
from app.screening.facts.lines import sheet_of
from app.screening.facts.tax_return import read_tax_return, starts_another
from app.screening.reading.pages import Word
from app.screening.verdict import DocumentType


def plain(facts):
    return {name: fact.value for name, fact in facts.items()}


@pytest.mark.parametrize(
    "lines",
    [
        "1VANDERSLOOT\n2HENDRICK J\n8 RR 4 BOX 118\nLITITZ, PA 17543",
        "LNVANDERSLOOT\nFN HENDRICK J\n14 MAIN ST\nLITITZ PA 17543",
        "VANDERSLOOT,\nHENDRICK,J\n14 MAIN ST\nLITITZ PA 17543",
        "1 NAME\nVANDERSLOOT\n2\nHENDRICK J\n8 ADDRESS\n14 MAIN ST",
        "1 NAME VANDERSLOOT\n2 HENDRICK J\n8 RR 4 BOX 118\nLITITZ PA 17543",
        "1 VANDERSLOOT\n2\nHENDRICK J\n8 RR 4 BOX 118\nLITITZ PA 17543",
        "DL: F8820417\nVANDERSLOOT, HENDRICK J\nDOB: 03/08/1991",
        "Name HENDRICK J\nLast name VANDERSLOOT\nDate of Birth 03/08/1991",
    ],
)
def test_names_on_cards_are_read_however_the_marks_touch_them(sheet, lines):
    found = plain(read_government_id([sheet(f"DRIVER LICENSE\n{lines}\nEXP 01/10/2028", source="ocr")]))
    assert (found["full_name"], found["expiry_date"]) == ("HENDRICK J VANDERSLOOT", "2028-01-10")


def test_a_w2_printed_as_a_list_names_both_parties(sheet):
    rows = [
        ("a. Employee's social security number", "xxx-xx-3384"),
        ("b. Employer identification number", "91-4410238"),
        ("c. Employer's name, address, and ZIP code", "Cascadia Trail Outfitters, LLC"),
        ("e. Employee's name", "Leif Magnus Thorvaldsen"),
        ("f. Employee's address", "22 NW Drake Rd"),
        ("1. Wages, tips, other compensation", "$39,402.66"),
        ("2. Federal income tax withheld", "$2,790.05"),
    ]
    text = "Form W-2 Wage and Tax Statement 2025\n" + "\n".join(f"{left:<48}{right}" for left, right in rows)
    found = plain(read_tax_return([sheet(text)]))
    assert (found["person_name"], found["employer_name"]) == (
        "Leif Magnus Thorvaldsen",
        "Cascadia Trail Outfitters, LLC",
    )


def test_estimated_payments_do_not_name_the_forms_year(sheet):
    text = (
        "Form 1040   U.S. Individual Income Tax Return   2025\n"
        "26   2025 estimated tax payments and amount applied from 2024 return   26\n"
    )
    assert plain(read_tax_return([sheet(text)]))["tax_year"] == "2025"


@pytest.mark.parametrize(
    ("sentence", "monthly"),
    [
        ("The amount due you beginning November 2026 will be $1,206.94 each month.", "1206.94"),
        ("Gross Benefit   2,118.00\nPaid each month", "2118.00"),
        ("You will receive $2,118.00 on or about the second Wednesday of each month.", "2118.00"),
    ],
)
def test_what_the_social_security_pays_every_month_is_read(sheet, sentence, monthly):
    found = plain(benefit_facts([sheet(f"Social Security Administration\nDate: September 22, 2026\n{sentence}\n")]))
    assert found["monthly_benefit"] == monthly


def test_labels_in_two_languages_are_known_by_either(sheet):
    text = (
        "CONSULAR ID CARD\nApellidos / Last name(s)\nIBARRA SOLIS\nNombres / First name(s)\nXENIA LUZ\n"
        "Date of expiry\n02/09/2029\n"
    )
    found = plain(read_government_id([sheet(text)]))
    assert (found["full_name"], found["expiry_date"]) == ("XENIA LUZ IBARRA SOLIS", "2029-02-09")


def test_two_cards_behind_one_another_are_two_documents(sheet):
    first = sheet("TEXAS   DRIVER LICENSE\nDOB 08/19/1990\nSEX F\n4b EXP 08/19/2031\n")
    back = sheet("CLASS C\nRESTRICTIONS NONE\nENDORSEMENTS NONE\n")
    second = sheet(
        "PASSPORT\nSurname\nGROSSKOPF\nGiven names\nANNELIE\nDate of birth\n02/04/1996\nExpires 10/11/2031\n"
    )
    assert [len(part.sheets) for part in split([first, back, second])] == [2, 1]


def test_the_benefit_of_last_year_is_not_todays(sheet):
    text = (
        "Social Security Administration\nDate: November 12, 2026\n"
        "Beginning December 2025, the full monthly Social Security benefit before any deductions is $1,622.40.\n"
        "From December 2024 to November 2025, the full monthly Social Security benefit before any deductions "
        "was $1,578.20.\n"
    )
    assert plain(benefit_facts([sheet(text)]))["monthly_benefit"] == "1622.40"


def test_child_support_is_no_pay(sheet):
    text = (
        "COUNTY FAMILY COURT SUPPORT COLLECTION UNIT\nThis is to certify that the noncustodial parent pays current\n"
        "child support of $640.00 per month through this office.\n"
    )
    assert kind_of(sheet(text)).document_type == DocumentType.other


def test_brokers_form_is_the_first_of_those_on_the_page(sheet):
    text = (
        "2025 CONSOLIDATED FORM 1099\nFORM 1099-DIV   Dividends\n1a   Total Ordinary Dividends   $1,904.18\n"
        "FORM 1099-INT   Interest Income\nForm 1099-MISC: no reportable items.\n"
    )
    found = plain(read_tax_return([sheet(text)]))
    assert (found["form"], found["tax_year"]) == ("1099-DIV", "2025")


def test_an_amount_that_a_note_at_the_side_pulled_away_is_read_level_with_its_line_number(sheet):
    page = sheet(
        "Form 1040  U.S. Individual Income Tax Return  2021\n"
        "11 Subtract line 10 from line 9. This is your adjusted gross income      11\n"
        "jointly or\n"
    )
    top = page.lines[1].box[1]
    word = Word("41,892", (560.0, top - 4, 595.0, top + 6), 1.0)
    moved = sheet_of(replace(page.page, words=(*page.page.words, word)))
    assert read_tax_return([moved])["adjusted_gross_income"].value == "41892.00"


def test_a_part_of_a_name_that_was_not_read_comes_from_the_zone(sheet):
    zone = "P<AUSVAN<DER<LINDE<<MATTHIAS<COEN<<<<<<<<<<<\nRA44108273AUS7909076M3411115<<<<<<<<<<<<<<<8\n"
    page = sheet("PASSPORT  AUSTRALIA\nName\nVAN DER LINDE\nDate of expiry  11 NOV 2034\n" + zone)
    assert read_government_id([page])["full_name"].value == "MATTHIAS COEN VAN DER LINDE"


def test_a_month_in_two_languages_is_one_day(sheet):
    page = sheet("PASSPORT\nSurname  CONNER\nGiven names  SARAH\nDate of expiry  09 OCT / OCT 2031\n")
    assert read_government_id([page])["expiry_date"].value == "2031-10-09"


def test_a_title_above_the_date_of_birth_is_no_name(sheet):
    assert "full_name" not in read_government_id([sheet("STATE OF OHIO\nDRIVER LICENSE\nDOB: 03/08/1991")])


def test_pages_of_one_return_stay_together_whatever_stands_between_form_and_page(sheet):
    first = sheet("Form 1040  U.S. Individual Income Tax Return  2025\n11a  This is your adjusted gross income  77,508")
    second = sheet("Form 1040 (2025)  Gwen Albrecht  XXX-XX-4471  Page 2\n25a  Tax withheld from Form(s) W-2")
    assert not starts_another([first], second)


def test_the_year_of_benefits_is_the_forms(sheet):
    text = "FORM SSA-1099\n2025 PART OF YOUR BENEFITS MAY BE TAXABLE\nBox 5. Net Benefits for 2025 (Box 3 minus Box 4)"
    assert plain(read_tax_return([sheet(text)]))["tax_year"] == "2025"


def test_the_second_line_of_a_title_is_no_payer(sheet):
    text = (
        "Form 1099-NEC  2025\nPAYER'S NAME, STREET ADDRESS, CITY OR TOWN, STATE OR PROVINCE, COUNTRY, ZIP OR FOREIGN\n"
        "POSTAL CODE, AND TELEPHONE NO.\nSolstice Event Rentals\n2200 Pearl St\n"
    )
    assert plain(read_tax_return([sheet(text)]))["employer_name"] == "Solstice Event Rentals"


def test_the_zone_tells_which_of_two_numbers_is_the_month(sheet):
    zone = "P<INDRAO<<ANJALI<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nZ4471882<3IND9603080F3102112<<<<<<<<<<<<<<06\n"
    page = sheet("PASSPORT  INDIA\nSurname\nRAO\nGiven Name(s)\nANJALI\nDate of Expiry\n11/02/2031\n\n" + zone)
    assert read_government_id([page])["expiry_date"].value == "2031-02-11"


def test_the_forms_name_beside_a_payer_is_no_part_of_it(sheet):
    text = "PAYER'S name\nNarragansett Interiors LLC    Form 1099-NEC\n88 Westminster St    For calendar year 2025\n"
    assert plain(read_tax_return([sheet(text)]))["employer_name"] == "Narragansett Interiors LLC"


def test_blocks_about_both_parties_may_label_their_names(sheet):
    text = (
        "W-2 Wage and Tax Statement\nEmployer Information\nName      Wildflower Cider LLC\nAddress   510 Lovejoy St\n"
        "EIN       93-1182044\nEmployee Information\nName      Anselm Drummond\nAddress   77 Ankeny St\n"
    )
    found = plain(read_tax_return([sheet(text)]))
    assert (found["employer_name"], found["person_name"]) == ("Wildflower Cider LLC", "Anselm Drummond")


def test_a_printed_zero_behind_the_line_s_own_number_is_read(sheet):
    text = (
        "Form 1040  U.S. Individual Income Tax Return  2025\n"
        "11   This is your adjusted gross income                     11   49,192.90\n"
        "25d  Federal income tax withheld                           25d        0.00\n"
    )
    assert plain(read_tax_return([sheet(text)]))["federal_tax_withheld"] == "0.00"
