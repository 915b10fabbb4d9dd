"""The parse child's way to OCR: pixels go to the parent, which has another process look at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.screening.reading.errors import ReadingError
from app.screening.reading.pages import Affine, Barcode, Word
from app.screening.reading.serve import Ask


@dataclass(frozen=True, slots=True)
class Seen:
    """A page picture's words in reading space (pixels), not yet in order, and the way back to the picture."""

    width: float
    height: float
    words: list[Word]
    placement: Affine
    tilt: tuple[float, float]
    barcodes: tuple[Barcode, ...]


class Eyes:
    """Reads pixels. The child that holds the file's bytes loads no models, and the models never see those bytes."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def read_page(self, picture: NDArray[np.uint8]) -> Seen:
        """The words of an RGB page picture. Raises `ReadingError` when nobody could look."""
        height, width = picture.shape[:2]
        answer = self._answer({"question": "page", "width": width, "height": height}, picture.tobytes())
        words = [Word(text, (x0, y0, x1, y1), sure) for text, x0, y0, x1, y1, sure in answer["words"]]
        a, b, c, d, e, f = answer["placement"]
        g, h = answer["tilt"]
        cards = tuple(Barcode((x0, y0, x1, y1), *said) for *said, x0, y0, x1, y1 in answer["barcodes"])
        return Seen(float(answer["width"]), float(answer["height"]), words, (a, b, c, d, e, f), (g, h), cards)

    def read_lines(self, crops: list[NDArray[np.uint8]]) -> list[tuple[str, float]]:
        """Text and confidence of each crop, one line of text each. Raises `ReadingError` when nobody could look."""
        if not crops:
            return []
        sizes = [[crop.shape[1], crop.shape[0]] for crop in crops]
        answer = self._answer({"question": "lines", "sizes": sizes}, b"".join(crop.tobytes() for crop in crops))
        return [(str(text), float(sure)) for text, sure in answer["lines"]]

    def _answer(self, question: dict[str, Any], pixels: bytes) -> dict[str, Any]:
        # A page that nobody saw must not pass for a page without words: then the whole file counts as not read.
        answer, _ = self._ask(question, pixels)
        if "failed" in answer:
            raise ReadingError(str(answer["failed"]))
        return answer
