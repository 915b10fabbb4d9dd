"""From the parts of a form to uploads, without knowing which framework parsed it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from app.documents.check import MOST_FILES, Upload
from app.screening.reading.errors import MAX_BYTES

MOST_REQUEST_BYTES = 8 * MAX_BYTES + 1_000_000
"""Of a whole request; larger ones are refused before they are read. Several requests carry more."""


@runtime_checkable
class FilePart(Protocol):
    """A file within a form."""

    filename: str

    async def read(self, size: int = -1) -> bytes: ...


async def read_parts(parts: Iterable[object]) -> list[Upload]:
    """The files among the parts, an empty choice left out; of a file that is too large just enough to know it."""
    files = [part for part in parts if isinstance(part, FilePart)]
    return [Upload(part.filename, await part.read(MAX_BYTES + 1)) for part in files[: MOST_FILES + 1]]
