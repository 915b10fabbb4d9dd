"""Where the ink of a line of print is, so that boxes end where words end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MARK = 0.35
"""Part of the strongest contrast in the line beyond which a pixel is ink."""
MIN_CONTRAST = 24
RULE, INNER = 0.8, 0.5
"""Part of a line's length that is inked in two rows of pixels which belong to a rule, not to print; and the inner part
of its height, where no rule is."""
LEAST_BEYOND = 5
"""Rows of pixels above and below a line's print that tell a rule from a letter."""
DOT = 0.08
"""Part of its height by which the dot of an i, or an accent, may stand off."""
LEAST_MARKS = 0.05
"""Part of a line's height that is inked in a column of print; less is a speck of a fax or a grain of a photo."""


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
    marks = _without_rules(contrast > MARK * strongest)
    if not marks.any():
        return Ink(np.ones(width, dtype=np.bool_), 0.0, 1.0)
    first, last = _main_rows(marks)
    top, bottom = first / height, last / height
    # A neighbouring line peeps in at the edges, a rule runs below: neither belongs to the words.
    middle = marks[int(top * height) + 1 : max(int(bottom * height) - 1, int(top * height) + 2)]
    inked = np.asarray(middle.sum(axis=0) >= max(1.0, LEAST_MARKS * height)) & ~_upright_rules(marks, first, last)
    for side in (inked, inked[::-1]):  # views: what stands at the very rim is a rule's, where paper follows
        rim = int(np.argmin(side)) if side[0] else 0
        if rim <= DOT * height and not side[rim : 2 * rim + 2].any():
            side[:rim] = False
    return Ink(inked, *(_padded(top, bottom) if bottom - top > 0.35 else (0.1, 0.9)))


def _without_rules(marks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The marks of a line without those of a table's rule above or below it."""
    rows = marks[:-1] | marks[1:]
    outer = np.abs(np.arange(len(rows)) / max(1, len(rows) - 1) - 0.5) > INNER / 2
    ruled = np.flatnonzero((rows.mean(axis=1) > RULE) & outer)
    marks[ruled] = marks[ruled + 1] = False
    return marks


def _upright_rules(marks: NDArray[np.bool_], first: int, last: int) -> NDArray[np.bool_]:
    """The columns of a table's upright rules, which go on above and below the line's print, `first` to `last`."""
    beyond = np.concatenate((marks[:first], marks[last:]))
    if len(beyond) < LEAST_BEYOND:
        return np.zeros(marks.shape[1], dtype=np.bool_)
    ruled = beyond.mean(axis=0) > RULE
    return np.asarray(np.convolve(ruled, np.ones(3), "same") > 0)


def _main_rows(marks: NDArray[np.bool_]) -> tuple[int, int]:
    """The rows between which the line's own print stands: a neighbouring line peeps in behind a strip of paper."""
    strength = marks.mean(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], strength > 0.12 * strength.max(), [0])).astype(np.int8)))
    runs = list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
    first, last = max(runs, key=lambda run: float(strength[run[0] : run[1]].sum()))
    for begin, end in [*reversed([run for run in runs if run[1] <= first]), *(run for run in runs if run[0] >= last)]:
        if max(first - end, begin - last) <= DOT * len(marks):
            first, last = min(first, begin), max(last, end)
    return first, last


def _padded(top: float, bottom: float) -> tuple[float, float]:
    pad = 0.08 * (bottom - top)
    return max(0.0, top - pad), min(1.0, bottom + pad)
