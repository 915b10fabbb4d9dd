"""Why a file could not be read, as a code for machines and a sentence that tells a person what to do."""

from __future__ import annotations

BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What PDF and image libraries raise when a file is not what it says; each raises others of them in another release."""

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_PAGES_READ = 40
MAX_PAGES = 200

SENTENCES = {
    "empty": "This file is empty. Check that it opens on your device and upload it again.",
    "too_large": "This file is larger than 25 MB. Save a smaller copy, or send it in parts.",
    "unsupported": "This is not a PDF or a picture that can be read. Upload a PDF, JPEG, PNG, WebP, HEIC or TIFF file.",
    "encrypted": "This PDF is protected with a password. Save a copy without the password and upload that.",
    "damaged": "This file is damaged and cannot be opened. Download or scan it again and upload the new copy.",
    "no_pages": "This file has no pages. Check that it opens on your device and upload it again.",
    "too_many_pages": "This file has more than 200 pages. Upload only the pages that are needed.",
    "too_many_pixels": "This picture has more than 40 megapixels. Save a smaller copy and upload that.",
    "too_much_memory": "This file unpacks to far more than it should. Print it to a new PDF and upload that.",
    "too_slow": "This file takes too long to read. Upload only the pages that are needed, or print it to a new PDF.",
    "not_in_time": "This document could not be read in time. Evaluate again later, or upload a smaller copy of it.",
    "no_such_page": "This file has no such page.",
    "reader_stopped": "The reader stopped while it worked on this file. Try again, or upload a new scan of it.",
}


MAY_PASS = frozenset({"not_in_time", "reader_stopped"})
"""What may have been the machine's fault: the same file may well be read at the next try."""


class ReadingError(Exception):
    """A file that cannot be read. `code` is a key of `SENTENCES`; `str()` is the sentence for the person."""

    def __init__(self, code: str) -> None:
        self.code = code if code in SENTENCES else "damaged"
        super().__init__(SENTENCES[self.code])

    @property
    def may_pass(self) -> bool:
        """Whether the cause may lie in the machine and not in the file, so that another try is worth it."""
        return self.code in MAY_PASS
