"""Biweekly pay of 3,000.00: by 13 November 2026 there were 23 pay days at most."""

import pytest

from app.screening.checks import pays_so_far
from app.screening.verdict import Outcome, Severity

OLD = {"ytd_gross": "27000.00"}


def _check(papers, *others, **fields):
    return pays_so_far.check(papers.packet(papers.stub(**fields), *others))


@pytest.mark.parametrize("total", ["69000.00", "66000.00", "72000.00"])
def test_about_as_many_pays_as_pay_days_are_consistent(papers, total):
    assert _check(papers, ytd_gross=total).outcome is Outcome.consistent


def test_more_pays_than_pay_days_are_a_note_with_both_counts(papers):
    (signal,) = _check(papers, ytd_gross="75000.00").signals
    assert (signal.severity, signal.field, signal.expected, signal.actual) == (
        Severity.note,
        "ytd_gross",
        "23 pay days",
        "25 pays",
    )


def test_a_raise_or_a_bonus_makes_no_whole_number_of_pays_and_says_nothing(papers):
    assert _check(papers, ytd_gross="75210.50").outcome is Outcome.inconclusive


def test_few_pays_are_a_new_job(papers):
    assert _check(papers, **OLD).outcome is Outcome.consistent


def test_few_pays_of_a_job_that_began_in_an_earlier_year_are_a_note(papers):
    letter = papers.document("employment_letter", employer_name="Acme Corp", start_date="2021-03-08")
    (signal,) = _check(papers, letter, **OLD).signals
    assert signal.severity is Severity.note and signal.evidence[-1].file_id == letter.file_id
    form = papers.document("tax_return", form="W-2", tax_year="2025", employer_name="Acme Corp")
    assert len(_check(papers, form, **OLD).signals) == 1


@pytest.mark.parametrize(
    ("employer", "start", "total"),
    [
        ("Acme Corp", "2026-07-20", "27000.00"),
        ("Borealis Foods", "2021-03-08", "27000.00"),
        ("Acme Corp", "2021-03-08", "51000.00"),
    ],
    ids=["a job of this year", "another employer", "twelve weeks of leave"],
)
def test_what_an_earlier_beginning_does_not_contradict(papers, employer, start, total):
    letter = papers.document("employment_letter", employer_name=employer, start_date=start)
    assert _check(papers, letter, ytd_gross=total).outcome is Outcome.consistent


def test_deposits_before_the_first_of_the_pays_are_a_note_and_those_of_another_payer_are_not(papers):
    paid = papers.statement(("2026-06-12", "2300.50", "ACME CORP PAYROLL"))
    assert _check(papers, paid, **OLD).signals[0].severity is Severity.note
    other = papers.statement(("2026-06-12", "1900.00", "BOREALIS FOODS PAYROLL"))
    assert _check(papers, other, **OLD).outcome is Outcome.consistent


def test_deposits_of_the_former_year_are_of_its_pays(papers):
    paid = papers.statement(("2025-12-19", "2300.50", "ACME CORP PAYROLL"))
    assert _check(papers, paid, pay_date="2026-01-30", ytd_gross="6000.00").outcome is Outcome.consistent
