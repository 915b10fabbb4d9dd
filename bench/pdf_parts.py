"""Parts of PDFs for the hostile files: objects put together by hand, a sound little document, and swollen streams."""

from __future__ import annotations

import io
import zlib

from reportlab.pdfgen.canvas import Canvas

CATALOG = b"<</Type/Catalog/Pages 2 0 R%b>>"
PAGES = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
HELVETICA = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def assembled(*objects: bytes, tail: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1, the first being its root; `tail` goes into the trailer."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (len(objects) + 1, table, len(objects) + 1, tail, len(out))


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(data), data)


def one_page(
    content: bytes,
    *more: bytes,
    page: bytes = b"",
    resources: bytes = HELVETICA,
    root: bytes = b"",
    entries: bytes = b"",
) -> bytes:
    """A page with this content stream as object 4; `more` are the objects from 5 on."""
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<%b>>%b>>" % (resources, page)
    return assembled(CATALOG % root, PAGES, leaf, stream(content, entries), *more)


def plain_pdf() -> bytes:
    """A sound little pay stub."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792), invariant=1)
    for line, text in enumerate(
        ("ACME Industrial LLC", "Gross Pay 2,536.50", "Net Pay 1,907.41", "Pay Date 11/06/2026")
    ):
        canvas.drawString(50, 700 - 20 * line, text)
    canvas.save()
    return out.getvalue()


def swollen(megabytes: int, rounds: int = 1) -> bytes:
    """Zeros, deflated once or more."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(bytes(1 << 20)) for _ in range(megabytes)) + packer.flush()
    for _ in range(rounds - 1):
        data = zlib.compress(data, 9)
    return data
