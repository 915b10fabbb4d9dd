import pytest

from app.screening.facts.employment_letter import read_employment_letter

OPENING = "October 15, 2026\n\nTo Whom It May Concern:\n\n"


def read(sheet, body):
    return {name: fact.value for name, fact in read_employment_letter([sheet(OPENING + body)]).items()}


def test_a_letter_in_prose_gives_all_its_facts(sheet):
    found = read(
        sheet,
        "This letter is to confirm that Maria Gonzalez-Ruiz has been employed with\n"
        "Brightwater Logistics LLC since April 12, 2021 as a Dispatch Coordinator. Her\n"
        "current annual salary is $58,400.00, and she received a bonus of $2,000 in December.",
    )
    assert found["employee_name"] == "Maria Gonzalez-Ruiz"
    assert found["employer_name"] == "Brightwater Logistics LLC"
    assert found["start_date"] == "2021-04-12"
    assert found["annual_salary"] == "58400.00"
    assert found["job_title"] == "Dispatch Coordinator"
    assert found["letter_date"] == "2026-10-15"


@pytest.mark.parametrize(
    ("sentence", "yearly", "unit"),
    [
        ("She earns $78,000 per year.", "78000.00", "year"),
        ("His gross monthly salary is $6,500.00.", "78000.00", "month"),
        ("He is paid $24.00 per hour and works 40 hours per week.", "49920.00", "hour"),
        ("She is paid a bi-weekly salary of $3,000.00.", "78000.00", "biweekly"),
        ("He receives $3,250.00 semi-monthly.", "78000.00", "semimonthly"),
        ("Her compensation is $1,500 per week.", "78000.00", "week"),
        ("Her base salary is $90,000 annually, plus a bonus of $10,000 per year.", "90000.00", "year"),
    ],
)
def test_pay_is_converted_where_the_unit_is_printed(sheet, sentence, yearly, unit):
    found = read(sheet, sentence)
    assert (found["annual_salary"], found["pay_unit"]) == (yearly, unit)


@pytest.mark.parametrize(
    "sentence",
    [
        "He is paid $24.00 per hour.",
        "Her salary is $6,500.",
        "She received a bonus of $10,000 per year.",
        "Her salary was $70,000 per year and is $78,000 per year.",
        "Their rent is $24,000 per year.",
    ],
)
def test_pay_that_is_not_clear_gives_no_yearly_salary(sheet, sentence):
    assert "annual_salary" not in read(sheet, sentence)


def test_a_month_alone_is_not_turned_into_a_day(sheet):
    found = read(sheet, "Jordan Lee has worked with us since June 2023.")
    assert "start_date" not in found
    assert found["start_month"] == "2023-06"


def test_past_employment_is_marked(sheet):
    assert read(sheet, "Jordan Lee is no longer employed by Riverside Bakery.")["employment_ended"] == "yes"


def test_two_start_dates_give_none(sheet):
    assert "start_date" not in read(sheet, "He was hired on March 1, 2019. She was hired on May 2, 2020.")


def test_a_form_letter_is_read_by_its_labels(sheet):
    found = read(
        sheet,
        "Employee Name:  Priya Nair\nEmployer:  Northline Health System, Inc.\nJob Title:  Registered Nurse\n"
        "Date of Hire:  02/14/2022\nAnnual Salary:  $90,000.04",
    )
    assert found["employee_name"] == "Priya Nair"
    assert found["employer_name"] == "Northline Health System, Inc."
    assert found["job_title"] == "Registered Nurse"
    assert found["start_date"] == "2022-02-14"
    assert found["annual_salary"] == "90000.04"


def test_employment_for_a_person_names_no_employer(sheet):
    found = read_employment_letter(
        [
            sheet(
                "Westmark Insurance Agency\n\nDate: 11/07/2026\n\nRE: Verification of employment for Amara Whitfield\n"
                "At the request of our employee we confirm the following information.\n\n"
                "Employee   Amara Whitfield\nJob title   Project Coordinator\nOriginal hire date   07/01/2023"
            )
        ]
    )
    assert found["employee_name"].value == "Amara Whitfield"
    assert "employer_name" not in found or found["employer_name"].value == "Westmark Insurance Agency"
