"""Which way up a page is, and how far it leans, from its lines of text alone."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from app.screening.reading.ocr import Engine, Line, Picture, Quad

Matrix = NDArray[np.float64]

SIDEWAYS = 1.5
PROBES = 4
READS_WELL = 0.92
"""Mean confidence that text upside down does not reach."""
CLEARLY_BETTER = 0.04
"""Mean confidence by which the upside-down reading must win."""
LEAN = math.radians(0.05)
TOO_FAR = math.radians(12)
SMALL, STRIP = 1000, 16
"""Pixels on the longer side, and of a strip's width, of the picture whose lines are laid over each other."""
FINE, FINE_STEP = 1.5, 0.05
"""Degrees around the angle that the boxes tell, and between two that are tried."""


def turned(picture: Picture, turns: int) -> Picture:
    """`picture` after `turns` quarter turns clockwise."""
    return np.ascontiguousarray(np.rot90(picture, -turns % 4))


def is_sideways(quads: list[Quad]) -> bool:
    """Whether most of the text, by length, stands on its side."""
    tall = wide = 0.0
    for quad in quads:
        across, down = np.ptp(quad[:, 0]), np.ptp(quad[:, 1])
        if down > SIDEWAYS * across:
            tall += float(down)
        elif across > SIDEWAYS * down:
            wide += float(across)
    return tall > wide


def probes(crops: list[Picture]) -> list[int]:
    """Which lines tell best whether a page is upside down: the longest ones, as indices."""
    long = [index for index, crop in enumerate(crops) if crop.shape[1] >= 2 * crop.shape[0]]
    return sorted(long, key=lambda index: -crops[index].shape[1])[:PROBES]


def is_upside_down(engine: Engine, crops: list[Picture], lines: list[Line]) -> bool:
    """Whether these lines, which `crops` show, read badly, and clearly better when turned by 180°."""
    standing = _mean_confidence(lines)
    if not crops or standing >= READS_WELL:
        return False
    return _mean_confidence(engine.read([turned(crop, 2) for crop in crops])) > standing + CLEARLY_BETTER


def flip(quads: list[Quad], picture: Picture) -> list[Quad]:
    """The lines of `picture` where they are once it was turned by 180°."""
    size = np.array([picture.shape[1], picture.shape[0]], dtype=np.float32)
    return [np.asarray(size - quad[[2, 3, 0, 1]], dtype=np.float32) for quad in reversed(quads)]


def _mean_confidence(lines: list[Line]) -> float:
    return sum(line.confidence for line in lines) / max(1, len(lines))


def lean(picture: Picture, quads: list[Quad]) -> float:
    """The angle (radians, clockwise positive) by which the lines of text lean; 0 when small, or when they disagree.

    The boxes tell it to half a degree only, since short lines are found upright; the print inside them tells the rest:
    at the right angle the lines of all strips of the page lie over each other (Postl, US patent 4,723,297).
    """
    angles, weights = [], []
    for quad in quads:
        along = (quad[1] + quad[2] - quad[0] - quad[3]) / 2
        length = float(np.linalg.norm(along))
        if length > 4 * float(np.linalg.norm(quad[3] - quad[0])):
            angles.append(math.atan2(float(along[1]), float(along[0])))
            weights.append(length)
    if len(angles) < 3:
        return 0.0
    middle = _weighted_median(np.array(angles), np.array(weights))
    if abs(middle) > TOO_FAR:
        return 0.0
    best = _by_print(picture, quads, middle)
    return best if abs(best) > LEAN else 0.0


def _by_print(picture: Picture, quads: list[Quad], near: float) -> float:
    """The angle near `near` at which the edges of the print inside `quads` gather in the fewest rows."""
    scale = min(1.0, SMALL / max(picture.shape[:2]))
    grey = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    print_only = np.zeros(grey.shape, np.uint8)
    cv2.fillPoly(print_only, [np.asarray(quad * scale, np.int32) for quad in quads], 1)
    edges = np.abs(cv2.Sobel(grey, cv2.CV_32F, 0, 1)) * print_only
    count = edges.shape[1] // STRIP
    if not count:
        return near
    strips = edges[:, : count * STRIP].reshape(edges.shape[0], count, STRIP).sum(axis=2).T
    away = (np.arange(count) - count / 2) * STRIP
    tried = near + np.radians(np.arange(-FINE, FINE + 0.01, FINE_STEP))
    return float(max(tried, key=lambda angle: _gathered(strips, np.round(away * math.tan(angle)).astype(int))))


def _gathered(strips: NDArray[np.float32], shifts: NDArray[np.int64]) -> float:
    rows = sum(np.roll(strip, -shift) for strip, shift in zip(strips, shifts, strict=True))
    return float(np.square(rows).sum())


def straighten_matrix(angle: float, width: int, height: int) -> tuple[Matrix, int, int]:
    """From a picture that leans by `angle` to a straight one that holds all of it, with that one's width and height."""
    cos, sin = math.cos(-angle), math.sin(-angle)
    columns = math.ceil(abs(width * cos) + abs(height * sin))
    rows = math.ceil(abs(width * sin) + abs(height * cos))
    shift_x = columns / 2 - (cos * width / 2 - sin * height / 2)
    shift_y = rows / 2 - (sin * width / 2 + cos * height / 2)
    return np.array([[cos, -sin, shift_x], [sin, cos, shift_y], [0, 0, 1]]), columns, rows


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    share = np.cumsum(weights[order]) / weights.sum()
    return float(values[order][int(np.searchsorted(share, 0.5))])
