"""A page's picture as it may leave the machine: black over what is personal and whatever is not paper and print."""

from __future__ import annotations

import io
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.screening.evaluators.masked import MaskedPage
from app.screening.verdict import Box

QUALITY = 80
MOST_PIXELS = 6_000_000
_TILE = 20
"""Pixels a side of the tiles in which photographs are looked for."""
_DARK = 0.85
"""Of the paper's brightness: what is darker is not paper."""
_FILLED = 0.55
"""The part of a tile that must be darker than paper; print fills a fifth of its lines."""
_STEP = 8
"""Pixels to which a black box's left edge is widened."""
_LEAST_TILES = 6
"""Tiles that hang together from which they may be a photograph; a single one is a rule or a bullet."""


def redacted_picture(jpeg: bytes, size: tuple[float, float], page: MaskedPage, side: int) -> bytes:
    """The page's picture as a JPEG of at most `side` pixels, upright, with everything personal black.

    `size` is the page's width and height in the units of the boxes. Raises ValueError for a picture that is not one.
    """
    pixels = _pixels(jpeg)
    scale = (pixels.shape[1] / max(size[0], 1.0), pixels.shape[0] / max(size[1], 1.0))
    for box in _photographs(pixels, [_scaled(box, scale) for box in page.shown]):
        _blacken(pixels, box)
    for box in page.hidden:
        _blacken(pixels, _scaled(box, scale))
    upright = np.rot90(pixels, page.quarter_turns)
    picture = Image.fromarray(np.ascontiguousarray(upright))
    picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=None)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _pixels(jpeg: bytes) -> NDArray[np.uint8]:
    try:
        with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValueError("The picture is too large.")
            return np.array(picture.convert("RGB"))
    except OSError as error:
        raise ValueError("The picture cannot be opened.") from error


def _photographs(pixels: NDArray[np.uint8], shown: Sequence[Box]) -> list[Box]:
    """Tiles without words, mostly darker than the paper: photographs, logos, stamps, the desk around a sheet."""
    grey = pixels.mean(axis=2)
    rows, columns = -(-grey.shape[0] // _TILE), -(-grey.shape[1] // _TILE)
    edge = ((0, rows * _TILE - grey.shape[0]), (0, columns * _TILE - grey.shape[1]))
    is_dark = np.pad(grey < _DARK * float(np.percentile(grey, 90)), edge, mode="edge")
    tiles = is_dark.reshape(rows, _TILE, columns, _TILE).mean(axis=(1, 3))
    has_words = np.zeros((rows, columns), bool)
    for x0, y0, x1, y1 in shown:
        has_words[int(y0) // _TILE : int(y1) // _TILE + 1, int(x0) // _TILE : int(x1) // _TILE + 1] = True
    is_filled = ((tiles > _FILLED) & ~has_words).astype(np.uint8)
    count, labels, areas, _ = cv2.connectedComponentsWithStats(is_filled, connectivity=8)
    large = np.isin(labels, [index for index in range(1, count) if areas[index][4] >= _LEAST_TILES])
    # One tile more on every side: a photograph's edge fills only part of its last tile.
    wider = cv2.dilate(large.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool) & ~has_words
    return [
        (float(column * _TILE), float(row * _TILE), float((column + 1) * _TILE), float((row + 1) * _TILE))
        for row, column in np.argwhere(wider)
    ]


def _scaled(box: Box, scale: tuple[float, float]) -> Box:
    return (box[0] * scale[0], box[1] * scale[1], box[2] * scale[0], box[3] * scale[1])


def _blacken(pixels: NDArray[np.uint8], box: Box) -> None:
    # A first letter leans further out than another: the edge must not tell which it is.
    left, top = max(0, int(box[0])) // _STEP * _STEP, max(0, int(box[1]))
    right, bottom = max(0, int(np.ceil(box[2]))), max(0, int(np.ceil(box[3])))
    pixels[top:bottom, left:right] = 0
