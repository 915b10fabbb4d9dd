"""The characters of a picture of print, as boxes: what the display aids compare with each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.screening.verdict import Box

Marks = NDArray[np.int32]
"""Rows of left, top, width and height, in pixels."""
MAX_MARKS = 5000
SHORTEST, LARGEST, NARROWEST = 9, 70, 4
"""Pixels: smaller specks tell nothing, larger shapes are rules, frames and logos."""
_DARKER = 20
"""Levels below the mean of the 31 pixels around: print, not a shadow or the grain of paper."""


def marks_of(shades: NDArray[np.uint8]) -> Marks:
    """At most 5000 connected dark shapes as large as characters; lines of a table and blank areas give none."""
    import cv2  # only here: a file without pictures is parsed in a process that needs none of it

    ink = cv2.adaptiveThreshold(shades, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, _DARKER)
    found = np.asarray(cv2.connectedComponentsWithStats(ink, connectivity=8)[2], np.int32)[1:]
    width, height, area = found[:, 2], found[:, 3], found[:, 4]
    is_tall = (height >= SHORTEST) & (height <= LARGEST) & (width >= NARROWEST) & (width <= LARGEST)
    return found[is_tall & (area >= 16) & (area < 0.9 * width * height)][:MAX_MARKS, :4]


def around(marks: Marks) -> Box:
    """The box around some marks."""
    left, top = marks[:, :2].min(axis=0)
    right, bottom = (marks[:, :2] + marks[:, 2:]).max(axis=0)
    return (float(left), float(top), float(right), float(bottom))
