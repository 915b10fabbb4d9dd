"""Names by position, hours in a phrase, cities that end like companies."""

from __future__ import annotations

import pytest

from app.screening.facts.classify import kind_of, split
from app.screening.facts.employment_letter import read_employment_letter
from app.screening.facts.government_id import read_government_id
from app.screening.facts.paystub import read_paystub
from app.screening.verdict import DocumentType


def test_a_card_without_labels_has_surname_and_given_names_above_the_address(sheet):
    text = "\n".join(
        [
            "VIRGINIA        DRIVER LICENSE",
            "4b EXP 06/13/2030",
            "HADDAD",
            "HANNAH MARIE",
            "4415 FOXGLOVE COURT, APT 1",
            "RICHMOND, VA 23219",
            "4a ISS 06/13/2024",
        ]
    )
    assert read_government_id([sheet(text)])["full_name"].value == "HANNAH MARIE HADDAD"


def test_one_line_above_the_address_is_the_full_name(sheet):
    text = "\n".join(["OHIO  IDENTIFICATION CARD", "ID 1", "JANE Q PUBLIC", "12 OAK STREET", "DAYTON, OH 45402"])
    assert read_government_id([sheet(text)])["full_name"].value == "JANE Q PUBLIC"


def test_a_card_without_an_address_gives_no_name_by_position(sheet):
    text = "OHIO  IDENTIFICATION CARD\nBUCKEYE STATE\nFOUNDED EARLY\nEXP 06/13/2030"
    assert "full_name" not in read_government_id([sheet(text)])


def test_hours_and_rate_are_read_from_one_phrase(sheet):
    text = "EMPLOYEE PAY STATEMENT\n          This pay   Year to date\nRegular wages (80.50 hours at $24.50)   1,972.25   41,000.00"
    facts = read_paystub([sheet(text)])
    assert (facts["hours"].value, facts["rate"].value) == ("80.50", "24.50")


def test_two_phrases_of_hours_and_rate_tell_the_rate_that_is_no_overtime_s_and_no_hours(sheet):
    text = "EMPLOYEE PAY STATEMENT\nRegular (80 hours at $20.00)   1,600.00\nOvertime (5 hours at $30.00)   150.00"
    facts = read_paystub([sheet(text)])
    assert "hours" not in facts
    assert facts["rate"].value == "20.00"


def test_a_city_in_colorado_is_not_the_employer(sheet):
    text = "\n".join(
        [
            "TIDEWATER MARINE SUPPLY INC",
            "7880 MAPLE CRESCENT",
            "COLUMBUS, OH 43215",
            "              GRACE J GOLDBERG",
            "              1152 CEDAR HILL ROAD",
            "              DENVER, CO 80203",
            "Gross Pay   3,072.00",
            *["Other   1.00"] * 30,
        ]
    )
    facts = read_paystub([sheet(text)])
    assert facts["employer_name"].value == "TIDEWATER MARINE SUPPLY INC"


def test_two_statements_of_one_page_in_one_file_are_two_documents(sheet):
    text = "FIRST BANK\nStatement dates 10/01/2026 - 10/31/2026\nBalance last statement   $10.00\nBalance this statement   $20.00"
    assert len(split([sheet(text), sheet(text)])) == 2


def test_a_balance_brought_forward_goes_on_with_the_statement(sheet):
    first = "FIRST BANK\nStatement period 10/01/2026 - 10/31/2026\nBeginning balance   $10.00\nDeposits   $20.00"
    second = "Transaction history\nBalance brought forward   $10.00\n10/05 Deposit   $20.00   $30.00\nEnding balance   $30.00"
    assert len(split([sheet(first), sheet(second)])) == 1


def test_a_letter_that_goes_on_after_the_company_s_name_names_only_the_company(sheet):
    text = "\n".join(
        [
            "October 28, 2026",
            "Dear Property Manager:",
            "I am the owner of Ridgeline Roofing LLC and I am writing about Dana Whitlock, who has been",
            "working for us since February 1, 2023.",
        ]
    )
    facts = read_employment_letter([sheet(text)])
    assert facts["employer_name"].value == "Ridgeline Roofing LLC"
    assert facts["employee_name"].value == "Dana Whitlock"


def test_a_job_title_in_a_form_of_two_columns_needs_no_colon(sheet):
    text = "RE: Verification of employment for Jane Doe\nJob title            Account Manager\nBase salary          $62,000.00 per year"
    assert read_employment_letter([sheet(text)])["job_title"].value == "Account Manager"


def test_a_utility_bill_is_no_bank_statement(sheet):
    text = "\n".join(
        [
            "City Light & Power",
            "Account number   8812-11",
            "Previous balance   $84.20",
            "Current charges   $91.77",
            "Amount due   $91.77",
            "Due date   Nov 24, 2026",
        ]
    )
    assert kind_of(sheet(text)).document_type == DocumentType.other


def test_a_job_title_in_small_letters_is_read_and_a_member_of_the_crew_is_none(sheet):
    text = "Dana has been working for us as a roofing foreman since February 1, 2023."
    assert read_employment_letter([sheet(text)])["job_title"].value == "roofing foreman"
    text = "Dana has been working for us as a valued member since February 1, 2023."
    assert "job_title" not in read_employment_letter([sheet(text)])


def test_the_first_day_of_work_is_the_start(sheet):
    text = "His first day of work was March 11, 2024."
    assert read_employment_letter([sheet(text)])["start_date"].value == "2024-03-11"


@pytest.mark.parametrize(
    ("said", "frequency"),
    [("You are paid every two weeks", "biweekly"), ("Paid twice a month", "semimonthly"), ("paid weekly", "weekly")],
)
def test_period_and_schedule_are_read_from_sentences(sheet, said, frequency):
    text = f"Pay statement\nFor November 1, 2026 to November 14, 2026\n{said}\nGross pay   1,000.00"
    facts = read_paystub([sheet(text)])
    assert (facts["period_start"].value, facts["period_end"].value) == ("2026-11-01", "2026-11-14")
    assert facts["pay_frequency"].value == frequency


def test_a_year_of_insurance_is_no_pay_period(sheet):
    facts = read_paystub([sheet("Pay statement\nFor 01/01/2026 to 12/31/2026\nGross pay   1,000.00")])
    assert "period_start" not in facts
