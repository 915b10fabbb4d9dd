"""A PDF as pages of words with boxes."""

from __future__ import annotations

import hashlib

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from app.screening.reading.errors import MAX_PAGES_READ
from app.screening.reading.eyes import Eyes
from app.screening.reading.glyphs import read_glyphs
from app.screening.reading.guards import open_guarded
from app.screening.reading.inspection import open_document
from app.screening.reading.order import reading_order
from app.screening.reading.pages import Page, Reading
from app.screening.reading.version import READER_VERSION
from app.screening.reading.words import gather_words


def read_pdf(content: bytes, mime_type: str, eyes: Eyes) -> Reading:
    """The reading of a PDF. Raises `ReadingError`."""
    with open_guarded(content):
        document = open_document(content)
    try:
        count = len(document)
        pages = [read_text_page(document[index], index + 1) for index in range(min(count, MAX_PAGES_READ))]
    finally:
        document.close()
    sha256 = hashlib.sha256(content).hexdigest()
    return Reading(sha256, mime_type, tuple(pages), count, reader_version=READER_VERSION)


def read_text_page(page: pdfium.PdfPage, number: int) -> Page:
    """The page as its text layer tells it; `source` is none when it has no words."""
    width, height = page.get_size()
    words = [word.to_word() for word in gather_words(read_glyphs(page))]
    ordered = tuple(reading_order(words, lambda word: word.box))
    return Page(number, round(width, 2), round(height, 2), ordered, "text" if ordered else "none")
