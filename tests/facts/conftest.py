"""Pages for the tests: typed as a grid of text, or drawn as a PDF and read back."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from reportlab.pdfgen import canvas

from app.screening.facts.extract import documents_in
from app.screening.facts.lines import Sheet, sheet_of
from app.screening.reading.pages import Page, ReadFile, Word
from app.screening.reading.reader import Reader

COLUMN, ROW, HEIGHT = 6.0, 14.0, 10.0


def typed(text: str, *, source: str = "text", picture: tuple[Word, ...] = ()) -> Page:
    """A page in a fixed-width type: every character is 6 points wide, every line 14 points high."""
    words = []
    for row, line in enumerate(text.split("\n")):
        for found in re.finditer(r"\S+", line):
            box = (found.start() * COLUMN, row * ROW, found.end() * COLUMN, row * ROW + HEIGHT)
            words.append(Word(found.group(), box, 0.97 if source == "ocr" else 1.0))
    return Page(1, 700.0, 800.0, tuple(words), "ocr" if source == "ocr" else "text", picture_words=picture)


class Drawing:
    """A PDF page drawn from the top left, as people read it."""

    def __init__(self, width: float = 612, height: float = 792) -> None:
        self._bytes = io.BytesIO()
        self._canvas = canvas.Canvas(self._bytes, pagesize=(width, height))
        self._height = height

    def text(self, x: float, y: float, text: str, size: float = 9, font: str = "Helvetica") -> None:
        self._canvas.setFont(font, size)
        self._canvas.drawString(x, self._height - y, text)

    def row(self, y: float, *items: tuple[float, str] | tuple[float, str, str], size: float = 9) -> None:
        """Items are `(x, text)`, or `(x, text, "r")` for text that ends at x."""
        for item in items:
            self._canvas.setFont("Helvetica", size)
            draw = self._canvas.drawRightString if len(item) == 3 else self._canvas.drawString
            draw(item[0], self._height - y, item[1])

    def done(self) -> bytes:
        self._canvas.save()
        return self._bytes.getvalue()


@pytest.fixture
def page() -> Callable[..., Page]:
    return typed


@pytest.fixture
def sheet() -> Callable[..., Sheet]:
    return lambda text, **more: sheet_of(typed(text, **more))


@pytest.fixture
def drawing() -> type[Drawing]:
    return Drawing


@pytest.fixture
def assert_stub_is_read(reader: Reader) -> Callable[[bytes, dict[str, str]], None]:
    """Checks that a drawn pay stub gives every value of its truth, and each with its place on the page."""

    def check(content: bytes, truth: dict[str, str]) -> None:
        [document] = documents_in(ReadFile("f1", "file.pdf", reader.read(content)))
        assert document.document_type == "paystub"
        assert {name: document.fields[name].value for name in truth if name in document.fields} == truth
        for fact in document.fields.values():
            assert fact.box is not None
            assert 0 <= fact.box[0] < fact.box[2] <= 800

    return check
