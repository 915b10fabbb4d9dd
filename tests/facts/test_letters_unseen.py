"""Letters as they came that no layout was made for: beside a logo's column, as a row of labels, in words."""

from __future__ import annotations

from datetime import date

import pytest

from app.screening.facts.classify import kind_of, split
from app.screening.facts.employment_letter import read_employment_letter
from app.screening.facts.spelled_dates import find_spelled
from app.screening.verdict import DocumentType


def plain(sheet, text):
    return {name: fact.value for name, fact in read_employment_letter([sheet(text)]).items()}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("since the fourteenth day of May, two thousand eighteen, as", date(2018, 5, 14)),
        ("November the ninth, 2026", date(2026, 11, 9)),
        ("Dated this 12th day of November, 2026", date(2026, 11, 12)),
        ("on the twenty-first of June, 2021", date(2021, 6, 21)),
        ("March third, twenty twenty-one", date(2021, 3, 3)),
    ],
)
def test_days_in_words_are_read(text, day):
    assert [found[2] for found in find_spelled(text)] == [day]


@pytest.mark.parametrize("text", ["the second day of work", "May the best, two thousand dollars", "November 9, 2026"])
def test_what_is_no_day_in_words_is_left(text):
    assert not list(find_spelled(text))


def test_a_column_beside_the_letter_does_not_cut_its_sentences(sheet):
    side = ["Harrow St", "Clinic", "Board", "N. Lombard", "P. Osei", "R. Kim", "Services", "Dental"]
    body = [
        "November 13, 2026",
        "Dear Sir or Madam:",
        "Please accept this letter as verification that Samnang",
        "Prak is employed at Harrow Street Clinic. His employment",
        "commenced on 1/17/2022, and he currently works as a",
        "Community Health Worker, 37.5 hours per week. His hourly",
        "rate is $26.80.",
        "Sincerely, Ottoline Fairbanks",
    ]
    found = plain(sheet, "\n".join(f"{left:<14}{right}" for left, right in zip(side, body, strict=True)))
    assert (found["employee_name"], found["job_title"]) == ("Samnang Prak", "Community Health Worker")
    assert (found["start_date"], found["letter_date"]) == ("2022-01-17", "2026-11-13")
    assert found["annual_salary"] == "52260.00"


def test_a_row_of_labels_has_its_values_below(sheet):
    found = plain(
        sheet,
        "Employee Name       Job Title         Date of Hire   Annual Rate\n"
        "Desmond R. Okpara   CNC Programmer    06/21/2021     $77,500.02\n",
    )
    assert found["job_title"] == "CNC Programmer"
    assert (found["annual_salary"], found["start_date"]) == ("77500.02", "2021-06-21")


def test_pairs_of_labels_above_values_are_read(sheet):
    found = plain(
        sheet,
        "Full legal name          Company\nThandeka Mbatha-Flynn    Lumen Studio LLC\n\n"
        "Title                    Employment type\nMotion Designer          Salaried\n\n"
        "Start date               End date\nJan 10, 2022             Present\n",
    )
    assert (found["employee_name"], found["employer_name"]) == ("Thandeka Mbatha-Flynn", "Lumen Studio LLC")
    assert (found["job_title"], found["start_date"]) == ("Motion Designer", "2022-01-10")


@pytest.mark.parametrize(
    ("sentence", "yearly"),
    [
        ("She started at $19.00/hour and her current wage is $24.25/hour at 40 hours weekly.", "50440.00"),
        ("He earns $880 a week. He got a raise from $820 a week in June.", "45760.00"),
        ("Her pay is $61,360 per year. Effective in January, pay will increase to $64,400 per year.", "61360.00"),
        ("She is paid $61,800.00 on an annual basis, which is $5,150.00 per month.", "61800.00"),
        ("Rate of pay: $24.38/hr\nScheduled Hours Bi-Weekly: 80", "50710.40"),
        ("Rate of Pay: $24.6500 Hourly\nAverage Hours Per Pay Period: 80\nPay Cycle: Biweekly", "51272.00"),
    ],
)
def test_the_pay_of_today_is_taken_among_several(sheet, sentence, yearly):
    assert plain(sheet, f"To Whom It May Concern:\n\n{sentence}\n")["annual_salary"] == yearly


def test_hours_of_a_pay_period_of_unknown_length_make_no_year(sheet):
    said = "Rate of Pay: $24.65 Hourly\nAverage Hours Per Pay Period: 80\nPay Cycle: Semi-monthly"
    assert "annual_salary" not in plain(sheet, said)


def test_somebodys_title_is_no_employer(sheet):
    found = plain(sheet, "This letter is written on behalf of Mr. Anders Lindqvist, who is employed here.")
    assert found.get("employer_name") != "Mr"


@pytest.mark.parametrize(
    "text",
    [
        "Verification of Employment\n\nEmployee Name: ________\nJob Title: ________\nDate of Hire: ________\n",
        "To whom it may concern,\n\nEmmanuel Adomako has been a tenant at 18 Alder Way since November 1, 2023.\n"
        "He is employed full time to the best of our knowledge.\n",
        "Felicity Monroe\n\nExperience\nManager, Cold Storage, March 2021 to Present, full time\n\nEducation\nB.B.A.\n",
        "RENTAL APPLICATION\n\nCurrent employer   Ski Corp\nDriver's license #   94-118   State CO\nDOB on file\n",
        "Form W-9\nRequest for Taxpayer Identification Number and Certification\nInternal Revenue Service\n",
    ],
)
def test_papers_that_only_borrow_the_words_are_other(sheet, text):
    assert kind_of(sheet(text)).document_type == DocumentType.other


def test_a_lease_between_two_documents_belongs_to_none_of_them_and_is_one_entry(sheet):
    card = sheet("NEW YORK STATE   DRIVER LICENSE\nDOB 11/30/1993\nEXPIRES 11/30/2029\nSEX F\n")
    lease = sheet("RESIDENTIAL LEASE AGREEMENT\nThis lease agreement binds landlord and tenant.\n")
    more = sheet("12. Quiet hours are kept.\n13. Pets are welcome.\n")
    assert [(p.kind.document_type.value, len(p.sheets)) for p in split([card, lease, more])] == [
        ("government_id", 1),
        ("other", 2),
    ]


def test_labels_above_their_values_do_not_lend_a_day_to_the_letter(sheet):
    found = plain(
        sheet,
        "Proof of employment\n\nEmployee\nIgnatius Farrell\n\nJob title\nProduction Lead\n\n"
        "Start date\n05/03/2021\n\nPay rate\n$27.15 per hour\n",
    )
    assert (found["job_title"], found["start_date"]) == ("Production Lead", "2021-05-03")
    assert "letter_date" not in found


def test_labels_that_a_recogniser_ran_into_the_values_before_are_cut_off(sheet):
    found = plain(
        sheet,
        "Applicant: Keandra L. Whitmore Unit applied for: 12C\n\nSignature: R. Eastep\n"
        "Company: Bright Molar Dentistry Date: 11/10/2026\n",
    )
    assert (found["employee_name"], found["employer_name"]) == ("Keandra L. Whitmore", "Bright Molar Dentistry")
    assert found["letter_date"] == "2026-11-10"


def test_what_is_said_behind_a_subject_is_not_part_of_the_name(sheet):
    said = "Subject: Employment verification - Zuleika Prentiss\n\nHello,\n\nShe works here.\n"
    assert plain(sheet, said)["employee_name"] == "Zuleika Prentiss"
    said = "RE: Employment of Gwendolyn Baptiste\nMs. Baptiste has worked for us since 9/5/2019.\n"
    assert plain(sheet, said)["employee_name"] == "Gwendolyn Baptiste"


def test_a_page_behind_a_letter_that_has_closed_is_a_document_of_its_own(sheet):
    letter = sheet("To whom it may concern:\nAda Strand is employed as a Clerk since 1/2/2020.\nSincerely,\nB. Krall\n")
    other = sheet("CONFIDENTIALITY\nNothing is to be disclosed for two years thereafter.\n")
    assert [p.kind.document_type.value for p in split([letter, other])] == ["employment_letter", "other"]


def test_the_advice_of_a_pension_is_no_pay_stub(sheet):
    text = (
        "State Teachers' Retirement Fund\nPayment advice\nPayment date  11/01/2026\nGross benefit   640.00\n"
        "Federal tax      0.00\nNet payment     640.00\nYear to date gross   7,040.00\nDirect deposit\n"
    )
    assert kind_of(sheet(text)).document_type == DocumentType.other


def test_the_renewal_of_a_lease_is_no_letter_about_work(sheet):
    text = (
        "October 3, 2026\n\nDear Casimir Dubois,\n\nYour rental ends on December 31, 2026. We are pleased to offer you\n"
        "twelve months at $1,720 per month. Please contact us by November 15, 2026.\n\nSincerely,\nAstrid Fennel\n"
    )
    assert kind_of(sheet(text)).document_type == DocumentType.other


def test_two_short_letters_about_two_people_are_two_documents(sheet):
    one = sheet(
        "Dear Landlord,\nThis is to confirm that Evaristo Luna is employed by Slate Roofing as a Crew Leader.\n"
    )
    two = sheet("Subject: VOE\nJarmila Hostetter has been employed by Cobalt Supply since 02/19/2024, full time.\n")
    assert [len(part.sheets) for part in split([one, two])] == [1, 1]
