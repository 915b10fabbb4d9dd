"""Affine maps `(a, b, c, d, e, f)`: `x' = a·x + c·y + e`, `y' = b·x + d·y + f`, as in PDF and in `Page.placement`."""

from __future__ import annotations

from app.screening.reading.pages import UPRIGHT, Affine
from app.screening.verdict import Box


def apply(matrix: Affine, x: float, y: float) -> tuple[float, float]:
    """The point `(x, y)` under `matrix`."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def apply_box(matrix: Affine, box: Box) -> Box:
    """The upright box around `box` under `matrix`."""
    corners = [apply(matrix, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def after(first: Affine, then: Affine) -> Affine:
    """The map that applies `first`, then `then`."""
    a, b = then[0] * first[0] + then[2] * first[1], then[1] * first[0] + then[3] * first[1]
    c, d = then[0] * first[2] + then[2] * first[3], then[1] * first[2] + then[3] * first[3]
    e, f = apply(then, first[4], first[5])
    return (a, b, c, d, e, f)


def inverse(matrix: Affine) -> Affine:
    """The way back. Raises `ZeroDivisionError` for a map that flattens everything onto a line."""
    a, b, c, d, e, f = matrix
    size = a * d - b * c
    back = (d / size, -b / size, -c / size, a / size)
    return (*back, -(back[0] * e + back[2] * f), -(back[1] * e + back[3] * f))


def quarter_turns(turns: int, width: float, height: float) -> Affine:
    """From a page of `width` × `height` to the same page after `turns` quarter turns clockwise (top-left origin)."""
    match turns % 4:
        case 1:
            return (0.0, 1.0, -1.0, 0.0, height, 0.0)
        case 2:
            return (-1.0, 0.0, 0.0, -1.0, width, height)
        case 3:
            return (0.0, -1.0, 1.0, 0.0, 0.0, width)
    return UPRIGHT
