"""A picture file as pages of words."""

from __future__ import annotations

import hashlib
from typing import Literal

import numpy as np
from PIL import Image

from app.screening.reading.errors import MAX_PAGES_READ, ReadingError
from app.screening.reading.eyes import Eyes
from app.screening.reading.image import open_picture, page_count, page_picture
from app.screening.reading.metadata import picture_metadata
from app.screening.reading.order import reading_order
from app.screening.reading.pages import Page, Reading
from app.screening.reading.picture_aids import with_picture_aids
from app.screening.reading.version import READER_VERSION

MAX_SIDE, MIN_SIDE = 2600, 1000
"""Pixels on the longer side that are looked at: larger pictures are reduced, small ones (a cut-out card) enlarged."""
AIDED = ("image/jpeg", "image/png", "image/webp")


def read_photo(content: bytes, mime_type: str, eyes: Eyes) -> Reading:
    """The reading of a JPEG, PNG, WebP, HEIC or TIFF. Raises `ReadingError`."""
    picture = open_picture(content, mime_type)
    metadata = picture_metadata(picture)
    count = page_count(picture, mime_type)
    pages: list[Page] = []
    for number in range(1, min(count, MAX_PAGES_READ) + 1):
        try:
            pages.append(_read_page(page_picture(picture, number, mime_type), number, eyes))
            if mime_type in AIDED:
                pages[-1] = with_picture_aids(pages[-1], content)
        except ReadingError as problem:
            if problem.code != "too_slow" or not pages:
                raise
            break  # what was read stays; `page_count` says that there is more
    sha256 = hashlib.sha256(content).hexdigest()
    return Reading(sha256, mime_type, tuple(pages), count, metadata, reader_version=READER_VERSION)


def _read_page(sheet: Image.Image, number: int, eyes: Eyes) -> Page:
    size = (float(sheet.width), float(sheet.height))
    longer = max(sheet.size)
    wanted = max(MIN_SIDE, min(MAX_SIDE, longer))
    zoom = min(wanted / longer, 3.0)
    if zoom != 1.0:
        smaller = (max(1, round(sheet.width * zoom)), max(1, round(sheet.height * zoom)))
        sheet = sheet.resize(smaller, Image.Resampling.BICUBIC, reducing_gap=2.0)
    pixels = np.asarray(sheet)
    if np.ptp(pixels) < 16:
        return Page(number, *size, (), "none")
    seen = eyes.read_page(pixels)
    a, b, c, d, e, f = (value / zoom for value in seen.placement)
    words = tuple(reading_order(seen.words, lambda word: word.box))
    source: Literal["ocr", "none"] = "ocr" if words else "none"
    placement = (a, b, c, d, e, f)
    size = (seen.width, seen.height)
    return Page(number, *size, words, source, placement, tilt=seen.tilt, barcodes=seen.barcodes)
