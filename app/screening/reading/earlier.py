"""A page of an earlier state of a PDF: its words, and where it is a scan, what its picture showed instead."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pypdfium2 as pdfium

from app.screening.reading import covered
from app.screening.reading.eyes import Eyes
from app.screening.reading.hidden import scan_of
from app.screening.reading.pages import Page, Word
from app.screening.reading.pdf_page import base_page, ocr_page, sorted_words, text_page
from app.screening.reading.sight import Sight
from app.screening.verdict import Box

MAX_PICTURES = 4
"""Earlier pages of one file that are read from their picture: each costs as much as a scanned page."""
CHANGED = 60
"""Difference (of 255) that neither another compression nor another renderer leaves in print."""
CHANGED_PART = 0.02
UPRIGHT = 0.05
MARGIN = 2.0
WIDER = 0.6
"""Of the height: columns of amounts stand further apart."""


def read_earlier(page: pdfium.PdfPage, number: int, now: tuple[Page, Sight] | None, eyes: Eyes | None) -> Page:
    """Page `number` as it was; `now` is the present page and its picture where that is a scan.

    Of a scan only the places whose picture is another one now are read again, so that one and the same print is never
    read in two ways. Without `eyes` pictures are not read. Raises `ReadingError` when nobody could look.
    """
    found, layers, sight = sorted_words(page)
    words = covered.drop_doubles([*found.shown, *found.layer])
    base = base_page(page, number)
    is_scan = scan_of(layers, (0.0, 0.0, *page.get_size())) is not None
    if is_scan and eyes is not None:
        if now is not None and now[0].source == "ocr":
            return _as_it_was(now[0], now[1], sight, eyes)
        if not found.layer and len(found.shown) < 40:
            return ocr_page(base, sight, eyes)
    return text_page(base, words, "ocr" if found.layer else "text", [])[1]


def _as_it_was(page: Page, now: Sight, then: Sight, eyes: Eyes) -> Page:
    if now.picture.shape != then.picture.shape or max(abs(page.placement[1]), abs(page.placement[2])) > UPRIGHT:
        return replace(page, words=())
    changed = [word for word in page.words if _is_changed(now, then, page.place(word.box))]
    crops = [np.ascontiguousarray(then.crop(_grown(page.place(word.box)))) for word in changed]
    lines = dict(zip((id(word) for word in changed), eyes.read_lines(crops), strict=True))
    words = (_was(word, *lines[id(word)]) if id(word) in lines else word for word in page.words)
    return replace(page, words=tuple(word for word in words if word.text))


def _was(word: Word, text: str, sure: float) -> Word:
    return replace(word, text=text.strip(), confidence=round(sure, 3))


def _is_changed(now: Sight, then: Sight, box: Box) -> bool:
    here, there = now.crop(box).astype(np.int16), then.crop(box).astype(np.int16)
    if here.size == 0:
        return False
    return float((np.abs(here - there).max(axis=2) > CHANGED).mean()) > CHANGED_PART


def _grown(box: Box) -> Box:
    """With room for what was there before, which may have been wider."""
    along = WIDER * (box[3] - box[1])
    return (box[0] - along, box[1] - MARGIN, box[2] + along, box[3] + MARGIN)
