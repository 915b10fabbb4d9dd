"""Characters that are one and the same piece of a grainy picture, in two places: an aid for the eye, no more."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.screening.reading.marks import Marks, around
from app.screening.verdict import Box

FEWEST = 60
"""Characters with a likeness on the page; with fewer nobody knows how alike they are by nature."""
MOST_OF_A_SIZE = 400
MARGIN = 2
GRAIN = 2.5
"""Levels by which even the likest characters differ in a scan or photo. Screenshots and cleaned pages repeat."""
SAME = 0.6
"""Of that usual least difference: pieces copied and saved again at quality 95 show 0.2, at 85 0.4, at 70 0.65."""
MOST_PAIRS = 12


def copied_marks(shades: NDArray[np.uint8], marks: Marks) -> list[Box]:
    """Boxes, in pixels, of characters that are far more alike than any two printed ones; both of each pair.

    The grain of paper and sensor never repeats, so a figure that was copied elsewhere on the page stands out from
    figures that were merely printed twice (Fridrich, Soukal and Lukáš, "Detection of Copy-Move Forgery in Digital
    Images", 2003). Nothing where the page repeats itself exactly, or where many pairs are alike.
    """
    least = _differences(shades, marks)
    known = least[np.isfinite(least)]
    if len(known) < FEWEST:
        return []
    usual = float(np.percentile(known, 4))
    found = np.flatnonzero(least < SAME * usual)
    if usual < GRAIN or not 0 < len(found) <= 2 * MOST_PAIRS:
        return []
    return [around(marks[[index]]) for index in found]


def _differences(shades: NDArray[np.uint8], marks: Marks) -> NDArray[np.float64]:
    """For each mark how much it differs from the likest one of its size, in levels; NaN where there is none."""
    height, width = shades.shape
    ends = marks[:, :2] + marks[:, 2:] + MARGIN
    inside = (marks[:, :2] >= MARGIN).all(axis=1) & (ends[:, 0] <= width) & (ends[:, 1] <= height)
    sizes = marks[:, 2] * 1000 + marks[:, 3]
    least = np.full(len(marks), np.nan)
    for size in np.unique(sizes):
        group = np.flatnonzero((sizes == size) & inside)[:MOST_OF_A_SIZE]
        if len(group) < 2:
            continue
        pieces = np.stack([_piece(shades, marks[index]) for index in group])
        squares = (pieces**2).sum(axis=1)
        apart = np.maximum(squares[:, None] + squares[None] - 2 * pieces @ pieces.T, 0) / pieces.shape[1]
        np.fill_diagonal(apart, np.inf)
        least[group] = np.sqrt(apart.min(axis=1))
    return least


def _piece(shades: NDArray[np.uint8], mark: NDArray[np.int32]) -> NDArray[np.float32]:
    left, top, width, height = (int(value) for value in mark)
    part = shades[top - MARGIN : top + height + MARGIN, left - MARGIN : left + width + MARGIN]
    return part.astype(np.float32).ravel() - 128
