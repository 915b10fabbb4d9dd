"""A page as a viewer shows it, annotations and form fields included."""

from __future__ import annotations

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from app.screening.reading.errors import ReadingError

FLATTENED = 1


def open_page(document: pdfium.PdfDocument, index: int) -> pdfium.PdfPage:
    """The page with its annotations and form fields made part of its content, since a viewer shows them.

    Raises `ReadingError` `damaged` when pdfium cannot load it.
    """
    try:
        page = document[index]
        if raw.FPDFPage_GetAnnotCount(page) > 0 and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == FLATTENED:
            page.close()
            page = document[index]
    except pdfium.PdfiumError:
        raise ReadingError("damaged") from None
    return page
