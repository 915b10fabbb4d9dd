import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from app.screening.reading import picture_aids
from app.screening.reading.pages import Page
from app.screening.reading.picture_aids import with_picture_aids

PLACE = (600, 500)
LINES = [f"Regular {line * 37}.25 hours 80.00 rate 41.50 total 3,320.00 year 41,{line}19.75" for line in range(25)]


def _sheet(lines=LINES, *, rules=False, logo=False):
    page = Image.new("L", (1000, 1100), 238)
    pen = ImageDraw.Draw(page)
    for row, line in enumerate(lines):
        pen.text((60, 120 + 34 * row), line, fill=25, font_size=20)
        if rules:
            pen.line((50, 146 + 34 * row, 950, 146 + 34 * row), fill=60, width=2)
    if logo:
        for left in (60, 700):
            pen.ellipse((left, 20, left + 60, 80), fill=70)
            pen.text((left + 70, 30), "ACME", fill=40, font_size=48)
    return page


def _scan(page, seed=1, grain=5.0):
    """The page as a scanner sees it: soft, and with grain."""
    soft = np.asarray(page.filter(ImageFilter.GaussianBlur(0.8)), np.float32)
    soft += np.random.default_rng(seed).standard_normal(soft.shape) * grain
    return Image.fromarray(np.clip(soft, 0, 255).astype(np.uint8))


def _file(picture, quality=85, kind="JPEG"):
    out = io.BytesIO()
    picture.save(out, kind, quality=quality)
    return out.getvalue()


def _opened(content):
    return Image.open(io.BytesIO(content)).convert("L")


def _typed(picture):
    changed = picture.copy()
    pen = ImageDraw.Draw(changed)
    pen.rectangle((*PLACE, PLACE[0] + 170, PLACE[1] + 30), fill=238)
    pen.text((PLACE[0] + 6, PLACE[1] + 2), "98,765.43", fill=20, font_size=22)
    return changed


def _cloned(picture):
    """A piece of a line of print, moved onto another line."""
    changed = picture.copy()
    changed.paste(picture.crop((500, 152, 600, 182)), (500, 152 + 34 * 12))
    return changed


def _seen(content):
    return with_picture_aids(Page(1, 1000, 1100, (), "ocr"), content)


def _touches(box, place, size):
    return box[0] < place[0] + size[0] and place[0] < box[2] and box[1] < place[1] + size[1] and place[1] < box[3]


@pytest.mark.parametrize("quality", [95, 85])
def test_print_set_into_a_photo_that_was_a_jpeg_has_another_error_level(quality):
    seen = _seen(_file(_typed(_opened(_file(_scan(_sheet()), 75))), quality))
    assert seen.worn and all(_touches(box, PLACE, (180, 40)) for box in seen.worn)
    assert seen.copied == ()


@pytest.mark.parametrize(("quality", "kind"), [(95, "JPEG"), (85, "JPEG"), (0, "PNG")])
def test_a_piece_that_stands_on_the_page_twice_is_found_at_both_places(quality, kind):
    seen = _seen(_file(_cloned(_opened(_file(_scan(_sheet()), 80))), quality, kind))
    assert {round((box[1] - 150) / 34) for box in seen.copied} == {0, 12}


HONEST = {
    "repeated digits": _scan(_sheet(["0.00 80.00 80.00 88.88 1,000.00 1,000.00 0.00 8,888.00"] * 25)),
    "logos": _scan(_sheet(logo=True)),
    "table lines": _scan(_sheet(rules=True)),
    "blank areas": _scan(_sheet(LINES[:3])),
    "an empty sheet": _scan(_sheet([])),
    "a screenshot": _sheet(rules=True, logo=True),
}


@pytest.mark.parametrize("what", HONEST)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_nothing_is_said_of(what, kind):
    seen = _seen(_file(HONEST[what], 85, kind))
    assert (seen.copied, seen.worn) == ((), ())


@pytest.mark.parametrize("side", [1000, 720])
def test_nothing_is_said_of_a_photo_that_was_shared_again_and_again(side):
    content = _file(_scan(_sheet(rules=True)), 90)
    for quality in (70, 55, 80):
        picture = _opened(content)
        content = _file(picture.resize((side, side * picture.height // picture.width)), quality)
    seen = _seen(content)
    assert (seen.copied, seen.worn) == ((), ())


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", _file(Image.new("L", (5, 5)), 80)])
def test_what_cannot_be_looked_at_shows_nothing(content):
    seen = _seen(content)
    assert (seen.copied, seen.worn, seen.is_saved_twice) == ((), (), False)


def test_a_picture_that_a_viewer_turns_gets_no_boxes():
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    _cloned(_scan(_sheet())).save(out, "JPEG", quality=95, exif=exif)
    assert _seen(out.getvalue()).copied == ()


def test_the_reader_places_them_on_the_page_of_a_pdf(reader):
    picture = _cloned(_opened(_file(_scan(_sheet()), 80)))
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(500, 550))
    sheet.drawImage(ImageReader(io.BytesIO(_file(picture, 95))), 0, 0, 500, 550)
    sheet.save()
    (page,) = reader.read(out.getvalue()).pages
    assert {round((2 * box[1] - 150) / 34) for box in page.copied} == {0, 12}


def test_of_a_huge_picture_only_the_top_is_looked_at(monkeypatch):
    content = _file(_sheet())
    wide = Image.open(io.BytesIO(content)).width
    monkeypatch.setattr(picture_aids, "MAX_SHADES", 30 * wide)
    shades = picture_aids._shades(content)
    assert shades is not None and shades.shape == (30, wide)
