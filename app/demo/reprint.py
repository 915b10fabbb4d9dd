"""Printing a PDF into a new PDF: the same picture, other runs of text, other metadata, nothing of the old file."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf

from app.demo.chance import dice
from app.demo.drawn import PDF, Drawn, handed_in
from app.demo.sheet import Origin, stamp_origin, written

SHOWS_TEXT = "Tj"


def printed_again(document: Drawn, seed: int) -> Drawn:
    """As a print driver distils it: shrunk to the printable area, text in short runs, new producer and dates."""
    if document.mime_type != PDF:
        return document
    pick = dice("print", seed, document.file_name)
    with pikepdf.open(io.BytesIO(document.content)) as pdf:
        for page in pdf.pages:
            page.contents_coalesce()
            instructions = [
                broken(item, pick.randint(2, 4)) if str(item.operator) == SHOWS_TEXT else item
                for item in pikepdf.parse_content_stream(page)
            ]
            body = b"q .96 0 0 .96 12 14 cm\n" + pikepdf.unparse_content_stream(instructions) + b"\nQ\n"
            page.Contents = pdf.make_stream(body)
        stamp_origin(pdf, Origin("Microsoft: Print To PDF", "", handed_in(document), document.file_name))
        return replace(document, content=written(pdf))


def broken(item: object, length: int) -> pikepdf.ContentStreamInstruction:
    """One run of text as an array of pieces with no space between them; the letters stay where they are."""
    text = bytes(getattr(item, "operands")[0])  # noqa: B009 - an inline image has no operands, but never shows text
    pieces: list[pikepdf.Object | int] = []
    for start in range(0, len(text), length):
        pieces += [pikepdf.String(text[start : start + length]), 0]
    return pikepdf.ContentStreamInstruction([pikepdf.Array(pieces[:-1])], pikepdf.Operator("TJ"))
