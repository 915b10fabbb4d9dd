"""A couple's papers in one packet: only the applicant's own count."""

from datetime import date
from decimal import Decimal

import pytest

from app.screening.facts.applicant_name import compare_to_applicant
from app.screening.facts.employment import employment
from app.screening.facts.income import monthly_income
from app.screening.verdict import Applicant
from tests.facts.papers import paper

TODAY = date(2026, 11, 21)
JANE = Applicant("Jane Doe", Decimal(1500))


def stub(name, hired, **fields):
    usual = {"gross_pay": "2000.00", "period_start": "2026-11-01", "period_end": "2026-11-14", "pay_date": "2026-11-18"}
    return paper("paystub", employee_name=name, employer_name=f"{name} Inc", hire_date=hired, **(usual | fields))


def letter(name, salary, employer):
    return paper("employment_letter", employee_name=name, employer_name=employer, annual_salary=salary)


def income(*papers):
    return monthly_income(papers, JANE, TODAY)


def test_the_time_at_work_is_the_applicant_s_and_not_a_co_applicant_s():
    theirs = stub("Mei-Ling Cho", "2010-01-05", pay_date="2026-11-20")
    assert employment([stub("Jane Doe", "2026-09-01"), theirs], JANE, TODAY).months == 2


def test_letters_and_forms_of_two_people_are_one_income():
    found = income(letter("Jane Doe", "48000.00", "Acme"), letter("Mei-Ling Cho", "90000.00", "Lotus & Pine"))
    assert found.monthly == Decimal("4000.00")
    assert found.explanation.endswith("Papers in another name are not counted.")
    forms = [
        paper("tax_return", form="W-2", tax_year="2025", wages=wages, person_name=name)
        for name, wages in (("Jane Doe", "48000.00"), ("Mei-Ling Cho", "90000.00"))
    ]
    assert income(*forms).monthly == Decimal("4000.00")


def test_the_applicant_s_letter_goes_before_another_s_stub():
    assert income(letter("Jane Doe", "48000.00", "Acme"), stub("Mei-Ling Cho", "2010-01-05")).monthly == Decimal("4000")


def test_a_joint_return_that_names_the_other_first_counts():
    form = paper("tax_return", form="1040", tax_year="2025", net_profit="24000.00", person_name="Mei-Ling Cho")
    applicant = Applicant("Jane Doe", Decimal(1500), employment_status="self-employed")
    assert monthly_income([form, stub("Jane Doe", "2024-01-01")], applicant, TODAY).monthly == Decimal("6333.33")


@pytest.mark.parametrize(
    ("printed", "outcome"),
    [
        ("DUŠAN OR EVI", "consistent"),
        ("Dušan ■or■evi■", "consistent"),
        ("DUSAN DORDEVIC", "consistent"),
        ("Dušan Marković", "contradicted"),
        ("Petra Or Evi", "contradicted"),
    ],
)
def test_letters_that_a_typeface_lacks_make_nobody_another_person(printed, outcome):
    assert compare_to_applicant("Dušan Đorđević", printed) == outcome
