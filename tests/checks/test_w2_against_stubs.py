"""A W-2 of 2025 beside a stub of 2026: 3,000.00 biweekly with 270.00 of income tax, 78,000.00 and 7,020.00 a year."""

import pytest

from app.screening.checks import w2_against_stubs
from app.screening.verdict import Outcome, Severity

FORM = {"form": "W-2", "tax_year": "2025", "employer_name": "ACME CORPORATION", "federal_tax_withheld": "6890.00"}


def _check(papers, wages, **fields):
    form = papers.document("tax_return", **{**FORM, **fields, "wages": wages})
    return w2_against_stubs.check(papers.packet(form, papers.stub(federal_income_tax="270.00")))


def test_raised_wages_over_the_tax_of_the_stubs_pay_are_review_with_both(papers):
    (signal,) = _check(papers, "118000.00").signals
    assert (signal.severity, signal.field, signal.expected) == (Severity.review, "wages", "about $78,000.00")
    assert [item.text for item in signal.evidence] == ["118000.00", "6890.00", "3000.00", "270.00"]


@pytest.mark.parametrize(
    ("wages", "fields"),
    [
        ("75400.00", {}),
        ("41000.00", {"federal_tax_withheld": "3400.00"}),
    ],
    ids=["the same pay", "part of a year"],
)
def test_other_years_are_ordinary(papers, wages, fields):
    assert _check(papers, wages, **fields).outcome is Outcome.consistent


@pytest.mark.parametrize("fields", [{"employer_name": "Borealis Foods"}, {"tax_year": "2023"}, {"form": "1040"}])
def test_another_employer_and_another_year_cannot_be_compared(papers, fields):
    assert _check(papers, "118000.00", **fields).outcome is Outcome.inconclusive


def test_much_higher_wages_with_more_tax_are_inconclusive(papers):
    assert _check(papers, "118000.00", federal_tax_withheld="14300.00").outcome is Outcome.inconclusive
