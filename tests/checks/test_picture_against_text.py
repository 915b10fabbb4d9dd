from dataclasses import replace

import pytest

from app.screening.checks import picture_against_text
from app.screening.reading.pages import OTHER_LAYER, HiddenText
from app.screening.verdict import Outcome, Severity

AMOUNTS = [[("100.00", 300)], [("250.00", 300)], [("3,300.50", 300)], [("47.11", 300)], [("19.95", 300)]]


def _check(papers, shown, confidence=0.995, text=AMOUNTS):
    picture = papers.page(*shown, confidence=confidence)
    page = replace(papers.page(*text), picture_words=picture.words)
    return picture_against_text.check(papers.with_file(papers.stub(), papers.reading(page)))


def _with(value):
    return [*AMOUNTS[:2], [(value, 300)], *AMOUNTS[3:]]


def test_the_same_amounts_are_consistent(papers):
    assert _check(papers, AMOUNTS).outcome is Outcome.consistent


def test_another_amount_in_the_picture_is_review(papers):
    (signal,) = _check(papers, _with("2,185.20")).signals
    assert (signal.severity, signal.expected, signal.actual) == (Severity.review, "$2,185.20", "$3,300.50")


def test_one_look_alike_digit_a_lost_digit_and_low_confidence_are_ocr(papers):
    assert _check(papers, _with("8,300.50")).outcome is Outcome.consistent
    assert _check(papers, _with("300.50")).outcome is Outcome.consistent
    assert _check(papers, _with("2,185.20"), confidence=0.8).outcome is Outcome.inconclusive


def test_digits_that_a_stamp_hides_are_ocr_wherever_they_stand(papers):
    text = [*AMOUNTS[:2], [("27,720.21", 300)], *AMOUNTS[3:]]
    assert _check(papers, _with("2,720.21"), text=text).outcome is Outcome.consistent
    assert _check(papers, _with("2,785.20"), text=text).outcome is Outcome.contradicted


def test_a_page_where_most_differ_has_a_poor_text_layer(papers):
    shown = [[("111.11", 300)], [("222.22", 300)], [("4,444.44", 300)], [("47.11", 300)], [("19.95", 300)]]
    assert _check(papers, shown).outcome is Outcome.consistent


def test_nobody_looked_says_nothing(papers):
    assert _check(papers, []).outcome is Outcome.inconclusive


def _scan(papers, said, **parts):
    """A scan of these amounts, whose layer says others in the places given."""
    page = papers.page(*AMOUNTS, source="ocr", confidence=0.99)
    hidden = tuple(HiddenText(1, page.words[place].box, text, OTHER_LAYER) for place, text in said.items())
    return picture_against_text.check(papers.with_file(papers.stub(), papers.reading(page, hidden=hidden)))


def test_a_layer_over_a_scan_that_says_two_other_amounts_is_review_once_with_all_places(papers):
    (signal,) = _scan(papers, {0: "1,100.00", 2: "4,300.50"}).signals
    assert (signal.severity, signal.expected, signal.actual) == (Severity.review, "$100.00", "$1,100.00")
    assert len(signal.evidence) == 4


@pytest.mark.parametrize(
    "said",
    [
        {2: "9,912.44"},
        {0: "700.00", 2: "8,300.50"},
        {0: "00.00", 2: "300.50"},
        {0: "101.00", 1: "251.00"},
        {0: "200.00", 1: "350.00", 2: "3,800.50", 3: "147.61", 4: "90.95"},
    ],
    ids=["one alone", "digits that look alike", "lost digits", "too little to forge", "many each by another sum"],
)
def test_a_scanner_s_slips_are_no_lie(papers, said):
    assert _scan(papers, said).signals == ()
