"""A phone photo's sheet of paper: its outline found and laid flat, its shadow taken away, when plain to see."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from app.screening.reading.ocr import Picture

SMALL = 600
MIN_AREA, MAX_AREA = 0.25, 0.985
"""Parts of the picture that a sheet covers: less is a detail, more is a scan that ends with the paper."""
MIN_FILL = 0.93
"""The outline's area as part of its four-corner hull; curled or cut-off sheets are below and stay as they are."""
MAX_SIDE = 2200
UNEVEN = 45
"""Difference in the paper's brightness (of 255) between its lit and shaded parts that counts as shadow."""

Matrix = NDArray[np.float64]


def flatten(picture: Picture) -> tuple[Picture, Matrix]:
    """The sheet alone, laid flat, and the 3 × 3 matrix from it back to `picture`; the picture itself when unsure."""
    corners = find_sheet(picture)
    if corners is None:
        return picture, np.eye(3)
    sides = [float(np.linalg.norm(corners[index] - corners[(index + 1) % 4])) for index in range(4)]
    width, height = max(sides[0], sides[2]), max(sides[1], sides[3])
    scale = min(1.5, MAX_SIDE / max(width, height))
    columns, rows = max(2, round(width * scale)), max(2, round(height * scale))
    target = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], dtype=np.float32)
    there = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    flat = cv2.warpPerspective(picture, there, (columns, rows), flags=cv2.INTER_LINEAR)
    return np.asarray(flat, np.uint8), np.linalg.inv(there).astype(np.float64)


def find_sheet(picture: Picture) -> NDArray[np.float64] | None:
    """The sheet's corners from the top left, clockwise, in pixels; None unless there is exactly one clear candidate."""
    scale = min(1.0, SMALL / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    bright = cv2.GaussianBlur(np.asarray(small).min(axis=2), (7, 7), 0)
    threshold, mask = cv2.threshold(bright, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    if not _stands_out(bright, threshold):
        return None
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outline = max(outlines, key=cv2.contourArea, default=None)
    if outline is None:
        return None
    corners = _four_corners(outline, float(mask.shape[0] * mask.shape[1]))
    return None if corners is None else corners / scale


def _stands_out(bright: NDArray[np.uint8], threshold: float) -> bool:
    """Whether the picture's rim is mostly darker than the paper: a scan has paper up to its rim."""
    rim = np.concatenate([bright[0], bright[-1], bright[:, 0], bright[:, -1]])
    return bool((rim < threshold).mean() > 0.6)


def _four_corners(outline: cv2.typing.MatLike, whole: float) -> NDArray[np.float64] | None:
    hull = cv2.convexHull(outline)
    for tolerance in (0.01, 0.015, 0.02, 0.03, 0.04):
        shape = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, True), True)
        if len(shape) <= 4:
            break
    area = cv2.contourArea(shape)
    if len(shape) != 4 or not MIN_AREA * whole <= area <= MAX_AREA * whole:
        return None
    if cv2.contourArea(outline) < MIN_FILL * area or area < 0.95 * cv2.contourArea(hull):
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
