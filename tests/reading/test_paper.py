"""Where a photo shows a sheet of paper, and where a scan only shows a block of print."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from app.screening.reading.paper import find_sheets

LEANING = np.array([[150, 260], [850, 280], [845, 760], [145, 740]], np.int32)
"""Corners on a picture of 1,000 × 1,300 pixels."""


def picture(ground: int, inside: int) -> NDArray[np.uint8]:
    """A four-cornered frame of lines of print, on paper of one brightness in surroundings of another, with noise."""
    seen = np.full((1300, 1000, 3), ground, np.uint8)
    cv2.fillConvexPoly(seen, LEANING, (inside, inside, inside))
    cv2.polylines(seen, [LEANING], True, (40, 40, 40), 3)
    for step in range(23):
        y = 275 + 20 * step
        for x in range(165, 830, 8):
            cv2.line(seen, (x, y + x // 36 - 4), (x + 4, y + x // 36 - 4), (20, 20, 20), 8)
    grain = np.random.default_rng(3).normal(0, 3, seen.shape)
    return np.asarray((seen + grain).clip(0, 255), np.uint8)


def test_a_block_of_print_on_a_scan_is_no_sheet() -> None:
    assert find_sheets(picture(250, 250)) == []


def test_a_sheet_on_a_darker_table_is_found() -> None:
    assert find_sheets(picture(200, 250))


def test_a_sheet_is_preferred_to_the_sheet_with_the_table_beside_it() -> None:
    seen = np.full((1300, 1000, 3), (96, 80, 66), np.float32)
    sheet = np.array([[52, 74], [926, 46], [936, 1234], [54, 1222]], np.int32)
    cv2.fillConvexPoly(seen, sheet, (255, 255, 255))
    down, right = np.mgrid[0:1300, 0:1000]
    seen *= (0.72 + 0.28 * (right / 1000 + down / 1300) / 1.6)[..., None]
    seen += np.random.default_rng(3).normal(0, 4, seen.shape)
    found = find_sheets(np.asarray(seen.clip(0, 255), np.uint8))
    assert np.abs(found[0] - sheet).max() < 10
