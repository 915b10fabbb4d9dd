"""What counts as missing, and how it is asked for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.screening.checks.packet import Packet
from app.screening.facts.income import lives_on_benefits
from app.screening.policy import load_policy
from app.screening.required import missing_documents
from app.screening.verdict import Applicant, Document
from tests.facts.papers import paper

TODAY = date(2026, 11, 21)
CARD = paper("government_id", full_name="Jane Doe")
STUBS = [paper("paystub", pay_date=day, gross_pay="3000.00") for day in ("2026-10-30", "2026-11-13")]
AWARD = paper("other", monthly_benefit="1874.60", benefit_payer="social_security", letter_date="2026-01-04")
JOB = paper("tax_return", form="W-2", tax_year="2025", wages="24000.00")


def statement(number: int, start: str, end: str) -> Document:
    days = {"statement_start": start, "statement_end": end} if start else {}
    return paper("bank_statement", closing_balance=f"{number}.00", **days)


SEPTEMBER, OCTOBER = statement(1, "2026-09-01", "2026-09-30"), statement(2, "2026-10-01", "2026-10-31")
UNTOLD = statement(3, "", "")


def missing(*documents: Document, is_on_benefits: bool = False) -> tuple[str, ...]:
    packet = Packet(Applicant("Jane Doe", Decimal(2000)), (), documents, load_policy(), TODAY)
    return missing_documents(packet, is_self_employed=False, is_on_benefits=is_on_benefits)


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ((SEPTEMBER, OCTOBER), ()),
        ((statement(1, "2026-09-15", "2026-11-14"),), ()),
        ((OCTOBER,), ("bank_statement",)),
        ((OCTOBER, OCTOBER), ("bank_statement",)),
        ((UNTOLD,), ()),
        ((OCTOBER, UNTOLD), ()),
        ((), ("bank_statement",)),
    ],
    ids=["two months", "one of two months", "one month", "one month twice", "days untold", "partly untold", "none"],
)
def test_statements_of_the_last_two_months_are_asked_for_where_they_tell_that_they_cover_less(statements, expected):
    assert missing(CARD, *STUBS, *statements) == expected


def test_who_lives_on_benefits_is_not_asked_for_stubs():
    assert missing(CARD, AWARD, SEPTEMBER, OCTOBER, is_on_benefits=True) == ()
    assert missing(AWARD, is_on_benefits=True) == ("government_id", "bank_statement")


@pytest.mark.parametrize(
    ("status", "documents", "expected"),
    [
        ("retired", [AWARD], True),
        ("unknown", [AWARD], True),
        ("unemployed", [AWARD], True),
        ("employed", [AWARD], False),
        ("self_employed", [AWARD], False),
        ("retired", [AWARD, *STUBS], False),
        ("retired", [AWARD, JOB], False),
        ("retired", [paper("tax_return", form="1099-R", tax_year="2025", pension_gross="33600.00")], True),
        ("retired", [OCTOBER], False),
    ],
)
def test_benefits_are_a_living_where_papers_show_them_and_no_work(status, documents, expected):
    applicant = Applicant("Jane Doe", Decimal(2000), employment_status=status)
    assert lives_on_benefits(documents, applicant, TODAY) is expected


def test_what_is_missing_is_another_one_where_one_is_there(cases):
    case = cases.case(missing=("paystub", "bank_statement", "government_id"))
    assert case.missing_in_words == "pay stub, bank statement, government ID"
    seen = cases.case(missing=("paystub", "bank_statement"), present=frozenset({"paystub", "bank_statement"}))
    assert seen.missing_in_words == "another pay stub, another bank statement"
    assert cases.case(missing=("paystub", "paystub")).missing_in_words == "2 pay stubs"
