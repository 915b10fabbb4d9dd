"""The parse child's way to OCR: pixels go to the parent, which has another process look at them."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.screening.reading.pages import Affine, Word
from app.screening.reading.serve import Ask

BUDGET_SECONDS = 45.0
"""Since the document was begun. Pages after it stay unread (`source` none); the reader gives up at 57 s."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page picture's words in reading space (pixels), not yet in order, and the way back to the picture."""

    width: float
    height: float
    words: list[Word]
    placement: Affine
    tilt: tuple[float, float]


class Eyes:
    """Reads pixels. The child that holds the file's bytes loads no models, and the models never see those bytes."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._until = time.monotonic() + BUDGET_SECONDS

    def read_page(self, picture: NDArray[np.uint8]) -> Seen | None:
        """The words of an RGB page picture; None when nobody could look."""
        if time.monotonic() > self._until:
            return None
        height, width = picture.shape[:2]
        answer, _ = self._ask({"question": "page", "width": width, "height": height}, picture.tobytes())
        if "words" not in answer:
            return None
        words = [Word(text, (x0, y0, x1, y1), sure) for text, x0, y0, x1, y1, sure in answer["words"]]
        a, b, c, d, e, f = answer["placement"]
        g, h = answer["tilt"]
        return Seen(float(answer["width"]), float(answer["height"]), words, (a, b, c, d, e, f), (g, h))

    def read_lines(self, crops: list[NDArray[np.uint8]]) -> list[tuple[str, float]]:
        """Text and confidence of each crop, one line of text each; an empty list when nobody could look."""
        if not crops or time.monotonic() > self._until:
            return []
        sizes = [[crop.shape[1], crop.shape[0]] for crop in crops]
        answer, _ = self._ask({"question": "lines", "sizes": sizes}, b"".join(crop.tobytes() for crop in crops))
        return [(str(text), float(sure)) for text, sure in answer.get("lines", [])]
