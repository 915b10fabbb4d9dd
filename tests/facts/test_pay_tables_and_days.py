"""Salary certificates with parts and sums, headings above amounts, two days under one label, titles broken in two."""

from __future__ import annotations

import pytest

from app.screening.facts.classify import kind_of
from app.screening.facts.employment_letter import read_employment_letter
from app.screening.verdict import DocumentType


def letter(sheet, text):
    return {name: fact.value for name, fact in read_employment_letter([sheet(text)]).items()}


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


def test_a_place_is_no_employer_and_who_certifies_is(sheet):
    text = "Hi Jane Doe,\nWe are excited to offer you the position of Scheduler at Dayton, OH.\n"
    assert "employer_name" not in letter(sheet, text)
    text = "To Whom It May Concern,\nNorthgate Instruments LLC hereby certifies that Jane Doe (ID 22) works here.\n"
    assert letter(sheet, text)["employer_name"] == "Northgate Instruments LLC"
