"""Real files for the reader's tests, drawn and damaged on the spot."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import numpy as np
import pikepdf
import pypdfium2 as pdfium
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 612.0, 792.0
ROWS = (
    ("Regular", "28.50", "80.00", "2,280.00", "50,160.00"),
    ("Overtime", "42.75", "6.00", "256.50", "3,847.50"),
    ("Gross Pay", "", "86.00", "2,536.50", "54,007.50"),
    ("Social Security", "", "", "157.26", "3,348.47"),
    ("Medicare", "", "", "36.78", "783.11"),
    ("Net Pay", "", "", "1,907.41", "40,612.94"),
)
STUB_WORDS = (
    "ACME Industrial LLC Employee: Jane Q. Doe Pay Date: 11/06/2026 "
    + " ".join(" ".join(cell for cell in row if cell) for row in ROWS)
).split()


def drawn(*pages: Callable[[Canvas], None]) -> bytes:
    """A letter-sized PDF with these pages."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    for page in pages:
        canvas.setFont("Helvetica", 10)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def stub_page(canvas: Canvas) -> None:
    """A small pay stub."""
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(50, 730, "ACME Industrial LLC")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(50, 700, "Employee: Jane Q. Doe")
    canvas.drawString(350, 700, "Pay Date: 11/06/2026")
    for index, (label, *cells) in enumerate(ROWS):
        canvas.drawString(50, 660 - 20 * index, label)
        for right, cell in zip((250, 340, 450, 560), cells, strict=True):
            canvas.drawRightString(right, 660 - 20 * index, cell)


def stub() -> bytes:
    """A digital pay stub of one page."""
    return drawn(stub_page)


def picture_of(content: bytes, dpi: int = 150) -> Image.Image:
    """The first page as a picture."""
    document = pdfium.PdfDocument(content)
    picture = document[0].render(scale=dpi / 72).to_pil().convert("RGB")
    document.close()
    return picture


def noisy(picture: Image.Image, strength: float = 6.0) -> Image.Image:
    """The picture as a scanner would give it."""
    pixels = np.asarray(picture).astype(np.float64)
    pixels += np.random.default_rng(7).normal(0, strength, pixels.shape)
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def saved(picture: Image.Image, form: str, **options: object) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def updated(content: bytes, old: bytes, new: bytes) -> bytes:
    """The PDF with an incremental update that replaces `old` by `new` in the first page's content."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        stream = pdf.pages[0].obj["/Contents"]
        number, root, size = stream.objgen[0], pdf.Root.objgen[0], int(pdf.trailer["/Size"])
        body = stream.read_bytes()
    assert old in body
    body = body.replace(old, new)
    before = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
    place = len(content) + 1
    out = content + b"\n%d 0 obj\n<</Length %d>>\nstream\n%b\nendstream\nendobj\n" % (number, len(body), body)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return out + table % (number, place, size, root, before, len(out))


def resaved(content: bytes, **options: object) -> bytes:
    """The PDF written anew by pikepdf."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(out, **options)
    return out.getvalue()


def scanned(picture: Image.Image) -> bytes:
    """The picture as the only thing on a page."""
    return resaved(
        drawn(lambda canvas: canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)),
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )


def scanned_again(content: bytes, picture: Image.Image) -> bytes:
    """The PDF of a scan with an incremental update that puts another picture in its place."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        number = next(iter(pdf.pages[0].Resources.XObject.values())).objgen[0]
        root, size = pdf.Root.objgen[0], int(pdf.trailer["/Size"])
    data = saved(picture.convert("L"), "JPEG", quality=80)
    head = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode"
    before = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
    out = content + b"\n%d 0 obj\n" % number + head % picture.size
    out += b"/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (len(data), data)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return out + table % (number, len(content) + 1, size, root, before, len(out))
