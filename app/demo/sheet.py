"""A sheet of paper to draw on: reportlab behind a few words, measured in points from the top left."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
import reportlab
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

LETTER = (612.0, 792.0)
FOOTER = "SPECIMEN – demo data"
Colour = float | tuple[float, float, float]


@dataclass(frozen=True)
class Origin:
    """Which program the file says that it comes from, and when."""

    producer: str
    creator: str
    created: datetime
    title: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table: where its text is anchored, and on which side."""

    x: float
    align: str = "left"


def right(*xs: float) -> list[Column]:
    """Right-aligned columns, as money is set."""
    return [Column(x, "right") for x in xs]


def rgb(colour: Colour) -> tuple[float, float, float]:
    """Grey levels and colours alike as three components."""
    return colour if isinstance(colour, tuple) else (colour, colour, colour)


class Sheet:
    """Collects pages; `save` gives the bytes. The same calls always give the same bytes."""

    def __init__(self, size: tuple[float, float] = LETTER, font: str = "Helvetica", footer: str = FOOTER) -> None:
        self.width, self.height = size
        self.font, self.footer = font, footer
        self._buffer = io.BytesIO()
        self._canvas: Any = canvas.Canvas(self._buffer, pagesize=size, invariant=1)
        if font.startswith("Vera"):
            load_vera()

    @property
    def bold(self) -> str:
        """The bold face that goes with the sheet's font."""
        return {"Times-Roman": "Times-Bold", "Vera": "VeraBd"}.get(self.font, f"{self.font}-Bold")

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 9,
        bold: bool = False,
        font: str = "",
        align: str = "left",
        colour: Colour = 0.0,
    ) -> None:
        """Set one line with its baseline at `y`."""
        self._canvas.setFillColorRGB(*rgb(colour))
        self._canvas.setFont(font or (self.bold if bold else self.font), size)
        draw = {"left": "drawString", "right": "drawRightString", "center": "drawCentredString"}[align]
        getattr(self._canvas, draw)(x, self.height - y, words)

    def lines(
        self, x: float, y: float, rows: Sequence[str], *, size: float = 9, lead: float = 1.25, **style: Any
    ) -> float:
        """Set lines below each other; the baseline after the last one."""
        for row in rows:
            self.text(x, y, row, size=size, **style)
            y += size * lead
        return y

    def row(self, y: float, columns: Sequence[Column], cells: Sequence[str], **style: Any) -> None:
        """Set one table row; empty cells are left out, as generators do."""
        for column, cell in zip(columns, cells, strict=True):
            if cell:
                self.text(column.x, y, cell, align=column.align, **style)

    def table(
        self, y: float, columns: Sequence[Column], rows: Sequence[Sequence[str]], lead: float = 12, **style: Any
    ) -> float:
        """Set rows below each other; the baseline after the last one."""
        for cells in rows:
            self.row(y, columns, cells, **style)
            y += lead
        return y

    def rule(
        self, x0: float, y0: float, x1: float, y1: float | None = None, width: float = 0.5, colour: Colour = 0.0
    ) -> None:
        """Draw a line, level unless `y1` is given."""
        self._canvas.setStrokeColorRGB(*rgb(colour))
        self._canvas.setLineWidth(width)
        self._canvas.line(x0, self.height - y0, x1, self.height - (y0 if y1 is None else y1))

    def box(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        *,
        fill: Colour | None = None,
        edge: Colour | None = 0.0,
        radius: float = 0.0,
        width: float = 0.6,
    ) -> None:
        """Draw a rectangle by its corners."""
        if fill is not None:
            self._canvas.setFillColorRGB(*rgb(fill))
        if edge is not None:
            self._canvas.setStrokeColorRGB(*rgb(edge))
        self._canvas.setLineWidth(width)
        place = (x0, self.height - y1, x1 - x0, y1 - y0)
        flags = {"stroke": int(edge is not None), "fill": int(fill is not None)}
        if radius:
            self._canvas.roundRect(*place, radius, **flags)
        else:
            self._canvas.rect(*place, **flags)

    def picture(self, content: bytes, x0: float, y0: float, x1: float, y1: float) -> None:
        """Place a PNG or JPEG; a JPEG keeps its own bytes."""
        self._canvas.drawImage(ImageReader(io.BytesIO(content)), x0, self.height - y1, x1 - x0, y1 - y0)

    def invisible(self, x: float, y: float, words: str, size: float, width: float) -> None:
        """Set text in render mode 3, stretched to a width, as scanners with OCR do."""
        text = self._canvas.beginText(x, self.height - y)
        text.setFont(self.font, size)
        text.setTextRenderMode(3)
        natural = pdfmetrics.stringWidth(words, self.font, size) or 1.0
        text.setHorizScale(100 * width / natural)
        text.textOut(words)
        self._canvas.drawText(text)

    def next_page(self) -> None:
        """Close the page with its specimen mark and begin another."""
        if self.footer:
            self.text(
                self.width / 2, self.height - 14, self.footer, size=6.5, font="Helvetica", align="center", colour=0.45
            )
        self._canvas.showPage()

    def save(self, origin: Origin) -> bytes:
        """The finished PDF, as the named program would leave it."""
        self.next_page()
        self._canvas.save()
        return with_origin(self._buffer.getvalue(), origin)


def with_origin(content: bytes, origin: Origin) -> bytes:
    """Rewrite the file with the given metadata and a deterministic identifier."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        stamp_origin(pdf, origin)
        return written(pdf)


def stamp_origin(pdf: pikepdf.Pdf, origin: Origin) -> None:
    """Replace the document information."""
    del pdf.docinfo
    moment = origin.created.strftime("D:%Y%m%d%H%M%S+00'00'")
    entries = {
        "/Title": origin.title,
        "/Creator": origin.creator,
        "/Producer": origin.producer,
        "/CreationDate": moment,
        "/ModDate": moment,
    }
    pdf.docinfo.update({name: pikepdf.String(value) for name, value in entries.items() if value})


def written(pdf: pikepdf.Pdf, *, linearize: bool = False) -> bytes:
    """The file as bytes, compressed and the same on every run."""
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        linearize=linearize,
        compress_streams=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return out.getvalue()


def load_vera() -> None:
    """Register the fonts that reportlab brings along, for layouts with an embedded font."""
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in ("Vera", "VeraBd"):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
