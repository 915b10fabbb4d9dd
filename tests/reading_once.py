"""A reader for tests of what comes after reading: the same bytes are read once, as the application keeps readings."""

from __future__ import annotations

from hashlib import sha256

from app.screening.reading.pages import Reading
from app.screening.reading.reader import Reader


class ReadingOnce:
    """What a `Reader` does, with the reading of each content kept; a file that cannot be read is tried each time."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._kept: dict[bytes, Reading] = {}
        self.inspect, self.measure, self.render = reader.inspect, reader.measure, reader.render

    def read(self, content: bytes) -> Reading:
        key = sha256(content).digest()
        if key not in self._kept:
            self._kept[key] = self._reader.read(content)
        return self._kept[key]
