"""Pictures of what a file showed before it was changed, drawn in a child process like every other page."""

from __future__ import annotations

import threading

from app.screening.reading.budget import PARSE_SECONDS
from app.screening.reading.sandbox import Sandbox
from app.screening.reading.sniff import sniff


class RevisionPages:
    """Draws pages of earlier states. Thread-safe and synchronous; one child, which starts with the first request."""

    def __init__(self) -> None:
        self._sandbox = Sandbox("app.screening.reading.revision_child")
        self._in_use = threading.Lock()

    def render(self, content: bytes, number: int, count: int, page: int, width: int) -> bytes:
        """Page `page` of state `number` (both from 1) as a JPEG about `width` pixels wide.

        `count` is how many earlier states the file's reading has. Raises `ReadingError`, `damaged` where this look
        finds another number of them: a picture of the wrong state is worse than none.
        """
        sniff(content)
        head = {"do": "render", "number": number, "count": count, "page": page, "width": width}
        with self._in_use:
            return self._sandbox.ask(head, content, PARSE_SECONDS)[1]

    def close(self) -> None:
        """End the child; a later request starts another."""
        with self._in_use:
            self._sandbox.stop()
