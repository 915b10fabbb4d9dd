import pytest

from app.screening.checks import w2_boxes
from app.screening.verdict import Outcome, Severity

HONEST = {
    "social_security_wages": "84600.00",
    "social_security_withheld": "5245.20",
    "medicare_wages": "84600.00",
    "medicare_withheld": "1226.70",
}


def _form(papers, source="text", rows=(), **changes):
    form = papers.document("tax_return", form="W-2", **{"wages": "80123.11", **HONEST, **changes})
    page = papers.page(*(rows or [[("W-2", 60)]]), source=source)
    return papers.with_file(form, papers.reading(page))


def test_taxes_that_fit_their_wages_are_consistent(papers):
    assert w2_boxes.check(_form(papers)).outcome is Outcome.consistent


def test_raised_wages_with_the_old_taxes_are_review(papers):
    (signal,) = w2_boxes.check(_form(papers, social_security_wages="131500.00", medicare_wages="131500.00")).signals
    assert (signal.severity, signal.field) == (Severity.review, "social_security_wages")


@pytest.mark.parametrize(
    "changes",
    [
        {"social_security_withheld": "5246.10"},
        {"medicare_wages": "250000.00", "medicare_withheld": "4075.00"},
        {"social_security_wages": "176100.00", "social_security_withheld": "10918.20"},
    ],
)
def test_rounding_the_additional_tax_and_the_wage_cap_are_ordinary(papers, changes):
    assert w2_boxes.check(_form(papers, **changes)).signals == ()


def test_tips_in_box_7_are_taxed_with_box_3(papers):
    rows = [[("Tips", 60), ("12052.88", 200)]]
    form = _form(papers, rows=rows, social_security_wages="72547.12", medicare_wages="84600.00")
    assert w2_boxes.check(form).signals == ()


def test_on_a_scan_both_pairs_must_be_off(papers):
    one = {"social_security_wages": "86400.00"}
    assert w2_boxes.check(_form(papers, "ocr", **one)).signals == ()
    both = {"social_security_wages": "131500.00", "medicare_wages": "131500.00"}
    assert len(w2_boxes.check(_form(papers, "ocr", **both)).signals) == 1


def test_other_forms_and_missing_boxes_are_inconclusive(papers):
    other = papers.packet(papers.document("tax_return", form="1040", **HONEST))
    assert w2_boxes.check(other).outcome is Outcome.inconclusive


def test_box_1_raised_alone_is_review_and_names_both_boxes(papers):
    (signal,) = w2_boxes.check(_form(papers, wages="96340.00")).signals
    assert (signal.severity, signal.field, signal.actual) == (Severity.review, "wages", "$96,340.00")
    assert "$84,600.00" in signal.observation and len(signal.evidence) == 2


@pytest.mark.parametrize(
    ("wages", "rows"),
    [
        ("86400.00", None),
        ("99600.00", [[("Nonqualified", 100), ("15,000.00", 200)]]),
        ("99600.00", [[("SCORP", 100), ("HEALTH", 160), ("14,980.12", 220)]]),
    ],
    ids=["a fringe benefit", "deferred pay in box 11", "an owner's health insurance in box 14"],
)
def test_income_that_is_no_medicare_wages_is_ordinary(papers, wages, rows):
    assert w2_boxes.check(_form(papers, wages=wages, rows=rows or ())).signals == ()


def test_clergy_and_public_employees_with_few_medicare_wages_are_ordinary(papers):
    few = {"medicare_wages": "12000.00", "medicare_withheld": "174.00"}
    assert w2_boxes.check(_form(papers, **few)).signals == ()


def test_on_a_scan_box_1_counts_beside_two_pairs_that_fit(papers):
    assert len(w2_boxes.check(_form(papers, "ocr", wages="96340.00")).signals) == 1
    assert (
        w2_boxes.check(
            _form(papers, "ocr", wages="96340.00", medicare_withheld="1226.70", social_security_withheld="0")
        ).signals
        == ()
    )


def test_a_state_s_wages_do_not_explain_box_1(papers):
    rows = [[("401k", 60), ("2,700.00", 200)], [("State", 60), ("84,600.00", 200)]]
    assert w2_boxes.check(_form(papers, wages="135000.00", rows=rows)).outcome is Outcome.contradicted
