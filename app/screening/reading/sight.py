"""What a viewer really shows of a PDF page: its picture, and whether a word leaves any mark on it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from app.screening.reading.draw import clamp_scale, pixels
from app.screening.reading.layers import Layers
from app.screening.reading.words import GlyphWord
from app.screening.verdict import Box

DPI = 200
MIN_SIDE, MAX_SIDE = 1400, 2400
"""Pixels on the longer side: small pages are drawn larger and large ones smaller than at 200 dpi."""
FLAT = 16
"""Difference (of 255, in any channel) below which the eye sees nothing."""

PRINT = 48
PEEPS_OUT = 0.05
"""Part of a character's box that its ink must change to be seen: print inks 15 %; an ill-fitting cover leaves a rim."""


class Sight:
    """The picture of one page in view space, `scale` pixels a point."""

    def __init__(self, page: pdfium.PdfPage, layers: Layers) -> None:
        self._page = page
        self._layers = layers
        width, height = page.get_size()
        longer = max(width, height, 1.0)
        wanted = min(max(DPI / 72 * longer, MIN_SIDE), MAX_SIDE) / longer
        self.scale = clamp_scale(width, height, wanted)
        self.picture: NDArray[np.uint8] = pixels(page, self.scale)

    @property
    def is_blank(self) -> bool:
        """Whether the page shows nothing at all."""
        return int(np.ptp(self.picture[::2, ::2])) < FLAT

    def crop(self, box: Box, picture: NDArray[np.uint8] | None = None) -> NDArray[np.uint8]:
        """The part of the page's picture in `box` (points), at least one pixel; empty when off the page."""
        source = self.picture if picture is None else picture
        left, top = (max(0, math.floor(value * self.scale)) for value in box[:2])
        right, bottom = (max(0, math.ceil(value * self.scale)) for value in box[2:])
        return source[top : max(bottom, top + 1), left : max(right, left + 1)]

    def is_flat(self, box: Box) -> bool:
        """Whether the page shows one even colour in `box`."""
        part = self.crop(box)
        return part.size == 0 or all(int(np.ptp(part[:, :, channel])) < FLAT for channel in range(3))

    def has_print(self, box: Box) -> bool:
        """Whether a scan shows print in `box`, rather than paper with a scanner's noise."""
        part = self.crop(box).astype(np.int16)
        return part.size > 0 and float((np.abs(part - np.median(part)) > PRINT).mean()) >= 0.02

    def marks(self, words: Sequence[GlyphWord]) -> dict[int, float]:
        """By the `id` of each character of `words`, the part of its box that would change without it; 0 for what is
        covered, blank or clipped away."""
        glyphs = [glyph for word in words for glyph in word.glyphs]
        handles = {glyph.handle for glyph in glyphs} & self._layers.objects.keys()
        if not handles:
            return {id(glyph): 0.0 for glyph in glyphs}
        with self.without([self._layers.objects[handle] for handle in handles]) as picture:
            return {id(glyph): self._change(glyph.ink, picture) for glyph in glyphs}

    @contextmanager
    def without(self, objects: list[Any]) -> Iterator[NDArray[np.uint8]]:
        """The page's picture as it would be without these page objects."""
        for item in objects:
            raw.FPDFPageObj_SetIsActive(item, False)
        try:
            yield pixels(self._page, self.scale)
        finally:
            for item in objects:
                raw.FPDFPageObj_SetIsActive(item, True)

    def _change(self, box: Box, other: NDArray[np.uint8]) -> float:
        here, there = self.crop(box).astype(np.int16), self.crop(box, other).astype(np.int16)
        return float((np.abs(here - there).max(axis=2) >= FLAT).mean()) if here.size else 0.0
