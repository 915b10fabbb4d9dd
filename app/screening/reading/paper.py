"""A phone photo's sheet of paper: its outline found and laid flat, its shadow taken away, when plain to see."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from app.screening.reading.ocr import Picture, Quad

SMALL = 600
MIN_AREA, MAX_AREA = 0.25, 0.985
"""Parts of the picture that a sheet covers: less is a detail, more is a scan that ends with the paper."""
MIN_FILL = 0.95
"""How well four corners must describe the outline; curled sheets do worse and stay as they are."""
MIN_INSIDE = 0.985
"""Part of the picture's text that the sheet must hold: an outline that a shadow cut off would lose some."""
OTHER_SURFACE = 6
"""Difference (of 255, in brightness or colour) between the paper and what lies right around it."""
BETWEEN_LINES = 75
"""Percentile at which the paper shows between its lines of print."""
MAX_SIDE = 2200
FLAT, FAINT = 40, 130
"""Differences in brightness (of 255) between the paper and its darkest print: below them there is none, or it is
faint."""
UNEVEN = 45
"""Difference in the paper's brightness (of 255) between its lit and shaded parts that counts as shadow."""

Matrix = NDArray[np.float64]
Corners = NDArray[np.float64]


def flatten(picture: Picture, corners: Corners) -> tuple[Picture, Matrix]:
    """The sheet between `corners` laid flat, and the 3 × 3 matrix from it back to `picture`."""
    sides = [float(np.linalg.norm(corners[index] - corners[(index + 1) % 4])) for index in range(4)]
    width, height = max(sides[0], sides[2]), max(sides[1], sides[3])
    scale = min(1.5, MAX_SIDE / max(width, height))
    columns, rows = max(2, round(width * scale)), max(2, round(height * scale))
    target = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], dtype=np.float32)
    there = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    flat = cv2.warpPerspective(picture, there, (columns, rows), flags=cv2.INTER_LINEAR)
    return np.asarray(flat, np.uint8), np.linalg.inv(there).astype(np.float64)


def find_sheets(picture: Picture) -> list[Corners]:
    """Outlines that may be the sheet's, the largest whole one first: corners from the top left, clockwise, in pixels.

    Looked for by brightness, by colour (which a shadow leaves alone) and by edges. None in a scan, whose paper reaches
    the rim.
    """
    scale = min(1.0, SMALL / max(picture.shape[:2]))
    small = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    bright = np.asarray(cv2.GaussianBlur(small.min(axis=2), (7, 7), 0))
    threshold, lit = cv2.threshold(bright, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    found = []
    for mask in (np.asarray(lit, np.uint8), _of_paper_colour(small, bright > threshold), _edges(bright)):
        if not _reaches_rim(mask):
            found += _outlines(np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))))
    found = [corners for corners in found if _stands_out(small, corners)]
    found.sort(key=lambda corners: (_is_cut(small, corners), -cv2.contourArea(corners.astype(np.float32))))
    return [corners / scale for corners in found]


def _is_cut(small: NDArray[np.uint8], corners: Corners) -> bool:
    """Whether a corner is the picture's own: part of what the sheet lies on was taken for the sheet."""
    rim = np.array([small.shape[1] - 1, small.shape[0] - 1])
    return bool(((corners <= 1) | (corners >= rim - 1)).all(axis=1).any())


def _stands_out(small: NDArray[np.uint8], corners: Corners) -> bool:
    """Whether what lies around an outline is another surface: around a block of print on a scan is the same paper."""
    inside = cv2.fillConvexPoly(np.zeros(small.shape[:2], np.uint8), corners.astype(np.int32), 255) > 0
    rim = np.asarray(cv2.dilate(inside.astype(np.uint8), np.ones((25, 25), np.uint8))) > 0
    lab = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2LAB)).astype(np.int16)
    outside = rim & ~inside
    if not outside.any():
        return True
    paper, around = (np.percentile(lab[part], BETWEEN_LINES, axis=0) for part in (inside, outside))
    return bool(np.abs(paper - around).max() >= OTHER_SURFACE)


def holds(corners: Corners, quads: list[Quad]) -> bool:
    """Whether practically all of the picture's text, by length, stands inside `corners`."""
    inside = total = 0.0
    for quad in quads:
        length = float(np.linalg.norm(quad[1] - quad[0]))
        middle = tuple(float(value) for value in quad.mean(axis=0))
        total += length
        inside += length if cv2.pointPolygonTest(corners.astype(np.float32), middle, False) >= 0 else 0.0
    return total > 0 and inside >= MIN_INSIDE * total


def _of_paper_colour(small: cv2.typing.MatLike, lit: NDArray[np.bool_]) -> NDArray[np.uint8]:
    lab = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2LAB)).astype(np.int16)
    paper = np.median(lab[lit], axis=0) if lit.any() else np.array([255, 128, 128])
    near = np.abs(lab[:, :, 1:] - paper[1:]).max(axis=2) < 8
    return np.where(near & (lab[:, :, 0] > 50), 255, 0).astype(np.uint8)


def _edges(bright: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.dilate(cv2.Canny(bright, 25, 75), np.ones((3, 3), np.uint8)), np.uint8)


def _reaches_rim(mask: NDArray[np.uint8]) -> bool:
    rim = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
    return bool((rim > 0).mean() > 0.4)


def _outlines(mask: NDArray[np.uint8]) -> list[Corners]:
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hulls = sorted((cv2.convexHull(outline) for outline in outlines), key=cv2.contourArea)[-1:]
    corners = [_four_corners(hull, float(mask.size)) for hull in hulls]
    return [found for found in corners if found is not None]


def _four_corners(hull: cv2.typing.MatLike, whole: float) -> Corners | None:
    for tolerance in (0.01, 0.015, 0.02, 0.03, 0.04):
        shape = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, True), True)
        if len(shape) <= 4:
            break
    area = cv2.contourArea(shape)
    if len(shape) != 4 or not MIN_AREA * whole <= area <= MAX_AREA * whole:
        return None
    if not MIN_FILL <= area / cv2.contourArea(hull) <= 1 / MIN_FILL:
        return None
    points = shape.reshape(4, 2).astype(np.float64)
    total, difference = points.sum(axis=1), points[:, 1] - points[:, 0]
    order = [int(total.argmin()), int(difference.argmin()), int(total.argmax()), int(difference.argmax())]
    return points[order] if len(set(order)) == 4 else None


def without_shadow(picture: Picture) -> Picture:
    """The picture with its paper evenly bright, where it was not; the same picture otherwise."""
    scale = min(1.0, 400 / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ground = cv2.medianBlur(cv2.dilate(np.asarray(small), np.ones((9, 9), np.uint8)), 31)
    grey = np.asarray(ground).mean(axis=2)
    if np.percentile(grey, 95) - np.percentile(grey, 5) < UNEVEN or np.percentile(grey, 5) < 40:
        return picture
    size = (picture.shape[1], picture.shape[0])
    paper = np.asarray(cv2.resize(ground, size, interpolation=cv2.INTER_LINEAR))
    return np.asarray(cv2.divide(picture, np.maximum(paper, 1), scale=245), np.uint8)


def with_strong_print(picture: Picture) -> Picture:
    """The picture with its print as dark as ink, where all of it is grey; the same picture otherwise."""
    grey = cv2.cvtColor(np.asarray(picture[::2, ::2]), cv2.COLOR_RGB2GRAY)
    darkest, paper = (float(value) for value in np.percentile(grey, (0.05, 60)))
    if not FLAT < paper - darkest < FAINT:
        return picture
    spread = np.clip((np.arange(256) - darkest) * (235 / (paper - darkest)) + 10, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(picture, spread), np.uint8)
