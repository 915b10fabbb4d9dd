import pytest

from app.screening.checks import fica
from app.screening.verdict import Outcome, Severity


def _page(papers, social, medicare):
    return papers.reading(
        papers.page(
            [("Social", 60), ("Security", 120), (social, 300), ("4,278.00", 400)],
            [("Medicare", 80), (medicare, 300), ("1,000.50", 400)],
        )
    )


def test_taxes_of_the_whole_gross_pay_are_consistent(papers):
    assert fica.check(papers.with_file(papers.stub(), _page(papers, "186.00", "43.50"))).outcome is Outcome.consistent


def test_pre_tax_deductions_within_the_other_deductions_are_consistent(papers):
    packet = papers.with_file(papers.stub(), _page(papers, "173.60", "40.60"))  # taxed pay 2,800.00
    assert fica.check(packet).outcome is Outcome.consistent


def test_a_gross_pay_far_above_the_taxed_pay_is_review(papers):
    stub = papers.stub(gross_pay="5000.00")
    (signal,) = fica.check(papers.with_file(stub, _page(papers, "186.00", "43.50"))).signals
    assert (signal.severity, signal.field) == (Severity.review, "gross_pay")


@pytest.mark.parametrize(
    ("social", "medicare"),
    [("0.00", "43.50"), ("0.00", "0.00"), ("12.00", "43.50")],
    ids=["the wage cap or an exempt employer", "an exempt student", "the cap reached in this period"],
)
def test_caps_and_exemptions_are_inconclusive(papers, social, medicare):
    packet = papers.with_file(papers.stub(gross_pay="9000.00"), _page(papers, social, medicare))
    assert fica.check(packet).outcome is Outcome.inconclusive


def test_taxes_above_their_share_are_a_note(papers):
    (signal,) = fica.check(papers.with_file(papers.stub(gross_pay="2000.00"), _page(papers, "186.00", "43.50"))).signals
    assert signal.severity is Severity.note
