"""The one object through which the application reads files: bytes in, words out, whatever the file tries."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.screening.reading.errors import ReadingError
from app.screening.reading.pages import Reading
from app.screening.reading.sandbox import Frame, Sandbox
from app.screening.reading.sniff import sniff
from app.screening.reading.stored import reading_from_json, reading_to_json
from app.screening.reading.version import READER_VERSION

__all__ = ["READER_VERSION", "FileInfo", "Reader", "ReadingError", "reading_from_json", "reading_to_json"]

SECONDS = 57.0
"""For a document, from its bytes to its reading; with the start of a child and its end it stays under a minute."""
OCR_SECONDS = 12.0
"""For a page, the loading of the models included; a dense page takes 2."""


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What an upload needs to know."""

    mime_type: str
    pages: int


class Reader:
    """Reads files in child processes. Thread-safe and synchronous; children start with the first request.

    `children` bounds how many files are parsed at once; OCR is done by one further process, one page at a time.
    """

    def __init__(self, children: int = 2, ocr_threads: int | None = None) -> None:
        self._free: queue.LifoQueue[Sandbox] = queue.LifoQueue()
        self._sandboxes = [Sandbox("app.screening.reading.child") for _ in range(children)]
        for sandbox in self._sandboxes:
            self._free.put(sandbox)
        threads = ocr_threads or min(4, os.cpu_count() or 1)
        self._ocr = Sandbox("app.screening.reading.ocr_child", threads, lifetime=2000)
        self._ocr_lock = threading.Lock()

    def inspect(self, content: bytes) -> FileInfo:
        """Type and number of pages of a file that is proven to open. Raises `ReadingError`."""
        sniff(content)
        with self._sandbox() as sandbox:
            head, _ = sandbox.ask({"do": "inspect"}, content, SECONDS)
        return FileInfo(str(head["mime_type"]), int(head["pages"]))

    def measure(self, content: bytes) -> list[tuple[float, float]]:
        """Width and height of every page in the units and the space that `Page.place` gives. Raises `ReadingError`."""
        sniff(content)
        with self._sandbox() as sandbox:
            head, _ = sandbox.ask({"do": "measure"}, content, SECONDS)
        return [(float(width), float(height)) for width, height in head["sizes"]]

    def read(self, content: bytes) -> Reading:
        """The whole reading of the file's first 40 pages. Raises `ReadingError`."""
        sniff(content)
        with self._sandbox() as sandbox:
            head, _ = sandbox.converse({"do": "read"}, content, SECONDS, self._look)
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
            return sandbox.ask({"do": "render", "page": page, "width": width}, content, SECONDS)[1]

    def close(self) -> None:
        """End the children. The reader may be used again; they start anew."""
        for sandbox in (*self._sandboxes, self._ocr):
            sandbox.stop()

    def _look(self, question: Frame) -> Frame:
        head, body = question
        with self._ocr_lock:
            try:
                return self._ocr.ask(head, body, OCR_SECONDS)
            except ReadingError as error:
                return {"failed": error.code}, b""

    @contextmanager
    def _sandbox(self) -> Iterator[Sandbox]:
        sandbox = self._free.get()
        try:
            yield sandbox
        finally:
            self._free.put(sandbox)
