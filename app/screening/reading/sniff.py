"""The content decides what a file is; its name and the browser's word are never asked."""

from __future__ import annotations

import filetype

from app.screening.reading.errors import MAX_BYTES, ReadingError

PDF = "application/pdf"
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "image/tiff"})
HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
PDF_HEADER_WITHIN = 1024
"""Viewers accept bytes before the header; so does ISO 32000-1, annex H.3.4.1."""


def sniff(content: bytes) -> str:
    """The MIME type of `content`, one of the accepted ones.

    Raises `ReadingError`: `empty`, `too_large` (25 MB) or `unsupported`.
    """
    if not content.strip(b"\x00\r\n\t "):
        raise ReadingError("empty")
    if len(content) > MAX_BYTES:
        raise ReadingError("too_large")
    if b"%PDF-" in content[:PDF_HEADER_WITHIN]:
        return PDF
    if content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS:
        return "image/heic"
    kind = filetype.guess(content[:8192])
    if kind is None or kind.mime not in PICTURES:
        raise ReadingError("unsupported")
    return str(kind.mime)
