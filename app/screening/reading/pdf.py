"""A PDF as pages of words with boxes, with what its structure tells."""

from __future__ import annotations

import hashlib

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from app.screening.reading.errors import BROKEN, MAX_PAGES_READ, ReadingError
from app.screening.reading.eyes import Eyes
from app.screening.reading.guards import open_guarded
from app.screening.reading.inspection import open_document
from app.screening.reading.metadata import pdf_metadata
from app.screening.reading.pages import CoveredText, HiddenText, Page, Reading, Revision
from app.screening.reading.pdf_page import PageReading, read_page, read_words_only
from app.screening.reading.picture_words import MAX_PER_DOCUMENT
from app.screening.reading.revisions import earlier_states
from app.screening.reading.version import READER_VERSION

FLATTENED = 1


def read_pdf(content: bytes, mime_type: str, eyes: Eyes) -> Reading:
    """The reading of a PDF. Raises `ReadingError`."""
    revisions = _read_revisions(content)
    with open_guarded(content) as structure:
        metadata = pdf_metadata(structure, len(revisions) + 1)
    document = open_document(content)
    try:
        count = len(document)
        pages = _read_pages(document, min(count, MAX_PAGES_READ), eyes)
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
        pages.append(read_page(page, index + 1, eyes, room))
        room -= pages[-1].looked
        page.close()
    return pages


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


def _read_revisions(content: bytes) -> list[Revision]:
    revisions: list[Revision] = []
    for state in earlier_states(content):
        pages = _read_state(state)
        if pages:
            revisions.append(Revision(len(revisions) + 1, tuple(pages)))
    return revisions


def _read_state(state: bytes) -> list[Page]:
    """The words of an earlier state; nothing when it cannot be read, which is no fault of the file as it is now."""
    try:
        with open_guarded(state):
            document = open_document(state)
        try:
            count = min(len(document), MAX_PAGES_READ)
            return [read_words_only(open_page(document, index), index + 1) for index in range(count)]
        finally:
            document.close()
    except (ReadingError, *BROKEN):
        return []
