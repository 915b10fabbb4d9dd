"""Headings of columns that stand close on a picture, where no typeface tells how wide a space is."""

from app.screening.facts.lines import sheet_of
from app.screening.reading.pages import Page, Word


def _words(y, *spaced):
    """Recognised words of letters six points wide, each with the gap before it."""
    found, x = [], 40.0
    for gap, text in spaced:
        x += gap
        found.append(Word(text, (x, y, x + 6.0 * len(text), y + 10.0), 0.99))
        x += 6.0 * len(text)
    return found


def _cells(*spaced):
    page = Page(1, 612.0, 792.0, tuple(_words(100, *spaced)), "ocr")
    return [cell.text for cell in sheet_of(page).cells[0]]


def test_headings_are_parted_where_the_spaces_of_their_line_come_in_two_widths():
    heads = ((0, "TOTAL"), (3.1, "GROSS"), (7.0, "TOTAL"), (2.8, "TAXES"), (7.6, "NET"), (3.0, "PAY"))
    assert _cells(*heads) == ["TOTAL GROSS", "TOTAL TAXES", "NET PAY"]


def test_words_with_spaces_of_nearly_one_width_stay_together():
    assert len(_cells((0, "Earned"), (2.6, "by"), (3.3, "Ottilie"), (3.6, "Farnsworth"), (2.9, "of"))) == 1


def test_a_lone_wider_space_among_few_parts_nothing():
    assert _cells((0, "JANE"), (7.0, "SAMPLE")) == ["JANE SAMPLE"]
