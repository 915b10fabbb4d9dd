"""What a PDF page paints, from the bottom up: which text lies under which filled rectangle or picture."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from app.screening.reading.affine import after, apply, apply_box
from app.screening.reading.glyphs import page_to_view
from app.screening.reading.pages import UPRIGHT, Affine
from app.screening.verdict import Box

MAX_OBJECTS = 40_000
MAX_DEPTH = 8
OPAQUE = 250
REACHES_OVER = 0.6
TOUCHES = 0.03
CORNER = 0.6
"""Points within which a path's corner counts as the corner of its bounds."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Something opaque that hides what was painted before it: `depth` counts from the bottom."""

    depth: int
    box: Box
    is_picture: bool
    item: Any = field(default=None, compare=False, repr=False)


@dataclass
class Layers:
    """`depths` and `objects` by text object handle (as `Glyph.handle`); covers from the bottom up, in view space."""

    depths: dict[int, int] = field(default_factory=dict)
    objects: dict[int, Any] = field(default_factory=dict)
    covers: list[Cover] = field(default_factory=list)
    pictures: list[Cover] = field(default_factory=list)
    """All pictures, the see-through ones included."""

    def over(self, handle: int, box: Box, least: float = REACHES_OVER) -> list[Cover]:
        """The covers painted after the text object `handle` that reach over at least `least` of `box`."""
        depth = self.depths.get(handle)
        if depth is None or not self.covers:
            return []
        depths, edges = self._edges
        width = np.minimum(edges[:, 2], box[2]) - np.maximum(edges[:, 0], box[0])
        height = np.minimum(edges[:, 3], box[3]) - np.maximum(edges[:, 1], box[1])
        near = np.flatnonzero((depths > depth) & (width > 0) & (height > 0))
        return [self.covers[index] for index in near if overlap(box, self.covers[index].box) >= least]

    @cached_property
    def _edges(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        # A statement's table can have thousands of fills, and every word asks.
        return np.array([it.depth for it in self.covers]), np.array([it.box for it in self.covers])


def overlap(box: Box, other: Box) -> float:
    """The part of `box` that `other` covers, 0 to 1. A box without area counts by its longer side."""
    grown = (box[0], box[1], max(box[2], box[0] + 0.01), max(box[3], box[1] + 0.01))
    width = min(grown[2], other[2]) - max(grown[0], other[0])
    height = min(grown[3], other[3]) - max(grown[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / ((grown[2] - grown[0]) * (grown[3] - grown[1]))


def read_layers(page: pdfium.PdfPage) -> Layers:
    """The page's text objects and covers by depth, those inside form objects included."""
    layers, view = Layers(), page_to_view(page)
    for depth, (item, matrix) in enumerate(_walk(page)):
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            key = ctypes.addressof(item.contents)
            layers.depths[key], layers.objects[key] = depth, item
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            layers.pictures.append(Cover(depth, _bounds(item, after(matrix, view)), True, item))
            if not raw.FPDFPageObj_HasTransparency(item):
                layers.covers.append(layers.pictures[-1])
        elif kind == raw.FPDF_PAGEOBJ_PATH and _is_opaque_rectangle(item):
            layers.covers.append(Cover(depth, _bounds(item, after(matrix, view)), False, item))
    return layers


def _walk(page: pdfium.PdfPage) -> Iterator[tuple[Any, Affine]]:
    count = 0
    for index in range(raw.FPDFPage_CountObjects(page)):
        for found in _within(raw.FPDFPage_GetObject(page, index), UPRIGHT, 0):
            yield found
            count += 1
            if count >= MAX_OBJECTS:
                return


def _within(item: Any, matrix: Affine, depth: int) -> Iterator[tuple[Any, Affine]]:
    if not item:
        return
    if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_FORM:
        yield item, matrix
        return
    if depth >= MAX_DEPTH:
        return
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, own)
    inner = after((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
    for index in range(raw.FPDFFormObj_CountObjects(item)):
        yield from _within(raw.FPDFFormObj_GetObject(item, index), inner, depth + 1)


def _bounds(item: Any, matrix: Affine) -> Box:
    left, bottom, right, top = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return apply_box(matrix, (left.value, bottom.value, right.value, top.value))


def _is_opaque_rectangle(item: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    colour = [ctypes.c_uint() for _ in range(4)]
    if fill.value == raw.FPDF_FILLMODE_NONE or not raw.FPDFPageObj_GetFillColor(item, *colour):
        return False
    if colour[3].value < OPAQUE or raw.FPDFPageObj_HasTransparency(item):
        return False
    return _is_rectangle(item)


def _is_rectangle(item: Any) -> bool:
    count = raw.FPDFPath_CountSegments(item)
    if not 4 <= count <= 6:
        return False
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, own)
    matrix = (own.a, own.b, own.c, own.d, own.e, own.f)
    points = []
    for index in range(count):
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(item, index), x, y)
        points.append(apply(matrix, x.value, y.value))
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return all(
        min(abs(x - min(xs)), abs(x - max(xs))) < CORNER and min(abs(y - min(ys)), abs(y - max(ys))) < CORNER
        for x, y in points
    )
