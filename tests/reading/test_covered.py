"""Covered text is found with what is seen in its place; fills painted before the text are not covers."""

from __future__ import annotations

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.screening.reading.reader import Reader
from tests.reading.papers import drawn, noisy, picture_of, stub, stub_page


def over_net_pay(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(400, 556, 55, 13, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setFont("Helvetica", 11)
    canvas.drawRightString(450, 560, "4,907.41")


def test_an_amount_under_a_white_box_is_found_with_the_one_seen(reader: Reader) -> None:
    def page(canvas: Canvas) -> None:
        stub_page(canvas)
        over_net_pay(canvas)

    reading = reader.read(drawn(page))
    assert [(it.hidden, it.visible, it.is_open) for it in reading.covered] == [("1,907.41", "4,907.41", False)]
    texts = [it.text for it in reading.pages[0].words]
    assert "4,907.41" in texts and "1,907.41" not in texts


def test_table_fills_painted_before_the_text_cover_nothing(reader: Reader) -> None:
    def page(canvas: Canvas) -> None:
        for index in range(0, 6, 2):
            canvas.setFillColorRGB(0.85, 0.88, 0.95)
            canvas.rect(45, 655 - 20 * index, 520, 16, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        stub_page(canvas)

    reading = reader.read(drawn(page))
    assert reading.covered == () and reading.hidden == ()


def test_a_see_through_highlight_covers_nothing(reader: Reader) -> None:
    def page(canvas: Canvas) -> None:
        stub_page(canvas)
        canvas.setFillColorRGB(1, 1, 0, alpha=0.4)
        canvas.rect(400, 556, 55, 13, stroke=0, fill=1)

    assert reader.read(drawn(page)).covered == ()


def test_a_redaction_is_covered_text_with_nothing_in_its_place(reader: Reader) -> None:
    def page(canvas: Canvas) -> None:
        stub_page(canvas)
        canvas.drawString(50, 500, "SSN 123-45-6789")
        canvas.rect(75, 496, 90, 13, stroke=0, fill=1)

    reading = reader.read(drawn(page))
    assert [(it.hidden, it.visible, it.is_open) for it in reading.covered] == [("123-45-6789", "", True)]


def test_of_two_texts_on_one_spot_only_the_upper_one_is_a_word(reader: Reader) -> None:
    def page(canvas: Canvas) -> None:
        stub_page(canvas)
        canvas.drawString(50, 500, "3,100.00")
        canvas.drawString(51, 500, "4,100.00")

    reading = reader.read(drawn(page))
    assert [(it.hidden, it.visible, it.is_open) for it in reading.covered] == [("3,100.00", "4,100.00", True)]
    assert "3,100.00" not in {it.text for it in reading.pages[0].words}


def test_bold_print_faked_by_drawing_twice_is_one_word(reader: Reader) -> None:
    def page(canvas: Canvas) -> None:
        stub_page(canvas)
        canvas.drawString(50, 500, "Total")
        canvas.drawString(50.4, 500, "Total")

    reading = reader.read(drawn(page))
    assert reading.covered == ()
    assert [it.text for it in reading.pages[0].words].count("Total") == 1


def test_print_in_a_scan_under_a_box_with_typed_text_is_read(reader: Reader) -> None:
    scan = noisy(picture_of(stub()))

    def page(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(scan), 0, 0, 612, 792)
        over_net_pay(canvas)

    reading = reader.read(drawn(page))
    assert [(it.hidden, it.visible) for it in reading.covered] == [("1,907.41", "4,907.41")]
    assert reading.pages[0].source == "ocr"


def test_one_covered_digit_is_enough(reader: Reader) -> None:
    def page(canvas: Canvas) -> None:
        stub_page(canvas)
        left = 450 - canvas.stringWidth("1,907.41", "Helvetica", 11)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(left - 1, 557, 7, 12, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(left, 560, "7")

    reading = reader.read(drawn(page))
    assert [(it.hidden, it.visible) for it in reading.covered] == [("1,907.41", "7,907.41")]
    assert "1,907.41" not in {it.text for it in reading.pages[0].words}


def test_a_fill_that_cuts_off_a_comma_changes_no_amount(reader: Reader) -> None:
    def page(canvas: Canvas) -> None:
        stub_page(canvas)
        canvas.setFillColorRGB(0.9, 0.9, 0.9)
        canvas.rect(400, 545, 60, 16.2, stroke=0, fill=1)

    reading = reader.read(drawn(page))
    assert reading.covered == ()
    assert "1,907.41" in {it.text for it in reading.pages[0].words}
