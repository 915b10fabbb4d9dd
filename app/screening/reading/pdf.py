"""A PDF as pages of words with boxes, with what its structure tells."""

from __future__ import annotations

import hashlib

import pypdfium2 as pdfium

from app.screening.reading.errors import MAX_PAGES_READ, ReadingError
from app.screening.reading.eyes import Eyes
from app.screening.reading.guards import open_guarded
from app.screening.reading.inspection import open_document
from app.screening.reading.metadata import pdf_metadata
from app.screening.reading.opened import open_page
from app.screening.reading.pages import CoveredText, HiddenText, Reading
from app.screening.reading.pdf_page import PageReading, read_page
from app.screening.reading.picture_words import MAX_PER_DOCUMENT
from app.screening.reading.revisions import earlier_states
from app.screening.reading.states import read_states
from app.screening.reading.version import READER_VERSION


def read_pdf(content: bytes, mime_type: str, eyes: Eyes) -> Reading:
    """The reading of a PDF. Raises `ReadingError`."""
    states = earlier_states(content)
    with open_guarded(content) as structure:
        metadata = pdf_metadata(structure, len(states) + 1)
    document = open_document(content)
    try:
        count = len(document)
        pages = _read_pages(document, min(count, MAX_PAGES_READ), eyes)
        revisions = read_states(states, document, [page.page for page in pages], eyes)
    finally:
        document.close()
    covered: list[CoveredText] = [text for page in pages for text in page.covered]
    hidden: list[HiddenText] = [text for page in pages for text in page.hidden]
    return Reading(
        sha256=hashlib.sha256(content).hexdigest(),
        mime_type=mime_type,
        pages=tuple(page.page for page in pages),
        page_count=count,
        metadata=metadata,
        revisions=tuple(revisions),
        covered=tuple(covered),
        hidden=tuple(hidden),
        reader_version=READER_VERSION,
    )


def _read_pages(document: pdfium.PdfDocument, count: int, eyes: Eyes) -> list[PageReading]:
    room, pages = MAX_PER_DOCUMENT, []
    for index in range(count):
        page = open_page(document, index)
        try:
            pages.append(read_page(page, index + 1, eyes, room))
        except ReadingError as problem:
            if problem.code != "too_slow" or not pages:
                raise
            break  # what was read stays; `page_count` says that there is more
        finally:
            page.close()
        room -= pages[-1].looked
    return pages
