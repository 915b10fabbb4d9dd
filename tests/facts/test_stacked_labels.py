from app.screening.facts.lines import sheet_of
from app.screening.facts.pay_dates import date_facts
from app.screening.reading.pages import Page, Word

HEADS = ("Name", "Pay Period", "Pay Period", "Check", "Check")
UNDER = ("", "Begin", "End", "Date", "Number")
VALUES = ("Jo Doe", "10/11/2026", "10/24/2026", "10/30/2026", "")


def _dates(values=VALUES, step=13):
    words = [
        Word(word, (40 + 100 * column + 32 * place, top, 66 + 100 * column + 32 * place, top + 12))
        for top, row in ((60, HEADS), (60 + step, UNDER), (60 + 2 * step + 2, values))
        for column, text in enumerate(row)
        for place, word in enumerate(text.split())
    ]
    page = Page(1, 612, 792, tuple(words), "text")
    return {name: fact.value for name, fact in date_facts([sheet_of(page)]).items()}


def test_headings_broken_into_two_lines_name_the_dates_below_them():
    assert _dates() == {"period_start": "2026-10-11", "period_end": "2026-10-24", "pay_date": "2026-10-30"}


def test_lines_that_stand_apart_are_no_heading():
    # "End" and "Date" name the dates below them by themselves; "Begin" does so only with what stands above it.
    assert "period_start" not in _dates(step=30)


def test_a_heading_over_something_else_than_a_date_names_nothing():
    assert _dates(("Jo Doe", "12", "34", "10/30/2026", "")) == {"pay_date": "2026-10-30"}


def test_dates_that_stand_to_the_right_under_their_headings_are_each_their_own_heading_s():
    heads = {"Pay Period Begin": (303, 365), "Pay Period End": (381, 435), "Check Date": (456, 497)}
    values = {"10/05/2026": (324, 369), "10/18/2026": (393, 439), "10/23/2026": (460, 505)}
    words = [
        Word(text, (left, top, right, top + 10))
        for top, row in ((80, heads), (93, values))
        for text, (left, right) in row.items()
    ]
    page = Page(1, 612, 792, (*words, Word("Check Number", (517, 80, 570, 90))), "text")
    told = {name: fact.value for name, fact in date_facts([sheet_of(page)]).items()}
    assert told == {"period_start": "2026-10-05", "period_end": "2026-10-18", "pay_date": "2026-10-23"}
