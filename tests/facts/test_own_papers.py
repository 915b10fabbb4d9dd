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


def test_another_employer_s_stubs_without_a_name_count_only_when_they_are_paid_to_the_applicant_alone():
    named = stub("Jane Doe", "2020-01-05")
    nameless = paper(
        "paystub",
        gross_pay="1000.00",
        net_pay="812.40",
        pay_date="2026-11-13",
        pay_frequency="biweekly",
        employer_name="Silver Years Companions LLC",
    )
    rows = [{"date": "2026-11-13", "amount": "812.40", "description": "SILVER YEARS PAYROLL"}]
    alone = paper("bank_statement", account_holder="JANE DOE", payroll_deposits=rows)
    joint = paper("bank_statement", account_holder="JANE DOE", joint_holder="JOHN DOE", payroll_deposits=rows)
    theirs = paper("bank_statement", account_holder="RUTH ABARA", payroll_deposits=rows)
    assert income(named, nameless, alone).monthly == Decimal("6500.00")
    for statement in (joint, theirs):
        found = income(named, nameless, statement)
        assert found.monthly == Decimal("4333.33")
        assert "no name was read are not counted" in found.explanation
