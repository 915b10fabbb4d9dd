"""Honest files with an unusual history: what offices, signing services and other people's computers do to PDFs."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace

import pikepdf

from app.demo.drawn import PDF, Drawn, Part, handed_in, us
from app.demo.pdf_edits import appended, saved_by
from app.demo.sheet import Origin, Sheet, stamp_origin, written
from app.screening.verdict import DocumentType


def linearised(document: Drawn, seed: int) -> Drawn:
    """Rewritten for the web, as portals deliver files."""
    with pikepdf.open(io.BytesIO(document.content)) as pdf:
        return replace(document, content=written(pdf, linearize=True))


def printed_by_preview(document: Drawn, seed: int) -> Drawn:
    """Saved with the viewer that comes with the computer."""
    content = saved_by(
        document.content, "macOS Version 15.1 (Build 24B83) Quartz PDFContext", "Preview", handed_in(document)
    )
    return replace(document, content=content)


def printed_by_editor(document: Drawn, seed: int) -> Drawn:
    """Printed to PDF through the printer that a popular editor installs."""
    makers = (
        ("Foxit Reader PDF Printer Version 11.0", ""),
        ("Acrobat Distiller 24.0 (Windows)", "PScript5.dll Version 5.2.2"),
        ("Nitro PDF PrimoPDF", "PrimoPDF http://www.primopdf.com"),
    )
    producer, creator = makers[seed % len(makers)]
    return replace(document, content=saved_by(document.content, producer, creator, handed_in(document)))


def annotated(document: Drawn, seed: int) -> Drawn:
    """A received stamp put on by the leasing office, saved as an incremental update."""
    words = f"RECEIVED {us(handed_in(document).date())}"
    return replace(document, content=with_note(document.content, words, "/FreeText", b""))


def signed(document: Drawn, seed: int) -> Drawn:
    """Signed electronically: a signature field in an incremental update; the numbers under it are zeros."""
    value = b" /FT /Sig /T (Signature1) /V << /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached"
    value += (
        b" /ByteRange [0 840 960 240] /Contents <" + b"00" * 64 + b"> /M (D:20261101120000Z) /Name (Payroll Office) >>"
    )
    return replace(
        document, content=with_note(document.content, "Digitally signed by Payroll Office", "/Widget", value)
    )


def with_note(content: bytes, words: str, subtype: str, more: bytes) -> bytes:
    """Append an annotation with its own appearance to the first page, keeping the old state of the file."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        page, root, size = pdf.pages[0].obj, pdf.Root, len(pdf.objects) + 1
        note = b"%d 0 R" % size
        bodies = {page.objgen[0]: page.unparse(resolved=True).rstrip()[:-2] + b" /Annots [" + note + b"] >>"}
        if subtype == "/Widget":
            bodies[root.objgen[0]] = (
                root.unparse(resolved=True).rstrip()[:-2] + b" /AcroForm << /SigFlags 3 /Fields [" + note + b"] >> >>"
            )
        width, height = float(page.MediaBox[2]), float(page.MediaBox[3])
        number = root.objgen[0]
    left, bottom = width - 190, height - 26
    rect = b"[%d %d %d %d]" % (left, bottom, left + 170, bottom + 16)
    bodies[size] = b"<< /Type /Annot /Subtype %s /Rect %s /F 4 /Contents (%s) /AP << /N %d 0 R >>%s >>" % (
        subtype.encode(),
        rect,
        words.encode(),
        size + 1,
        more,
    )
    drawn = b"BT /F 8 Tf 0.7 0.1 0.1 rg 2 4 Td (%s) Tj ET" % words.encode()
    bodies[size + 1] = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 170 16] /Resources << /Font << /F << /Type /Font /Subtype /Type1"
        b" /BaseFont /Helvetica >> >> >> /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)
    )
    return appended(content, bodies, b"/Root %d 0 R" % number, size + 2)


def updated_metadata(document: Drawn, seed: int) -> Drawn:
    """A mail gateway or archive wrote its name into the file by an incremental update, touching no page."""
    with pikepdf.open(io.BytesIO(document.content)) as pdf:
        root, size = pdf.Root.objgen[0], len(pdf.objects) + 1
    body = (
        b"<< /Producer (Archive Gateway 7.2) /ModDate (%s) >>"
        % handed_in(document).strftime("D:%Y%m%d%H%M%SZ").encode()
    )
    return replace(
        document,
        content=appended(document.content, {size: body}, b"/Root %d 0 R /Info %d 0 R" % (root, size), size + 1),
    )


def merged(documents: list[Drawn]) -> Drawn:
    """All documents in one PDF, as applicants combine them; the parts keep their pages and truths."""
    parts: list[Part] = []
    with pikepdf.new() as whole:
        for document in documents:
            first = len(whole.pages) + 1
            with pikepdf.open(io.BytesIO(as_pdf(document))) as pdf:
                whole.pages.extend(pdf.pages)
            parts.append(Part(document.document_type, first, len(whole.pages), document.truth, document.also_right))
        newest = max(handed_in(document) for document in documents)
        stamp_origin(whole, Origin("PDFsam Basic v5.2.9", "PDFsam Basic v5.2.9", newest))
        content = written(whole)
    return Drawn(content, PDF, "application_packet.pdf", DocumentType.other, {}, {}, "packet", tuple(parts))


def as_pdf(document: Drawn) -> bytes:
    """The document as PDF; a picture becomes a page of its own."""
    if document.mime_type == PDF:
        return document.content
    sheet = Sheet(footer="")
    sheet.picture(document.content, 60, 80, 400, 294)
    return sheet.save(Origin("img2pdf 0.5.1", "", handed_in(document)))


ODD_FILES: Mapping[str, Callable[[Drawn, int], Drawn]] = {
    "linearised": linearised,
    "printed_by_preview": printed_by_preview,
    "printed_by_editor": printed_by_editor,
    "annotated": annotated,
    "signed": signed,
    "updated_metadata": updated_metadata,
}
