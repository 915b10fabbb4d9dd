"""Where the ink of a line of print is, so that boxes end where words end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MARK = 0.35
"""Part of the strongest contrast in the line beyond which a pixel is ink."""
MIN_CONTRAST = 24


@dataclass(frozen=True, slots=True)
class Ink:
    """The inked columns of a line, and the parts of its height between which its ink stands."""

    columns: NDArray[np.bool_]
    top: float
    bottom: float

    def gap(self, left: float, right: float) -> tuple[float, float]:
        """The widest stretch without ink between two parts of the line's length; without one, their middle, twice."""
        width = len(self.columns)
        start, end = int(left * width), max(int(left * width) + 1, int(np.ceil(right * width)))
        best = (0, 0)
        begun: int | None = None
        for column in range(start, min(end, width)):
            if self.columns[column]:
                begun = None
                continue
            begun = column if begun is None else begun
            if column + 1 - begun > best[1] - best[0]:
                best = (begun, column + 1)
        if best == (0, 0):
            return (left + right) / 2, (left + right) / 2
        return best[0] / width, best[1] / width

    @property
    def ends(self) -> tuple[float, float]:
        """The parts of the line's length where its ink begins and ends."""
        inked = np.flatnonzero(self.columns)
        if len(inked) == 0:
            return 0.0, 1.0
        return float(inked[0]) / len(self.columns), float(inked[-1] + 1) / len(self.columns)


def find_ink(line: NDArray[np.uint8]) -> Ink:
    """The ink of one straightened line (height × width × 3)."""
    grey = line.mean(axis=2)
    contrast = np.abs(grey - np.median(grey))
    strongest = float(np.percentile(contrast, 99.5))
    height, width = grey.shape
    if strongest < MIN_CONTRAST:
        return Ink(np.ones(width, dtype=np.bool_), 0.0, 1.0)
    marks = contrast > MARK * strongest
    rows = np.flatnonzero(marks.mean(axis=1) > 0.12 * marks.mean(axis=1).max())
    top, bottom = rows[0] / height, (rows[-1] + 1) / height
    # A neighbouring line peeps in at the edges, a rule runs below: neither belongs to the words.
    middle = marks[int(top * height) + 1 : max(int(bottom * height) - 1, int(top * height) + 2)]
    return Ink(np.asarray(middle.any(axis=0)), *(_padded(top, bottom) if bottom - top > 0.35 else (0.1, 0.9)))


def _padded(top: float, bottom: float) -> tuple[float, float]:
    pad = 0.08 * (bottom - top)
    return max(0.0, top - pad), min(1.0, bottom + pad)
