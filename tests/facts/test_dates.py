from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.screening.facts.dates import find_dates, parse_date, parse_month_day, proves_day_first

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2069, 12, 31))
recent = st.dates(min_value=date(2000, 1, 1), max_value=date(2069, 12, 31))


@given(days)
def test_every_common_writing_of_a_day_comes_back(day: date) -> None:
    for form in (
        "%m/%d/%Y",
        "%Y-%m-%d",
        "%b %d, %Y",
        "%B %d, %Y",
        "%d %B %Y",
        "%d-%b-%Y",
        "%m-%d-%Y",
        "%Y/%m/%d",
        "%d %b %Y",
    ):
        assert parse_date(day.strftime(form)) == day
    assert parse_date(f"{day.month}/{day.day}/{day.year}") == day
    assert parse_date(f"{day.strftime('%B')} {day.day}th, {day.year}") == day
    assert parse_date(day.strftime("%d%b%Y").upper()) == day


@given(recent)
def test_two_digit_years_belong_to_this_century(day: date) -> None:
    assert parse_date(day.strftime("%m/%d/%y")) == day
    assert parse_date(day.strftime("%d-%b-%y")) == day


@given(days)
def test_a_page_that_writes_the_day_first_is_read_so(day: date) -> None:
    assert parse_date(day.strftime("%d/%m/%Y"), day_first=True) == day


@given(st.dates(min_value=date(2000, 1, 13), max_value=date(2060, 1, 31)).filter(lambda day: day.day > 12))
def test_an_impossible_month_means_the_day_stands_first(day: date) -> None:
    assert parse_date(day.strftime("%d/%m/%Y")) == day


@pytest.mark.parametrize(
    "text",
    ["02/30/2026", "13/13/2026", "03.04.2026", "2026-13-01", "1/2", "80.00", "January 2026", "555-12-2026",
     "01-15-2026-1234",
     "00/10/2026", "Jan 32, 2026", "", "12/2026", "1234/56/78", "2026"],
)  # fmt: skip
def test_a_doubtful_date_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_dotted_dates_are_taken_only_when_one_reading_is_possible() -> None:
    assert parse_date("25.04.2026") == date(2026, 4, 25)
    assert parse_date("04.25.2026") == date(2026, 4, 25)
    assert parse_date("04.04.2026") == date(2026, 4, 4)
    assert parse_date("03.04.2026") is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("01/01/2026 - 01/15/2026", "2026-01-01", "2026-01-15"),
        ("01/01/2026-01/15/2026", "2026-01-01", "2026-01-15"),
        ("01/01/26-01/15/26", "2026-01-01", "2026-01-15"),
        ("January 1, 2026 through January 31, 2026", "2026-01-01", "2026-01-31"),
        ("January 1 - January 31, 2026", "2026-01-01", "2026-01-31"),
        ("January 1 – 15, 2026", "2026-01-01", "2026-01-15"),
        ("Dec 16 to Jan 15, 2026", "2025-12-16", "2026-01-15"),
        ("01/01 - 01/15/2026", "2026-01-01", "2026-01-15"),
        ("12/20 - 01/02/2026", "2025-12-20", "2026-01-02"),
        ("for the period 2026-01-01 to 2026-01-15", "2026-01-01", "2026-01-15"),
    ],
)
def test_both_ends_of_a_range_are_found(text: str, first: str, last: str) -> None:
    assert [day.isoformat() for _, _, day in find_dates(text)] == [first, last]


@given(recent)
def test_the_place_of_a_date_is_exact(day: date) -> None:
    text = f"Pay date: {day:%m/%d/%Y} Check 1042"
    [(start, end, found)] = find_dates(text)
    assert found == day
    assert text[start:end] == f"{day:%m/%d/%Y}"


def test_a_page_proves_its_order_only_when_all_its_dates_agree() -> None:
    assert proves_day_first(["25/01/2026", "03/02/2026"])
    assert not proves_day_first(["25/01/2026", "01/25/2026"])
    assert not proves_day_first(["01/02/2026"])


def test_days_without_a_year_keep_month_and_day() -> None:
    assert parse_month_day("01/15") == (1, 15)
    assert parse_month_day("Jan 5") == (1, 5)
    assert parse_month_day("13/01") is None
    assert parse_month_day("02/30") is None
