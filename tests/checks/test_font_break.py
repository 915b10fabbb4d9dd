from dataclasses import replace

import pytest

from app.screening.checks import font_break
from app.screening.verdict import Outcome, Severity

ROWS = [
    [(label, 100), (f"{value}.00", 300)]
    for label, value in (("Regular", 300), ("Tax", 41), ("Plan", 52), ("Other", 63), ("More", 74), ("Last", 85))
]
PLACE = 5  # the amount of the third row


def _check(papers, page):
    return font_break.check(papers.with_file(papers.stub(), papers.reading(page)))


def test_one_font_in_a_column_is_consistent(papers):
    assert _check(papers, papers.page(*ROWS)).outcome is Outcome.consistent


@pytest.mark.parametrize("change", [{"font": "Arial"}, {"size": 9.8}])
def test_one_amount_in_another_font_or_size_is_review(papers, change):
    result = _check(papers, papers.with_word(papers.page(*ROWS), PLACE, **change))
    assert [(signal.severity, signal.code) for signal in result.signals] == [(Severity.review, "altered_paystub")]


@pytest.mark.parametrize("change", [{"font": "Sans-Bold"}, {"font": "ABCDEF+Sans"}, {"size": 14.0}])
def test_bold_totals_font_subsets_and_large_totals_are_ordinary(papers, change):
    assert _check(papers, papers.with_word(papers.page(*ROWS), PLACE, **change)).outcome is Outcome.consistent


def test_a_whole_row_in_another_font_is_ordinary(papers):
    page = papers.with_word(papers.with_word(papers.page(*ROWS), PLACE, font="Arial"), PLACE - 1, font="Arial")
    assert _check(papers, page).outcome is Outcome.consistent


def test_a_font_that_is_used_elsewhere_too_is_ordinary(papers):
    page = papers.page(*ROWS, [(word, 40.0 * place + 40) for place, word in enumerate(["a", "b", "c", "d", "e"])])
    for place in (PLACE, *range(12, 17)):
        page = papers.with_word(page, place, font="Arial")
    assert _check(papers, page).outcome is Outcome.consistent


def test_one_amount_off_its_line_is_review_and_a_column_that_stands_lower_is_ordinary(papers):
    page = papers.page(*ROWS)
    for place in range(len(page.words)):
        page = papers.with_word(page, place, baseline=100.0 + 20 * (place // 2) + 0.8 * (place % 2))
    assert _check(papers, page).outcome is Outcome.consistent
    assert _check(papers, papers.with_word(page, PLACE, baseline=142.0)).outcome is Outcome.contradicted


def test_tables_side_by_side_have_lines_of_their_own(papers):
    rows = [[("Base", 40), *row] for row in ROWS]
    page = papers.page(*rows)
    for place in range(len(page.words)):
        own = 2.0 if place % 3 == 0 and place == 6 else 0.0
        page = papers.with_word(page, place, baseline=100.0 + 20 * (place // 3) + own)
    assert _check(papers, page).outcome is Outcome.consistent


def test_a_larger_bold_total_is_ordinary(papers):
    assert _check(papers, papers.with_word(papers.page(*ROWS), PLACE, font="Sans-Bold", size=9.8)).outcome is (
        Outcome.consistent
    )


def test_a_total_that_is_a_whole_point_larger_is_ordinary(papers):
    assert _check(papers, papers.with_word(papers.page(*ROWS), PLACE, size=10.0)).outcome is Outcome.consistent


def test_a_scan_has_no_fonts_and_says_nothing(papers):
    assert _check(papers, papers.page(*ROWS, source="ocr")).outcome is Outcome.inconclusive


def test_a_row_whose_label_has_two_lines_is_ordinary(papers):
    rows = [[*row, (f"{place}00.00", 400)] for place, row in enumerate(ROWS, 1)]
    page = papers.page(*rows)
    for place in range(len(page.words)):
        lower = 1.5 if place in (7, 8) else 0.0
        page = papers.with_word(page, place, baseline=100.0 + 20 * (place // 3) + lower)
    assert _check(papers, page).outcome is Outcome.consistent


def test_stationery_that_sets_the_net_pay_apart_on_every_stub_is_a_note(papers):
    page = papers.with_word(papers.page(*ROWS), PLACE, font="Times-Bold")
    stubs = [papers.document("paystub", net_pay="52.00") for _ in range(2)]
    placed = [replace(it, fields={"net_pay": replace(it.fields["net_pay"], box=page.words[PLACE].box)}) for it in stubs]
    packet = papers.packet(*placed, readings={it.file_id: papers.reading(page) for it in placed})
    assert [signal.severity for signal in font_break.check(packet).signals] == [Severity.note, Severity.note]
    (signal,) = font_break.check(papers.with_file(placed[0], papers.reading(page))).signals
    assert signal.severity is Severity.review
