"""Earlier states of a PDF that its incremental updates left inside it."""

from __future__ import annotations

import io
import re

import pikepdf

END = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF[\r\n]{0,2}")
LINEARIZED = re.compile(rb"/Linearized\b")
MAX_REVISIONS = 6


def earlier_states(content: bytes) -> list[bytes]:
    """The file as it was before each incremental update, oldest first; the newest six at most.

    Each update ends with its own `startxref … %%EOF` (ISO 32000-1, 7.5.6), so the file up to an earlier one is the file
    as it then was. A linearised file has two such sections from the start (annex F), of which the first is no state of
    its own. An end that belongs to an attached file does not open as one, and is left out.
    """
    ends = [(match.end(), int(match.group(1))) for match in END.finditer(content)]
    if LINEARIZED.search(content[:2048]) and ends:
        ends = ends[1:]
    distinct = [end for number, end in enumerate(ends) if end[1] not in {other[1] for other in ends[:number]}]
    earlier = [content[:end] for end, offset in distinct[:-1] if offset < end]
    return [state for state in earlier[-MAX_REVISIONS:] if _is_whole(state)]


def _is_whole(state: bytes) -> bool:
    try:
        with pikepdf.open(io.BytesIO(state), attempt_recovery=False) as pdf:
            return len(pdf.pages) > 0
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, OSError, RuntimeError):
        return False
