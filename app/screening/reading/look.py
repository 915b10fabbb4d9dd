"""A page's picture to words: sheet, shadow, turn, lean, lines, words, and the way back to the picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from app.screening.reading import paper, upright
from app.screening.reading.affine import quarter_turns
from app.screening.reading.barcodes import find_card
from app.screening.reading.ocr import Engine, Line, Picture, Quad, crop_line

Matrix = NDArray[np.float64]

MIN_CONFIDENCE = 0.5
"""Lines below are smudges and logos; 0.5 is the models' own default, taken per line after decoding."""
MAX_LINES = 700
COARSE_SIDE = 736
FEW_LINES = 12
_CARD = re.compile(r"licen[cs]e|identification|\bdriver|permit", re.I)


@dataclass(frozen=True, slots=True)
class Look:
    """A page's words `(text, box, confidence)` in reading space, and the way from there to the picture looked at.

    `placement` is `(a, b, c, d, e, f)` and `tilt` `(g, h)` of `Page`.
    """

    width: int
    height: int
    placement: list[float]
    tilt: list[float]
    words: list[list[Any]]
    barcodes: list[list[Any]]


def look_at(engine: Engine, picture: Picture) -> Look:
    """Read an RGB picture of a page, whichever way up."""
    flat, back = _lay_flat(engine, picture)
    flat = paper.with_strong_print(paper.without_shadow(flat))
    flat, quads, lines, turn_back = _read_upright(engine, flat)
    back = back @ turn_back
    angle = upright.lean(flat, quads)
    to_straight, width, height = upright.straighten_matrix(angle, flat.shape[1], flat.shape[0])
    back = back @ np.linalg.inv(to_straight)
    words = [word for quad, line in zip(quads, lines, strict=True) for word in _words(quad, line, to_straight)]
    (a, c, e), (b, d, f), (g, h, _) = (back / back[2, 2]).tolist()
    return Look(width, height, [a, b, c, d, e, f], [g, h], words, _barcodes(flat, lines, to_straight))


def _barcodes(flat: Picture, lines: list[Line], to_straight: Matrix) -> list[list[Any]]:
    """`[surname, given, expiry, x0, y0, x1, y1]` of a licence's barcode; looked for more patiently on what may be one.

    The back of a card holds few words, its front and the sheets of both say what they are.
    """
    is_likely = len(lines) < FEW_LINES or any(_CARD.search(line.text) for line in lines)
    card = find_card(flat, is_likely)
    if card is None:
        return []
    x0, y0, x1, y1 = card.box
    points = _map(to_straight, np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]))
    box = [*points.min(axis=0), *points.max(axis=0)]
    return [[card.surname, card.given, card.expiry, *(round(float(value), 1) for value in box)]]


def _lay_flat(engine: Engine, picture: Picture) -> tuple[Picture, Matrix]:
    sheets = paper.find_sheets(picture)
    # A coarse look is enough to see where text stands, and costs a quarter.
    quads = engine.detect(picture, COARSE_SIDE) if sheets else []
    for corners in sheets:
        if paper.holds(corners, quads):
            return paper.flatten(picture, corners)
    return picture, np.eye(3)


def _read_upright(engine: Engine, picture: Picture) -> tuple[Picture, list[Quad], list[Line], Matrix]:
    """The picture upright, where its lines are, what they say, and the matrix from it back to `picture`."""
    quads = engine.detect(picture)[:MAX_LINES]
    turns = 1 if upright.is_sideways(quads) else 0
    seen = upright.turned(picture, turns)
    if turns:
        quads = engine.detect(seen)[:MAX_LINES]
    crops = [crop_line(seen, quad) for quad in quads]
    probes = upright.probes(crops)
    known = dict(zip(probes, engine.read([crops[index] for index in probes]), strict=True))
    if upright.is_upside_down(engine, [crops[index] for index in probes], list(known.values())):
        turns, quads, known = turns + 2, upright.flip(quads, seen), {}
        seen, crops = upright.turned(seen, 2), [upright.turned(crop, 2) for crop in reversed(crops)]
    lines = [known.get(index) or engine.read([crop])[0] for index, crop in enumerate(crops)]
    a, b, c, d, e, f = quarter_turns(turns, picture.shape[1], picture.shape[0])
    return seen, quads, lines, np.linalg.inv(np.array([[a, c, e], [b, d, f], [0.0, 0.0, 1.0]]))


def _words(quad: Quad, line: Line, to_straight: Matrix) -> list[list[Any]]:
    if line.confidence < MIN_CONFIDENCE:
        return []
    corners = _map(to_straight, quad)
    found = []
    for piece in line.pieces:
        upper = corners[0] + np.outer([piece.left, piece.right], corners[1] - corners[0])
        lower = corners[3] + np.outer([piece.left, piece.right], corners[2] - corners[3])
        points = np.concatenate([upper + share * (lower - upper) for share in (line.top, line.bottom)])
        box = [*points.min(axis=0), *points.max(axis=0)]
        found.append([piece.text, *(round(float(value), 1) for value in box), piece.confidence])
    return found


def _map(matrix: Matrix, points: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    moved = cv2.perspectiveTransform(points.reshape(-1, 1, 2).astype(np.float64), matrix)
    return np.asarray(moved, np.float64).reshape(-1, 2)
