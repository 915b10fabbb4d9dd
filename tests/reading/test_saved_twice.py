import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from app.screening.reading.saved_twice import is_saved_twice


def _scan(seed=1):
    """A grainy grey page with print, as a scanner sees it."""
    page = Image.new("L", (1000, 1200), 235)
    pen = ImageDraw.Draw(page)
    for line in range(20, 1180, 22):
        pen.text((40, line), "Gross pay 3,000.00 Net pay 2,300.50 " * 4, fill=30, font_size=15)
    return _grainy(page, seed)


def _target():
    """Rings: as many edges as print has, and nothing to recognise, line after line."""
    page = Image.new("L", (500, 600), 235)
    pen = ImageDraw.Draw(page)
    for radius in range(5, 400, 7):
        pen.circle((250, 300), radius, outline=30)
    return _grainy(page, 1)


def _grainy(page, seed):
    soft = np.asarray(page.filter(ImageFilter.GaussianBlur(0.6)), np.float32)
    soft += np.random.default_rng(seed).standard_normal(soft.shape) * 5
    return Image.fromarray(np.clip(soft, 0, 255).astype(np.uint8))


def _jpeg(picture, quality):
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _again(content, quality, change=lambda picture: picture):
    return _jpeg(change(Image.open(io.BytesIO(content))), quality)


def _pdf(content):
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(500, 600))
    sheet.drawImage(ImageReader(io.BytesIO(content)), 0, 0, 500, 600)
    sheet.save()
    return out.getvalue()


@pytest.mark.parametrize("quality", [55, 75, 85, 92])
def test_a_picture_saved_once_shows_no_gaps(quality):
    assert not is_saved_twice(_jpeg(_scan(), quality))


@pytest.mark.parametrize(("first", "second"), [(60, 80), (60, 85), (70, 90)])
def test_a_picture_saved_again_more_finely_shows_them(first, second):
    assert is_saved_twice(_again(_jpeg(_scan(), first), second))


def test_a_picture_made_smaller_in_between_shows_none():
    shared = _again(_jpeg(_scan(), 60), 85, lambda picture: picture.resize((700, 840)))
    assert not is_saved_twice(shared)


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", _jpeg(Image.new("L", (5, 5)), 80)])
def test_what_cannot_be_looked_at_says_nothing(content):
    assert is_saved_twice(content) is False


def test_a_cut_off_file_says_nothing():
    assert is_saved_twice(_jpeg(_scan(), 75)[:5000]) is False


def test_the_reader_says_it_of_a_jpeg_and_of_a_pdf_page_that_is_one(reader):
    once = _jpeg(_target(), 60)
    twice = _again(once, 85)
    for content, expected in ((once, False), (twice, True), (_pdf(once), False), (_pdf(twice), True)):
        (page,) = reader.read(content).pages
        assert page.is_saved_twice is expected
