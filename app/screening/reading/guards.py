"""What a PDF must not do, found out before pdfium sees it: pdfium ends the process on what it cannot allocate."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from app.screening.reading.errors import MAX_PAGES, MAX_PIXELS, ReadingError

MAX_INFLATED = 64 * 1024 * 1024
"""All streams of a file together, pictures aside."""
CHUNK = 1 << 20


def open_guarded(content: bytes) -> pikepdf.Pdf:
    """The file opened by pikepdf, after its pages, pictures and streams were found to be of a sane size.

    Raises `ReadingError`: `encrypted`, `damaged`, `no_pages`, `too_many_pages`, `too_many_pixels`, `too_much_memory`.
    """
    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise ReadingError("encrypted") from None
    except (pikepdf.PdfError, ValueError, OSError):
        raise ReadingError("damaged") from None
    try:
        check(pdf)
    except BaseException:
        pdf.close()
        raise
    return pdf


def check(pdf: pikepdf.Pdf) -> None:
    """Raise the `ReadingError` of the first limit that `pdf` breaks."""
    try:
        count = len(pdf.pages)
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise ReadingError("damaged") from None
    if count == 0:
        raise ReadingError("no_pages")
    if count > MAX_PAGES:
        raise ReadingError("too_many_pages")
    room = MAX_INFLATED
    for stream in _streams(pdf):
        if stream.get("/Subtype") == "/Image":
            _check_picture(stream)
        else:
            room -= _inflated(stream, room)


def _streams(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Type") not in ("/XRef", "/ObjStm"):
            yield item


def _check_picture(stream: pikepdf.Stream) -> None:
    try:
        pixels = int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
    except (TypeError, ValueError):
        raise ReadingError("damaged") from None
    if pixels > MAX_PIXELS:
        raise ReadingError("too_many_pixels")


def _inflated(stream: pikepdf.Stream, room: int) -> int:
    """How many bytes the leading Flate filters of `stream` give, counted without keeping them."""
    filters: Any = stream.get("/Filter", [])
    names = [str(name) for name in (filters if isinstance(filters, pikepdf.Array) else [filters])]
    data: bytes = stream.read_raw_bytes()
    size = len(data)
    for name in names:
        if name not in ("/FlateDecode", "/Fl"):
            break
        keep = len(names) > 1
        data, size = _inflate(data, room, keep)
    return size


def _inflate(data: bytes, room: int, keep: bool) -> tuple[bytes, int]:
    inflater, kept, size = zlib.decompressobj(), [], 0
    while data:
        try:
            piece = inflater.decompress(data, CHUNK)
        except zlib.error:
            break  # a damaged stream: pdfium shows what it can, and so much is counted
        size += len(piece)
        if size > room:
            raise ReadingError("too_much_memory")
        if keep:
            kept.append(piece)
        if not piece or inflater.eof:
            break
        data = inflater.unconsumed_tail
    return b"".join(kept), size
