"""The parse child's way to OCR: pixels go to the parent, which has another process look at them."""

from __future__ import annotations

from app.screening.reading.serve import Ask


class Eyes:
    """Reads pixels. The child that holds the file's bytes loads no models, and the models never see those bytes."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
