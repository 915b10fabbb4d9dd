"""Whether rows of a statement may not have been read, so that their sum is no word against a larger total."""

from __future__ import annotations

import re

from app.screening.checks.packet import Packet
from app.screening.checks.page_numbers import is_whole
from app.screening.checks.rows import rows, text_of
from app.screening.checks.transactions import Transaction
from app.screening.verdict import Document

_CHECKS = re.compile(r"\bchecks?\s*(?:no\b|nbr|number|#|cleared|paid|in\s+serial)", re.I)


def may_lack_rows(packet: Packet, statement: Document, listed: tuple[Transaction, ...]) -> bool:
    """The list may go on elsewhere, holds checks in a table of their own, or stands on a scan.

    On a scan an amount that runs into the number beside it is lost with its row.
    """
    is_cut_off = not _ends_on_page(packet, statement, listed) and not is_whole(packet, statement)
    is_scan = any(page.source == "ocr" for page in packet.pages_of(statement))
    return is_cut_off or is_scan or _lists_checks(packet, statement)


def _ends_on_page(packet: Packet, statement: Document, listed: tuple[Transaction, ...]) -> bool:
    """The only page goes on below its last row, so the list was not cut off by the page's end."""
    pages = packet.pages_of(statement)
    places = [row.evidence.box for row in listed if row.evidence.box]
    if len(pages) != 1 or not places:
        return False
    end, height = max(box[3] for box in places), pages[0].height
    return any(end + 2 < page_box[1] < 0.9 * height for page_box in (pages[0].place(it.box) for it in pages[0].words))


def _lists_checks(packet: Packet, statement: Document) -> bool:
    """Paid checks stand in a table of their own, several to a row, which is easily read in part."""
    return any(_CHECKS.search(text_of(row)) for page in packet.pages_of(statement) for row in rows(page))
