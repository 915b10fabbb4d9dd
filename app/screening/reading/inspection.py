"""A quick look at a file when it is uploaded: it opens, and it has so many pages."""

from __future__ import annotations

import pypdfium2 as pdfium

from app.screening.reading.errors import ReadingError
from app.screening.reading.guards import open_guarded
from app.screening.reading.image import open_picture, page_count, page_picture
from app.screening.reading.sniff import PDF


def count_pages(content: bytes, mime_type: str) -> int:
    """The number of pages of a file that is proven to open. Raises `ReadingError` when it does not."""
    if mime_type == PDF:
        with open_guarded(content):
            document = open_document(content)
        try:
            return len(document)
        finally:
            document.close()
    picture = open_picture(content, mime_type)
    page_picture(picture, 1, mime_type)
    return page_count(picture, mime_type)


def open_document(content: bytes) -> pdfium.PdfDocument:
    """The file opened by pdfium. Raises `ReadingError`: `encrypted`, `damaged`, `no_pages`."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise ReadingError("encrypted" if "password" in str(error).lower() else "damaged") from None
    if len(document) == 0:
        raise ReadingError("no_pages")
    return document
