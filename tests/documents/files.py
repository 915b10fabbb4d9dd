"""Files as people upload them, good and bad, made on the spot."""

from __future__ import annotations

import io
import os
from functools import cache

import pikepdf
from PIL import Image
from reportlab.pdfgen.canvas import Canvas


def pdf(text: str = "Gross pay 3,000.00", pages: int = 1, size: tuple[float, float] = (612, 792)) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=True)
    for page in range(1, pages + 1):
        canvas.drawString(72, size[1] - 72, f"{text}, page {page}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 200), noise: bool = False) -> bytes:
    out = io.BytesIO()
    made = Image.frombytes("RGB", size, os.urandom(3 * size[0] * size[1])) if noise else Image.new("RGB", size, "teal")
    made.save(out, kind)
    return out.getvalue()


@cache
def encrypted_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        opened.save(out, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return out.getvalue()


def turned_pdf() -> bytes:
    """A sheet of 612 × 792 points with a crop of 600 × 700, which viewers turn by a quarter."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        opened.pages[0].rotate(90, relative=False)
        opened.pages[0].cropbox = [0, 0, 600, 700]
        opened.save(out)
    return out.getvalue()


@cache
def pdf_of_5000_pages() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(5000):
            made.add_blank_page()
        made.save(out)
    return out.getvalue()


@cache
def png_of_200_megapixels() -> bytes:
    out = io.BytesIO()
    Image.new("1", (20_000, 10_000)).save(out, "PNG", compress_level=1)
    return out.getvalue()


BAD = {
    "text named pdf": (
        "stub.pdf",
        lambda: b"Gross pay 3,000.00\n" * 50,
        "UnsupportedDocument",
        "not a PDF or a picture",
    ),
    "encrypted": ("locked.pdf", encrypted_pdf, "UnreadableDocument", "protected with a password"),
    "empty": ("empty.pdf", lambda: b"", "UnreadableDocument", "is empty"),
    "200 megapixels": ("huge.png", png_of_200_megapixels, "DocumentTooLarge", "40 megapixels"),
    "5000 pages": ("book.pdf", pdf_of_5000_pages, "DocumentTooLarge", "200 pages"),
    "damaged": ("torn.pdf", lambda: b"%PDF-1.7\n" + os.urandom(4000), "UnreadableDocument", "damaged"),
    "over 25 MB": ("large.pdf", lambda: pdf() + bytes(25 * 1024 * 1024), "DocumentTooLarge", "25 MB"),
}
"""Name, content, code and a part of the sentence."""
