"""Characters that a JPEG's compression wears less or more than the rest: an aid for the eye, no more."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.screening.reading.marks import Marks, around
from app.screening.verdict import Box

QUALITIES = (90, 80)
"""The second where the picture itself was saved at the first, so that saving it again changes nothing."""
FEWEST = 60
FAR = 5.0
"""Spreads (median absolute deviations of the logarithm) above the middle; pages saved once reach that here and there,
but not three times in a row."""
FEWEST_IN_A_ROW = 3
MOST = 0.05
"""Part of the page's characters: more are another kind of print, not a patch."""
FAINT = 0.05
"""Floor of the spread, so that a very even page does not make specks stand out."""


def worn_otherwise(shades: NDArray[np.uint8], marks: Marks) -> list[Box]:
    """Boxes, in pixels, around rows of three or more neighbouring characters whose error level is far from the page's.

    What was set into a JPEG loses more when it is saved again than what has been saved before (Krawetz, "A Picture's
    Worth", 2007). Characters are compared with characters, each by its own contrast, so blank paper, rules and logos
    take no part. Nothing where many stand out, as where half a page is other print.
    """
    if len(marks) < FEWEST:
        return []
    for quality in QUALITIES:
        levels = np.log(_levels(shades, marks, quality) + 1e-4)
        middle = float(np.median(levels))
        spread = float(np.median(np.abs(levels - middle)))
        if spread > 0:
            break
    else:
        return []
    odd = np.flatnonzero(levels - middle > FAR * max(spread, FAINT))
    if len(odd) > max(2 * FEWEST_IN_A_ROW, MOST * len(marks)):
        return []
    return [around(row) for row in _in_rows(marks[odd]) if len(row) >= FEWEST_IN_A_ROW]


def _levels(shades: NDArray[np.uint8], marks: Marks, quality: int) -> NDArray[np.float64]:
    """Mean change of each mark when the picture is saved again, as a part of the mark's contrast."""
    out = io.BytesIO()
    Image.fromarray(shades).save(out, "JPEG", quality=quality)
    change = np.abs(shades.astype(np.int16) - np.asarray(Image.open(out), np.int16))
    levels = []
    for left, top, width, height in marks.tolist():
        place = (slice(top, top + height), slice(left, left + width))
        levels.append(float(change[place].mean()) / max(20, int(np.ptp(shades[place]))))
    return np.array(levels)


def _in_rows(marks: Marks) -> list[Marks]:
    """Marks that stand beside each other on a line, less than one and a half of their height apart."""
    rows: list[list[NDArray[np.int32]]] = []
    for mark in marks[np.argsort(marks[:, 0], kind="stable")]:
        beside = (row for row in rows if _follows(row[-1], mark))
        row = next(beside, None)
        if row is None:
            rows.append([mark])
        else:
            row.append(mark)
    return [np.stack(row) for row in rows]


def _follows(last: NDArray[np.int32], mark: NDArray[np.int32]) -> bool:
    is_level = abs(int(last[1] + last[3]) - int(mark[1] + mark[3])) <= int(mark[3]) // 2
    return is_level and int(mark[0]) - int(last[0] + last[2]) <= 1.5 * int(mark[3])
