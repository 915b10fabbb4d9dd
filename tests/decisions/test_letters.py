"""The letters of names in the PDFs: set where a typeface can, and given by their numbers where one may be missing."""

from __future__ import annotations

import pytest

from app.decisions.pdf_sheet import Sheet
from app.decisions.pdf_text import MOST_TURNED, Setter, right_to_left
from tests.decisions.test_record import text_of

ALEF_LAM = "\ufefb"
"""The ligature of lam and alef, as it stands at the beginning of a word."""


@pytest.mark.parametrize(
    ("name", "typeface", "numbers"),
    [
        ("张伟", "STSong-Light", "[U+5F20 U+4F1F]"),
        ("山田 やまだ", "HeiseiMin-W3", "[U+5C71 U+7530 U+3084 U+307E U+3060]"),
        ("김민준", "HYSMyeongJo-Medium", "[U+AE40 U+BBFC U+C900]"),
    ],
)
def test_asian_names_are_set_with_their_numbers_beside_them(name: str, typeface: str, numbers: str) -> None:
    setter = Setter()
    assert setter(f"{name} <b>") == f'<font name="{typeface}">{name}</font> {numbers} &lt;b&gt;'
    assert setter.has_borrowed and not setter.has_replaced
    sheet = Sheet("Names")
    sheet.add(name)
    told = text_of(sheet.build("Names"))
    assert name in told and numbers in " ".join(told.split()) and "typeface of your own reader" in told


def test_hebrew_and_arabic_stand_in_the_order_of_a_line_and_joined() -> None:
    assert right_to_left("דוד כהן") == "ןהכ דוד"
    turned = right_to_left("سلام")
    assert ALEF_LAM[0] in turned or "\ufefc" in turned, "lam and alef are one letter"
    assert all("\ufe70" <= letter <= "\ufefc" for letter in turned)
    setter = Setter()
    assert setter("Unit 4: כהן & Co") == "Unit 4: ןהכ &amp; Co" and not setter.has_replaced


def test_a_mark_stays_on_its_letter_when_a_word_is_turned() -> None:
    assert right_to_left("שָׁ") == "שָׁ"


def test_what_would_break_from_its_wrong_end_or_has_no_typeface_is_given_by_numbers() -> None:
    setter = Setter()
    assert setter("כ" * (MOST_TURNED + 1)).startswith("[U+05DB U+05DB") and setter.has_replaced
    assert Setter()("ไทย") == "[U+0E44 U+0E17 U+0E22]"


def test_hidden_direction_marks_are_left_out() -> None:
    assert Setter()("a\u202eb\u2066c") == "abc"
