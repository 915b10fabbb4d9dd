"""The earlier states of a PDF as pages of words, each page compared with the page that is there now."""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2 as pdfium

from app.screening.reading.earlier import MAX_PICTURES, read_earlier
from app.screening.reading.errors import BROKEN, MAX_PAGES_READ, ReadingError
from app.screening.reading.eyes import Eyes
from app.screening.reading.guards import open_guarded
from app.screening.reading.inspection import open_document
from app.screening.reading.layers import read_layers
from app.screening.reading.opened import open_page
from app.screening.reading.pages import Page, Revision
from app.screening.reading.sight import Sight


def read_states(
    states: Sequence[bytes], present: pdfium.PdfDocument, pages: Sequence[Page], eyes: Eyes
) -> list[Revision]:
    """The states that can be read, oldest first, numbered from 1; `pages` are those of the file as it is now."""
    revisions: list[Revision] = []
    for state in states:
        found = _read_state(state, present, pages, eyes)
        if found:
            revisions.append(Revision(len(revisions) + 1, tuple(found)))
    return revisions


def _read_state(state: bytes, present: pdfium.PdfDocument, pages: Sequence[Page], eyes: Eyes) -> list[Page]:
    """The words of an earlier state; nothing when it cannot be read, which is no fault of the file as it is now."""
    try:
        with open_guarded(state):
            document = open_document(state)
        try:
            found: list[Page] = []
            for index in range(min(len(document), MAX_PAGES_READ)):
                now = (pages[index], _sight(present, index)) if _is_scan(pages, index) else None
                looks = eyes if index < MAX_PICTURES else None
                found.append(read_earlier(open_page(document, index), index + 1, now, looks))
            return found
        finally:
            document.close()
    except (ReadingError, *BROKEN):
        return []


def _is_scan(pages: Sequence[Page], index: int) -> bool:
    return index < min(len(pages), MAX_PICTURES) and pages[index].source == "ocr"


def _sight(document: pdfium.PdfDocument, index: int) -> Sight:
    page = open_page(document, index)
    return Sight(page, read_layers(page))
