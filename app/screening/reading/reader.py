"""The one object through which the application reads files: bytes in, words out, whatever the file tries."""

from __future__ import annotations

import os
import queue
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.screening.reading.budget import OCR_DOCUMENT_CPU_SECONDS, OCR_PAGE_SECONDS, PARSE_SECONDS
from app.screening.reading.errors import ReadingError
from app.screening.reading.pages import Reading
from app.screening.reading.sandbox import Sandbox
from app.screening.reading.shared_ocr import SharedOcr
from app.screening.reading.sniff import sniff
from app.screening.reading.stored import reading_from_json, reading_to_json
from app.screening.reading.version import READER_VERSION

__all__ = ["READER_VERSION", "FileInfo", "Reader", "ReadingError", "reading_from_json", "reading_to_json"]


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What an upload needs to know."""

    mime_type: str
    pages: int


class Reader:
    """Reads files in child processes. Thread-safe and synchronous; children start with the first request.

    `children` bounds how many files are parsed at once; OCR is done by one further process, one page at a time.
    Requests wait for a free child as long as it takes; only work is limited (see `budget`). `ocr_seconds` is the
    watchdog of a page's OCR, `document_cpu_seconds` what a document's pages may take together.
    """

    def __init__(
        self,
        children: int = 2,
        ocr_threads: int | None = None,
        ocr_seconds: float = OCR_PAGE_SECONDS,
        document_cpu_seconds: float = OCR_DOCUMENT_CPU_SECONDS,
    ) -> None:
        self._free: queue.LifoQueue[Sandbox] = queue.LifoQueue()
        self._sandboxes = [Sandbox("app.screening.reading.child") for _ in range(children)]
        for sandbox in self._sandboxes:
            self._free.put(sandbox)
        self._ocr = SharedOcr(ocr_threads or min(4, os.cpu_count() or 1), ocr_seconds, document_cpu_seconds)

    def inspect(self, content: bytes) -> FileInfo:
        """Type and number of pages of a file that is proven to open. Raises `ReadingError`."""
        sniff(content)
        with self._sandbox() as sandbox:
            head, _ = sandbox.ask({"do": "inspect"}, content, PARSE_SECONDS)
        return FileInfo(str(head["mime_type"]), int(head["pages"]))

    def measure(self, content: bytes) -> list[tuple[float, float]]:
        """Width and height of every page in the units and the space that `Page.place` gives. Raises `ReadingError`."""
        sniff(content)
        with self._sandbox() as sandbox:
            head, _ = sandbox.ask({"do": "measure"}, content, PARSE_SECONDS)
        return [(float(width), float(height)) for width, height in head["sizes"]]

    def read(self, content: bytes) -> Reading:
        """The reading of the file's first 40 pages, or of as many as there was processor time for, from the first on.

        `page_count` says how many there are; the pages that are read have none left out between them.

        Raises `ReadingError`; where its `may_pass` is true, another try may succeed.
        """
        sniff(content)
        self._ocr.start()
        with self._sandbox() as sandbox:
            head, _ = sandbox.converse({"do": "read"}, content, PARSE_SECONDS, self._ocr.for_document())
        try:
            return reading_from_json(head["reading"])
        except (KeyError, TypeError, ValueError):
            raise ReadingError("damaged") from None

    def render(self, content: bytes, page: int, width: int) -> bytes:
        """Page `page` (from 1) as a JPEG about `width` pixels wide (64 to 2400), in the space that `Page.place` gives.

        A picture is never enlarged. Raises `ReadingError`, `no_such_page` among others.
        """
        sniff(content)
        with self._sandbox() as sandbox:
            return sandbox.ask({"do": "render", "page": page, "width": width}, content, PARSE_SECONDS)[1]

    def close(self) -> None:
        """End the children. The reader may be used again; they start anew."""
        for sandbox in self._sandboxes:
            sandbox.stop()
        self._ocr.stop()

    @contextmanager
    def _sandbox(self) -> Iterator[Sandbox]:
        sandbox = self._free.get()
        try:
            yield sandbox
        finally:
            self._free.put(sandbox)
