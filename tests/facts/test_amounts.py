from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.screening.facts.amounts import find_amounts, money, parse_amount, parse_scanned_amount

amounts = st.decimals(min_value=0, max_value=99_999_999, places=2, allow_nan=False)


@given(amounts)
def test_an_amount_written_the_american_way_comes_back(value: Decimal) -> None:
    assert parse_amount(f"${value:,.2f}") == value
    assert parse_amount(f"{value:,.2f}") == value
    assert parse_amount(f"{value:.2f}") == value


@given(amounts.filter(lambda value: value > 0))
def test_every_way_of_writing_a_negative_comes_back(value: Decimal) -> None:
    for text in (
        f"-${value:,.2f}",
        f"$-{value:,.2f}",
        f"({value:,.2f})",
        f"{value:,.2f}-",
        f"−{value:.2f}",
        f"(${value:,.2f})",
    ):
        assert parse_amount(text) == -value


@given(amounts)
def test_european_separators_come_back(value: Decimal) -> None:
    european = f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    assert parse_amount(european) == value
    assert parse_amount(f"€ {european}") == value


@given(st.text(alphabet="0123456789.,$()-OlI ", max_size=14))
def test_whatever_is_read_has_the_digits_that_were_written(text: str) -> None:
    value = parse_amount(text)
    if value is not None:
        written = "".join(letter for letter in text if letter.isdigit())
        assert money(abs(value)).replace(".", "").strip("0") == written.strip("0")


@pytest.mark.parametrize(
    "text",
    [
        "3.000", "3,00,000.00", "1,23.45", "12.345", "000.00", "0123.45", "3,000,00", "1 234.50", "-(5.00)", "5.00)",
        "(5.00", "3000", "12", "", "$", "1.2.3", "$1,23", "--5.00", "5.0", "3,0000.00", "$100,000,000.00", "12/31",
        "1,234.567",
    ],
)  # fmt: skip
def test_a_doubtful_amount_is_no_amount(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("$3000", "3000.00"), ("78,000", "78000.00"), ("***2,345.67", "2345.67"), ("$**1,204.18**", "1204.18"),
     ("91.16*", "91.16"), ("USD 4,500.00", "4500.00"),
     ("$ 12.00", "12.00"), (".50", "0.50"), ("+20.00", "20.00")],
)  # fmt: skip
def test_the_dress_of_an_amount_is_taken_off(text: str, value: str) -> None:
    found = parse_amount(text)
    assert found is not None
    assert money(found) == value


def test_whole_numbers_count_only_where_the_caller_says_so() -> None:
    assert parse_amount("57980") is None
    assert parse_amount("57980", whole=True) == 57980


def test_letters_that_look_like_digits_are_mended_only_inside_a_number_with_cents() -> None:
    assert parse_scanned_amount("3,O00.0O") == Decimal("3000.00")
    assert parse_scanned_amount("l,234.56") == Decimal("1234.56")
    assert parse_scanned_amount("IOO") is None
    assert parse_scanned_amount("OO.OO") is None
    assert parse_amount("3,O00.00") is None


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("GrossPay3,000.00", ["3000.00"]),
        ("Gross Pay:$3,000.00 36,000.00", ["3000.00", "36000.00"]),
        ("Fed 5.00% 200.00 $ 12.00 (45.00)", ["200.00", "12.00", "-45.00"]),
        ("401(k) 150.00-", ["-150.00"]),
        ("ID 123-45.67 INV-500.00 12:30.00 #5.00", []),
        ("on 01.15.2026 at 10.20.30.40", []),
        ("earns $78,000 per year.", ["78000.00"]),
        ("$25.00/hr", ["25.00"]),
    ],
)
def test_amounts_are_found_in_lines_and_nothing_else_is(line: str, values: list[str]) -> None:
    assert [money(value) for _, _, value in find_amounts(line)] == values


@given(st.lists(amounts, min_size=1, max_size=4))
def test_the_place_of_each_amount_is_exact(values: list[Decimal]) -> None:
    line = "Net Pay  " + "  ".join(f"${value:,.2f}" for value in values)
    found = list(find_amounts(line))
    assert [value for _, _, value in found] == values
    assert all(parse_amount(line[start:end]) == value for start, end, value in found)


def test_a_dash_that_stands_alone_in_a_column_is_no_sign():
    assert [value for *_, value in find_amounts("Charge Tips\t-\t-\t512.40\t22,072.40")] == [
        Decimal("512.40"),
        Decimal("22072.40"),
    ]
    assert [value for *_, value in find_amounts("Fee\t- 12.40")] == [Decimal("-12.40")]


def test_a_torn_amount_is_not_its_first_digit():
    assert list(find_amounts("Gross $5 ,250.00")) == []
    assert list(find_amounts("G r o s s\t$5 2 5 0")) == []
    assert next(value for *_, value in find_amounts("Gross $5 250.00")) == Decimal("5")
