"""The one OCR process that all documents share, page by page: its work is a document's time, waiting for it is not."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.screening.reading.budget import OCR_DOCUMENT_CPU_SECONDS
from app.screening.reading.errors import ReadingError
from app.screening.reading.sandbox import Frame, Sandbox

KEPT_CODES = frozenset({"too_slow", "not_in_time"})


class SharedOcr:
    """Looks at one picture at a time, for whoever comes. Thread-safe; `page_seconds` end a look that hangs."""

    def __init__(
        self, threads: int, page_seconds: float, document_cpu_seconds: float = OCR_DOCUMENT_CPU_SECONDS
    ) -> None:
        self._sandbox = Sandbox("app.screening.reading.ocr_child", threads, lifetime=2000)
        self._page_seconds = page_seconds
        self._document_cpu_seconds = document_cpu_seconds
        self._lock = threading.Lock()

    def start(self) -> None:
        """Let the models load, if nobody did yet, without waiting for them."""
        # Held: a child is there already, or on its way.
        if self._lock.acquire(blocking=False):
            try:
                self._sandbox.start()
            finally:
                self._lock.release()

    def stop(self) -> None:
        """End the process; the next question starts another."""
        self._sandbox.stop()

    def for_document(self) -> Callable[[Frame], Frame]:
        """What answers the questions of one document until its processor time is used up.

        `failed` in an answer says why there is none: `too_slow` is the document's fault, `not_in_time` and
        `reader_stopped` may be the machine's.
        """
        spent = 0.0

        def answer(question: Frame) -> Frame:
            nonlocal spent
            if spent > self._document_cpu_seconds:
                return {"failed": "too_slow"}, b""
            try:
                with self._lock:
                    head, body = self._sandbox.ask(*question, self._page_seconds)
            except ReadingError as error:
                return {"failed": error.code if error.code in KEPT_CODES else "reader_stopped"}, b""
            spent += float(head["cpu"])
            return head, body

        return answer
