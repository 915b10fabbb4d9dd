"""Letters and forms in other people's words: dates in sentences, agreements, ranges of pay, boxes of a request."""

from __future__ import annotations

import pytest

from app.screening.facts.classify import kind_of
from app.screening.facts.employment_letter import read_employment_letter
from app.screening.verdict import DocumentType


def plain(sheet, text):
    return {name: fact.value for name, fact in read_employment_letter([sheet(text)]).items()}


def test_an_agreement_names_its_parties(sheet):
    found = plain(
        sheet,
        "EMPLOYMENT AGREEMENT\n"
        'This Agreement is entered into as of September 1, 2026, by and between Apex Global Inc. ("Employer")\n'
        'and Cordelia Amundsen ("Employee").\n'
        "1. POSITION AND DUTIES\n"
        "Employee shall serve as Senior Software Engineer, reporting to the Director of Engineering.\n"
        "Employer shall pay Employee a base salary of $135,000 per annum, payable bi-weekly.\n",
    )
    assert (found["employer_name"], found["employee_name"]) == ("Apex Global Inc.", "Cordelia Amundsen")
    assert (found["job_title"], found["annual_salary"]) == ("Senior Software Engineer", "135000.00")
    assert found["letter_date"] == "2026-09-01"


@pytest.mark.parametrize(
    ("sentence", "yearly"),
    [
        ("The salary range for this position is $38,000 to $44,500 annually.", None),
        ("Your base salary will be $92,000 per year. The pay scale is $84,000 to $104,000 annually.", "92000.00"),
        ("Her salary was raised from $50,000 to $52,000 per year.", "52000.00"),
    ],
)
def test_a_range_of_pay_is_no_salary(sheet, sentence, yearly):
    assert plain(sheet, f"Jane Doe is employed here.\n{sentence}\n").get("annual_salary") == yearly


@pytest.mark.parametrize(
    ("line", "field", "day"),
    [
        ("Issued this November 9, 2026 at Honolulu, HI.", "letter_date", "2026-11-09"),
        ("You will serve as Research Associate II, effective October 26, 2026.", "start_date", "2026-10-26"),
        ("Proposed Joining Date: November 9, 2026", "start_date", "2026-11-09"),
    ],
)
def test_days_are_known_by_the_words_before_them(sheet, line, field, day):
    assert plain(sheet, f"This is to certify that Jane Doe is employed by Acme Foods Inc.\n{line}\n")[field] == day


def test_the_day_on_which_an_offer_was_accepted_is_not_that_of_the_letter(sheet):
    found = plain(
        sheet,
        "Lumenforge Labs, Inc.\nJuly 21, 2026\nDear Yuki,\nWe offer you the position of Engineer.\n"
        "Sincerely,\nOmar Haddad\nAccepted: Yuki Tanabe   Date: 07/23/2026\n",
    )
    assert found["letter_date"] == "2026-07-21"


def test_where_the_money_is_of_another_country_the_day_comes_first(sheet):
    text = "Date: 07/11/2026\nThis is to certify that Jane Doe is employed here.\nMonthly salary: ₹48,500\n"
    assert plain(sheet, text)["letter_date"] == "2026-11-07"


def test_a_company_in_the_signature_is_the_employer_where_nothing_else_names_one(sheet):
    found = plain(
        sheet,
        "This is to certify that Mr./Ms. Zeb Hartigan, identified by a passport, is employed as Planner.\n"
        "Sincerely,\nAnna Bell\nKestrel Property Services\n",
    )
    assert (found["employee_name"], found["employer_name"]) == ("Zeb Hartigan", "Kestrel Property Services")


def test_a_request_for_verification_is_read_below_its_labels(sheet):
    page = sheet(
        "            REQUEST FOR VERIFICATION OF EMPLOYMENT\n"
        "1. To (Name and address of employer)       2. From (Name and address of property)\n"
        "Stanislaus Elementary School District      Sierra Vista Apartments\n"
        "Name and address of applicant              Signature of applicant\n"
        "Marisol Reyes-Quintana\n"
        "Applicant's date of employment    Present position    Probability of continued employment\n"
        "08/12/2019                        Teacher             Excellent\n"
        "Signature of employer     Title            Date\n"
        "C. Aldous                 HR Technician    11/04/2026\n"
    )
    found = {name: fact.value for name, fact in read_employment_letter([page]).items()}
    assert kind_of(page).document_type == DocumentType.employment_letter
    assert (found["start_date"], found["letter_date"]) == ("2019-08-12", "2026-11-04")
    assert (found["employee_name"], found["job_title"]) == ("Marisol Reyes-Quintana", "Teacher")


@pytest.mark.parametrize(
    ("sentence", "yearly"),
    [
        ("Her salary is sixty-two thousand five hundred dollars per year.", "62500.00"),
        ("Her salary is $62,400.00 (Sixty Two Thousand Four Hundred and 00/100 Dollars) per year.", "62400.00"),
        ("She is paid twenty-one dollars and fifty cents per hour and works 40 hours per week.", "44720.00"),
        ("Her gross salary is 62,400 USD per annum.", "62400.00"),
        ("Salary: $62,400", "62400.00"),
        ("Salary: $4,200", None),
        ("Gross pay: $60,000.00 per: [ ] hour [ ] week [ ] month [X] year", "60000.00"),
        ("Her annual stipend will be $28,200.", "28200.00"),
        ("She receives a total annual compensation of $80,000, with a base salary of $70,000.", "70000.00"),
    ],
)
def test_pay_is_read_however_it_is_written(sheet, sentence, yearly):
    assert plain(sheet, f"Jane Doe is employed by Acme Foods Inc. {sentence}\n").get("annual_salary") == yearly


@pytest.mark.parametrize("words", ["since on or about March 3, 2019", "and her tenure dates back to March 3, 2019"])
def test_words_may_stand_before_the_day_of_the_start(sheet, words):
    assert plain(sheet, f"Jane Doe is employed by Acme Foods Inc. {words}.\n")["start_date"] == "2019-03-03"


def test_an_offer_without_a_greeting_is_to_whom_its_address_is(sheet):
    text = (
        "October 3, 2026\nJane Roe\n12 Elm St\nDayton, OH 45402\nWe offer you the position of Clerk at Acme Foods Inc."
    )
    assert plain(sheet, text)["employee_name"] == "Jane Roe"


def test_a_subject_is_no_employee_and_the_file_names_one(sheet):
    text = (
        "Re: Compensation Change\nDear Anh,\nYour annual base salary is $75,600.\ncc: Personnel file of Ngọc Anh Phạm"
    )
    assert plain(sheet, text)["employee_name"] == "Ngọc Anh Phạm"


def test_the_lenders_day_on_a_request_is_not_the_letters(sheet):
    page = sheet(
        "          Request for Verification of Employment\n"
        "3. Signature of Lender     5. Date\n"
        "J. Tate                    11/03/2026\n"
        "9. Applicant's Date of Employment    10. Present Position    11. Probability of Continued Employment\n"
        "02/18/2019                           Escrow Officer          Good\n"
        "12A. Current Gross Base Pay (Enter Amount and Check\n"
        "Period)\n"
        "☒ Annual ☐ Monthly ☐ Weekly ☐ Hourly\n"
        "$ 70,000.00\n"
        "26. Signature of Employer     28. Date\n"
        "D. Pruitt                     11/06/2026\n"
    )
    found = {name: fact.value for name, fact in read_employment_letter([page]).items()}
    assert (found["job_title"], found["annual_salary"]) == ("Escrow Officer", "70000.00")
    assert (found["start_date"], found["letter_date"]) == ("2019-02-18", "2026-11-06")


def test_a_form_of_another_unit_ticked_says_no_year(sheet):
    text = "Current Gross Base Pay (Enter Amount and Check\nPeriod)\n☐ Annual ☒ Monthly\n$ 5,000.00\n"
    assert "annual_salary" not in plain(sheet, text)


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("The employee's job title is Structural Welder and the current salary is $71,400.", "Structural Welder"),
        ("His current classification is HVAC Technician II.", "HVAC Technician II"),
        ("She is a Licensed Clinical Social Worker and her gross pay varies.", "Licensed Clinical Social Worker"),
        ("We offer you a position as a Graduate Research Assistant beginning May 1.", "Graduate Research Assistant"),
    ],
)
def test_a_title_ends_where_the_sentence_goes_on(sheet, sentence, title):
    assert plain(sheet, f"Jane Doe is employed by Acme Foods Inc. {sentence}\n")["job_title"] == title


def test_the_terms_of_work_may_stand_before_the_employer(sheet):
    text = "This confirms that Jane Doe is employed on a full-time basis with OFC360 Enterprise as Engineer."
    assert plain(sheet, text)["employer_name"] == "OFC360 Enterprise"


def test_an_appointment_is_for_a_period_with_a_stipend_by_an_institution(sheet):
    found = plain(
        sheet,
        "Graduate Medical Education\nLone Star University Health Science Center\nMay 14, 2026\nAnjali Rao, MD\n"
        "Dear Dr. Rao:\nThis letter confirms your appointment as Resident Physician, PGY-2, in the Department of\n"
        "Internal Medicine for the period August 1, 2026 through July 31, 2027. Your annual stipend will be $68,200.\n",
    )
    assert (found["start_date"], found["annual_salary"]) == ("2026-08-01", "68200.00")
    assert found["employer_name"] == "Lone Star University Health Science Center"
    assert found["employee_name"] == "Anjali Rao"


def test_who_has_been_with_a_company_works_there(sheet):
    found = plain(
        sheet,
        "Colin Fitz has been with Chesapeake Marine Robotics, Inc. since April 2022 and is currently a Senior Controls\n"
        "Engineer. His current annual compensation is $90,000 plus benefits.\n",
    )
    assert (found["employee_name"], found["employer_name"]) == ("Colin Fitz", "Chesapeake Marine Robotics, Inc.")
    assert (found["job_title"], found["annual_salary"]) == ("Senior Controls Engineer", "90000.00")


def test_the_upper_end_of_a_range_of_hours_makes_no_year(sheet):
    text = "Jane Doe makes $23.00 an hour and works between 30 and 35 hours a week.\nAnn Fox\nOffice Manager, Acme Foods LLC"
    found = plain(sheet, text)
    assert "annual_salary" not in found
    assert found["employer_name"] == "Acme Foods LLC"


def test_who_accepts_an_offer_is_whom_it_greets(sheet):
    text = (
        "June 8, 2026\nDear Quentin,\nAcme Foods Inc. is excited to offer you employment as an Executive.\nSincerely,\n"
        "Lena Hoffmann\nAgreed and accepted:   Quentin Ashby   Date: June 10, 2026\n"
    )
    assert plain(sheet, text)["employee_name"] == "Quentin Ashby"
