"""Page pictures: for people (JPEG at a width), and for the eyes (pixels at a resolution)."""

from __future__ import annotations

import io
import math

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image

from app.screening.reading.errors import ReadingError
from app.screening.reading.guards import open_guarded
from app.screening.reading.image import open_picture, page_picture
from app.screening.reading.inspection import open_document
from app.screening.reading.sniff import PDF

MIN_WIDTH, MAX_WIDTH = 64, 2400
MAX_DRAWN = 16_000_000
QUALITY = 82


def draw_page(content: bytes, mime_type: str, page: int, width: int) -> bytes:
    """Page `page` (from 1) as a JPEG `width` pixels wide, clamped to 64–2400, upright as a viewer shows it.

    Raises `ReadingError`, `no_such_page` among others.
    """
    width = max(MIN_WIDTH, min(MAX_WIDTH, width))
    if mime_type == PDF:
        picture = _pdf_page(content, page, width)
    else:
        picture = _fit(page_picture(open_picture(content, mime_type), page, mime_type), width)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def pixels(page: pdfium.PdfPage, scale: float) -> NDArray[np.uint8]:
    """The page drawn at `scale` pixels a point, annotations and form fields included: height × width × 3, RGB."""
    width, height = page.get_size()
    scale = clamp_scale(width, height, scale)
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
    drawn = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
    bitmap.close()
    return drawn


def clamp_scale(width: float, height: float, scale: float) -> float:
    """`scale`, or less where the page (points) would give more than 16 megapixels."""
    area = max(width, 1.0) * max(height, 1.0)
    return min(scale, math.sqrt(MAX_DRAWN / area))


def _pdf_page(content: bytes, page: int, width: int) -> Image.Image:
    with open_guarded(content):
        document = open_document(content)
    try:
        if not 1 <= page <= len(document):
            raise ReadingError("no_such_page")
        sheet = document[page - 1]
        if document.get_formtype() and not document.formenv:
            document.init_forms()
            sheet = document[page - 1]
        return Image.fromarray(pixels(sheet, width / max(sheet.get_width(), 1.0)))
    except pdfium.PdfiumError:
        raise ReadingError("damaged") from None
    finally:
        document.close()


def _fit(picture: Image.Image, width: int) -> Image.Image:
    if picture.width <= width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
