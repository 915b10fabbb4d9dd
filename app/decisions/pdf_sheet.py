"""The look of our PDFs: styles, tables, headings that are bookmarks, page numbers, title and language."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from app.decisions.pdf_text import BOLD, FONT, Setter

MARGIN = 0.8 * inch
WIDTH = letter[0] - 2 * MARGIN
INK, SOFT, LINE = colors.HexColor("#1a2230"), colors.HexColor("#5a6576"), colors.HexColor("#dfe3ea")
HEAD = colors.HexColor("#eceff3")
REPLACED = "Letters that this document's typeface cannot set are given by their Unicode numbers, such as [U+0E01]."
BORROWED = (
    "Chinese, Japanese and Korean words are set in a typeface of your own reader, with their Unicode numbers beside"
    " them in case it has none."
)

BODY = ParagraphStyle("body", fontName=FONT, fontSize=9.5, leading=13, textColor=INK, spaceAfter=5)
LETTER = ParagraphStyle("letter", parent=BODY, fontSize=10.5, leading=14.5)
SMALL = ParagraphStyle("small", parent=BODY, fontSize=8, leading=10.5, textColor=SOFT, spaceAfter=3)
CELL = ParagraphStyle("cell", parent=BODY, fontSize=8.5, leading=11, spaceAfter=0)
CELL_BOLD = ParagraphStyle("cell-bold", parent=CELL, fontName=BOLD)
TITLE = ParagraphStyle("title", parent=BODY, fontName=BOLD, fontSize=17, leading=21, spaceAfter=8)
HEADING = ParagraphStyle("heading", parent=BODY, fontName=BOLD, fontSize=12, leading=15, spaceBefore=10)
LEAST_BELOW_HEADING = 90
"""A heading stands on a page with the first lines of what it heads; keeping it with a whole table would leave gaps."""
MOST_CELL, MOST_CELL_LINES = 1500, 40
"""A row of a table is never taller than a page, so that rows need not be split."""
LEVELS = {"title": 0, "heading": 0}


class Sheet:
    """Collects a document's parts. Every text goes through `setter`, so that none of it is markup."""

    def __init__(self, title: str) -> None:
        self.setter = Setter()
        self.title = self.setter.plain(title)
        self.parts: list[Flowable] = []

    def text(self, words: object, style: ParagraphStyle = BODY) -> Paragraph:
        return Paragraph(self.setter(words), style)

    def add(self, words: object, style: ParagraphStyle = BODY) -> None:
        self.parts.append(self.text(words, style))

    def heading(self, words: str) -> None:
        self.parts.append(CondPageBreak(LEAST_BELOW_HEADING))
        self.add(words, HEADING)

    def points(self, lines: Sequence[str], style: ParagraphStyle = BODY) -> None:
        for line in lines:
            self.parts.append(Paragraph(self.setter(line), style, bulletText="•"))

    def pairs(self, rows: Sequence[tuple[str, object]]) -> None:
        """Names with their values, those that have one."""
        cells = [
            [self.text(name, CELL_BOLD), self.text(value, CELL)] for name, value in rows if value not in ("", None)
        ]
        if cells:
            self.parts += [_table(cells, (0.26, 0.74), has_head=False), Spacer(0, 6)]

    def table(self, head: Sequence[str], rows: Sequence[Sequence[object]], widths: Sequence[float]) -> None:
        """`widths` are parts of the page's width. The head is repeated on every page."""
        cells = [[self.text(name, CELL_BOLD) for name in head]]
        cells += [[self.text(_bounded(str(value)), CELL) for value in row] for row in rows]
        self.parts += [_table(cells, widths, has_head=True), Spacer(0, 6)]

    def build(self, subject: str) -> bytes:
        """The PDF: letter size, English, with title, bookmarks and "Page 1 of 3"."""
        if self.setter.has_replaced:
            self.add(REPLACED, SMALL)
        if self.setter.has_borrowed:
            self.add(BORROWED, SMALL)
        out = io.BytesIO()
        document = _Document(
            out, pagesize=letter, title=self.title, author="LeaseLab", subject=subject, creator="LeaseLab",
            lang="en-US", displayDocTitle=1,
        )  # fmt: skip
        document.footer = self.title
        document.build(self.parts, canvasmaker=_Numbered)
        return out.getvalue()


def _bounded(text: str) -> str:
    lines = text[:MOST_CELL].splitlines()
    told = "\n".join(lines[:MOST_CELL_LINES])
    return told if len(told) == len(text) else f"{told} …"


def _table(cells: list[list[Paragraph]], widths: Sequence[float], *, has_head: bool) -> Table:
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    if has_head:
        style.append(("BACKGROUND", (0, 0), (-1, 0), HEAD))
    return Table(
        cells, colWidths=[WIDTH * part for part in widths], repeatRows=int(has_head), splitInRow=int(not has_head),
        style=TableStyle(style), hAlign="LEFT",
    )  # fmt: skip


class _Document(BaseDocTemplate):  # type: ignore[misc]
    footer = ""

    def __init__(self, out: Any, **values: Any) -> None:
        super().__init__(out, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN, **values)
        frame = Frame(MARGIN, MARGIN, WIDTH, letter[1] - 2 * MARGIN, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate("page", [frame], onPage=self._foot)])
        self._bookmarks = 0

    def _foot(self, canvas: Canvas, _: Any) -> None:
        canvas.setFont(FONT, 8)
        canvas.setFillColor(SOFT)
        canvas.drawString(MARGIN, MARGIN / 2, self.footer)

    def afterFlowable(self, flowable: Flowable) -> None:
        """Every title and heading is a bookmark."""
        if isinstance(flowable, Paragraph) and flowable.style.name in LEVELS:
            self._bookmarks += 1
            key = f"part-{self._bookmarks}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.getPlainText(), key, LEVELS[flowable.style.name], closed=0)
            self.canv.showOutline()


class _Numbered(Canvas):  # type: ignore[misc]
    """Keeps the pages until their number is known."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            self.setFont(FONT, 8)
            self.setFillColor(SOFT)
            self.drawRightString(letter[0] - MARGIN, MARGIN / 2, f"Page {number} of {len(self._pages)}")
            super().showPage()
        super().save()
