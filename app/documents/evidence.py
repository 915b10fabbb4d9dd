"""The place that a link to evidence names: a page and a box in numbers, never a text."""

from __future__ import annotations

import math
from dataclasses import dataclass

from app.documents.preview import ViewerPage
from app.screening.verdict import Box

MARGIN = 3.0 / 612
"""Around a box, as a share of the page's width, so that the frame does not touch the letters: 3 points on a letter."""
TIGHT = MARGIN / 2
"""Where many boxes stand close together."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle to draw on page `page`, in the page's units."""

    page: int
    x: float
    y: float
    width: float
    height: float


def evidence_frame(box: str, page: int, pages: list[ViewerPage]) -> Frame | None:
    """The frame for `x0,y0,x1,y1` on page `page`, cut at the page's edges; None for anything that is no box."""
    numbers = box_numbers(box)
    sheet = next((it for it in pages if it.number == page), None)
    if numbers is None or sheet is None:
        return None
    return frame_around(numbers, sheet)


def frame_around(box: Box, sheet: ViewerPage, margin: float = MARGIN) -> Frame | None:
    """The frame for a box on this page, cut at the page's edges; None where nothing of it is on the page."""
    x0, y0, x1, y1 = box
    around = margin * max(612.0, sheet.width)
    left, top = max(0.0, min(x0, x1) - around), max(0.0, min(y0, y1) - around)
    right, bottom = min(sheet.width, max(x0, x1) + around), min(sheet.height, max(y0, y1) + around)
    if right <= left or bottom <= top:
        return None
    return Frame(sheet.number, round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2))


def box_numbers(box: str) -> Box | None:
    """`x0,y0,x1,y1` as numbers; None for anything else."""
    try:
        x0, y0, x1, y1 = (float(part) for part in box.split(","))
    except ValueError:
        return None
    return (x0, y0, x1, y1) if all(math.isfinite(part) for part in (x0, y0, x1, y1)) else None
