"""Words of a digital PDF: what they say, where they stand, in which order."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from app.screening.reading.pages import Page, Word
from app.screening.reading.reader import Reader
from tests.reading.papers import HEIGHT, STUB_WORDS, drawn, resaved, stub, stub_page


def word(page: Page, text: str) -> Word:
    return next(it for it in page.words if it.text == text)


def test_words_come_line_by_line_and_columns_stay_on_their_line(reader: Reader) -> None:
    page = reader.read(stub()).pages[0]
    assert [it.text for it in page.words] == STUB_WORDS
    assert page.source == "text"
    assert (page.width, page.height) == (612.0, 792.0)


def test_a_box_stands_where_the_word_was_drawn(reader: Reader) -> None:
    amount = word(reader.read(stub()).pages[0], "2,536.50")
    assert amount.box[2] == pytest.approx(450, abs=1)
    assert amount.baseline == pytest.approx(HEIGHT - 620, abs=0.1)
    assert amount.box[1] < amount.baseline < amount.box[3]
    assert (amount.font, amount.size, amount.confidence) == ("Helvetica", 11.0, 1.0)


def test_a_rotated_page_is_read_as_a_viewer_shows_it(reader: Reader) -> None:
    def sideways(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.saveState()
        canvas.rotate(90)
        canvas.drawString(100, -200, "Net pay 1,907.41")
        canvas.restoreState()

    page = reader.read(drawn(sideways)).pages[0]
    # The canvas swaps the media box of a rotated page, so that the page shown is a letter again.
    assert (page.width, page.height) == (612.0, 792.0)
    assert [it.text for it in page.words] == ["Net", "pay", "1,907.41"]
    assert page.words[0].box[0] == pytest.approx(100, abs=1)
    assert page.words[0].baseline == pytest.approx(200, abs=0.1)


def test_text_drawn_on_its_side_is_turned_upright_and_placed_back(reader: Reader) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.rotate(90)
        canvas.drawString(100, -200, "Net pay 1,907.41")
        canvas.restoreState()

    page = reader.read(drawn(turned)).pages[0]
    assert (page.width, page.height) == (792.0, 612.0)
    first = page.words[0]
    assert first.box[0] == pytest.approx(100, abs=1)
    assert first.baseline == pytest.approx(200, abs=0.1)
    shown = page.place(first.box)
    assert shown[2] - shown[0] < shown[3] - shown[1]
    assert shown[3] == pytest.approx(HEIGHT - 100, abs=1)


def test_the_values_of_form_fields_are_words(reader: Reader) -> None:
    def form(canvas: Canvas) -> None:
        stub_page(canvas)
        canvas.acroForm.textfield(name="wages", value="52,300.25", x=300, y=400, width=120, height=20)

    reading = reader.read(drawn(form))
    assert word(reading.pages[0], "52,300.25").box[0] == pytest.approx(304, abs=2)
    assert reading.metadata.has_form


def test_an_owner_password_does_not_keep_the_file_from_being_read(reader: Reader) -> None:
    from pikepdf import Encryption

    reading = reader.read(resaved(stub(), encryption=Encryption(owner="secret", user="")))
    assert reading.metadata.is_owner_encrypted
    assert [it.text for it in reading.pages[0].words] == STUB_WORDS


def test_only_the_first_forty_pages_are_read(reader: Reader) -> None:
    def leaf(canvas: Canvas) -> None:
        canvas.drawString(50, 700, "Balance")

    reading = reader.read(drawn(*[leaf] * 42))
    assert (len(reading.pages), reading.page_count) == (40, 42)


def test_money_of_the_text_layer_is_read_in_the_picture_too(reader: Reader) -> None:
    page = reader.read(stub()).pages[0]
    seen = {it.box: it.text for it in page.picture_words}
    money = [it for it in page.words if "." in it.text and it.text[0].isdigit()]
    assert len(money) >= 12
    assert [seen[it.box] for it in money] == [it.text for it in money]


def test_a_page_picture_has_the_width_asked_for(reader: Reader) -> None:
    picture = reader.render(stub(), 1, 500)
    assert picture[:3] == b"\xff\xd8\xff"
    assert reader.measure(stub()) == [(612.0, 792.0)]
