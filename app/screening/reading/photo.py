"""A picture file as pages of words."""

from __future__ import annotations

import hashlib

from app.screening.reading.errors import MAX_PAGES_READ
from app.screening.reading.eyes import Eyes
from app.screening.reading.pages import Page, Reading
from app.screening.reading.picture_file import open_picture, page_count, page_picture
from app.screening.reading.version import READER_VERSION


def read_photo(content: bytes, mime_type: str, eyes: Eyes) -> Reading:
    """The reading of a JPEG, PNG, WebP, HEIC or TIFF. Raises `ReadingError`."""
    picture = open_picture(content, mime_type)
    count = page_count(picture, mime_type)
    pages = []
    for number in range(1, min(count, MAX_PAGES_READ) + 1):
        sheet = page_picture(picture, number, mime_type)
        pages.append(Page(number, float(sheet.width), float(sheet.height), (), "none"))
    sha256 = hashlib.sha256(content).hexdigest()
    return Reading(sha256, mime_type, tuple(pages), count, reader_version=READER_VERSION)
