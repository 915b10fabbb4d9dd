"""Whether all pages of a document were handed in, as far as the pages themselves tell."""

from __future__ import annotations

import re

from app.screening.checks.packet import Packet
from app.screening.checks.rows import rows, text_of
from app.screening.reading.pages import Page
from app.screening.verdict import Document

_NUMBERED = re.compile(r"\b(?:page|pg\.?)\s*:?\s*(\d{1,3})\s*(?:of|/)\s*(\d{1,3})\b", re.I)


def is_whole(packet: Packet, document: Document) -> bool:
    """Every page says "Page 1 of 3" and none is missing. Without such numbers nobody knows, which is no."""
    pages = packet.pages_of(document)
    found = [number for page in pages if (number := _number(page))]
    return bool(found) and len(found) == len(pages) and {first for first, _ in found} == set(range(1, found[0][1] + 1))


def _number(page: Page) -> tuple[int, int] | None:
    found = (_NUMBERED.search(text_of(row)) for row in rows(page))
    match = next((it for it in found if it), None)
    return (int(match[1]), int(match[2])) if match else None
