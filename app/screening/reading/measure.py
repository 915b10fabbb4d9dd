"""How large each page is, in the units that boxes have, so that a viewer can lay a box over a picture of any width."""

from __future__ import annotations

import pypdfium2 as pdfium

from app.screening.reading.errors import ReadingError
from app.screening.reading.guards import open_guarded
from app.screening.reading.image import open_picture, page_count, page_picture
from app.screening.reading.inspection import open_document
from app.screening.reading.sniff import PDF

Size = tuple[float, float]


def page_sizes(content: bytes, mime_type: str) -> list[Size]:
    """Width and height of every page as a viewer shows it: PDF points, or pixels. Raises `ReadingError`."""
    if mime_type == PDF:
        return _pdf_sizes(content)
    picture = open_picture(content, mime_type)
    pages = range(1, page_count(picture, mime_type) + 1)
    upright = (page_picture(picture, page, mime_type) for page in pages)
    return [(float(page.width), float(page.height)) for page in upright]


def _pdf_sizes(content: bytes) -> list[Size]:
    with open_guarded(content):
        document = open_document(content)
    try:
        return [document.get_page_size(index) for index in range(len(document))]
    except pdfium.PdfiumError:
        raise ReadingError("damaged") from None
    finally:
        document.close()
