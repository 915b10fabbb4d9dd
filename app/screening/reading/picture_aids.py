"""What a page that is one picture shows to whoever looks closely, as boxes on the page; never more than a hint."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray
from PIL import Image

from app.screening.reading.copied import copied_marks
from app.screening.reading.error_level import worn_otherwise
from app.screening.reading.errors import BROKEN, MAX_PIXELS
from app.screening.reading.layers import Layers
from app.screening.reading.marks import marks_of
from app.screening.reading.pages import Page
from app.screening.reading.saved_twice import is_saved_twice, jpeg_of
from app.screening.verdict import Box

MAX_SHADES = 6_000_000
"""Pixels that are looked at, from the top of the picture: 0.2 seconds; a page scanned at 200 dpi has 3.7 million."""
_ORIENTATION = 0x0112


def with_picture_aids(page: Page, content: bytes) -> Page:
    """The page, which is the picture file `content` as a viewer shows it, with what the aids find on it.

    Boxes are in the picture's pixels; a picture that a viewer turns gets none. Never raises: what cannot be looked at
    shows nothing.
    """
    is_jpeg = content.startswith(b"\xff\xd8")
    page = replace(page, is_saved_twice=is_jpeg and is_saved_twice(content))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shades = _shades(content)
    except (*BROKEN, SyntaxError):
        return page
    if shades is None:
        return page
    marks = marks_of(shades)
    worn = worn_otherwise(shades, marks) if is_jpeg else []
    return replace(page, copied=tuple(copied_marks(shades, marks)), worn=tuple(worn))


def with_scan_aids(page: Page, layers: Layers, is_scan: bool, is_upright: bool) -> Page:
    """The same for a PDF page that is one JPEG, with boxes in points; none where the page is turned for the viewer."""
    content = jpeg_of(layers.pictures[0].item) if is_scan and len(layers.pictures) == 1 else b""
    if not content:
        return page
    seen = with_picture_aids(page, content)
    if not seen.copied and not seen.worn:
        return seen
    if not is_upright or not _is_upright(layers.pictures[0].item):
        return replace(seen, copied=(), worn=())
    size, place = Image.open(io.BytesIO(content)).size, layers.pictures[0].box
    return replace(
        seen,
        copied=tuple(_on_page(box, size, place) for box in seen.copied),
        worn=tuple(_on_page(box, size, place) for box in seen.worn),
    )


def _shades(content: bytes) -> NDArray[np.uint8] | None:
    """The top of the picture in grey; None where it is too large or turned by its metadata."""
    picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
    if picture.width * picture.height > MAX_PIXELS or picture.getexif().get(_ORIENTATION, 1) != 1:
        return None
    picture.draft("L", None)
    shades = np.asarray(picture.convert("L"), np.uint8)
    return np.ascontiguousarray(shades[: MAX_SHADES // max(1, shades.shape[1])])


def _is_upright(item: object) -> bool:
    """The picture is drawn as it is stored: neither turned, nor mirrored, nor leaning."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return bool(matrix.a > 0 and matrix.d > 0 and abs(matrix.b) + abs(matrix.c) < 0.01 * (matrix.a + matrix.d))


def _on_page(box: Box, size: tuple[int, int], place: Box) -> Box:
    """Pixels of a picture that fills `place`, upright, in points."""
    across, down = (place[2] - place[0]) / size[0], (place[3] - place[1]) / size[1]
    left, top = place[0], place[1]
    x0, x1 = (round(left + value * across, 2) for value in (box[0], box[2]))
    y0, y1 = (round(top + value * down, 2) for value in (box[1], box[3]))
    return (x0, y0, x1, y1)
