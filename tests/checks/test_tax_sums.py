import pytest

from app.screening.checks import tax_sums
from app.screening.verdict import Outcome, Severity

LINES = {"1z": "40,118", "2b": "118.", "8": "12,182.", "9": "52,418.", "10": "3,696.", "11": "48,722."}


def _check(papers, source="text", form="1040", head="Form 1040", label="Total income", **changes):
    lines = {**LINES, **{name.strip("_"): text for name, text in changes.items()}}
    rows = [[(label, 160), (name, 240), (text, 300)] for name, text in lines.items() if text]
    rows = [[(head, 100)], *rows]
    document = papers.document("tax_return", form=form)
    return tax_sums.check(papers.with_file(document, papers.reading(papers.page(*rows, source=source))))


def test_lines_that_come_to_their_total_are_consistent(papers):
    assert _check(papers).outcome is Outcome.consistent


def test_a_raised_line_leaves_the_total_behind_and_both_are_told(papers):
    (signal,) = _check(papers, _8="92,300.").signals
    assert (signal.severity, signal.expected, signal.actual) == (Severity.review, "$132,536.00", "$52,418.00")
    assert [place.text for place in signal.evidence] == ["52,418.", "92,300."]


def test_an_adjusted_gross_income_that_is_not_the_difference_is_review(papers):
    (signal,) = _check(papers, _11="88,722.").signals
    assert (signal.expected, signal.actual) == ("$48,722.00", "$88,722.00")


@pytest.mark.parametrize(
    "changes",
    [{"_2b": ""}, {"_9": "52,421."}, {"_7": "(3,000)", "_8": "15,182."}, {"_7": "-3,000", "_8": "15,182."}],
    ids=["a line that was not read", "rounded lines", "a loss in parentheses", "a loss with a minus"],
)
def test_what_can_be_ordinary_is_not_contradicted(papers, changes):
    assert _check(papers, **changes).signals == ()


def test_scans_and_other_forms_say_nothing(papers):
    assert _check(papers, source="ocr", _8="92,300.").outcome is Outcome.inconclusive
    assert _check(papers, form="W-2", _8="92,300.").outcome is Outcome.inconclusive


def test_the_lines_of_a_schedule_are_not_those_of_the_form(papers):
    assert _check(papers, _8="92,300.", head="SCHEDULE C Profit or Loss 2025").outcome is Outcome.inconclusive
    assert _check(papers, _8="92,300.", label="Gross income").outcome is Outcome.inconclusive


WAGES = {"_1z": "88,413", "_2b": "112", "_8": "2,200", "_9": "90,725", "_10": "155", "_11": "90,570", "_15": "74,820"}


def test_a_tax_far_below_the_least_on_wages_is_review_and_other_incomes_say_nothing(papers):
    (signal,) = _check(papers, **WAGES, _16="2,740").signals
    assert (signal.severity, signal.actual) == (Severity.review, "$2,740.00")
    assert [place.text for place in signal.evidence] == ["2,740", "74,820"]
    assert not _check(papers, **WAGES, _16="8,502").signals
    assert not _check(papers, **WAGES, _16="2,740", _3a="900").signals
    assert not _check(papers, **WAGES | {"_1z": "20,000", "_8": "70,613"}, _16="2,740").signals
